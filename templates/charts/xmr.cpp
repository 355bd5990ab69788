// Figures over time: the individuals chart with its limits, and the sentence its signals allow.

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using analytics::Figure;
using analytics::Series;
using analytics::Signal;

Scale scale_for(analytics::Unit unit, double largest) {
  switch (unit) {
    case analytics::Unit::seconds:
      if (largest >= 3.0 * 86400) return {86400, "d"};
      if (largest >= 2.0 * 3600) return {3600, "h"};
      if (largest >= 120) return {60, "min"};
      return {1, "s"};
    case analytics::Unit::share:
      return {0.01, "%"};
    case analytics::Unit::per_10000:
      return {1, "per 10,000"};
    case analytics::Unit::count:
    case analytics::Unit::score:
      break;
  }
  return {1, ""};
}

std::string value_said(analytics::Unit unit, std::optional<double> value) {
  if (!value || !std::isfinite(*value)) return {};
  switch (unit) {
    case analytics::Unit::seconds:
      return base::plain_duration(*value);
    case analytics::Unit::share:
      return share_said(*value);
    case analytics::Unit::score:
      return fmt::format("{:.1f}", *value);
    case analytics::Unit::per_10000:
      return fmt::format("{:.1f} per 10,000", *value);
    case analytics::Unit::count:
      break;
  }
  return number_said(*value);
}

std::string period_label(base::Ms from, base::Period period, const base::Zone& zone) {
  static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const base::Civil c = zone.civil(from);
  switch (period) {
    case base::Period::month:
      return fmt::format("{} {}", months[c.month - 1], c.year);
    case base::Period::quarter:
      return fmt::format("Q{} {}", (c.month - 1) / 3 + 1, c.year);
    case base::Period::day:
    case base::Period::week:
      break;
  }
  return fmt::format("{} {} {:02}", c.day, months[c.month - 1], c.year % 100);
}

std::string period_word(base::Period period) {
  switch (period) {
    case base::Period::day:
      return "day";
    case base::Period::week:
      return "week";
    case base::Period::month:
      return "month";
    case base::Period::quarter:
      return "quarter";
  }
  return "period";
}

