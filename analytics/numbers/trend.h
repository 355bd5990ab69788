// Is a series going somewhere? Mann-Kendall test and Theil-Sen slope.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace debrief::analytics {

/// s       concordant less discordant pairs; var_s its variance without trend, corrected for ties
/// p       two-sided, by the normal approximation with continuity correction
struct MannKendall {
  std::int64_t n = 0;
  std::int64_t s = 0;
  double var_s = 0;
  double z = 0;
  double p = 1;
  double tau = 0;
};

/// NaN are left out. Fewer than 3 values, or all alike, give p = 1. Takes n squared steps.
///
/// Assumes independent values: season and autocorrelation make p too small.
/// Source: Mann 1945, Kendall 1975.
MannKendall mann_kendall(std::span<const double> values);

/// Median of the slopes of all pairs, per step of position, and the matching intercept at position 0.
struct SenSlope {
  double slope = 0;
  double intercept = 0;
};

/// NaN are left out but keep their place. nullopt with fewer than 2 values. Source: Sen 1968.
std::optional<SenSlope> sen_slope(std::span<const double> values);

}  // namespace debrief::analytics
