// From the points of a series to limits, signals and trend.

#include <algorithm>
#include <cmath>
#include <vector>

#include "analytics/figures.h"
#include "analytics/numbers/trend.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t fewest_for_limits = 6;
constexpr std::size_t fewest_for_firm_limits = 12;

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

Trend trend_of(std::span<const double> with_gaps) {
  const MannKendall test = mann_kendall(with_gaps);
  const auto slope = sen_slope(with_gaps);
  Trend trend{.slope_per_period = slope ? slope->slope : 0, .p = test.p, .verdict = "no evidence of a trend"};
  if (test.p < 0.05) trend.verdict = test.s > 0 ? "rising" : "falling";
  return trend;
}

}  // namespace

void add_chart(Series& series, const Kpi& kpi) {
  std::vector<double> values;
  std::vector<std::size_t> places;  // of `values` in the points
  std::vector<double> with_gaps(series.points.size(), std::nan(""));
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    const SeriesPoint& point = series.points[i];
    if (point.partial || !point.sample.value) continue;
    values.push_back(*point.sample.value);
    with_gaps[i] = values.back();
    places.push_back(i);
  }
  const bool any = std::any_of(series.points.begin(), series.points.end(),
                               [](const SeriesPoint& p) { return p.sample.value.has_value(); });
  series.chart = values.size() >= fewest_for_limits ? "xmr" : any ? "run" : "";
  if (values.size() < fewest_for_limits) return;

  const Scale scale(kpi.unit, values);
  for (double& v : values) v = scale.onto(v);
  const XmrLimits limits = xmr(values, Screening::on);
  LimitSegment segment{.from = places.front(),
                       .until = places.back() + 1,
                       .centre = scale.back(limits.mean),
                       .lower = scale.back(limits.lower),
                       .upper = scale.back(limits.upper),
                       .trial = values.size() < fewest_for_firm_limits};
  // Signals are judged by the limits as computed; on paper no count goes under 0 and no share over 1.
  if (kpi.unit == Unit::count || kpi.unit == Unit::share || kpi.unit == Unit::per_10000) {
    segment.lower = std::max(0.0, segment.lower);
  }
  if (kpi.unit == Unit::share) segment.upper = std::min(1.0, segment.upper);
  series.limits.push_back(segment);

  for (Signal signal : signals(values, limits)) {
    signal.from = places[signal.from];
    signal.to = places[signal.to];
    signal.direction = direction_of(signal.sign, kpi.better);
    series.signals.push_back(signal);
  }
  series.trend = trend_of(with_gaps);
}

}  // namespace debrief::analytics
