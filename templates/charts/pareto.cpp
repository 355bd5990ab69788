// Pareto: which few labels hold most of the count.

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

Chart pareto_chart(std::string title, const std::vector<analytics::ParetoBar>& bars, std::string unit,
                   std::size_t most) {
  Chart c;
  c.kind = ChartKind::pareto;
  c.title = std::move(title);
  c.unit = std::move(unit);
  c.y_title = capitalised(c.unit);
  std::int64_t total = 0;
  for (const auto& b : bars) total += b.count;
  const std::size_t shown = bars.size() > most ? most - 1 : bars.size();
  std::int64_t rest = 0;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    if (i < shown)
      c.points.push_back({bars[i].label, static_cast<double>(bars[i].count), ""});
    else
      rest += bars[i].count;
  }
  if (rest > 0) c.points.push_back({fmt::format("Other ({})", bars.size() - shown), static_cast<double>(rest), ""});
  if (bars.empty() || total == 0) {
    c.finding = "There is nothing to count.";
    c.alt = c.finding;
    return c;
  }
  // The fewest labels that hold four fifths: what the chart is for.
  std::size_t few = 0;
  double share = 0;
  while (few < bars.size() && share < 0.8) share += static_cast<double>(bars[few++].count) / static_cast<double>(total);
  if (few == bars.size() || few * 2 > bars.size()) {
    c.finding = fmt::format("{} is the largest with {} of {} ({}); no small group of labels holds most of them.",
                            bars[0].label, base::grouped(bars[0].count), base::grouped(total),
                            share_said(static_cast<double>(bars[0].count) / static_cast<double>(total)));
  } else {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < few && i < 3; ++i) names.push_back(bars[i].label);
    c.finding = fmt::format("{} of {} labels hold {} of {} {}, led by {}.", few, bars.size(), share_said(share),
                            base::grouped(total), c.unit, listed(names));
  }
  c.alt = "Pareto chart. " + c.finding + " Counts:";
  for (std::size_t i = 0; i < c.points.size(); ++i) {
    c.alt += fmt::format("{} {} {}", i == 0 ? "" : ",", c.points[i].label, number_said(c.points[i].value));
  }
  c.alt += ".";
  return c;
}

}  // namespace debrief::templates
