// Intervals of 95 %.

#include "analytics/numbers/interval.h"

#include <algorithm>
#include <cmath>

namespace debrief::analytics {

namespace {

constexpr double z95 = 1.959963984540054;

/// Largest rank r, counted from 1, with P(Binomial(n, 1/2) < r) <= 0.025; 0 when there is none.
std::size_t lower_rank(std::size_t n) {
  const double size = static_cast<double>(n);
  if (n > 1000) return static_cast<std::size_t>(std::max(0.0, std::floor((size - z95 * std::sqrt(size)) / 2)));
  double below = 0;
  for (std::size_t r = 0; r < n; ++r) {
    const double k = static_cast<double>(r);
    const double log_mass =
        std::lgamma(size + 1) - std::lgamma(k + 1) - std::lgamma(size - k + 1) - size * std::log(2.0);
    below += std::exp(log_mass);
    if (below > 0.025) return r;
  }
  return 0;
}

/// P(Poisson(mean) <= count), summed upwards in logs.
double poisson_at_most(std::int64_t count, double mean) {
  if (count < 0) return 0;
  if (mean <= 0) return 1;
  double sum = 0;
  for (std::int64_t k = count; k >= 0; --k) {
    const double term =
        std::exp(static_cast<double>(k) * std::log(mean) - mean - std::lgamma(static_cast<double>(k) + 1));
    sum += term;
    if (static_cast<double>(k) < mean && term < 1e-18 * sum) break;
  }
  return std::min(sum, 1.0);
}

/// The mean at which `at_most(count)` falls to `target`; it falls steadily as the mean grows.
double mean_where(std::int64_t count, double target) {
  double low = 0;
  double high = static_cast<double>(count) + 10 * std::sqrt(static_cast<double>(count) + 1) + 10;
  for (int i = 0; i < 200 && high - low > 1e-13 * high; ++i) {
    const double middle = (low + high) / 2;
    (poisson_at_most(count, middle) > target ? low : high) = middle;
  }
  return (low + high) / 2;
}

}  // namespace

std::optional<Interval95> wilson(std::int64_t successes, std::int64_t n) {
  if (n <= 0) return std::nullopt;
  const double size = static_cast<double>(n);
  const double share = static_cast<double>(successes) / size;
  const double z2 = z95 * z95;
  const double middle = (share + z2 / (2 * size)) / (1 + z2 / size);
  const double half = z95 * std::sqrt(share * (1 - share) / size + z2 / (4 * size * size)) / (1 + z2 / size);
  // At none and at all, the ends are exact; arithmetic would leave 1e-17 there.
  return Interval95{.low = successes <= 0 ? 0.0 : std::max(0.0, middle - half),
                    .high = successes >= n ? 1.0 : std::min(1.0, middle + half)};
}

std::optional<Interval95> median_interval(std::span<double> values) {
  const std::size_t rank = lower_rank(values.size());
  if (rank == 0) return std::nullopt;
  const auto nth = [&](std::size_t i) {
    const auto place = values.begin() + static_cast<std::ptrdiff_t>(i);
    std::nth_element(values.begin(), place, values.end());
    return *place;
  };
  return Interval95{.low = nth(rank - 1), .high = nth(values.size() - rank)};
}

std::optional<Interval95> median_interval_sorted(std::span<const double> sorted) {
  const std::size_t rank = lower_rank(sorted.size());
  if (rank == 0) return std::nullopt;
  return Interval95{.low = sorted[rank - 1], .high = sorted[sorted.size() - rank]};
}

Interval95 poisson_interval(std::int64_t count) {
  return {.low = count <= 0 ? 0.0 : mean_where(count - 1, 0.975),
          .high = mean_where(std::max<std::int64_t>(count, 0), 0.025)};
}

}  // namespace debrief::analytics
