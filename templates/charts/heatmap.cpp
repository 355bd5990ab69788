// When incidents come in, hour by weekday.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

namespace {

constexpr const char* weekdays[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

std::string cell_said(int day, int hour, const analytics::ArrivalCell& cell) {
  return fmt::format("{} {:02}:00 ({} against {} expected)", weekdays[day], hour, base::grouped(cell.n),
                     number_said(cell.expected));
}

}  // namespace

Chart arrivals_chart(std::string title, const analytics::Arrivals& arrivals, const base::Zone& zone) {
  Chart c;
  c.kind = ChartKind::heatmap;
  c.title = std::move(title);
  c.unit = "records";
  c.x_title = "Hour of opening (" + zone.name() + ")";
  c.y_title = "Weekday";
  c.zone = zone.name();
  std::vector<std::string> more;
  std::vector<std::string> fewer;
  int busiest = 0;
  for (int day = 0; day < 7; ++day) {
    c.rows.emplace_back(weekdays[day]);
    for (int hour = 0; hour < 24; ++hour) {
      const auto& cell = arrivals.at(day, hour);
      c.points.push_back({fmt::format("{:02}", hour), static_cast<double>(cell.n),
                          cell.signal > 0   ? "more"
                          : cell.signal < 0 ? "fewer"
                                            : ""});
      if (cell.signal > 0) more.push_back(cell_said(day, hour, cell));
      if (cell.signal < 0) fewer.push_back(cell_said(day, hour, cell));
      if (cell.n > arrivals.at(busiest / 24, busiest % 24).n) busiest = day * 24 + hour;
    }
  }
  if (arrivals.n == 0) {
    c.points.clear();
    c.rows.clear();
    c.finding = "No record says at which hour it was opened.";
    c.alt = c.finding;
    return c;
  }
  c.finding = fmt::format("Most are opened on {} from {:02}:00.", weekdays[busiest / 24], busiest % 24);
  const auto told = [&](const std::vector<std::string>& cells, const char* word) {
    if (cells.empty()) return;
    constexpr std::size_t most = 4;
    const std::vector<std::string> first(cells.begin(),
                                         cells.begin() + static_cast<std::ptrdiff_t>(std::min(most, cells.size())));
    c.finding += fmt::format(" {} than the hour and the weekday alone would make: {}{}.", word, listed(first),
                             cells.size() > most ? fmt::format(", and {} more cells", cells.size() - most) : "");
  };
  told(more, "More");
  told(fewer, "Fewer");
  if (more.empty() && fewer.empty())
    c.finding += " No hour of a weekday stands out beyond what hour and weekday alone would make.";
  c.alt = "Heat map. " + c.finding;
  return c;
}

}  // namespace debrief::templates
