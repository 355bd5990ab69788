// How surprising a chart is.

#include "analytics/spc/strength.h"

#include <algorithm>
#include <cmath>

#include "analytics/numbers/adjust.h"
#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t shortest = 3;
constexpr double act_at = 0.05;
/// Neighbouring stretches are nearly the same test: of about n^2 / 2 so many per point count (by simulation).
constexpr double stretches_per_point = 1.75;
/// Standard errors added to the autocorrelation measured.
constexpr double caution = 1.5;

/// A stretch [from, until) with a level of its own, and what is left beside both levels. Until 0: none.
struct Stretch {
  std::size_t from = 0, until = 0;
  double inside = 0, outside = 0;
  double rss = 0;
};

/// The stretch that leaves the least; it may begin at the first point or end at the last, and then is a step.
Stretch best_stretch(std::span<const double> x) {
  std::vector<double> sum{0};
  for (const double v : x) sum.push_back(sum.back() + v);
  const double all = sum.back();
  const double n = static_cast<double>(x.size());
  const double mean = all / n;
  double squares = 0;
  for (const double v : x) squares += (v - mean) * (v - mean);
  Stretch best{.from = 0, .until = 0, .inside = mean, .outside = mean, .rss = squares};
  for (std::size_t from = 0; from < x.size(); ++from) {
    for (std::size_t until = from + shortest; until <= x.size() && until - from + shortest <= x.size(); ++until) {
      const double m = static_cast<double>(until - from);
      const double inside = (sum[until] - sum[from]) / m;
      const double outside = (all - sum[until] + sum[from]) / (n - m);
      const double rss = squares - m * (n - m) / n * (inside - outside) * (inside - outside);
      if (rss < best.rss) best = {from, until, inside, outside, std::max(0.0, rss)};
    }
  }
  return best;
}

}  // namespace

double steadiness(std::span<const double> values) {
  const std::size_t n = values.size();
  if (n < 2 * shortest) return 1;
  const double size = static_cast<double>(n);
  const auto [least, most] = std::minmax_element(values.begin(), values.end());
  const double range = *most - *least;
  if (!(range > 0)) return 1;
  const Stretch best = best_stretch(values);
  const auto within = [&](std::size_t i) { return i >= best.from && i < best.until; };
  const double inside = static_cast<double>(best.until - best.from);

  std::vector<double> rest(n);
  for (std::size_t i = 0; i < n; ++i) rest[i] = values[i] - (within(i) ? best.inside : best.outside);
  double squares = 0;
  double products = 0;
  for (std::size_t i = 0; i < n; ++i) {
    squares += rest[i] * rest[i];
    if (i > 0) products += rest[i] * rest[i - 1];
  }
  if (!(squares > 1e-24 * range * range)) {
    // Two levels and nothing else: as sure as counting arrangements can be.
    return std::min(1.0, size * size / 2 * std::exp(-log_choose(std::llround(size), std::llround(inside))));
  }
  // The levels taken out pull r down by about (3 + 4 r) / n.
  const double r = products / squares;
  const double memory = std::clamp((r * size + 3) / (size - 4) + caution / std::sqrt(size), 0.0, 0.9);

  double p_step = 1;
  if (best.until > 0) {
    const double variance = best.rss / (size - 2);
    const double t = std::fabs(best.inside - best.outside) /
                     std::sqrt(variance * (1 / inside + 1 / (size - inside)) * (1 + memory) / (1 - memory));
    const double df = std::max(2.0, (size - 2) * (1 - memory * memory) / (1 + memory * memory));
    p_step = std::min(1.0, 2 * stretches_per_point * size * student_upper(t, df));
  }
  double p_point = 1;
  const double df = size - 3;
  for (std::size_t i = 0; i < n && df >= 1; ++i) {
    const double room = 1 - 1 / std::max(1.0, within(i) ? inside : size - inside);
    const double others = squares - rest[i] * rest[i] / room;
    if (!(others > 0)) continue;
    const double t = std::fabs(rest[i]) / std::sqrt(room * others / df);
    p_point = std::min(p_point, 4 * size * student_upper(t, df));  // twice the price: counts are skewed
  }
  return std::min(1.0, 2 * std::min(p_step, p_point));
}

std::optional<OddStretch> odd_stretch(std::span<const double> values) {
  if (values.size() < 2 * shortest) return std::nullopt;
  const Stretch best = best_stretch(values);
  if (best.until == 0) return std::nullopt;
  return OddStretch{.from = best.from, .until = best.until, .inside = best.inside, .outside = best.outside};
}

std::vector<Alert> alerts(std::span<const double> p, std::span<const char> signals) {
  const auto q = adjusted(p, Adjustment::bh);
  std::vector<Alert> out;
  for (std::size_t i = 0; i < q.size(); ++i) {
    out.push_back(q[i] <= act_at ? Alert::act : signals[i] != 0 ? Alert::watch : Alert::none);
  }
  return out;
}

}  // namespace debrief::analytics
