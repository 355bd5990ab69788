// From the points of a series to the chart that fits them: limits, signals, changes, trend.

#include <algorithm>
#include <cmath>
#include <tuple>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "analytics/figures.h"
#include "analytics/numbers/describe.h"
#include "analytics/spc/attribute.h"
#include "analytics/spc/memory.h"
#include "analytics/spc/rare.h"
#include "analytics/spc/strength.h"
#include "analytics/trend/changepoint.h"
#include "analytics/trend/choose.h"
#include "analytics/trend/stl.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t fewest_for_limits = 6;
constexpr std::size_t fewest_for_firm_limits = 12;
constexpr std::size_t fewest_for_memory = 24;
constexpr double memory_from = 0.3;
constexpr double seasonal_at = 0.01;
constexpr double rare_under = 2;  // a period
constexpr double rare_share = 0.15;
constexpr std::size_t fewest_days = 21;

Direction direction_of(int sign, Better better) {
  if (better == Better::neither) return Direction::changed;
  return (sign > 0) == (better == Better::higher) ? Direction::better : Direction::worse;
}

/// The scale limits are computed on. Durations are skewed, and on their own scale even a steady process leaves its
/// limits in three charts of five; a duration of 0 has no logarithm, so then log(1 + t).
class Scale {
 public:
  Scale(Unit unit, std::span<const double> values) {
    if (unit != Unit::seconds) return;
    const bool zero = std::any_of(values.begin(), values.end(), [](double v) { return v <= 0; });
    kind_ = zero ? Kind::log_of_one_more : Kind::log;
  }
  double onto(double v) const { return kind_ == Kind::plain ? v : kind_ == Kind::log ? std::log(v) : std::log1p(v); }
  double back(double v) const {
    return kind_ == Kind::plain ? v : kind_ == Kind::log ? std::exp(v) : std::max(0.0, std::expm1(v));
  }

 private:
  enum class Kind { plain, log, log_of_one_more } kind_ = Kind::plain;
};

/// The points that count, in order.
///
/// place  of each in the series
/// hits, n  of a share or a rate; empty where the figure is none
struct Usable {
  std::vector<std::size_t> place;
  std::vector<double> value, hits, n;
  double unit = 1;  // value = unit * hits / n
  bool even = true;
};

Usable usable(const Series& series, const Kpi& kpi) {
  Usable u;
  bool ratio = kpi.unit == Unit::share || kpi.unit == Unit::per_10000;
  const bool count = kpi.unit == Unit::count && (kpi.cohort == Cohort::opened || kpi.cohort == Cohort::ended);
  u.unit = kpi.unit == Unit::per_10000 ? 10'000 : 1;
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    const SeriesPoint& point = series.points[i];
    if (!point.whole() || !point.sample.value) continue;
    u.place.push_back(i);
    u.value.push_back(*point.sample.value);
    if (count) {
      u.hits.push_back(*point.sample.value);
      // Months differ in length; a day in summer time does not matter.
      u.n.push_back(std::round(static_cast<double>(point.window.until - point.window.from) / base::day_ms));
    } else if (ratio && point.sample.numerator && point.sample.denominator && *point.sample.denominator > 0) {
      u.hits.push_back(static_cast<double>(*point.sample.numerator));
      u.n.push_back(static_cast<double>(*point.sample.denominator));
      ratio = std::fabs(u.unit * u.hits.back() / u.n.back() - u.value.back()) < 1e-9 * u.unit;
    } else {
      ratio = false;
    }
  }
  if (!count && !ratio) {
    u.hits.clear();
    u.n.clear();
  }
  if (count && !u.n.empty() && u.n.front() > 0) {
    u.even = std::all_of(u.n.begin(), u.n.end(), [&](double n) { return n == u.n.front(); });
  }
  return u;
}

