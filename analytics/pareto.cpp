// Which few labels hold most of the incidents.

#include <algorithm>

#include "analytics/figures.h"

namespace debrief::analytics {

std::vector<ParetoBar> pareto(const review::Labels& labels, std::span<const std::uint32_t> rows) {
  std::vector<std::int64_t> counts(labels.values.size(), 0);
  for (const std::uint32_t row : rows) ++counts[labels.codes[row]];
  std::vector<ParetoBar> bars;
  for (std::size_t code = 0; code < counts.size(); ++code) {
    if (counts[code] == 0) continue;
    bars.push_back({.label = labels.values[code].empty() ? "(none)" : labels.values[code], .count = counts[code]});
  }
  std::sort(bars.begin(), bars.end(), [](const ParetoBar& a, const ParetoBar& b) {
    return a.count != b.count ? a.count > b.count : a.label < b.label;
  });
  const double total = static_cast<double>(rows.size());
  std::int64_t so_far = 0;
  for (ParetoBar& bar : bars) {
    so_far += bar.count;
    bar.share = static_cast<double>(bar.count) / total;
    bar.cumulative = static_cast<double>(so_far) / total;
  }
  return bars;
}

}  // namespace debrief::analytics
