// Intervals of 95 %: shares, medians, counts.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace debrief::analytics {

struct Interval95 {
  double low = 0;
  double high = 0;
};

/// Wilson score interval of a share, 0 to 1; nullopt for n = 0.
///
/// Source: Wilson 1927; Newcombe, Statistics in Medicine 17, 1998.
std::optional<Interval95> wilson(std::int64_t successes, std::int64_t n);

/// Interval of a median from order statistics: assumes independence, no shape. Covers at least 95 %.
///
/// values  put in another order; fewer than 6 give nullopt, as no pair of them reaches 95 %
/// Ranks are exact from the binomial to 1,000 values, by its normal approximation above.
/// Source: Conover, Practical Nonparametric Statistics, 3.2.
std::optional<Interval95> median_interval(std::span<double> values);
/// The same of values in ascending order.
std::optional<Interval95> median_interval_sorted(std::span<const double> sorted);

/// Exact interval of a Poisson mean when `count` events were seen (Garwood 1936). low is 0 for a count of 0.
Interval95 poisson_interval(std::int64_t count);

}  // namespace debrief::analytics
