// Exact intervals and comparisons of shares and of rates.

#include "analytics/numbers/rates.h"

#include <algorithm>
#include <cmath>

#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

std::optional<Interval95> wilson_at(std::int64_t successes, std::int64_t n, double confidence) {
  if (n <= 0) return std::nullopt;
  const double z = normal_quantile(0.5 + confidence / 2);
  const double size = static_cast<double>(n);
  const double share = static_cast<double>(successes) / size;
  const double middle = (share + z * z / (2 * size)) / (1 + z * z / size);
  const double half = z * std::sqrt(share * (1 - share) / size + z * z / (4 * size * size)) / (1 + z * z / size);
  return Interval95{.low = successes <= 0 ? 0.0 : std::max(0.0, middle - half),
                    .high = successes >= n ? 1.0 : std::min(1.0, middle + half)};
}

std::optional<Interval95> clopper_pearson(std::int64_t successes, std::int64_t n, double confidence) {
  if (n <= 0) return std::nullopt;
  const double tail = (1 - confidence) / 2;
  const double x = static_cast<double>(successes);
  const double rest = static_cast<double>(n - successes);
  return Interval95{.low = successes <= 0 ? 0 : beta_quantile(tail, x, rest + 1),
                    .high = successes >= n ? 1 : 1 - beta_quantile(tail, rest, x + 1)};
}

std::optional<ShareDifference> newcombe(std::int64_t x1, std::int64_t n1, std::int64_t x2, std::int64_t n2,
                                        double confidence) {
  const auto first = wilson_at(x1, n1, confidence);
  const auto second = wilson_at(x2, n2, confidence);
  if (!first || !second) return std::nullopt;
  const double p1 = static_cast<double>(x1) / static_cast<double>(n1);
  const double p2 = static_cast<double>(x2) / static_cast<double>(n2);
  const double d = p1 - p2;
  return ShareDifference{.difference = d,
                         .interval = {.low = d - std::hypot(p1 - first->low, second->high - p2),
                                      .high = d + std::hypot(first->high - p1, p2 - second->low)}};
}

Interval95 rate_interval(std::int64_t events, double exposure, double confidence) {
  const double tail = (1 - confidence) / 2;
  const double x = static_cast<double>(events);
  return {.low = events <= 0 ? 0 : chi_squared_quantile(tail, 2 * x) / 2 / exposure,
          .high = chi_squared_quantile(1 - tail, 2 * x + 2) / 2 / exposure};
}

RateComparison compare_rates(std::int64_t x1, double exposure1, std::int64_t x2, double exposure2, double confidence) {
  RateComparison c;
  const std::int64_t n = x1 + x2;
  if (x2 > 0) c.ratio = static_cast<double>(x1) / exposure1 / (static_cast<double>(x2) / exposure2);
  if (n == 0) return c;
  c.p = binomial_two_sided(x1, n, exposure1 / (exposure1 + exposure2));
  const Interval95 share = *clopper_pearson(x1, n, confidence);
  const double scale = exposure2 / exposure1;
  c.low = share.low / (1 - share.low) * scale;
  if (share.high < 1) c.high = share.high / (1 - share.high) * scale;
  return c;
}

}  // namespace debrief::analytics
