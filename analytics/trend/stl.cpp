// STL.

#include "analytics/trend/stl.h"

#include <algorithm>
#include <cmath>

#include "analytics/trend/partial_sort.h"

namespace debrief::analytics {

namespace {

using Values = std::vector<double>;
using Span = std::span<const double>;

struct Smoother {
  std::size_t window;
  int degree;
  std::size_t jump;
};

/// Local regression at `x` over the points left..right (counted from 1); nullopt where all weights are 0.
std::optional<double> fit(Span y, std::size_t window, int degree, double x, std::size_t left, std::size_t right,
                          Span robustness, Values& w) {
  const double n = static_cast<double>(y.size());
  const double range = n - 1;
  double h = std::max(x - static_cast<double>(left), static_cast<double>(right) - x);
  if (window > y.size()) h += static_cast<double>((window - y.size()) / 2);
  const double h9 = 0.999 * h;
  const double h1 = 0.001 * h;
  double sum = 0;
  for (std::size_t j = left; j <= right; ++j) {
    const double r = std::fabs(static_cast<double>(j) - x);
    double weight = 0;
    if (r <= h9) {
      const double c = r / h;
      const double cube = 1 - c * c * c;
      weight = r <= h1 ? 1 : cube * cube * cube;
      if (!robustness.empty()) weight *= robustness[j - 1];
    }
    w[j - 1] = weight;
    sum += weight;
  }
  if (sum <= 0) return std::nullopt;
  for (std::size_t j = left; j <= right; ++j) w[j - 1] /= sum;
  if (h > 0 && degree > 0) {
    double mean = 0;
    for (std::size_t j = left; j <= right; ++j) mean += w[j - 1] * static_cast<double>(j);
    double b = x - mean;
    double c = 0;
    for (std::size_t j = left; j <= right; ++j) {
      const double d = static_cast<double>(j) - mean;
      c += w[j - 1] * d * d;
    }
    if (std::sqrt(c) > 0.001 * range) {
      b /= c;
      for (std::size_t j = left; j <= right; ++j) w[j - 1] *= b * (static_cast<double>(j) - mean) + 1;
    }
  }
  double at = 0;
  for (std::size_t j = left; j <= right; ++j) at += w[j - 1] * y[j - 1];
  return at;
}

/// The smooth of a whole series: fitted every `jump` points, straight lines between.
Values smooth(Span y, const Smoother& s, Span robustness) {
  const std::size_t n = y.size();
  Values out(n, n > 0 ? y[0] : 0);
  if (n < 2) return out;
  Values w(n);
  const std::size_t jump = std::min(s.jump, n - 1);
  std::size_t left = 1;
  std::size_t right = n;
  const auto at = [&](std::size_t i) {
    return fit(y, s.window, s.degree, static_cast<double>(i), left, right, robustness, w).value_or(y[i - 1]);
  };
  if (s.window >= n) {
    for (std::size_t i = 1; i <= n; i += jump) out[i - 1] = at(i);
  } else if (jump == 1) {
    const std::size_t half = (s.window + 1) / 2;
    right = s.window;
    for (std::size_t i = 1; i <= n; ++i) {
      if (i > half && right != n) {
        ++left;
        ++right;
      }
      out[i - 1] = at(i);
    }
  } else {
    const std::size_t half = (s.window + 1) / 2;
    for (std::size_t i = 1; i <= n; i += jump) {
      if (i < half) {
        left = 1;
        right = s.window;
      } else if (i >= n - half + 1) {
        left = n - s.window + 1;
        right = n;
      } else {
        left = i - half + 1;
        right = s.window + i - half;
      }
      out[i - 1] = at(i);
    }
  }
  if (jump == 1) return out;
  for (std::size_t i = 1; i + jump <= n; i += jump) {
    const double delta = (out[i + jump - 1] - out[i - 1]) / static_cast<double>(jump);
    for (std::size_t j = i + 1; j < i + jump; ++j) out[j - 1] = out[i - 1] + delta * static_cast<double>(j - i);
  }
  const std::size_t last = (n - 1) / jump * jump + 1;
  if (last == n) return out;
  out[n - 1] = at(n);
  if (last != n - 1) {
    const double delta = (out[n - 1] - out[last - 1]) / static_cast<double>(n - last);
    for (std::size_t j = last + 1; j < n; ++j) out[j - 1] = out[last - 1] + delta * static_cast<double>(j - last);
  }
  return out;
}

Values moving_average(Span x, std::size_t length) {
  Values out;
  double sum = 0;
  for (std::size_t i = 0; i < length; ++i) sum += x[i];
  out.push_back(sum / static_cast<double>(length));
  for (std::size_t i = length; i < x.size(); ++i) {
    sum += x[i] - x[i - length];
    out.push_back(sum / static_cast<double>(length));
  }
  return out;
}

/// Each season's values smoothed over the cycles, one cycle further at both ends.
Values cycle_subseries(Span y, std::size_t period, const Smoother& s, Span robustness) {
  const std::size_t n = y.size();
  Values season(n + 2 * period);
  for (std::size_t j = 0; j < period; ++j) {
    Values sub;
    Values weights;
    for (std::size_t i = j; i < n; i += period) {
      sub.push_back(y[i]);
      if (!robustness.empty()) weights.push_back(robustness[i]);
    }
    const std::size_t k = sub.size();
    const Values middle = smooth(sub, s, weights);
    Values w(k);
    const auto first = fit(sub, s.window, s.degree, 0, 1, std::min(s.window, k), weights, w);
    const std::size_t left = k > s.window ? k - s.window + 1 : 1;
    const auto last = fit(sub, s.window, s.degree, static_cast<double>(k + 1), left, k, weights, w);
    season[j] = first.value_or(middle.front());
    for (std::size_t m = 0; m < k; ++m) season[(m + 1) * period + j] = middle[m];
    season[(k + 1) * period + j] = last.value_or(middle.back());
  }
  return season;
}

/// Bisquare weights of what is left, by six times its middle size.
Values robustness_of(Span y, Span fitted) {
  Values r(y.size());
  for (std::size_t i = 0; i < y.size(); ++i) r[i] = std::fabs(y[i] - fitted[i]);
  const double six = 6 * published_middle(r);
  const double h9 = 0.999 * six;
  const double h1 = 0.001 * six;
  for (double& v : r) {
    if (v <= h1) {
      v = 1;
    } else if (v <= h9) {
      const double u = v / six;
      v = (1 - u * u) * (1 - u * u);
    } else {
      v = 0;
    }
  }
  return r;
}

std::size_t next_odd(double x) {
  const auto n = static_cast<std::size_t>(std::lround(x));
  return n % 2 == 0 ? n + 1 : n;
}

std::size_t at_least_odd(std::size_t window) {
  const std::size_t w = std::max<std::size_t>(3, window);
  return w % 2 == 0 ? w + 1 : w;
}

std::size_t jump_of(std::size_t given, std::size_t window) { return given > 0 ? given : (window + 9) / 10; }

}  // namespace

std::optional<Stl> stl(std::span<const double> values, const StlPlan& plan) {
  const std::size_t n = values.size();
  const std::size_t period = plan.period;
  if (period < 2 || n <= 2 * period) return std::nullopt;
  const bool periodic = plan.season_window == 0;
  const std::size_t season_window = periodic ? 10 * n + 1 : plan.season_window;
  const double share = 1 - 1.5 / static_cast<double>(season_window);
  const std::size_t trend_window =
      plan.trend_window > 0 ? plan.trend_window : next_odd(std::ceil(1.5 * static_cast<double>(period) / share));
  const std::size_t low_pass_window =
      plan.low_pass_window > 0 ? plan.low_pass_window : next_odd(static_cast<double>(period));
  const Smoother season{at_least_odd(season_window), std::max(0, plan.season_degree),
                        jump_of(plan.season_jump, season_window)};
  const Smoother trend{at_least_odd(trend_window), plan.trend_degree, jump_of(plan.trend_jump, trend_window)};
  const Smoother low_pass{at_least_odd(low_pass_window), plan.low_pass_degree,
                          jump_of(plan.low_pass_jump, low_pass_window)};
  const std::size_t inner = plan.inner > 0 ? plan.inner : plan.robust ? 1 : 2;
  const std::size_t outer = plan.outer > 0 ? plan.outer : plan.robust ? 15 : 0;

  Stl out;
  out.windows[0] = season_window;
  out.windows[1] = trend_window;
  out.windows[2] = low_pass_window;
  out.trend.assign(n, 0);
  out.season.assign(n, 0);
  Values weights;
  Values rest(n);
  Values fitted(n);
  for (std::size_t round = 0;; ++round) {
    for (std::size_t i = 0; i < inner; ++i) {
      for (std::size_t k = 0; k < n; ++k) rest[k] = values[k] - out.trend[k];
      const Values cycles = cycle_subseries(rest, period, season, weights);
      const Values average = moving_average(moving_average(moving_average(cycles, period), period), 3);
      const Values level = smooth(average, low_pass, {});
      for (std::size_t k = 0; k < n; ++k) out.season[k] = cycles[period + k] - level[k];
      for (std::size_t k = 0; k < n; ++k) rest[k] = values[k] - out.season[k];
      out.trend = smooth(rest, trend, weights);
    }
    if (round >= outer) break;
    for (std::size_t k = 0; k < n; ++k) fitted[k] = out.trend[k] + out.season[k];
    weights = robustness_of(values, fitted);
  }
  out.weights = weights.empty() ? Values(n, 1) : weights;
  if (periodic) {
    for (std::size_t j = 0; j < period; ++j) {
      double sum = 0;
      double count = 0;
      for (std::size_t i = j; i < n; i += period) {
        sum += out.season[i];
        count += 1;
      }
      for (std::size_t i = j; i < n; i += period) out.season[i] = sum / count;
    }
  }
  out.remainder.resize(n);
  for (std::size_t i = 0; i < n; ++i) out.remainder[i] = values[i] - out.season[i] - out.trend[i];
  return out;
}

}  // namespace debrief::analytics
