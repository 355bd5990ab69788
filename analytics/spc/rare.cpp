// Charts for rare events.

#include "analytics/spc/rare.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analytics/spc.h"
#include "base/error.h"

namespace debrief::analytics {

namespace {

/// Smallest k with P(X <= k) = 1 - (1 - p)^(k + 1) of at least `level`.
std::int64_t geometric_quantile(double level, double p) {
  if (p >= 1 || level <= 0) return 0;
  const double about = std::floor(std::log1p(-level) / std::log1p(-p));
  // Beyond 2^53 the next whole number is no other double: the formula is as near as one gets.
  if (!(about < 9e15))
    return about < 9e18 ? static_cast<std::int64_t>(about) : std::numeric_limits<std::int64_t>::max();
  auto k = std::max<std::int64_t>(0, static_cast<std::int64_t>(about) - 2);
  while (-std::expm1(static_cast<double>(k + 1) * std::log1p(-p)) < level) ++k;
  return k;
}

}  // namespace

GChart g_chart(std::span<const double> between, double tail) {
  DEBRIEF_CHECK(!between.empty(), "a chart needs a value");
  GChart c;
  c.n = static_cast<std::int64_t>(between.size());
  for (const double v : between) c.mean += v;
  c.mean /= static_cast<double>(between.size());
  c.p = 1 / (c.mean + 1);
  c.sigma = std::sqrt(c.mean * (c.mean + 1));
  c.upper3 = c.mean + 3 * c.sigma;
  c.lower3 = std::max(0.0, c.mean - 3 * c.sigma);
  c.low = geometric_quantile(tail, c.p);
  c.high = geometric_quantile(1 - tail, c.p);
  for (std::size_t i = 0; i < between.size(); ++i) {
    if (between[i] > c.upper3 || between[i] < c.lower3) c.outside3.push_back(i);
    if (between[i] > static_cast<double>(c.high) || between[i] < static_cast<double>(c.low)) {
      c.outside_probability.push_back(i);
    }
  }
  return c;
}

TChart t_chart(std::span<const double> times, double power) {
  TChart c;
  c.power = power;
  for (const double t : times) c.transformed.push_back(std::pow(t, power));
  const XmrLimits limits = xmr(c.transformed, Screening::off);
  c.mean = limits.mean;
  c.average_moving_range = limits.average_moving_range;
  c.lower = limits.lower;
  c.upper = limits.upper;
  for (const Signal& signal : signals(c.transformed, limits)) {
    if (signal.rule != Rule::outside) continue;
    for (std::size_t i = signal.from; i <= signal.to; ++i) c.outside.push_back(i);
  }
  const auto back = [power](double y) { return y <= 0 ? 0 : std::pow(y, 1 / power); };
  c.back_centre = back(c.mean);
  c.back_lower = back(c.lower);
  c.back_upper = back(c.upper);
  return c;
}

}  // namespace debrief::analytics