std::size_t cycle_of(base::Period period) {
  switch (period) {
    case base::Period::day:
      return 7;
    case base::Period::week:
      return 52;
    case base::Period::month:
      return 12;
    case base::Period::quarter:
      return 4;
  }
  return 0;
}

XmrLimits unit_limits() {
  XmrLimits limits;
  limits.lower = -3;
  limits.upper = 3;
  limits.average_moving_range = 1.128;
  return limits;
}

void add_signals(Series& series, const Kpi& kpi, const Usable& u, std::span<const double> values,
                 const XmrLimits& limits, std::size_t skipped = 0) {
  for (Signal signal : signals(values, limits)) {
    signal.from = u.place[signal.from + skipped];
    signal.to = u.place[signal.to + skipped];
    signal.direction = direction_of(signal.sign, kpi.better);
    series.signals.push_back(signal);
  }
}

/// On paper no count goes under 0 and no share over 1; signals are judged by the limits as computed.
void put_segment(Series& series, const Kpi& kpi, const Usable& u, double centre, double lower, double upper) {
  LimitSegment segment{.from = u.place.front(),
                       .until = u.place.back() + 1,
                       .centre = centre,
                       .lower = lower,
                       .upper = upper,
                       .trial = u.place.size() < fewest_for_firm_limits};
  if (kpi.unit == Unit::count || kpi.unit == Unit::share || kpi.unit == Unit::per_10000) {
    segment.lower = std::max(0.0, segment.lower);
  }
  if (kpi.unit == Unit::share) segment.upper = std::min(1.0, segment.upper);
  series.limits.push_back(segment);
}

/// Shares and rates: limits by how many cases each point rests on. Gives each point's deviation in standard errors.
std::vector<double> attribute_chart(Series& series, const Kpi& kpi, const Usable& u) {
  const bool share = kpi.unit == Unit::share;
  const Overdispersion spread = share ? share_overdispersion(u.hits, u.n) : rate_overdispersion(u.hits, u.n);
  const auto laney = share ? p_chart(u.hits, u.n, {}, Spread::laney) : u_chart(u.hits, u.n, {}, Spread::laney);
  const double mean_n = *describe(u.n).mean;
  const double sigma_z = laney.sigma_z.value_or(1);
  const bool large = share && mean_n > 1000;
  const bool wide = large || (sigma_z > 1 && (sigma_z > 1.15 || spread.p < 0.01));
  const auto chart = wide ? laney : share ? p_chart(u.hits, u.n) : u_chart(u.hits, u.n);
  const bool plain_count = kpi.unit == Unit::count && u.even;
  series.chart = share ? (wide ? "p-prime" : "p") : wide ? "u-prime" : plain_count ? "c" : "u";
  series.notes.push_back(fmt::format(
      "chart {}: {}{}", series.chart, share ? "shares of a known number of cases" : "counts over a known exposure",
      !wide   ? ""
      : large ? fmt::format(", more than 1,000 cases a point; limits are {:.2f} times those of chance", sigma_z)
              : fmt::format(", with {:.2f} times the spread of chance", sigma_z)));
  // A count is shown per period, not per day.
  const double unit = kpi.unit == Unit::count ? mean_n : u.unit;
  const double centre = *chart.centre;
  const double width = wide ? sigma_z : 1;
  const double deviation = std::sqrt(std::max(0.0, share ? centre * (1 - centre) : centre));
  const double half = 3 * deviation / std::sqrt(mean_n) * width;
  put_segment(series, kpi, u, unit * centre, unit * (centre - half), unit * (centre + half));
  std::vector<double> z;
  for (std::size_t i = 0; i < u.hits.size(); ++i) {
    const double se = deviation / std::sqrt(u.n[i]) * width;
    z.push_back(se > 0 ? (u.hits[i] / u.n[i] - centre) / se : 0);
    const double own = kpi.unit == Unit::count ? u.n[i] : unit;
    if (chart.lower[i]) series.points[u.place[i]].lower = own * *chart.lower[i];
    if (chart.upper[i]) series.points[u.place[i]].upper = own * *chart.upper[i];
  }
  add_signals(series, kpi, u, z, unit_limits());
  return z;
}

