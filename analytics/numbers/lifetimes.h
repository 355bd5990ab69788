// What follows from a Kaplan-Meier curve: limits, quantiles, restricted mean, and the comparison of groups.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analytics/numbers/survival.h"

namespace debrief::analytics {

/// Scale on which the limits of the curve are symmetric. log_log keeps them within 0 and 1 and covers best in small
/// samples; log is what R gives without being asked.
enum class CurveLimits : std::uint8_t { log, log_log };

/// Limits of the curve after each step; nullopt where nothing is left running. Source: Kalbfleisch and Prentice 1980.
struct CurveBand {
  std::optional<double> low, high;
};
std::vector<CurveBand> curve_band(std::span<const SurvivalStep> curve, CurveLimits kind, double confidence = 0.95);

/// Smallest t by which `share` (0 to 1) have ended; nullopt when the curve does not get there.
std::optional<double> survival_quantile(std::span<const SurvivalStep> curve, double share);

/// Limits of that quantile: where the limits of the curve get there. Source: Brookmeyer and Crowley 1982.
CurveBand quantile_band(std::span<const SurvivalStep> curve, double share, CurveLimits kind, double confidence = 0.95);

/// Mean time within [0, tau]: the area under the curve, beside its standard error (Greenwood). tau above 0.
///
/// Source: Irwin 1949; Klein and Moeschberger, Survival Analysis, 4.5.
struct RestrictedMean {
  double mean = 0;
  double se = 0;
};
RestrictedMean restricted_mean(std::span<const SurvivalStep> curve, double tau);

/// Interval of a restricted mean on the scale of the share of tau used, log(m / (tau - m)): inside [0, tau], and closer
/// to its level in small samples than the plain one. `se` 0 gives the mean itself.
struct MeanLimits {
  double low = 0;
  double high = 0;
};
MeanLimits restricted_mean_limits(const RestrictedMean& mean, double tau, double confidence = 0.95);

/// Log-rank test of two or more groups (Mantel 1966): endings seen and expected per group.
///
/// p  1 when nothing ended or fewer than 2 groups have anybody
struct LogRank {
  std::vector<double> seen, expected;
  double chi2 = 0;
  std::int64_t df = 0;
  double p = 1;
};
LogRank log_rank(std::span<const std::vector<Lifetime>> groups);

}  // namespace debrief::analytics
