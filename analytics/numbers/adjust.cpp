// Adjusted p-values.

#include "analytics/numbers/adjust.h"

#include <algorithm>
#include <numeric>

namespace debrief::analytics {

std::vector<double> adjusted(std::span<const double> p, Adjustment method) {
  const std::size_t m = p.size();
  const double count = static_cast<double>(m);
  std::vector<double> out(m);
  if (method == Adjustment::bonferroni) {
    std::transform(p.begin(), p.end(), out.begin(), [count](double v) { return std::min(1.0, v * count); });
    return out;
  }
  std::vector<std::size_t> order(m);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  if (method == Adjustment::holm) {
    double most = 0;
    for (std::size_t i = 0; i < m; ++i) {
      most = std::max(most, p[order[i]] * (count - static_cast<double>(i)));
      out[order[i]] = std::min(1.0, most);
    }
    return out;
  }
  double factor = 1;
  if (method == Adjustment::by) {
    factor = 0;
    for (std::size_t i = 1; i <= m; ++i) factor += 1 / static_cast<double>(i);
  }
  double least = 1;
  for (std::size_t i = m; i-- > 0;) {
    least = std::min(least, p[order[i]] * count / static_cast<double>(i + 1) * factor);
    out[order[i]] = least;
  }
  return out;
}

std::size_t rejected(std::span<const double> adjusted_p, double level) {
  return static_cast<std::size_t>(
      std::count_if(adjusted_p.begin(), adjusted_p.end(), [level](double p) { return p <= level; }));
}

}  // namespace debrief::analytics