/// What lies between rare events, made near normal by a power: the values that are judged then. Under 6 gaps nothing.
///
/// Gaps in cases are judged on the same scale as gaps in days: both fall off as memoryless waits do. Half a case is
/// added, as a gap of 0 cases is common and one of 0 days is not.
std::vector<double> gaps_chart(Series& series, const Kpi& kpi, const Usable& u, std::vector<Gap> gaps,
                               std::string_view unit) {
  series.signals.clear();
  const bool days = unit == "days";
  series.chart = days ? "t" : "g";
  if (gaps.size() < fewest_for_limits) {
    series.chart = "run";
    series.notes.push_back(fmt::format("chart run: fewer than 2 a period, and {} between them",
                                       gaps.empty()       ? "nothing"
                                       : gaps.size() == 1 ? "one stretch"
                                                          : fmt::format("{} stretches", gaps.size())));
    return {};
  }
  std::vector<double> lengths;
  for (const Gap& gap : gaps) lengths.push_back(gap.length + (days ? 0 : 0.5));
  const TChart t = t_chart(lengths);
  Between between{.unit = unit,
                  .gaps = std::move(gaps),
                  .centre = t.back_centre - (days ? 0 : 0.5),
                  .lower = std::max(0.0, t.back_lower - (days ? 0 : 0.5)),
                  .upper = t.back_upper - (days ? 0 : 0.5),
                  .outside = t.outside,
                  .odd = std::nullopt};
  series.notes.push_back(fmt::format(
      "chart {}: fewer than 2 a period, so the {} between are judged ({:.1f} on average; more than {:.1f} would be a "
      "signal)",
      series.chart, unit, between.centre, between.upper));
  const auto point_at = [&](base::Ms at) {
    std::size_t found = u.place.front();
    for (const std::size_t p : u.place) found = series.points[p].window.from <= at ? p : found;
    return found;
  };
  for (const std::size_t gap : t.outside) {
    // A long gap is a time of few.
    Signal signal{.rule = Rule::outside, .from = 0, .to = 0, .sign = t.transformed[gap] > t.mean ? -1 : 1};
    signal.direction = direction_of(signal.sign, kpi.better);
    signal.from = point_at(between.gaps[gap].from);
    signal.to = point_at(between.gaps[gap].at);
    series.signals.push_back(signal);
  }
  if (const auto odd = odd_stretch(t.transformed)) {
    double sum[2]{};
    double n[2]{};
    for (std::size_t i = 0; i < between.gaps.size(); ++i) {
      const std::size_t side = i >= odd->from && i < odd->until ? 0 : 1;
      sum[side] += between.gaps[i].length;
      n[side] += 1;
    }
    between.odd = OddGaps{odd->from, odd->until - 1, sum[0] / n[0], sum[1] / n[1]};
  }
  series.between = std::move(between);
  return t.transformed;
}

std::vector<Gap> days_between(std::span<const base::Ms> events) {
  std::vector<Gap> gaps;
  for (std::size_t i = 1; i < events.size(); ++i) {
    gaps.push_back({events[i - 1], events[i], static_cast<double>(events[i] - events[i - 1]) / base::day_ms});
  }
  return gaps;
}

/// Cases of the commoner kind between two of the rarer.
std::vector<Gap> cases_between(std::span<const Case> cases, bool rare) {
  std::vector<Gap> gaps;
  std::optional<base::Ms> last;
  double between = 0;
  for (const Case& c : cases) {
    if (c.hit != rare) {
      between += 1;
      continue;
    }
    if (last) gaps.push_back({*last, c.at, between});
    last = c.at;
    between = 0;
  }
  return gaps;
}

