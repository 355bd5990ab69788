// Mann-Kendall test and Theil-Sen slope.

#include "analytics/numbers/trend.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analytics/numbers/quantile.h"

namespace debrief::analytics {

namespace {

double median_of(std::vector<double>& values) { return summary(values)->median; }

}  // namespace

MannKendall mann_kendall(std::span<const double> values) {
  std::vector<double> x;
  for (const double v : values) {
    if (!std::isnan(v)) x.push_back(v);
  }
  MannKendall result;
  result.n = static_cast<std::int64_t>(x.size());
  for (std::size_t i = 0; i < x.size(); ++i) {
    for (std::size_t j = i + 1; j < x.size(); ++j) result.s += x[j] > x[i] ? 1 : x[j] < x[i] ? -1 : 0;
  }
  const double n = static_cast<double>(x.size());
  double ties = 0;
  std::sort(x.begin(), x.end());
  for (std::size_t i = 0; i < x.size();) {
    std::size_t end = i;
    while (end < x.size() && x[end] == x[i]) ++end;
    const double t = static_cast<double>(end - i);
    ties += t * (t - 1) * (2 * t + 5);
    i = end;
  }
  result.var_s = (n * (n - 1) * (2 * n + 5) - ties) / 18;
  if (x.size() < 3 || result.var_s <= 0) return result;
  result.tau = static_cast<double>(result.s) / (0.5 * n * (n - 1));
  const double towards_zero = result.s > 0 ? -1 : result.s < 0 ? 1 : 0;
  result.z = (static_cast<double>(result.s) + towards_zero) / std::sqrt(result.var_s);
  result.p = std::erfc(std::fabs(result.z) / std::sqrt(2.0));
  return result;
}

std::optional<SenSlope> sen_slope(std::span<const double> values) {
  std::vector<double> slopes;
  std::vector<double> places;
  std::vector<double> present;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    places.push_back(static_cast<double>(i));
    present.push_back(values[i]);
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      if (!std::isnan(values[j])) slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
    }
  }
  if (slopes.empty()) return std::nullopt;
  const double slope = median_of(slopes);
  return SenSlope{.slope = slope, .intercept = median_of(present) - slope * median_of(places)};
}

}  // namespace debrief::analytics
