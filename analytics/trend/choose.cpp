// Choosing a test of trend.

#include "analytics/trend/choose.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <vector>

#include "analytics/numbers/describe.h"
#include "analytics/numbers/distribution.h"
#include "analytics/numbers/quantile.h"

namespace debrief::analytics {

namespace {

constexpr double seasonal_at = 0.01;
constexpr double autocorrelated_from = 0.05;

/// Less the slope, positions kept, NaN kept.
std::vector<double> without_slope(std::span<const double> values, double slope) {
  std::vector<double> out(values.begin(), values.end());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= slope * static_cast<double>(i);
  return out;
}

/// Less the median of each season.
std::vector<double> without_season(std::vector<double> values, std::size_t period) {
  for (std::size_t s = 0; s < period; ++s) {
    std::vector<double> of_season;
    for (std::size_t i = s; i < values.size(); i += period) {
      if (!std::isnan(values[i])) of_season.push_back(values[i]);
    }
    const auto middle = summary(of_season);
    if (!middle) continue;
    for (std::size_t i = s; i < values.size(); i += period) values[i] -= middle->median;
  }
  return values;
}

/// Lag-1 autocorrelation over neighbours that are both there. Estimating level, slope and seasons pulls it down by
/// about (1 + 3 r) / n for the level alone (Kendall 1954); each parameter counts 1 + r here.
std::optional<double> lag_one(std::span<const double> values, double parameters) {
  std::vector<double> there;
  for (const double v : values) {
    if (!std::isnan(v)) there.push_back(v);
  }
  const auto described = describe(there);
  if (there.size() < 8 || !described.sd || !(*described.sd > 0)) return std::nullopt;
  const double mean = *described.mean;
  double products = 0;
  double count = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (std::isnan(values[i]) || std::isnan(values[i - 1])) continue;
    products += (values[i] - mean) * (values[i - 1] - mean);
    count += 1;
  }
  if (count < 6) return std::nullopt;
  const double n = static_cast<double>(there.size());
  const double r = products / count / (*described.sd * *described.sd * (n - 1) / n);
  const double corrected = r + parameters / n * (1 + r);
  return std::clamp(corrected, -0.95, 0.95);
}

std::int64_t plain_count(std::span<const double> values) {
  return std::count_if(values.begin(), values.end(), [](double v) { return !std::isnan(v); });
}

/// The plain test beside a slope that is known already: finding one takes as long as all the rest.
TrendTest plain_beside(std::span<const double> values, const std::optional<SenSlope>& sen) {
  const MannKendall plain = mann_kendall(values);
  return {.n = plain.n,
          .s = static_cast<double>(plain.s),
          .var_s = plain.var_s,
          .z = plain.z,
          .p = plain.p,
          .tau = plain.tau,
          .sen = sen};
}

/// How much wider S spreads when the values follow a first-order autoregression.
double widening(double r, double n) {
  double sum = 0;
  double power = r;
  for (double k = 1; k < n - 2; k += 1, power *= r) {
    if (power < 1e-9) break;
    sum += (n - k) * (n - k - 1) * (n - k - 2) * (6 / std::numbers::pi * std::asin(power / 2));
  }
  return 1 + 2 / (n * (n - 1) * (n - 2)) * sum;
}

/// The test with its variance widened, judged by t: n is worth less than it says, and r was estimated.
TrendTest widened(TrendTest test, double factor) {
  test.var_s *= factor;
  if (!(test.var_s > 0) || test.n < 4) {
    test.z = 0;
    test.p = 1;
    return test;
  }
  const double towards_zero = test.s > 0 ? -1 : test.s < 0 ? 1 : 0;
  test.z = (test.s + towards_zero) / std::sqrt(test.var_s);
  const double df = std::max(2.0, static_cast<double>(test.n) / factor - 2);
  test.p = std::min(1.0, 2 * student_upper(std::fabs(test.z), df));
  return test;
}

}  // namespace