/// Lag-1 autocorrelation after the levels are taken out, corrected for that.
double memory_of(std::span<const double> x, std::span<const Change> changes) {
  std::vector<double> rest(x.begin(), x.end());
  std::size_t from = 0;
  for (std::size_t c = 0; c <= changes.size(); ++c) {
    const std::size_t until = c < changes.size() ? changes[c].first : x.size();
    const double mean = *describe(x.subspan(from, until - from)).mean;
    for (std::size_t i = from; i < until; ++i) rest[i] -= mean;
    from = until;
  }
  const double n = static_cast<double>(x.size());
  const double levels = static_cast<double>(changes.size() + 1);
  return std::clamp((autocorrelation(rest, 1).value_or(0) * n + levels) / (n - levels - 2), -0.9, 0.9);
}

/// Single values, less their season where there is one, by what the value before does not foretell where they hang
/// together.
void value_chart(Series& series, const Kpi& kpi, const Usable& u, const Scale& scale, std::span<const double> x,
                 std::span<const double> season, std::span<const Change> changes) {
  series.chart = "xmr";
  const double r = x.size() >= fewest_for_memory ? memory_of(x, changes) : 0;
  const XmrLimits limits = xmr(x, Screening::on);
  double half = limits.upper - limits.mean;
  std::string why = kpi.unit == Unit::seconds ? "single values on the scale of logarithms" : "single values";
  if (!season.empty()) why += fmt::format(", less a season of {}", cycle_of(series.period));
  if (r > memory_from) {
    std::vector<double> news;
    for (std::size_t i = 1; i < x.size(); ++i) news.push_back(x[i] - limits.mean - r * (x[i - 1] - limits.mean));
    const XmrLimits of_news = xmr(news, Screening::on);
    half = (of_news.upper - of_news.mean) / std::sqrt(1 - r * r);
    why += fmt::format(", judged by what the value before does not foretell (lag-1 autocorrelation {:.2f})", r);
    add_signals(series, kpi, u, news, of_news, 1);
  } else {
    add_signals(series, kpi, u, x, limits);
  }
  series.notes.push_back("chart xmr: " + why);
  put_segment(series, kpi, u, scale.back(limits.mean), scale.back(limits.mean - half), scale.back(limits.mean + half));
  for (std::size_t i = 0; i < season.size(); ++i) {
    series.points[u.place[i]].lower = scale.back(limits.mean - half + season[i]);
    series.points[u.place[i]].upper = scale.back(limits.mean + half + season[i]);
  }
}

/// Small shifts that the rules do not see: where the first CUSUM signal dates the change.
void add_small_shift(Series& series, const Usable& u, std::span<const double> x) {
  if (!series.signals.empty()) return;
  const XmrLimits limits = xmr(x, Screening::off);
  const double sigma = limits.average_moving_range / 1.128;
  if (!(sigma > 0)) return;
  const Cusum sums = cusum(x, {.target = limits.mean, .slack = 0.5 * sigma, .limit = 5 * sigma, .head_start = 0});
  const Ewma average = ewma(x, {.target = limits.mean, .sigma = sigma, .weight = 0.2, .width = 2.962});
  if (!sums.change_after || average.outside.empty()) return;
  const auto first = static_cast<std::size_t>(std::max<std::int64_t>(0, *sums.change_after));
  if (first >= u.place.size()) return;
  series.small_shift = u.place[first];
}

/// The last note says which chart the counts would have had.
void forget_last_note(Series& series) {
  if (!series.notes.empty()) series.notes.pop_back();
}

void turn_round(Series& series, const Kpi& kpi) {
  for (Signal& signal : series.signals) {
    signal.sign = -signal.sign;
    signal.direction = direction_of(signal.sign, kpi.better);
  }
}

