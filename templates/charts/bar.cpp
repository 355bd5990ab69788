// Plain bars, in the order given.

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

}  // namespace debrief::templates