SeasonTest kruskal_wallis(std::span<const double> values, std::size_t period) {
  SeasonTest result;
  if (period < 2) return result;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> sums(period, 0);
  std::vector<double> counts(period, 0);
  double ties = 0;
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    const double rank = static_cast<double>(i + end + 1) / 2;
    const double t = static_cast<double>(end - i);
    ties += t * t * t - t;
    for (std::size_t k = i; k < end; ++k) {
      sums[order[k] % period] += rank;
      counts[order[k] % period] += 1;
    }
    i = end;
  }
  const double n = static_cast<double>(order.size());
  const double untied = 1 - ties / (n * n * n - n);
  std::int64_t groups = 0;
  double spread = 0;
  for (std::size_t s = 0; s < period; ++s) {
    if (counts[s] == 0) continue;
    ++groups;
    spread += sums[s] * sums[s] / counts[s];
  }
  if (groups < 2 || !(untied > 0) || n < 3) return result;
  result.h = (12 / (n * (n + 1)) * spread - 3 * (n + 1)) / untied;
  result.df = groups - 1;
  result.p = chi_squared_upper(result.h, static_cast<double>(result.df));
  return result;
}

std::string_view name(TrendVariant variant) {
  switch (variant) {
    case TrendVariant::plain:
      return "mann-kendall";
    case TrendVariant::autocorrelated:
      return "mann-kendall-ar1";
    case TrendVariant::seasonal:
      return "seasonal-mann-kendall";
    case TrendVariant::seasonal_autocorrelated:
      return "seasonal-mann-kendall-ar1";
  }
  return "";
}

ChosenTrend choose_trend(std::span<const double> values, std::size_t period) {
  ChosenTrend chosen;
  const auto sen = sen_slope(values);
  if (!sen) {
    chosen.test = plain_trend(values);
    return chosen;
  }
  std::vector<double> rest = without_slope(values, sen->slope);
  bool seasonal = false;
  if (period >= 2 && values.size() >= 2 * period) {
    chosen.period = period;
    chosen.season = kruskal_wallis(rest, period);
    seasonal = chosen.season->p < seasonal_at;
  }
  if (seasonal) rest = without_season(std::move(rest), period);
  chosen.lag_1 = lag_one(rest, seasonal ? 1 + static_cast<double>(period) : 2);
  // What was measured may as well be a little more: a quarter of its standard error is added where it is used.
  const double n_there = static_cast<double>(std::max<std::int64_t>(4, plain_count(values)));
  const bool autocorrelated = chosen.lag_1.value_or(0) > autocorrelated_from;
  const double r = std::min(0.95, chosen.lag_1.value_or(0) + 0.25 / std::sqrt(n_there));
  if (seasonal && !autocorrelated) {
    chosen.variant = TrendVariant::seasonal;
    chosen.test = seasonal_trend(values, period);
    if (chosen.test.sen) chosen.test.sen->slope /= static_cast<double>(period);
  } else if (seasonal) {
    // With the season taken out the series is one again; its autocorrelation then widens the variance as usual.
    chosen.variant = TrendVariant::seasonal_autocorrelated;
    const std::vector<double> flat = without_season({values.begin(), values.end()}, period);
    const TrendTest plain = plain_beside(flat, std::nullopt);
    chosen.test = widened(plain, widening(r, static_cast<double>(plain.n)));
    chosen.test.sen = seasonal_trend(values, period).sen;
    if (chosen.test.sen) chosen.test.sen->slope /= static_cast<double>(period);
  } else if (autocorrelated) {
    chosen.variant = TrendVariant::autocorrelated;
    const TrendTest plain = plain_beside(values, sen);
    chosen.test = widened(plain, widening(r, static_cast<double>(plain.n)));
  } else {
    chosen.test = plain_beside(values, sen);
  }
  return chosen;
}

}  // namespace debrief::analytics