/// Level of the figure itself within a stretch and without: shares and rates over all their cases.
std::pair<double, double> levels_of(const Usable& u, const Scale& scale, bool ratio, const OddStretch& odd) {
  double sum[2]{};
  double weight[2]{};
  for (std::size_t i = 0; i < u.value.size(); ++i) {
    const std::size_t side = i >= odd.from && i < odd.until ? 0 : 1;
    sum[side] += ratio ? u.unit * u.hits[i] : scale.onto(u.value[i]);
    weight[side] += ratio ? u.n[i] : 1;
  }
  const auto level = [&](std::size_t side) {
    return ratio ? sum[side] / weight[side] : scale.back(sum[side] / weight[side]);
  };
  return {level(0), level(1)};
}

/// Level of the figure itself before and after each change, as the figure of that stretch would be: shares and rates
/// over all their cases, counts and scores the mean of a period. Of durations the level found stands.
void say_levels(Series& series, const Kpi& kpi, const Usable& u, std::span<const double> x,
                std::span<const Change> changes) {
  if (kpi.unit == Unit::seconds) return;
  const bool ratio = kpi.unit != Unit::count && !u.hits.empty();
  const auto level = [&](std::size_t from, std::size_t until) {
    double sum = 0;
    double weight = 0;
    for (std::size_t i = from; i < until; ++i) {
      sum += ratio ? u.unit * u.hits[i] : x[i];
      weight += ratio ? u.n[i] : 1;
    }
    return sum / weight;
  };
  for (std::size_t c = 0; c < changes.size(); ++c) {
    const std::size_t from = c > 0 ? changes[c - 1].first : 0;
    const std::size_t until = c + 1 < changes.size() ? changes[c + 1].first : x.size();
    series.changes[c].before = level(from, changes[c].first);
    series.changes[c].after = level(changes[c].first, until);
  }
}

Trend trend_of(const ChosenTrend& chosen) {
  Trend trend{.slope_per_period = chosen.test.sen ? chosen.test.sen->slope : 0,
              .p = chosen.test.p,
              .verdict = "no evidence of a trend",
              .variant = std::string(name(chosen.variant)),
              .lag_1 = chosen.lag_1,
              .season_p = chosen.season ? std::optional(chosen.season->p) : std::nullopt};
  if (chosen.test.p < 0.05) trend.verdict = chosen.test.s > 0 ? "rising" : "falling";
  return trend;
}

}  // namespace

std::string_view name(Unjudged why) {
  switch (why) {
    case Unjudged::judged:
      return "judged";
    case Unjudged::nothing:
      return "nothing";
    case Unjudged::too_few:
      return "too-few-periods";
    case Unjudged::trial:
      return "limits-on-trial";
    case Unjudged::stock:
      return "stock";
    case Unjudged::too_few_events:
      return "too-few-events";
    case Unjudged::hardly_moves:
      return "hardly-moves";
    case Unjudged::too_few_weeks:
      return "too-few-weeks";
    case Unjudged::dates:
      return "dates-known-wrong";
  }
  return "";
}