namespace {

std::string of_period(base::Ms from, base::Period period, const base::Zone& zone) {
  if (period == base::Period::week) return "the week of " + base::plain_date(from, zone);
  if (period == base::Period::day) return base::plain_date(from, zone);
  const std::string date = base::plain_date(from, zone);
  return period == base::Period::month ? date.substr(date.find(' ') + 1) : period_label(from, period, zone);
}

std::string in_period(base::Ms from, base::Period period, const base::Zone& zone) {
  return (period == base::Period::day ? "on " : "in ") + of_period(from, period, zone);
}

/// Points that have a value and a whole period: what limits and sentences rest on.
std::vector<const analytics::SeriesPoint*> whole_points(const Series& series) {
  std::vector<const analytics::SeriesPoint*> out;
  for (const auto& p : series.points) {
    if (p.sample.value && p.whole()) out.push_back(&p);
  }
  return out;
}

/// The value of a series that never varies; nullopt of any other, and of a single point.
std::optional<double> one_value(const Series& series) {
  const auto points = whole_points(series);
  if (points.size() < 2) return std::nullopt;
  const double first = *points.front()->sample.value;
  const bool same = std::all_of(points.begin(), points.end(), [&](const auto* p) { return *p->sample.value == first; });
  return same ? std::optional(first) : std::nullopt;
}

std::string same_throughout(const Figure& figure, double value) {
  return fmt::format("the figure does not vary, it is {} in every {}", value_said(figure.kpi->unit, value),
                     period_word(figure.series->period));
}

std::string signal_said(const Signal& s, const Figure& figure, const base::Zone& zone) {
  const Series& series = *figure.series;
  const auto count = s.to - s.from + 1;
  const std::string first = of_period(series.points[s.from].window.from, series.period, zone);
  const std::string last = of_period(series.points[s.to].window.from, series.period, zone);
  const std::string span = s.from == s.to ? in_period(series.points[s.from].window.from, series.period, zone)
                                          : "from " + first + " to " + last;
  const std::string unit = base::counted(static_cast<long long>(count), period_word(series.period));
  std::string out;
  switch (s.rule) {
    case analytics::Rule::outside:
      if (s.from == s.to) {
        out = fmt::format("it stood {} the {} limit {} ({})", s.sign > 0 ? "above" : "below",
                          s.sign > 0 ? "upper" : "lower", span,
                          value_said(figure.kpi->unit, series.points[s.from].sample.value));
      } else {
        out = fmt::format("it stood {} the {} limit for {} {}", s.sign > 0 ? "above" : "below",
                          s.sign > 0 ? "upper" : "lower", unit, span);
      }
      break;
    case analytics::Rule::shift:
      out = fmt::format("{} in a row lay {} the centre line, {}", unit, s.sign > 0 ? "above" : "below", span);
      break;
    case analytics::Rule::trend:
      out = fmt::format("it {} for {} in a row, {}", s.sign > 0 ? "rose" : "fell", unit, span);
      break;
    case analytics::Rule::two_in_three:
      out = fmt::format("two of three neighbouring {}s lay near the {} limit, {}", period_word(series.period),
                        s.sign > 0 ? "upper" : "lower", span);
      break;
  }
  if (s.direction == analytics::Direction::better) out += ", which is the better side";
  if (s.direction == analytics::Direction::worse) out += ", which is the worse side";
  return out;
}

/// The signals worth a sentence: the longest shift first, then trends, points outside, then two in three; the latest
/// first among equals. A second one only if it lies apart from the first.
std::vector<const Signal*> told(const Series& series) {
  std::vector<const Signal*> order;
  for (const Signal& s : series.signals) {
    if (s.to < series.points.size() && s.from <= s.to) order.push_back(&s);
  }
  const auto weight = [](const Signal& s) {
    switch (s.rule) {
      case analytics::Rule::shift:
        return 3;
      case analytics::Rule::trend:
        return 2;
      case analytics::Rule::outside:
        return 1;
      case analytics::Rule::two_in_three:
        break;
    }
    return 0;
  };
  std::stable_sort(order.begin(), order.end(), [&](const Signal* a, const Signal* b) {
    if (weight(*a) != weight(*b)) return weight(*a) > weight(*b);
    if (a->to - a->from != b->to - b->from) return a->to - a->from > b->to - b->from;
    return a->from > b->from;
  });
  std::vector<const Signal*> out;
  for (const Signal* s : order) {
    const bool apart =
        std::all_of(out.begin(), out.end(), [&](const Signal* o) { return s->from > o->to || s->to < o->from; });
    if (apart) out.push_back(s);
    if (out.size() == 2) break;
  }
  std::sort(out.begin(), out.end(), [](const Signal* a, const Signal* b) { return a->from < b->from; });
  return out;
}

}  // namespace

namespace {

std::string direction_said(int sign, analytics::Better better) {
  if (better == analytics::Better::neither) return {};
  return (sign > 0) == (better == analytics::Better::higher) ? ", which is the better side"
                                                             : ", which is the worse side";
}

/// "the level went from 12 to 19 in the week of 2 March 2026 (95 %: between those of 2 February and 9 March 2026)"
std::string change_said(const analytics::LevelChange& c, const Figure& figure, const base::Zone& zone, bool sure) {
  const Series& series = *figure.series;
  const auto when = [&](std::size_t point) { return of_period(series.points[point].window.from, series.period, zone); };
  std::string out = fmt::format("its level {} from {} to {} {}", sure ? "went" : "may have gone",
                                value_said(figure.kpi->unit, c.before), value_said(figure.kpi->unit, c.after),
                                in_period(series.points[c.first].window.from, series.period, zone));
  if (c.low != c.high) out += fmt::format(" (95 %: between {} and {})", when(c.low), when(c.high));
  return out + direction_said(c.after > c.before ? 1 : -1, figure.kpi->better);
}

std::string stretch_said(const Figure& figure, const base::Zone& zone) {
  const Series& series = *figure.series;
  const analytics::Stretch& s = *series.stretch;
  return fmt::format("from {} to {} it stood at {}, against {} in the rest",
                     of_period(series.points[s.from].window.from, series.period, zone),
                     of_period(series.points[s.to].window.from, series.period, zone),
                     value_said(figure.kpi->unit, s.inside), value_said(figure.kpi->unit, s.outside)) +
         direction_said(s.inside > s.outside ? 1 : -1, figure.kpi->better);
}

/// "no other one for 98 days between 3 March 2026 and 9 June 2026 (usually 21 days)"
std::string gaps_said(const Figure& figure, const base::Zone& zone) {
  const analytics::Between& b = *figure.series->between;
  const bool days = b.unit == "days";
  const auto length = [&](double v) {
    return days ? base::plain_duration(v * 86400) : base::counted(std::llround(v), "case");
  };
  const analytics::Gap& gap = b.gaps[b.outside.back()];
  const std::string from = base::plain_date(gap.from, zone);
  const std::string until = base::plain_date(gap.at, zone);
  std::string out = gap.length > b.centre
                        ? fmt::format("no other one for {} between {} and {} (usually {})", length(gap.length), from,
                                      until, length(b.centre))
                        : fmt::format("two came within {} {} (usually {} apart)", length(gap.length),
                                      from == until ? "on " + from : "from " + from + " to " + until, length(b.centre));
  if (b.outside.size() > 1) {
    out += fmt::format("; {} marked in the chart", base::counted(static_cast<long long>(b.outside.size() - 1),
                                                                 "other such stretch is", "other such stretches are"));
  }
  return out;
}

/// "from 3 March 2026 to 9 June 2026 one came every 3 days, against every 15 days in the rest"
std::string odd_gaps_said(const Figure& figure, const base::Zone& zone) {
  const analytics::Between& b = *figure.series->between;
  const auto every = [&](double v) {
    return b.unit == "days" ? base::plain_duration(v * 86400) : base::counted(std::llround(v + 1), "case");
  };
  return fmt::format("from {} to {} one came every {}, against every {} in the rest",
                     base::plain_date(b.gaps[b.odd->from].from, zone), base::plain_date(b.gaps[b.odd->to].at, zone),
                     every(b.odd->inside), every(b.odd->outside));
}

std::string signals_said(const Figure& figure, const base::Zone& zone) {
  const auto signals = told(*figure.series);
  std::string out;
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (i > 0) out += "; ";
    out += signal_said(*signals[i], figure, zone);
  }
  const std::size_t more = figure.series->signals.size() - signals.size();
  if (more > 0) {
    out += fmt::format("; {} marked in the chart",
                       more == 1 ? "one further signal is" : fmt::format("{} further signals are", more));
  }
  return out;
}

