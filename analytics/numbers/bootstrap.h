// Intervals by resampling: percentile, and bias-corrected and accelerated (BCa).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analytics/numbers/interval.h"

namespace debrief::analytics {

/// A figure of some of the cases, named by their indices (with repeats); nullopt where it is not defined.
using Statistic = std::function<std::optional<double>(std::span<const std::uint32_t> cases)>;

/// values  the statistic without each case in turn; nullopt inside where it is not defined
/// bias, se, acceleration  nullopt when any of `values` is
struct Jackknife {
  std::vector<std::optional<double>> values;
  std::optional<double> bias, se, acceleration;
};
/// n of at least 2. Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 11 and 14.
Jackknife jackknife(std::size_t n, const Statistic& statistic);

/// replicates  ascending; resamples in which the statistic is not defined are left out
class Bootstrap {
 public:
  /// The same seed gives the same replicates everywhere. n of at least 1.
  Bootstrap(std::size_t n, const Statistic& statistic, std::size_t resamples, std::uint64_t seed);

  std::optional<double> estimate() const { return estimate_; }
  std::span<const double> replicates() const { return replicates_; }
  std::optional<double> se() const;
  /// nullopt with fewer than 100 replicates.
  std::optional<Interval95> percentile(double confidence) const;
  /// nullopt also where the jackknife or the bias correction is not defined: a constant statistic, say.
  std::optional<Interval95> bca(double confidence) const;

 private:
  std::optional<double> estimate_;
  std::vector<double> replicates_;
  std::optional<double> acceleration_;
};

}  // namespace debrief::analytics
