// Intervals by resampling.

#include "analytics/numbers/bootstrap.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analytics/numbers/describe.h"
#include "analytics/numbers/distribution.h"
#include "analytics/numbers/random.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t fewest_replicates = 100;

/// Replicate at cumulative share `p`, on the positions (B + 1) p, between neighbours on the normal scale (Davison and
/// Hinkley 1997, 5.6).
double at_share(std::span<const double> sorted, double p) {
  const double b = static_cast<double>(sorted.size());
  const double position = (b + 1) * p;
  const double k = std::floor(position);
  if (k < 1) return sorted.front();
  if (k >= b) return sorted.back();
  const double below = sorted[static_cast<std::size_t>(k) - 1];
  const double above = sorted[static_cast<std::size_t>(k)];
  const double low = normal_quantile(k / (b + 1));
  const double high = normal_quantile((k + 1) / (b + 1));
  return below + (normal_quantile(p) - low) / (high - low) * (above - below);
}

}  // namespace

Jackknife jackknife(std::size_t n, const Statistic& statistic) {
  Jackknife j;
  std::vector<std::uint32_t> all(n);
  std::iota(all.begin(), all.end(), 0U);
  std::vector<double> values;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::uint32_t> rest = all;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    j.values.push_back(statistic(rest));
    if (j.values.back()) values.push_back(*j.values.back());
  }
  const auto whole = statistic(all);
  if (values.size() < n || n < 2 || !whole) return j;
  const double count = static_cast<double>(n);
  const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
  double squares = 0;
  double cubes = 0;
  for (const double v : values) {
    const double e = mean - v;
    squares += e * e;
    cubes += e * e * e;
  }
  j.bias = (count - 1) * (mean - *whole);
  j.se = std::sqrt((count - 1) / count * squares);
  if (squares > 0) j.acceleration = cubes / (6 * std::pow(squares, 1.5));
  return j;
}

Bootstrap::Bootstrap(std::size_t n, const Statistic& statistic, std::size_t resamples, std::uint64_t seed) {
  std::vector<std::uint32_t> cases(n);
  std::iota(cases.begin(), cases.end(), 0U);
  estimate_ = statistic(cases);
  if (n >= 2) acceleration_ = jackknife(n, statistic).acceleration;
  Random random(seed);
  replicates_.reserve(resamples);
  for (std::size_t b = 0; b < resamples; ++b) {
    for (std::uint32_t& c : cases) c = static_cast<std::uint32_t>(random.below(n));
    if (const auto value = statistic(cases); value && std::isfinite(*value)) replicates_.push_back(*value);
  }
  std::sort(replicates_.begin(), replicates_.end());
}

std::optional<double> Bootstrap::se() const { return describe(replicates_).sd; }

std::optional<Interval95> Bootstrap::percentile(double confidence) const {
  if (replicates_.size() < fewest_replicates) return std::nullopt;
  const double tail = (1 - confidence) / 2;
  return Interval95{.low = at_share(replicates_, tail), .high = at_share(replicates_, 1 - tail)};
}

std::optional<Interval95> Bootstrap::bca(double confidence) const {
  if (replicates_.size() < fewest_replicates || !estimate_ || !acceleration_) return std::nullopt;
  const auto below = std::lower_bound(replicates_.begin(), replicates_.end(), *estimate_) - replicates_.begin();
  const auto upto = std::upper_bound(replicates_.begin(), replicates_.end(), *estimate_) - replicates_.begin();
  // Ties with the estimate count half, or a statistic with few values would look biased.
  const double share =
      (static_cast<double>(below) + static_cast<double>(upto)) / 2 / static_cast<double>(replicates_.size());
  if (share <= 0 || share >= 1) return std::nullopt;
  const double z0 = normal_quantile(share);
  const auto moved = [&](double p) {
    const double z = z0 + normal_quantile(p);
    return normal_cdf(z0 + z / (1 - *acceleration_ * z));
  };
  const double tail = (1 - confidence) / 2;
  return Interval95{.low = at_share(replicates_, moved(tail)), .high = at_share(replicates_, moved(1 - tail))};
}

}  // namespace debrief::analytics