/// What a series with a verdict shows, the surest first. sure: evidence, not only something to be watched.
std::string shown_by(const Figure& figure, const base::Zone& zone, bool sure) {
  const Series& series = *figure.series;
  if (series.between) {
    if (sure && series.between->odd) return odd_gaps_said(figure, zone);
    if (!series.between->outside.empty()) return gaps_said(figure, zone);
    return "the time between them changed";
  }
  if (!series.changes.empty()) {
    std::string out = change_said(series.changes.back(), figure, zone, sure);
    if (series.changes.size() > 1) {
      out = fmt::format("{}; earlier, {}", out,
                        change_said(series.changes[series.changes.size() - 2], figure, zone, sure));
    }
    return out;
  }
  const bool lasting = std::any_of(series.signals.begin(), series.signals.end(), [](const Signal& s) {
    return s.rule == analytics::Rule::shift || s.rule == analytics::Rule::trend;
  });
  if (sure && series.stretch && (lasting || series.signals.empty())) return stretch_said(figure, zone);
  if (!series.signals.empty()) return signals_said(figure, zone);
  if (series.small_shift) {
    return fmt::format(
        "a small lasting shift began {}, which only charts of sums and smoothed values see (CUSUM and EWMA)",
        in_period(series.points[*series.small_shift].window.from, series.period, zone));
  }
  return "its figures hang together more closely than chance would have it";
}

}  // namespace

std::string figure_title(const Figure& figure) {
  std::string out(figure.kpi->title);
  if (figure.group_value.empty()) return out;
  const std::string by = figure.group_name == "cluster" ? "theme" : figure.group_name;
  return out + ", " + (by.empty() ? "" : by + " ") + figure.group_value;
}

