// Mean, spread, lag-1 autocorrelation.

#include "analytics/numbers/describe.h"

#include <algorithm>
#include <cmath>

namespace debrief::analytics {

namespace {

long double mean_of(std::span<const double> values) {
  const auto n = static_cast<long double>(values.size());
  long double sum = 0;
  for (const double v : values) sum += v;
  const long double first = sum / n;
  long double rest = 0;
  for (const double v : values) rest += v - first;
  return first + rest / n;
}

}  // namespace

Description describe(std::span<const double> values) {
  Description d;
  d.n = static_cast<std::int64_t>(values.size());
  if (values.empty()) return d;
  const long double mean = mean_of(values);
  const auto n = static_cast<long double>(values.size());
  long double squares = 0;
  long double cubes = 0;
  for (const double v : values) {
    const long double e = v - mean;
    squares += e * e;
    cubes += e * e * e;
  }
  d.mean = static_cast<double>(mean);
  d.least = *std::min_element(values.begin(), values.end());
  d.most = *std::max_element(values.begin(), values.end());
  const bool constant = *d.least == *d.most;
  if (values.size() >= 2) d.sd = constant ? 0.0 : static_cast<double>(std::sqrt(squares / (n - 1)));
  if (values.size() >= 3 && !constant) {
    d.skewness = static_cast<double>(std::sqrt(n) * cubes / std::pow(squares, 1.5L));
  }
  d.r1 = autocorrelation(values, 1);
  if (*d.least > 0) {
    long double logs = 0;
    for (const double v : values) logs += std::log(static_cast<long double>(v));
    d.geometric_mean = static_cast<double>(std::exp(logs / n));
  }
  return d;
}

std::optional<double> autocorrelation(std::span<const double> values, std::size_t lag) {
  if (values.size() <= lag || values.size() < 2) return std::nullopt;
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  if (*least == *most) return std::nullopt;
  const long double mean = mean_of(values);
  long double squares = 0;
  long double products = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const long double e = values[i] - mean;
    squares += e * e;
    if (i >= lag) products += e * (values[i - lag] - mean);
  }
  return static_cast<double>(products / squares);
}

double log_relative_error(double got, double certified) {
  const double error = std::fabs(got - certified) / (certified == 0 ? 1 : std::fabs(certified));
  if (!(error > 1e-17)) return std::isnan(error) ? 0 : 17;
  return -std::log10(error);
}

}  // namespace debrief::analytics
