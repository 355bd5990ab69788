// Plain bars, in the order given.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

Chart bar_chart(std::string title, std::string finding, std::string unit, const std::vector<Bar>& bars) {
  Chart c;
  c.kind = ChartKind::bar;
  c.title = std::move(title);
  c.finding = std::move(finding);
  c.unit = std::move(unit);
  c.y_title = capitalised(c.unit);
  c.alt = "Bar chart. " + c.finding;
  for (std::size_t i = 0; i < bars.size(); ++i) {
    c.points.push_back({bars[i].label, bars[i].value, ""});
    c.alt += fmt::format("{} {}: {}", i == 0 ? "" : ";", bars[i].label,
                         bars[i].text.empty() ? number_said(bars[i].value) : bars[i].text);
  }
  if (!bars.empty()) c.alt += ".";
  return c;
}

Chart stacked_chart(std::string title, std::string finding, std::string unit, std::vector<std::string> labels,
                    std::vector<ChartStack> stacks) {
  Chart c;
  c.kind = ChartKind::bar;
  c.title = std::move(title);
  c.finding = std::move(finding);
  c.unit = std::move(unit);
  c.y_title = capitalised(c.unit);
  c.alt = "Stacked bar chart. " + c.finding;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    double sum = 0;
    std::vector<std::string> parts;
    for (const ChartStack& s : stacks) {
      const double v = i < s.values.size() && std::isfinite(s.values[i]) ? s.values[i] : 0;
      sum += v;
      if (v > 0) parts.push_back(number_said(v) + " " + s.name);
    }
    c.alt += fmt::format(" {}: {}{}.", capitalised(labels[i]), number_said(sum),
                         parts.empty() ? std::string() : " (" + listed(parts) + ")");
    c.points.push_back({std::move(labels[i]), sum, ""});
  }
  // A part that no bar has would only be a word too many.
  std::erase_if(stacks, [](const ChartStack& s) {
    return std::none_of(s.values.begin(), s.values.end(), [](double v) { return v > 0; });
  });
  c.stacks = std::move(stacks);
  return c;
}

}  // namespace debrief::templates