std::string no_rules(const Figure& figure) {
  if (!figure.series) return "there are no figures over time";
  const Series& series = *figure.series;
  const std::string whole =
      base::counted(static_cast<long long>(whole_points(series).size()), period_word(series.period));
  switch (series.unjudged) {
    case analytics::Unjudged::judged:
      return {};
    case analytics::Unjudged::nothing:
      return "there are no figures over time";
    case analytics::Unjudged::too_few:
      if (whole_points(series).empty()) return fmt::format("no whole {} has figures", period_word(series.period));
      return whole + (whole_points(series).size() == 1 ? " with figures is" : " with figures are") +
             " too few for control limits";
    case analytics::Unjudged::trial:
      return whole + " with figures are fewer than 12, so their limits are on trial";
    case analytics::Unjudged::stock:
      if (const auto value = one_value(series)) return same_throughout(figure, *value);
      return fmt::format(
          "the figure of one {} holds most of the one before, so the rules of a control chart do not apply",
          period_word(series.period));
    case analytics::Unjudged::too_few_events:
      return fmt::format("with fewer than 2 a {} the time between them would be judged, and there are too few for that",
                         period_word(series.period));
    case analytics::Unjudged::hardly_moves:
      if (const auto value = one_value(series)) return same_throughout(figure, *value);
      return "the figure hardly moves, by less than one percentage point";
    case analytics::Unjudged::too_few_weeks:
      return fmt::format("{} are under three weeks, so that a weekday cannot be told from a change", whole);
    case analytics::Unjudged::dates:
      return "dates it rests on are known to be wrong";
  }
  return {};
}

bool shows_change(const Figure& figure) { return figure.series && figure.series->alert == "act"; }
bool to_watch(const Figure& figure) { return figure.series && figure.series->alert == "watch"; }

std::string series_finding(const Figure& figure, const base::Zone& zone) {
  const std::string title = figure_title(figure);
  if (!figure.series || figure.series->points.empty()) return title + ": no figures over time.";
  const Series& series = *figure.series;
  if (const std::string why = no_rules(figure); !why.empty())
    return fmt::format("{}: {}; nothing is said about change.", title, why);
  if (shows_change(figure)) return fmt::format("{}: {}.", title, shown_by(figure, zone, true));
  if (to_watch(figure)) return fmt::format("{}, to be watched: {}.", title, shown_by(figure, zone, false));
  if (series.between) {
    return fmt::format("{}: no evidence of a change; the {} between them vary around {} as they would by chance.",
                       title, series.between->unit, number_said(series.between->centre));
  }
  const std::string over =
      base::counted(static_cast<long long>(whole_points(series).size()), period_word(series.period));
  if (const auto value = one_value(series)) {
    return fmt::format("{}: no evidence of a change over {}; the figures do not vary, each is {}.", title, over,
                       value_said(figure.kpi->unit, *value));
  }
  return fmt::format(
      "{}: no evidence of a change over {}; the figures vary around {} as they would by chance.", title, over,
      series.limits.empty() ? std::string("their mean") : value_said(figure.kpi->unit, series.limits.back().centre));
}

namespace {

/// Points drawn: the whole ones, and one period beside them at either end. Empty without a whole one.
std::pair<std::size_t, std::size_t> drawn(const Series& series) {
  std::size_t first = series.points.size(), last = 0;
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    if (!series.points[i].whole() || !series.points[i].sample.value) continue;
    first = std::min(first, i);
    last = i;
  }
  if (first == series.points.size()) return {0, 0};
  return {first > 0 ? first - 1 : 0, std::min(series.points.size(), last + 2)};
}

/// Rare events by what lies between them: one point an event.
Chart gaps_chart(const Figure& figure, const base::Zone& zone) {
  const analytics::Between& b = *figure.series->between;
  const bool days = b.unit == "days";
  Chart c;
  c.kind = ChartKind::xmr;
  c.title = fmt::format("{}: {} from one to the next", figure_title(figure), days ? "days" : "cases");
  c.finding = series_finding(figure, zone);
  c.unit = days ? "d" : "cases";
  c.x_title = "Date of each";
  c.y_title = days ? "Days since the one before" : "Cases since the one before";
  c.zone = zone.name();
  double least = b.gaps.front().length, most = least;
  for (const analytics::Gap& gap : b.gaps) {
    c.points.push_back({period_label(gap.at, base::Period::day, zone), gap.length, ""});
    least = std::min(least, gap.length);
    most = std::max(most, gap.length);
  }
  for (const std::size_t i : b.outside) c.points[i].mark = "outside";
  c.limits.push_back({0, b.gaps.size(), b.centre, b.lower, b.upper, false});
  c.alt = fmt::format(
      "Control chart of {}: the {} between {} events, from {} to {}. Fewest {}, most {}. Centre line {}, limits {} "
      "and {}. {}",
      figure_title(figure), b.unit, b.gaps.size() + 1, c.points.front().label, c.points.back().label,
      number_said(least), number_said(most), number_said(b.centre), number_said(b.lower), number_said(b.upper),
      c.finding);
  return c;
}

}  // namespace

