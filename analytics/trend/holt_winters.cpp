// Holt-Winters.

#include "analytics/trend/holt_winters.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace debrief::analytics {

namespace {

struct Start {
  double level = 0;
  double slope = 0;
  std::vector<double> season;
  std::size_t first = 0;  // index of the first value foretold
};

/// Level and slope by a straight line through the moving average of the first cycles, season by what it leaves.
Start seasonal_start(std::span<const double> values, const HoltWintersPlan& plan) {
  const std::size_t f = plan.period;
  const auto x = values.first(plan.start_periods * f);
  const bool multiplied = plan.seasonal == Seasonal::multiplicative;
  // An even cycle has no middle point: half weights at both ends.
  const std::size_t half = f / 2;
  const bool even = f % 2 == 0;
  std::vector<std::optional<double>> trend(x.size());
  for (std::size_t i = half; i + half < x.size(); ++i) {
    double sum = 0;
    for (std::size_t k = i - half; k <= i + half; ++k) {
      const bool end = even && (k == i - half || k == i + half);
      sum += x[k] * (end ? 0.5 : 1);
    }
    trend[i] = sum / static_cast<double>(f);
  }
  Start start;
  start.first = f;
  start.season.assign(f, 0);
  double all = 0;
  for (std::size_t j = 0; j < f; ++j) {
    double sum = 0;
    double count = 0;
    for (std::size_t i = j; i < x.size(); i += f) {
      if (!trend[i]) continue;
      sum += multiplied ? x[i] / *trend[i] : x[i] - *trend[i];
      count += 1;
    }
    start.season[j] = count > 0 ? sum / count : multiplied ? 1 : 0;
    all += start.season[j];
  }
  const double mean = all / static_cast<double>(f);
  for (double& s : start.season) s = multiplied ? s / mean : s - mean;
  std::vector<double> line;
  for (const auto& t : trend) {
    if (t) line.push_back(*t);
  }
  const double n = static_cast<double>(line.size());
  double x_mean = (n + 1) / 2;
  double y_mean = 0;
  for (const double v : line) y_mean += v / n;
  double products = 0;
  double squares = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const double d = static_cast<double>(i + 1) - x_mean;
    products += d * (line[i] - y_mean);
    squares += d * d;
  }
  const double slope = squares > 0 ? products / squares : 0;
  start.level = plan.trend ? y_mean - slope * x_mean : y_mean;
  start.slope = plan.trend ? slope : 0;
  return start;
}

Start start_of(std::span<const double> values, const HoltWintersPlan& plan) {
  if (plan.seasonal != Seasonal::none) return seasonal_start(values, plan);
  if (plan.trend) return {.level = values[1], .slope = values[1] - values[0], .season = {}, .first = 2};
  return {.level = values[0], .slope = 0, .season = {}, .first = 1};
}

HoltWinters run(std::span<const double> values, const HoltWintersPlan& plan, const Start& start, double alpha,
                double beta, double gamma) {
  HoltWinters h;
  h.alpha = alpha;
  h.beta = plan.trend ? beta : 0;
  h.gamma = plan.seasonal == Seasonal::none ? 0 : gamma;
  h.seasonal = plan.seasonal;
  h.level = start.level;
  h.slope = start.slope;
  h.fitted.resize(values.size());
  std::vector<double> season = start.season;
  const bool seasonal = plan.seasonal != Seasonal::none;
  const bool multiplied = plan.seasonal == Seasonal::multiplicative;
  for (std::size_t i = start.first; i < values.size(); ++i) {
    const std::size_t place = seasonal ? (i - start.first) % plan.period : 0;
    const double s = seasonal ? season[place] : multiplied ? 1 : 0;
    const double ahead = h.level + h.slope;
    const double foretold = multiplied ? ahead * s : ahead + s;
    h.fitted[i] = foretold;
    h.sse += (values[i] - foretold) * (values[i] - foretold);
    const double before = h.level;
    h.level = alpha * (multiplied ? values[i] / s : values[i] - s) + (1 - alpha) * ahead;
    if (plan.trend) h.slope = beta * (h.level - before) + (1 - beta) * h.slope;
    if (seasonal) {
      season[place] = gamma * (multiplied ? values[i] / h.level : values[i] - h.level) + (1 - gamma) * s;
    }
  }
  for (std::size_t k = 0; k < season.size(); ++k) {
    h.season.push_back(season[(values.size() - start.first + k) % plan.period]);
  }
  return h;
}

/// Least squares one step ahead over the free parameters: a grid, then ever finer steps about the best.
HoltWinters best(std::span<const double> values, const HoltWintersPlan& plan, const Start& start) {
  using Point = std::array<double, 3>;
  const std::array<std::optional<double>, 3> given{plan.alpha, plan.trend ? plan.beta : std::optional(0.0),
                                                   plan.seasonal != Seasonal::none ? plan.gamma : std::optional(0.0)};
  const auto sse = [&](const Point& p) {
    const double e = run(values, plan, start, p[0], p[1], p[2]).sse;
    return std::isfinite(e) ? e : 1e300;
  };
  const std::array grid{0.02, 0.1, 0.25, 0.5, 0.75, 0.98};
  Point at{given[0].value_or(0.3), given[1].value_or(0.1), given[2].value_or(0.1)};
  double least = sse(at);
  const Point fixed = at;
  const auto tried = [&](std::size_t d) {
    return given[d] ? std::span<const double>(&fixed[d], 1) : std::span<const double>(grid);
  };
  for (const double a : tried(0)) {
    for (const double b : tried(1)) {
      for (const double g : tried(2)) {
        const Point p{a, b, g};
        if (const double e = sse(p); e < least) {
          least = e;
          at = p;
        }
      }
    }
  }
  for (double step = 0.1; step > 1e-7;) {
    bool moved = false;
    for (std::size_t d = 0; d < 3; ++d) {
      if (given[d]) continue;
      for (const double way : {step, -step}) {
        Point p = at;
        p[d] = std::clamp(p[d] + way, 0.0, 1.0);
        if (const double e = sse(p); e < least) {
          least = e;
          at = p;
          moved = true;
        }
      }
    }
    if (!moved) step /= 2;
  }
  return run(values, plan, start, at[0], at[1], at[2]);
}

}  // namespace

std::vector<double> HoltWinters::forecast(std::size_t steps) const {
  std::vector<double> out;
  for (std::size_t h = 1; h <= steps; ++h) {
    const double ahead = level + static_cast<double>(h) * slope;
    const double s = season.empty() ? 0 : season[(h - 1) % season.size()];
    out.push_back(season.empty() ? ahead : seasonal == Seasonal::multiplicative ? ahead * s : ahead + s);
  }
  return out;
}

std::optional<HoltWinters> holt_winters(std::span<const double> values, const HoltWintersPlan& plan) {
  const bool seasonal = plan.seasonal != Seasonal::none;
  if (seasonal && (plan.period < 2 || plan.start_periods < 2 || values.size() < plan.start_periods * plan.period)) {
    return std::nullopt;
  }
  if (values.size() < (plan.trend ? 3U : 2U)) return std::nullopt;
  if (plan.seasonal == Seasonal::multiplicative &&
      std::any_of(values.begin(), values.end(), [](double v) { return v <= 0; })) {
    return std::nullopt;
  }
  return best(values, plan, start_of(values, plan));
}

}  // namespace debrief::analytics
