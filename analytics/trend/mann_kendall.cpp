// The family of Mann-Kendall tests.

#include "analytics/trend/mann_kendall.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "analytics/numbers/describe.h"
#include "analytics/numbers/distribution.h"
#include "analytics/numbers/quantile.h"

namespace debrief::analytics {

namespace {

std::vector<double> present(std::span<const double> values) {
  std::vector<double> x;
  for (const double v : values) {
    if (!std::isnan(v)) x.push_back(v);
  }
  return x;
}

double median_of(std::vector<double> values) { return summary(values)->median; }

/// z and p from s and its variance.
void conclude(TrendTest& test) {
  if (!(test.var_s > 0) || test.n < 3) {
    test.z = 0;
    test.p = 1;
    return;
  }
  const double towards_zero = test.s > 0 ? -1 : test.s < 0 ? 1 : 0;
  test.z = (test.s + towards_zero) / std::sqrt(test.var_s);
  test.p = 2 * normal_upper(std::fabs(test.z));
}

/// Ranks with ties sharing their mean.
std::vector<double> ranks(std::span<const double> x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return x[a] < x[b]; });
  std::vector<double> rank(x.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && x[order[end]] == x[order[i]]) ++end;
    for (std::size_t k = i; k < end; ++k) rank[order[k]] = static_cast<double>(i + end + 1) / 2;
    i = end;
  }
  return rank;
}

/// The present values less the slope; positions count the values there are.
std::vector<double> detrended(std::span<const double> x, double slope) {
  std::vector<double> out(x.begin(), x.end());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] -= static_cast<double>(i + 1) * slope;
  return out;
}

double sign(double v) { return v > 0 ? 1 : v < 0 ? -1 : 0; }

/// One column per season; the last cycle is filled with NaN.
std::vector<std::vector<double>> seasons(std::span<const double> values, std::size_t period) {
  std::vector<std::vector<double>> columns(period);
  for (std::size_t i = 0; i < values.size(); ++i) columns[i % period].push_back(values[i]);
  const std::size_t cycles = (values.size() + period - 1) / period;
  for (auto& column : columns) column.resize(cycles, std::nan(""));
  return columns;
}

std::optional<SenSlope> seasonal_slope(std::span<const double> values, std::size_t period) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    for (std::size_t j = i + period; j < values.size(); j += period) {
      if (!std::isnan(values[j])) slopes.push_back((values[j] - values[i]) / static_cast<double>((j - i) / period));
    }
  }
  if (slopes.empty()) return std::nullopt;
  std::vector<double> places;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) places.push_back(static_cast<double>(i));
  }
  const double slope = median_of(std::move(slopes));
  return SenSlope{
      .slope = slope,
      .intercept = median_of(present(values)) - median_of(std::move(places)) / static_cast<double>(period) * slope};
}

TrendTest corrected(std::span<const double> values, double factor) {
  TrendTest test = plain_trend(values);
  test.var_s *= factor;
  conclude(test);
  return test;
}

TrendTest of_whitened(std::span<const double> whitened, std::span<const double> values) {
  TrendTest test = plain_trend(whitened);
  test.sen = sen_slope(values);
  return test;
}

}  // namespace

TrendTest plain_trend(std::span<const double> values) {
  const MannKendall plain = mann_kendall(values);
  return {.n = plain.n,
          .s = static_cast<double>(plain.s),
          .var_s = plain.var_s,
          .z = plain.z,
          .p = plain.p,
          .tau = plain.tau,
          .sen = sen_slope(values)};
}

TrendTest hamed_rao(std::span<const double> values, std::optional<std::size_t> lags) {
  const std::vector<double> x = present(values);
  const auto sen = sen_slope(values);
  if (x.size() < 3 || !sen) return plain_trend(values);
  const std::vector<double> rank = ranks(detrended(x, sen->slope));
  const double n = static_cast<double>(x.size());
  const double bound = normal_quantile(0.975) / std::sqrt(n);
  const std::size_t most = std::min(lags.value_or(x.size() - 1), x.size() - 1);
  double sum = 0;
  for (std::size_t i = 1; i <= most; ++i) {
    const double r = autocorrelation(rank, i).value_or(0);
    const double k = static_cast<double>(i);
    if (std::fabs(r) > bound) sum += (n - k) * (n - k - 1) * (n - k - 2) * r;
  }
  return corrected(values, 1 + 2 / (n * (n - 1) * (n - 2)) * sum);
}

TrendTest yue_wang(std::span<const double> values, std::optional<std::size_t> lags) {
  const std::vector<double> x = present(values);
  const auto sen = sen_slope(values);
  if (x.size() < 3 || !sen) return plain_trend(values);
  const std::vector<double> rest = detrended(x, sen->slope);
  const double n = static_cast<double>(x.size());
  const std::size_t most = std::min(lags.value_or(x.size() - 1), x.size() - 1);
  double sum = 0;
  for (std::size_t i = 1; i <= most; ++i) {
    sum += (1 - static_cast<double>(i) / n) * autocorrelation(rest, i).value_or(0);
  }
  return corrected(values, 1 + 2 * sum);
}

