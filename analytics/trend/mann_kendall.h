// Mann-Kendall tests for series whose values are not independent: season, autocorrelation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analytics/numbers/trend.h"

namespace debrief::analytics {

/// A test of trend and the slope that belongs to it.
///
/// slope  per step of position; of a seasonal test per cycle. nullopt with fewer than 2 values
struct TrendTest {
  std::int64_t n = 0;
  double s = 0;
  double var_s = 0;
  double z = 0;
  double p = 1;
  double tau = 0;
  std::optional<SenSlope> sen;
};

/// In all of these NaN are left out of the test but keep their places for the slope; fewer than 3 values, a constant
/// series and a variance that is corrected to nothing give p = 1.

/// The plain test. Source: Mann 1945, Kendall 1975.
TrendTest plain_trend(std::span<const double> values);

/// Variance corrected for the autocorrelation of ranks, at those lags where it is significant at 5 %.
///
/// lags  how many to look at; nullopt: all of them. Few are right: the far ones are noise.
/// Source: Hamed and Rao, Journal of Hydrology 204, 1998.
TrendTest hamed_rao(std::span<const double> values, std::optional<std::size_t> lags);

/// Variance corrected for the autocorrelation at all lags looked at. Source: Yue and Wang 2004.
TrendTest yue_wang(std::span<const double> values, std::optional<std::size_t> lags);

/// The test on what lag 1 does not foretell. Source: Yue and Wang 2002 (trend_free: the trend taken out before and put
/// back after, Yue et al. 2002).
TrendTest pre_whitened(std::span<const double> values);
TrendTest trend_free_pre_whitened(std::span<const double> values);

/// Each season against itself only. period of at least 2. Source: Hirsch, Slack and Smith 1982.
TrendTest seasonal_trend(std::span<const double> values, std::size_t period);
/// The same with the covariances between seasons; cycles with a gap are left out. Source: Hirsch and Slack 1984.
TrendTest correlated_seasonal_trend(std::span<const double> values, std::size_t period);

/// Theil-Sen slope with its confidence limits (Gilbert 1987, 16.5), per step; nullopt with fewer than 3 values or when
/// the limits lie outside the slopes there are. var_s  of the test that fits the series
struct SlopeLimits {
  double low = 0;
  double high = 0;
};
std::optional<SlopeLimits> slope_limits(std::span<const double> values, double var_s, double confidence = 0.95);

}  // namespace debrief::analytics
