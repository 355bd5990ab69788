// What happened when, on lanes, with the silences between messages.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/words.h"

namespace debrief::templates {

Chart timeline_chart(std::string title, std::string finding, std::vector<ChartMoment> moments, const base::Zone& zone) {
  std::stable_sort(moments.begin(), moments.end(),
                   [](const ChartMoment& a, const ChartMoment& b) { return a.from_ms < b.from_ms; });
  Chart c;
  c.kind = ChartKind::timeline;
  c.title = std::move(title);
  c.finding = std::move(finding);
  c.zone = zone.name();
  c.x_title = "Time, " + zone.name();
  c.alt = "Timeline. " + c.finding;
  if (!moments.empty()) {
    std::vector<std::string> lanes;
    std::map<std::string, std::int64_t> counts;
    for (const auto& m : moments) {
      const auto [lane, fresh] = counts.emplace(m.lane, 0);
      if (fresh) lanes.push_back(m.lane);
      if (m.mark != "silence" && m.from_ms == m.until_ms) ++lane->second;  // a time without a message is no entry
    }
    c.alt += fmt::format(
        " From {} to {}. Entries by lane:", base::plain_time(moments.front().from_ms, zone),
        base::plain_time(std::max_element(moments.begin(), moments.end(),
                                          [](const auto& a, const auto& b) { return a.until_ms < b.until_ms; })
                             ->until_ms,
                         zone));
    for (std::size_t i = 0; i < lanes.size(); ++i) {
      c.alt += fmt::format("{} {} {}", i == 0 ? "" : ",", lanes[i], counts[lanes[i]]);
    }
    c.alt += ".";
    for (const auto& m : moments) {
      const auto time = [&](std::int64_t at) {
        const base::Civil t = zone.civil(at);
        return fmt::format("{:02}:{:02}", t.hour, t.minute);
      };
      if (m.mark == "silence")
        c.alt += fmt::format(" {}: {}, {} to {}.", m.lane, m.label, time(m.from_ms), time(m.until_ms));
      if (m.mark == "late") c.alt += fmt::format(" {}: {}.", m.lane, m.label);
    }
  }
  c.moments = std::move(moments);
  return c;
}

}  // namespace debrief::templates