std::optional<Chart> xmr_chart(const Figure& figure, const base::Zone& zone) {
  if (!figure.series || figure.series->chart.empty()) return std::nullopt;
  const Series& series = *figure.series;
  if (series.between && series.unjudged == analytics::Unjudged::judged) return gaps_chart(figure, zone);
  const auto [first_drawn, until_drawn] = drawn(series);
  double largest = 0;
  std::size_t values = 0;
  for (std::size_t i = first_drawn; i < until_drawn; ++i) {
    if (!series.points[i].sample.value) continue;
    ++values;
    largest = std::max(largest, std::fabs(*series.points[i].sample.value));
  }
  if (values < 2) return std::nullopt;
  const Scale scale = scale_for(figure.kpi->unit, largest);
  Chart c;
  const bool rules = no_rules(figure).empty();
  const bool limits = rules || series.unjudged == analytics::Unjudged::trial;
  c.kind = limits ? ChartKind::xmr : ChartKind::run;
  c.title = fmt::format("{} by {}", figure_title(figure), period_word(series.period));
  c.finding = series_finding(figure, zone);
  c.unit = scale.unit;
  c.x_title = series.period == base::Period::week ? "Week beginning" : capitalised(period_word(series.period));
  c.y_title = scale.unit.empty() ? figure_title(figure) : fmt::format("{} ({})", figure_title(figure), scale.unit);
  c.zone = zone.name();
  for (std::size_t i = first_drawn; i < until_drawn; ++i) {
    const analytics::SeriesPoint& p = series.points[i];
    c.points.push_back({period_label(p.window.from, series.period, zone),
                        p.sample.value ? *p.sample.value / scale.divisor : std::nan(""), p.whole() ? "" : "partial"});
  }
  for (const Signal& s : rules ? series.signals : std::vector<Signal>{}) {
    static constexpr std::string_view marks[] = {"outside", "trend", "two-in-three", "shift"};
    const auto mark = marks[static_cast<std::size_t>(s.rule)];
    for (std::size_t i = std::max(s.from, first_drawn); i <= s.to && i < until_drawn; ++i) {
      if (c.points[i - first_drawn].mark.empty()) c.points[i - first_drawn].mark = mark;
    }
  }
  for (const auto& l : limits ? series.limits : std::vector<analytics::LimitSegment>{}) {
    if (l.from < first_drawn || l.until > until_drawn) continue;
    ChartLimits out{l.from - first_drawn, l.until - first_drawn, l.centre / scale.divisor, {}, {}, l.trial};
    if (c.kind == ChartKind::xmr && !one_value(series)) {
      // A count, a share or a time cannot be less than nothing; a share cannot be more than all.
      out.lower = std::max(0.0, l.lower) / scale.divisor;
      out.upper = (figure.kpi->unit == analytics::Unit::share ? std::min(1.0, l.upper) : l.upper) / scale.divisor;
    }
    c.limits.push_back(out);
  }
  // The ranges below the values where one of them is more than chance: a jump the limits of the values may not show.
  // Limits of durations are those of their logarithms, which ranges of hours would not fit.
  if (rules && series.chart == "xmr" && figure.kpi->unit != analytics::Unit::seconds) {
    const Chart ranges = moving_range_of(c);
    c.moving_range = std::any_of(ranges.points.begin(), ranges.points.end(),
                                 [](const ChartPoint& p) { return p.mark == "outside"; });
  }
  std::vector<double> sorted;
  for (const auto& p : c.points) {
    if (std::isfinite(p.value)) sorted.push_back(p.value);
  }
  const auto [low, high] = std::minmax_element(sorted.begin(), sorted.end());
  const auto said = [&](double plotted) { return value_said(figure.kpi->unit, plotted * scale.divisor); };
  c.alt = fmt::format("{} chart of {} over {}, from {} to {}. Lowest {}, highest {}.",
                      c.kind == ChartKind::xmr ? "Control" : "Run", figure_title(figure),
                      base::counted(static_cast<long long>(c.points.size()), period_word(series.period)),
                      c.points.front().label, c.points.back().label, said(*low), said(*high));
  if (!c.limits.empty()) {
    const ChartLimits& l = c.limits.back();
    c.alt += fmt::format(" Centre line {}", said(l.centre));
    if (l.lower && l.upper) c.alt += fmt::format(", limits {} and {}", said(*l.lower), said(*l.upper));
    c.alt += ".";
  }
  if (c.moving_range) c.alt += " Its moving ranges stand below it; at least one is more than chance would give.";
  c.alt += " " + c.finding;
  return c;
}

}  // namespace debrief::templates