TrendTest pre_whitened(std::span<const double> values) {
  const std::vector<double> x = present(values);
  const auto r = autocorrelation(x, 1);
  if (x.size() < 4 || !r) return plain_trend(values);
  std::vector<double> rest(x.size() - 1);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) rest[i] = x[i + 1] - x[i] * *r;
  return of_whitened(rest, values);
}

TrendTest trend_free_pre_whitened(std::span<const double> values) {
  const std::vector<double> x = present(values);
  const auto sen = sen_slope(values);
  if (x.size() < 4 || !sen) return plain_trend(values);
  const std::vector<double> flat = detrended(x, sen->slope);
  const auto r = autocorrelation(flat, 1);
  if (!r) return plain_trend(values);
  std::vector<double> rest(x.size() - 1);
  for (std::size_t i = 0; i + 1 < x.size(); ++i) {
    rest[i] = flat[i + 1] - flat[i] * *r + static_cast<double>(i + 1) * sen->slope;
  }
  return of_whitened(rest, values);
}

TrendTest seasonal_trend(std::span<const double> values, std::size_t period) {
  TrendTest test;
  double pairs = 0;
  for (const auto& column : seasons(values, period)) {
    const MannKendall one = mann_kendall(column);
    const double n = static_cast<double>(one.n);
    test.n += one.n;
    test.s += static_cast<double>(one.s);
    test.var_s += one.var_s;
    pairs += 0.5 * n * (n - 1);
  }
  if (pairs > 0) test.tau = test.s / pairs;
  test.sen = seasonal_slope(values, period);
  conclude(test);
  return test;
}

TrendTest correlated_seasonal_trend(std::span<const double> values, std::size_t period) {
  std::vector<std::vector<double>> columns = seasons(values, period);
  const std::size_t cycles = columns.empty() ? 0 : columns.front().size();
  std::vector<std::vector<double>> whole(period);
  for (std::size_t c = 0; c < cycles; ++c) {
    const bool gap = std::any_of(columns.begin(), columns.end(), [c](const auto& s) { return std::isnan(s[c]); });
    if (gap) continue;
    for (std::size_t s = 0; s < period; ++s) whole[s].push_back(columns[s][c]);
  }
  const std::size_t years = whole.front().size();
  const double n = static_cast<double>(years);
  TrendTest test;
  std::vector<std::vector<double>> rank(period, std::vector<double>(years));
  for (std::size_t s = 0; s < period; ++s) {
    const MannKendall one = mann_kendall(whole[s]);
    test.s += static_cast<double>(one.s);
    test.n += one.n;
    for (std::size_t j = 0; j < years; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < years; ++i) sum += sign(whole[s][j] - whole[s][i]);
      rank[s][j] = (n + 1 + sum) / 2;
    }
  }
  for (std::size_t g = 0; g < period; ++g) {
    for (std::size_t h = 0; h < period; ++h) {
      double k = 0;
      double products = 0;
      for (std::size_t i = 0; i < years; ++i) {
        products += rank[g][i] * rank[h][i];
        for (std::size_t j = i + 1; j < years; ++j) {
          k += sign((whole[g][j] - whole[g][i]) * (whole[h][j] - whole[h][i]));
        }
      }
      test.var_s += (k + 4 * products - n * (n + 1) * (n + 1)) / 3;
    }
  }
  if (years >= 2) test.tau = test.s / (static_cast<double>(period) * 0.5 * n * (n - 1));
  test.sen = seasonal_slope(values, period);
  conclude(test);
  return test;
}

std::optional<SlopeLimits> slope_limits(std::span<const double> values, double var_s, double confidence) {
  std::vector<double> slopes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    for (std::size_t j = i + 1; j < values.size(); ++j) {
      if (!std::isnan(values[j])) slopes.push_back((values[j] - values[i]) / static_cast<double>(j - i));
    }
  }
  if (slopes.size() < 3 || !(var_s > 0)) return std::nullopt;
  std::sort(slopes.begin(), slopes.end());
  const double half = normal_quantile(0.5 + confidence / 2) * std::sqrt(var_s);
  const double m = static_cast<double>(slopes.size());
  const double low = (m - half) / 2 - 1;  // counted from 0
  const double high = (m + half) / 2;
  if (low < 0 || high > m - 1) return std::nullopt;
  const auto at = [&](double position) {
    const auto below = static_cast<std::size_t>(position);
    const double part = position - static_cast<double>(below);
    if (below + 1 >= slopes.size()) return slopes.back();
    return slopes[below] + part * (slopes[below + 1] - slopes[below]);
  };
  return SlopeLimits{at(low), at(high)};
}

}  // namespace debrief::analytics