void add_chart(Series& series, const Kpi& kpi, std::span<const base::Ms> events, std::span<const Case> cases) {
  const Usable u = usable(series, kpi);
  const bool any = std::any_of(series.points.begin(), series.points.end(),
                               [](const SeriesPoint& p) { return p.sample.value.has_value(); });
  series.chart = any ? "run" : "";
  series.unjudged = any ? Unjudged::too_few : Unjudged::nothing;
  if (u.value.size() < fewest_for_limits) {
    if (any) series.notes.push_back(fmt::format("chart run: limits need {} whole periods", fewest_for_limits));
    return;
  }
  const Scale scale(kpi.unit, u.value);
  std::vector<double> with_gaps(series.points.size(), std::nan(""));
  std::vector<double> x;
  for (std::size_t i = 0; i < u.value.size(); ++i) {
    with_gaps[u.place[i]] = u.value[i];
    x.push_back(scale.onto(u.value[i]));
  }
  const std::size_t cycle = cycle_of(series.period);
  const ChosenTrend chosen = choose_trend(with_gaps, cycle);
  series.trend = trend_of(chosen);

  const bool whole = u.place.back() - u.place.front() + 1 == u.place.size();
  std::vector<double> season;
  if (whole && chosen.season && chosen.season->p < seasonal_at) {
    if (const auto parts = stl(x, {.period = cycle})) {
      season = parts->season;
      for (std::size_t i = 0; i < x.size(); ++i) x[i] -= season[i];
    }
  }
  const auto changes = confirmed_changes(x);
  for (const Change& c : changes) {
    series.changes.push_back({.first = u.place[c.first],
                              .low = u.place[c.low],
                              .high = u.place[c.high],
                              .before = scale.back(c.before),
                              .after = scale.back(c.after)});
  }
  say_levels(series, kpi, u, x, changes);

  const Description counts = describe(u.hits);
  const bool attribute =
      season.empty() && !u.hits.empty() && *counts.mean > 0 && (kpi.unit != Unit::count || *counts.mean < 20);
  std::vector<double> judged = x;
  if (attribute) {
    judged = attribute_chart(series, kpi, u);
  } else {
    value_chart(series, kpi, u, scale, x, season, changes);
  }
  // Rare ones would make a chart of noughts and ones.
  bool rare = false;
  if (kpi.unit == Unit::count && !u.hits.empty() && *counts.mean < rare_under) {
    rare = true;
    forget_last_note(series);
    judged = gaps_chart(series, kpi, u, days_between(events), "days");
  } else if (kpi.unit == Unit::share && !u.hits.empty() && !cases.empty()) {
    const double others = *describe(u.n).mean - *counts.mean;
    const bool hits_are_rarer = *counts.mean <= others;
    const double least = std::min(*counts.mean, others);
    if (least < rare_under && least < rare_share * *describe(u.n).mean) {
      rare = true;
      forget_last_note(series);
      judged = gaps_chart(series, kpi, u, cases_between(cases, hits_are_rarer), "cases");
      // Few of the commoner kind would be: direction as of the share itself.
      if (!hits_are_rarer) turn_round(series, kpi);
    }
  }
  if (rare) {
    series.changes.clear();
    series.unjudged = judged.size() < fewest_for_firm_limits ? Unjudged::too_few_events : Unjudged::judged;
  } else if (kpi.cohort == Cohort::standing) {
    series.unjudged = Unjudged::stock;
  } else if (u.value.size() < fewest_for_firm_limits) {
    series.unjudged = Unjudged::trial;
  } else if (series.period == base::Period::day && u.value.size() < fewest_days) {
    series.unjudged = Unjudged::too_few_weeks;
  } else if (kpi.unit == Unit::share && series.limits.back().upper - series.limits.back().lower < 0.01) {
    series.unjudged = Unjudged::hardly_moves;
  } else {
    series.unjudged = Unjudged::judged;
  }
  if (series.unjudged != Unjudged::judged) return;
  if (!rare) {
    add_small_shift(series, u, judged);
    if (const auto odd = odd_stretch(judged)) {
      series.stretch = Stretch{u.place[odd->from], u.place[odd->until - 1], 0, 0};
      std::tie(series.stretch->inside, series.stretch->outside) =
          levels_of(u, scale, kpi.unit != Unit::count && !u.hits.empty(), *odd);
    }
  }
  series.steadiness = steadiness(judged);
  // A step looks like autocorrelation to a test that knows slopes only. Where the step is sure and nothing hangs
  // together beside it, the plain test is the right one.
  if (!rare && chosen.variant == TrendVariant::autocorrelated && !changes.empty() && *series.steadiness <= 0.01 &&
      memory_of(x, changes) < 0.1) {
    ChosenTrend plain = chosen;
    plain.variant = TrendVariant::plain;
    plain.lag_1 = memory_of(x, changes);
    plain.test = plain_trend(with_gaps);
    series.trend = trend_of(plain);
  }
}

}  // namespace debrief::analytics
