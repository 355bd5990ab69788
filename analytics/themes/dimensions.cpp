// What is known of incidents, as values that can be counted together.

#include <set>

#include "analytics/themes/arrivals.h"
#include "analytics/themes/combinations.h"

namespace debrief::analytics {

namespace {

constexpr int hours_in_band = 4;

Dimension of_labels(std::string name, const review::Labels& labels, std::span<const std::uint32_t> rows) {
  Dimension d{.name = std::move(name), .codes = {}, .values = labels.values};
  for (const std::uint32_t row : rows) d.codes.push_back(static_cast<std::int32_t>(labels.codes[row]));
  // Code 0 is "" and says nothing.
  for (std::int32_t& c : d.codes) {
    if (c == 0) c = -1;
  }
  return d;
}

Dimension of_hours(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                   const base::Zone& zone) {
  Dimension d{.name = "hours", .codes = {}, .values = {}};
  for (int from = 0; from < 24; from += hours_in_band) {
    const auto clock = [](int hour) { return (hour < 10 ? "0" : "") + std::to_string(hour) + ":00"; };
    d.values.push_back(clock(from) + " to " + clock(from + hours_in_band));
  }
  const bool no_midnight = midnight_is_no_time(incidents, rows, zone);
  for (const std::uint32_t row : rows) {
    const base::Ms at = incidents.opened[row];
    const base::Civil c = at == review::no_time ? base::Civil{} : zone.civil(at);
    const bool midnight = c.hour == 0 && c.minute == 0 && c.second == 0 && c.millisecond == 0;
    d.codes.push_back(at == review::no_time || (no_midnight && midnight) ? -1 : c.hour / hours_in_band);
  }
  return d;
}

Dimension of_weekdays(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                      const base::Zone& zone) {
  Dimension d{.name = "weekday",
              .codes = {},
              .values = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}};
  for (const std::uint32_t row : rows) {
    const base::Ms at = incidents.opened[row];
    d.codes.push_back(at == review::no_time ? -1 : base::weekday(zone.civil(at)));
  }
  return d;
}

}  // namespace

std::vector<Dimension> dimensions_of(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                                     std::span<const std::int32_t> theme_of,
                                     const std::vector<std::string>& theme_names, const base::Zone& zone) {
  std::vector<Dimension> all;
  if (!theme_of.empty()) {
    Dimension theme{.name = "theme", .codes = {}, .values = theme_names};
    for (const std::uint32_t row : rows) theme.codes.push_back(theme_of[row]);
    all.push_back(std::move(theme));
  }
  all.push_back(of_labels("team", incidents.team, rows));
  all.push_back(of_labels("category", incidents.category, rows));
  all.push_back(of_labels("channel", incidents.channel, rows));
  all.push_back(of_labels("priority", incidents.priority, rows));
  all.push_back(of_hours(incidents, rows, zone));
  all.push_back(of_weekdays(incidents, rows, zone));
  std::erase_if(all, [](const Dimension& d) {
    std::set<std::int32_t> used(d.codes.begin(), d.codes.end());
    used.erase(-1);
    return used.size() < 2;
  });
  return all;
}

}  // namespace debrief::analytics
