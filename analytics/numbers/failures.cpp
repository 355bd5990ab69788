// Mean time between failures and its trend.

#include "analytics/numbers/failures.h"

#include <cmath>

#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

ConstantRate constant_rate(std::int64_t failures, double hours, double confidence, Ended ended) {
  const double tail = (1 - confidence) / 2;
  const double r = static_cast<double>(failures);
  ConstantRate rate;
  if (failures == 0) {
    rate.low = lower_bound_without_failure(hours, confidence);
    return rate;
  }
  rate.mean = hours / r;
  rate.low = 2 * hours / chi_squared_quantile(1 - tail, ended == Ended::by_time ? 2 * r + 2 : 2 * r);
  rate.high = 2 * hours / chi_squared_quantile(tail, 2 * r);
  return rate;
}

double lower_bound_without_failure(double hours, double confidence) { return hours / -std::log(1 - confidence); }

std::optional<Growth> growth(std::span<const double> times, double hours, Ended ended) {
  // The last failure is no news about the trend when it is what ended the watch.
  const std::size_t used = times.size() - (ended == Ended::by_failure && !times.empty() ? 1 : 0);
  if (times.size() < 2 || used == 0) return std::nullopt;
  double sum = 0;
  double logs = 0;
  for (std::size_t i = 0; i < used; ++i) {
    sum += times[i];
    logs += std::log(hours / times[i]);
  }
  if (!(logs > 0)) return std::nullopt;
  Growth g;
  g.n = static_cast<std::int64_t>(times.size());
  const double n = static_cast<double>(times.size());
  const double m = static_cast<double>(used);
  g.hours = hours;
  g.cumulative = hours / n;
  g.laplace_u = (sum / m - hours / 2) / (hours / std::sqrt(12 * m));
  g.laplace_p = 2 * normal_upper(std::fabs(g.laplace_u));
  g.beta = n / logs;
  g.lambda = n / std::pow(hours, g.beta);
  g.now = hours / (n * g.beta);
  const double correction = ended == Ended::by_time ? (n - 1) / n : (n - 2) / n;
  if (correction > 0) {
    g.beta_unbiased = correction * g.beta;
    g.now_unbiased = hours / (n * *g.beta_unbiased);
  }
  g.chi2 = 2 * logs;
  g.df = 2 * static_cast<std::int64_t>(used);
  return g;
}

}  // namespace debrief::analytics
