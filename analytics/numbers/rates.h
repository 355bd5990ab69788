// Exact intervals and comparisons of shares and of rates.
#pragma once

#include <cstdint>
#include <optional>

#include "analytics/numbers/interval.h"

namespace debrief::analytics {

/// Wilson score interval of a share at any level, 0 < confidence < 1; nullopt for n = 0. Source: Wilson 1927.
std::optional<Interval95> wilson_at(std::int64_t successes, std::int64_t n, double confidence);

/// Exact interval of a share (Clopper and Pearson 1934): never covers less than it says. nullopt for n = 0.
std::optional<Interval95> clopper_pearson(std::int64_t successes, std::int64_t n, double confidence = 0.95);

/// Difference of two shares, first less second, with the interval by Newcombe's method 10, a square-and-add of
/// Wilson limits. nullopt when either n is 0. Source: Newcombe, Statistics in Medicine 17, 1998, 873-890.
struct ShareDifference {
  double difference = 0;
  Interval95 interval;
};
std::optional<ShareDifference> newcombe(std::int64_t x1, std::int64_t n1, std::int64_t x2, std::int64_t n2,
                                        double confidence = 0.95);

/// Events over exposure, exact (Garwood 1936), at any level; exposure above 0.
Interval95 rate_interval(std::int64_t events, double exposure, double confidence = 0.95);

/// Two Poisson rates compared given their sum (Przyborowski and Wilenski 1940).
///
/// ratio  rate of the first over that of the second; nullopt when the second saw nothing
/// high   nullopt when there is no upper limit
/// p      two-sided, outcomes no likelier than the one seen; 1 when nothing was seen at all
struct RateComparison {
  std::optional<double> ratio;
  double low = 0;
  std::optional<double> high;
  double p = 1;
};
/// Exposures above 0.
RateComparison compare_rates(std::int64_t x1, double exposure1, std::int64_t x2, double exposure2,
                             double confidence = 0.95);

}  // namespace debrief::analytics
