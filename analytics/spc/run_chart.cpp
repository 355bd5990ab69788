// The run chart.

#include "analytics/spc/run_chart.h"

#include <algorithm>
#include <cmath>

#include "analytics/numbers/distribution.h"
#include "analytics/numbers/quantile.h"
#include "base/error.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t long_run = 6;
constexpr std::size_t long_trend = 5;

/// Probability of exactly `runs` runs of `a` ones and `b` others in random order.
double runs_mass(std::int64_t runs, std::int64_t a, std::int64_t b) {
  const auto choose = [](std::int64_t n, std::int64_t k) { return k < 0 || k > n ? 0.0 : std::exp(log_choose(n, k)); };
  const double all = std::exp(log_choose(a + b, a));
  const std::int64_t half = runs / 2;
  if (runs % 2 == 0) return 2 * choose(a - 1, half - 1) * choose(b - 1, half - 1) / all;
  return (choose(a - 1, half) * choose(b - 1, half - 1) + choose(a - 1, half - 1) * choose(b - 1, half)) / all;
}

double runs_two_sided(std::int64_t runs, std::int64_t a, std::int64_t b) {
  double few = 0;
  double many = 0;
  const std::int64_t most = a == b ? 2 * a : 2 * std::min(a, b) + 1;
  for (std::int64_t r = 2; r <= most; ++r) {
    const double mass = runs_mass(r, a, b);
    if (r <= runs) few += mass;
    if (r >= runs) many += mass;
  }
  return std::min(1.0, 2 * std::min(few, many));
}

/// Smallest k with P(Binomial(n, 1/2) <= k) of at least 5 %.
std::int64_t five_percent_of_coin(std::int64_t n) {
  std::int64_t k = 0;
  while (binomial_at_most(k, n, 0.5) < 0.05) ++k;
  return k;
}

}  // namespace

RunChart run_chart(std::span<const double> values) {
  DEBRIEF_CHECK(!values.empty(), "a chart needs a value");
  RunChart c;
  c.n = static_cast<std::int64_t>(values.size());
  std::vector<double> copy(values.begin(), values.end());
  c.median = summary(copy)->median;

  std::vector<std::size_t> run;
  int before = 0;
  const auto end_run = [&] {
    c.longest = std::max(c.longest, static_cast<std::int64_t>(run.size()));
    if (run.size() >= long_run) c.run_of_six.insert(c.run_of_six.end(), run.begin(), run.end());
    run.clear();
  };
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int side = values[i] > c.median ? 1 : values[i] < c.median ? -1 : 0;
    // Points on the median neither make nor break a run.
    if (side == 0) continue;
    ++c.useful;
    ++(side > 0 ? c.above : c.below);
    if (side != before) {
      end_run();
      ++c.runs;
    }
    run.push_back(i);
    before = side;
  }
  end_run();
  c.crossings = std::max<std::int64_t>(0, c.runs - 1);
  if (c.useful > 0) {
    c.longest_allowed = std::llround(std::log2(static_cast<double>(c.useful))) + 3;
    c.crossings_needed = c.useful > 1 ? five_percent_of_coin(c.useful - 1) : 0;
    c.shift = c.longest > c.longest_allowed || c.crossings < c.crossings_needed;
  }
  if (c.above > 0 && c.below > 0 && c.useful <= 1000) c.p_runs = runs_two_sided(c.runs, c.above, c.below);

  std::size_t first = 0;
  int direction = 0;
  const auto end_trend = [&](std::size_t last) {
    if (direction == 0 || last - first + 1 < long_trend) return;
    for (std::size_t i = first; i <= last; ++i) c.trend_of_five.push_back(i);
  };
  for (std::size_t i = 1; i < values.size(); ++i) {
    const int step = values[i] > values[i - 1] ? 1 : values[i] < values[i - 1] ? -1 : 0;
    if (step != direction) {
      end_trend(i - 1);
      first = i - 1;
      direction = step;
    }
  }
  end_trend(values.size() - 1);
  c.trend_of_five.erase(std::unique(c.trend_of_five.begin(), c.trend_of_five.end()), c.trend_of_five.end());
  return c;
}

}  // namespace debrief::analytics
