// What comes next, where the past shows that it can be said: volume and backlog, a few periods ahead.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace debrief::analytics {

/// seasonal_naive  the value one season before; without a season the last value: what the others must beat
/// level           the smoothed level, without trend (simple exponential smoothing)
/// holt            level and slope
/// seasonal        level and season (Holt-Winters, additive), without trend
/// holt_winters    level, slope and season
/// stl_drift       season of an STL, the rest by its last value and its mean slope
/// flow            of a stock: the last value and the mean flow of its last whole weeks
enum class ForecastMethod : std::uint8_t { seasonal_naive, level, holt, seasonal, holt_winters, stl_drift, flow };
std::string_view name(ForecastMethod method);

/// One step ahead with its 80 % interval.
struct ForecastStep {
  double value = 0, low = 0, high = 0;
};

/// method   of all candidates the one with the smallest error over the rolling origins
/// mase     its mean absolute error over that of seasonal naive, at the same origins and steps
/// origins  how many pasts were foretold from
/// season   in points; 1 without
struct Forecast {
  ForecastMethod method = ForecastMethod::level;
  double mase = 0;
  std::size_t origins = 0;
  std::size_t season = 1;
  std::vector<ForecastStep> steps;
};

/// shown           there is a forecast
/// too_short       fewer points than 8 rolling origins and what they start from
/// not_better      nothing beat seasonal naive (MASE 1 or more, or by no more than chance): the last value, or that of
/// a
///                 season before, is as good a guess
/// only_average    seasonal naive was beaten, the plain average was not: there is nothing to foretell but the level
/// constant        all values are alike
/// dates           the dates are known to be wrong
enum class ForecastVerdict : std::uint8_t { shown, too_short, not_better, only_average, constant, dates };
std::string_view name(ForecastVerdict verdict);

/// mase  of the best candidate, where one was tried
struct ForecastOutcome {
  ForecastVerdict verdict = ForecastVerdict::too_short;
  std::optional<double> mase;
  std::optional<Forecast> forecast;  // where shown
};

/// season    points of a cycle: 7 for days; 12 for months; 1 for none
/// steps     how far ahead, at least 1: 7 for days, 4 for weeks, 3 for months
/// exposure  of each point (working days of a month), empty for none; `ahead` that of the steps to come
/// whole     a count: no forecast and no limit is under 0
struct ForecastPlan {
  std::size_t season = 1;
  std::size_t steps = 4;
  std::span<const double> exposure = {};
  std::span<const double> ahead = {};
  bool whole = true;
};

/// Forecast of a flow (incidents per period).
///
/// Rolling origin: from half of the series on (at least two seasons and 8 points, at most the last 60 origins), each
/// candidate foretells up to `steps` points from what lies before only. Its parameters are chosen, by a grid and finer
/// steps about its best point, on the data before the first origin, and kept. At least 8 origins. The candidate with
/// the smallest mean absolute error is shown if that is under the one of seasonal naive and under the one of the plain
/// average, each by more than one standard error of the difference per origin; then it is fitted again to all values.
/// The 80 % interval of a step is the quantile of the absolute errors at that step (Hyndman and Fan type 6, as for one
/// more exchangeable error), never narrower than that of the step before.
///
/// values  in order of time, whole periods only, no NaN
/// Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, 5.4, 5.8 and 5.10; MASE:
/// Hyndman and Koehler, International Journal of Forecasting 22, 2006, here scaled by the naive error of the origins.
ForecastOutcome forecast(std::span<const double> values, const ForecastPlan& plan);

/// Forecast of a stock (backlog): the last value plus the cumulated flow, arrivals less closures.
///
/// The flow to come is the mean of the flow of the last `memory` points; compared with the last value (nothing changes)
/// over rolling origins as above. The interval comes from 1,000 draws of whole weeks (`block` points each; 1 where the
/// points are weeks or longer) from that memory, centred on nothing else: 10 % and 90 % of the stocks they lead to.
///
/// seed  of the draws
ForecastOutcome forecast_stock(std::span<const double> values, std::size_t steps, std::size_t block,
                               std::uint64_t seed = 1);

}  // namespace debrief::analytics
