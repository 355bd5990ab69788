// What is found only when all figures are there.

#include "analytics/findings.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "analytics/ended.h"
#include "analytics/spc/strength.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

/// "A, B, C and 4 more".
std::string some_refs(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  constexpr std::size_t most = 5;
  std::vector<std::string> refs;
  for (std::size_t i = 0; i < rows.size() && i < most; ++i) refs.push_back(t.ref[rows[i]]);
  std::string out = base::joined(refs, ", ");
  if (rows.size() > most) out += fmt::format(" and {} more", base::grouped(static_cast<long long>(rows.size() - most)));
  return out;
}

}  // namespace

void add_two_ways(const review::IncidentColumns& t, Figures& out) {
  TwoWays all;
  for (const Figure& figure : out.figures) {
    if (figure.kpi->id != "sla_met" || !figure.sample.two_ways) continue;
    const auto add = [](std::vector<std::uint32_t>& to, const std::vector<std::uint32_t>& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    add(all.breached_but_met, figure.sample.two_ways->breached_but_met);
    add(all.met_but_breached, figure.sample.two_ways->met_but_breached);
  }
  if (all.breached_but_met.empty() && all.met_but_breached.empty()) return;
  std::vector<std::string> said;
  const auto say = [&](const char* what, const std::vector<std::uint32_t>& rows) {
    if (rows.empty()) return;
    said.push_back(fmt::format("{}: {} ({})", what, base::counted(static_cast<long long>(rows.size()), "incident"),
                               some_refs(t, rows)));
  };
  say("field says breached, clock says met", all.breached_but_met);
  say("field says met, clock says breached", all.met_but_breached);
  out.warnings.push_back(
      {"sla-field-against-clock", base::joined(said, "; ") +
                                      "; either the calendar given is not the one the source used, or the "
                                      "field was set by hand"});
}

namespace {

constexpr std::size_t looked_at_first = 50'000;

/// Groups by which a total may mislead.
struct Dimension {
  GroupBy by;
  const review::Labels* labels;
};

std::vector<Dimension> dimensions(const review::IncidentColumns& t) {
  return {{GroupBy::priority, &t.priority},
          {GroupBy::category, &t.category},
          {GroupBy::team, &t.team},
          {GroupBy::channel, &t.channel},
          {GroupBy::source, &t.source}};
}

/// Sums by group on both sides of `split`, over every `step`th case. Durations by their logarithms (of one more second,
/// as some are 0).
MixTable mix_table(const review::IncidentColumns& t, const Figure& f, const review::Labels& labels, base::Ms split,
                   std::size_t step) {
  MixTable table;
  table.groups.resize(labels.values.size());
  const Sample& s = f.sample;
  auto hit = s.hits.begin();
  for (std::size_t i = 0; i < s.rows.size(); i += step) {
    const std::uint32_t row = s.rows[i];
    double value = 0;
    if (f.kpi->unit == Unit::seconds) {
      value = std::log1p(s.values[i]);
    } else {
      while (hit != s.hits.end() && *hit < row) ++hit;
      value = hit != s.hits.end() && *hit == row ? 1 : 0;
    }
    const base::Ms at = f.kpi->cohort == Cohort::ended ? ended_or_opened(t, row) : t.opened[row];
    MixTable::Group& g = table.groups[labels.codes[row]];
    MixTable::Side& side = at < split ? g.before : g.after;
    ++side.n;
    side.sum += value;
  }
  return table;
}

std::string said(const Kpi& kpi, double level) {
  return kpi.unit == Unit::seconds ? base::plain_duration(level) : fmt::format("{:.1f} %", level * 100);
}

MixShift mix_shift(const Figure& f, const Dimension& d, const MixTable& table, base::Ms split) {
  const bool times = f.kpi->unit == Unit::seconds;
  const MixEffects e = mix_effects(table);
  const auto level = [&](double v) { return times ? std::expm1(v) : v; };
  MixShift m{.kpi = f.kpi->id,
             .by = std::string(name(d.by)),
             .split = split,
             .before = level(e.before),
             .after = level(e.after),
             .mix = times ? std::exp(e.mix) : e.mix,
             .within = times ? std::exp(e.within) : e.within,
             .groups = {}};
  for (std::size_t code = 0; code < table.groups.size(); ++code) {
    const MixTable::Group& g = table.groups[code];
    if (g.before.n + g.after.n == 0) continue;
    const auto of = [&](const MixTable::Side& side) {
      return side.n > 0 ? level(side.sum / static_cast<double>(side.n)) : std::nan("");
    };
    m.groups.push_back(
        {code == 0 ? "(none)" : d.labels->values[code], g.before.n, g.after.n, of(g.before), of(g.after)});
  }
  std::stable_sort(m.groups.begin(), m.groups.end(), [](const MixGroup& a, const MixGroup& b) {
    return a.n_before + a.n_after > b.n_before + b.n_after;
  });
  return m;
}

}  // namespace

void add_mix(const review::IncidentColumns& t, const base::Zone& zone, Figures& out) {
  const base::Ms split =
      base::period_start(out.window.from + (out.window.until - out.window.from) / 2, base::Period::day, zone);
  for (const Figure& f : out.figures) {
    const Sample& s = f.sample;
    const bool times = f.kpi->unit == Unit::seconds && s.values.size() == s.rows.size();
    const bool share = f.kpi->unit == Unit::share && s.numerator &&
                       s.hits.size() == static_cast<std::size_t>(*s.numerator) &&
                       s.rows.size() == static_cast<std::size_t>(s.n);
    if (s.rows.size() < 20 || (!times && !share)) continue;
    for (const Dimension& d : dimensions(t)) {
      if (d.labels->values.size() < 2 || d.labels->codes.size() != t.size()) continue;
      // Half a percentage point, two parts in a hundred: less is nobody's story. Of many cases some tell whether there
      // may be one.
      const double least = times ? 0.02 : 0.005;
      const std::size_t step = s.rows.size() / looked_at_first;
      if (step > 1 && !misleads(mix_table(t, f, *d.labels, split, step), least / 4)) continue;
      const MixTable table = mix_table(t, f, *d.labels, split, 1);
      if (!misleads(table, least)) continue;
      MixShift m = mix_shift(f, d, table, split);
      const bool up = m.after > m.before;
      out.warnings.push_back(
          {"mix-shift",
           fmt::format(
               "{} {} from {} to {} between the halves of the window (parted on {}), but went the other way within "
               "the groups by {}: the sizes of the groups moved. Of the change, {} comes from their sizes and {} "
               "from within them",
               f.kpi->title, up ? "rose" : "fell", said(*f.kpi, m.before), said(*f.kpi, m.after),
               base::iso_date(split, zone), m.by,
               times ? fmt::format("a factor of {:.2f}", m.mix) : fmt::format("{:+.1f} points", m.mix * 100),
               times ? fmt::format("a factor of {:.2f}", m.within) : fmt::format("{:+.1f} points", m.within * 100))});
      out.mix.push_back(std::move(m));
    }
  }
}

namespace {

std::size_t season_of(base::Period period, std::size_t points) {
  if (period == base::Period::day) return 7;
  if (period == base::Period::month && points >= 36) return 12;
  if (period == base::Period::week && points >= 2 * 52 + 8) return 52;
  return 1;
}

std::size_t steps_of(base::Period period) {
  switch (period) {
    case base::Period::day:
      return 7;
    case base::Period::week:
      return 4;
    case base::Period::month:
      return 3;
    case base::Period::quarter:
      break;
  }
  return 2;
}

/// Mondays to Fridays that begin in [from, until).
double working_days(base::Ms from, base::Ms until, const base::Zone& zone) {
  double n = 0;
  for (base::Ms at = from; at < until; at = base::period_end(at, base::Period::day, zone)) {
    n += base::weekday(zone.civil(at)) < 5 ? 1 : 0;
  }
  return n;
}

}  // namespace

void add_forecast(Figure& figure, const base::Zone& zone) {
  if (!figure.series || (figure.kpi->id != "incidents" && figure.kpi->id != "backlog")) return;
  const Series& series = *figure.series;
  std::vector<double> values;
  std::vector<Window> windows;
  for (const SeriesPoint& p : series.points) {
    if (!p.whole() || !p.sample.value) continue;
    values.push_back(*p.sample.value);
    windows.push_back(p.window);
  }
  const std::size_t steps = steps_of(series.period);
  if (figure.kpi->id == "backlog") {
    figure.forecast = forecast_stock(values, steps, series.period == base::Period::day ? 7 : 1);
  } else {
    ForecastPlan plan{.season = season_of(series.period, values.size()), .steps = steps};
    std::vector<double> exposure, ahead;
    if (series.period == base::Period::month && !windows.empty()) {
      for (const Window& w : windows) exposure.push_back(std::max(1.0, working_days(w.from, w.until, zone)));
      base::Ms from = windows.back().until;
      for (std::size_t h = 0; h < steps; ++h) {
        const base::Ms until = base::period_end(from, series.period, zone);
        ahead.push_back(std::max(1.0, working_days(from, until, zone)));
        from = until;
      }
      plan.exposure = exposure;
      plan.ahead = ahead;
    }
    figure.forecast = forecast(values, plan);
  }
  if (figure.forecast->forecast) {
    base::Ms from = windows.back().until;
    for (std::size_t h = 0; h < steps; ++h) {
      const base::Ms until = base::period_end(from, series.period, zone);
      figure.forecast_windows.push_back({from, until});
      from = until;
    }
  }
}

std::size_t add_alerts(std::span<Figure* const> figures) {
  std::vector<Series*> judged;
  std::vector<double> p;
  std::vector<char> signalled;
  for (Figure* figure : figures) {
    if (!figure->series || figure->series->unjudged != Unjudged::judged || !figure->series->steadiness) continue;
    Series& series = *figure->series;
    judged.push_back(&series);
    p.push_back(*series.steadiness);
    signalled.push_back(series.signals.empty() && !series.small_shift ? 0 : 1);
  }
  const auto verdicts = alerts(p, signalled);
  for (std::size_t i = 0; i < judged.size(); ++i) {
    judged[i]->alert = verdicts[i] == Alert::act ? "act" : verdicts[i] == Alert::watch ? "watch" : "";
  }
  return judged.size();
}

void withhold_verdicts(Figures& figures) {
  for (Figure& figure : figures.figures) {
    if (figure.series) {
      figure.series->alert.clear();
      if (figure.series->unjudged == Unjudged::judged) figure.series->unjudged = Unjudged::dates;
    }
    if (figure.forecast) {
      figure.forecast->verdict = ForecastVerdict::dates;
      figure.forecast->forecast.reset();
    }
  }
  figures.mix.clear();
  std::erase_if(figures.warnings, [](const Warning& w) { return w.code == "mix-shift"; });
}

}  // namespace debrief::analytics
