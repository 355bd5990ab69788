// Figures over time: the individuals chart with its limits, and the sentence its signals allow.

#include <algorithm>
#include <cmath>

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

namespace {

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

std::string of_period(base::Ms from, base::Period period, const base::Zone& zone) {
  if (period == base::Period::week) return "the week of " + base::plain_date(from, zone);
  if (period == base::Period::day) return base::plain_date(from, zone);
  const std::string date = base::plain_date(from, zone);
  return period == base::Period::month ? date.substr(date.find(' ') + 1) : period_label(from, period, zone);
}

/// Points that have a value and a whole period: what limits and sentences rest on.
std::vector<const analytics::SeriesPoint*> whole_points(const Series& series) {
  std::vector<const analytics::SeriesPoint*> out;
  for (const auto& p : series.points) {
    if (p.sample.value && !p.partial) out.push_back(&p);
  }
  return out;
}

std::string signal_said(const Signal& s, const Figure& figure, const base::Zone& zone) {
  const Series& series = *figure.series;
  const auto count = s.to - s.from + 1;
  const std::string first = of_period(series.points[s.from].window.from, series.period, zone);
  const std::string last = of_period(series.points[s.to].window.from, series.period, zone);
  const std::string span = s.from == s.to ? "in " + first : "from " + first + " to " + last;
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

std::string no_rules(const Figure& figure) {
  if (!figure.series) return "there are no figures over time";
  const Series& series = *figure.series;
  if (series.chart == "run" || series.limits.empty()) {
    return fmt::format("{} with figures are too few for control limits",
                       base::counted(static_cast<long long>(whole_points(series).size()), period_word(series.period)));
  }
  const auto& limits = series.limits.back();
  if (figure.kpi->id == "backlog")
    return fmt::format(
        "the figure of one {} holds most of the one before, so the rules of a control chart do not apply",
        period_word(series.period));
  if (figure.kpi->unit == analytics::Unit::count && limits.centre < 3) {
    return fmt::format("with fewer than 3 a {} on average, chance alone makes long runs of low figures",
                       period_word(series.period));
  }
  if (figure.kpi->unit == analytics::Unit::share && limits.upper - limits.lower < 0.01) {
    return "the figure hardly moves, by less than one percentage point";
  }
  return {};
}

bool shows_change(const Figure& figure) {
  return no_rules(figure).empty() && !figure.series->limits.back().trial &&
         std::any_of(figure.series->signals.begin(), figure.series->signals.end(),
                     [](const Signal& s) { return s.rule != analytics::Rule::two_in_three; });
}

std::string series_finding(const Figure& figure, const base::Zone& zone) {
  const std::string title(figure.kpi->title);
  if (!figure.series || figure.series->points.empty()) return title + ": no figures over time.";
  const Series& series = *figure.series;
  const auto whole = whole_points(series);
  const std::string periods = base::counted(static_cast<long long>(whole.size()), period_word(series.period));
  if (const std::string why = no_rules(figure); !why.empty())
    return fmt::format("{}: {}; nothing is said about change.", title, why);
  const auto signals = told(series);
  if (signals.empty()) {
    return fmt::format("{}: no evidence of a change over {}; the figures vary around {} as they would by chance.",
                       title, periods, value_said(figure.kpi->unit, series.limits.back().centre));
  }
  std::string out = title + ": ";
  for (std::size_t i = 0; i < signals.size(); ++i) {
    if (i > 0) out += "; ";
    out += signal_said(*signals[i], figure, zone);
  }
  out += ".";
  const std::size_t more = series.signals.size() - signals.size();
  if (more > 0)
    out += fmt::format(" {} marked in the chart.",
                       more == 1 ? "One further signal is" : fmt::format("{} further signals are", more));
  if (series.limits.back().trial) out += " The limits rest on fewer than 12 points and are on trial.";
  return out;
}

std::optional<Chart> xmr_chart(const Figure& figure, const base::Zone& zone) {
  if (!figure.series || figure.series->chart.empty()) return std::nullopt;
  const Series& series = *figure.series;
  double largest = 0;
  std::size_t values = 0;
  for (const auto& p : series.points) {
    if (!p.sample.value) continue;
    ++values;
    largest = std::max(largest, std::fabs(*p.sample.value));
  }
  if (values < 2) return std::nullopt;
  const Scale scale = scale_for(figure.kpi->unit, largest);
  Chart c;
  const bool rules = no_rules(figure).empty();
  c.kind = rules ? ChartKind::xmr : ChartKind::run;
  c.title = fmt::format("{} by {}", figure.kpi->title, period_word(series.period));
  if (!figure.group_value.empty()) c.title += ", " + figure.group_value;
  c.finding = series_finding(figure, zone);
  c.unit = scale.unit;
  c.x_title = series.period == base::Period::week ? "Week beginning" : capitalised(period_word(series.period));
  c.y_title =
      scale.unit.empty() ? std::string(figure.kpi->title) : fmt::format("{} ({})", figure.kpi->title, scale.unit);
  c.zone = zone.name();
  for (const auto& p : series.points) {
    c.points.push_back({period_label(p.window.from, series.period, zone),
                        p.sample.value ? *p.sample.value / scale.divisor : std::nan(""), p.partial ? "partial" : ""});
  }
  for (const Signal& s : rules ? series.signals : std::vector<Signal>{}) {
    static constexpr std::string_view marks[] = {"outside", "trend", "two-in-three", "shift"};
    const auto mark = marks[static_cast<std::size_t>(s.rule)];
    for (std::size_t i = s.from; i <= s.to && i < c.points.size(); ++i) {
      if (c.points[i].mark.empty()) c.points[i].mark = mark;
    }
  }
  for (const auto& l : rules ? series.limits : std::vector<analytics::LimitSegment>{}) {
    ChartLimits out{l.from, l.until, l.centre / scale.divisor, {}, {}, l.trial};
    if (c.kind == ChartKind::xmr) {
      // A count, a share or a time cannot be less than nothing; a share cannot be more than all.
      out.lower = std::max(0.0, l.lower) / scale.divisor;
      out.upper = (figure.kpi->unit == analytics::Unit::share ? std::min(1.0, l.upper) : l.upper) / scale.divisor;
    }
    c.limits.push_back(out);
  }
  std::vector<double> sorted;
  for (const auto& p : c.points) {
    if (std::isfinite(p.value)) sorted.push_back(p.value);
  }
  const auto [low, high] = std::minmax_element(sorted.begin(), sorted.end());
  const auto said = [&](double plotted) { return value_said(figure.kpi->unit, plotted * scale.divisor); };
  c.alt = fmt::format("{} chart of {} over {}, from {} to {}. Lowest {}, highest {}.",
                      c.kind == ChartKind::xmr ? "Control" : "Run", figure.kpi->title,
                      base::counted(static_cast<long long>(c.points.size()), period_word(series.period)),
                      c.points.front().label, c.points.back().label, said(*low), said(*high));
  if (!c.limits.empty()) {
    const ChartLimits& l = c.limits.back();
    c.alt += fmt::format(" Centre line {}", said(l.centre));
    if (l.lower && l.upper) c.alt += fmt::format(", limits {} and {}", said(*l.lower), said(*l.upper));
    c.alt += ".";
  }
  c.alt += " " + c.finding;
  return c;
}

}  // namespace debrief::templates
