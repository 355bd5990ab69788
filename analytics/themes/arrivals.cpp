// Openings by hour and weekday.

#include "analytics/themes/arrivals.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analytics/numbers/adjust.h"
#include "analytics/numbers/association.h"
#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

constexpr double level = 0.05;

bool at_midnight(const base::Civil& c) { return c.hour == 0 && c.minute == 0 && c.second == 0 && c.millisecond == 0; }

/// Twice the smaller mid-p tail of the hypergeometric distribution, at most 1.
double mid_p(std::int64_t n, std::int64_t all, std::int64_t marked, std::int64_t drawn) {
  const double at_least = hypergeometric_at_least(n, all, marked, drawn);
  const double over = hypergeometric_at_least(n + 1, all, marked, drawn);
  const double half = (at_least - over) / 2;
  return std::clamp(2 * std::min(over + half, 1 - at_least + half), 0.0, 1.0);
}

}  // namespace

bool midnight_is_no_time(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                         const base::Zone& zone) {
  std::int64_t midnight = 0;
  std::int64_t all = 0;
  for (const std::uint32_t row : rows) {
    if (incidents.opened[row] == review::no_time) continue;
    ++all;
    if (at_midnight(zone.civil(incidents.opened[row]))) ++midnight;
  }
  return midnight * 50 > all;
}

Arrivals arrivals(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                  const base::Zone& zone) {
  Arrivals out;
  const bool no_midnight = midnight_is_no_time(incidents, rows, zone);
  CrossTable table{7, 24, std::vector<std::int64_t>(7 * 24, 0)};
  std::array<std::int64_t, 7> of_day{};
  std::array<std::int64_t, 24> of_hour{};
  for (const std::uint32_t row : rows) {
    const base::Ms at = incidents.opened[row];
    const base::Civil c = at == review::no_time ? base::Civil{} : zone.civil(at);
    if (at == review::no_time || (no_midnight && at_midnight(c))) {
      ++out.without;
      continue;
    }
    const auto day = static_cast<std::size_t>(base::weekday(c));
    const auto hour = static_cast<std::size_t>(c.hour);
    ++table.counts[day * 24 + hour];
    ++of_day[day];
    ++of_hour[hour];
    ++out.n;
  }
  if (out.n == 0) return out;
  const Independence independent = independence(table);
  std::vector<double> p;
  for (std::size_t i = 0; i < out.cells.size(); ++i) {
    ArrivalCell& cell = out.cells[i];
    cell.n = table.counts[i];
    const std::int64_t day = of_day[i / 24];
    const std::int64_t hour = of_hour[i % 24];
    cell.expected = static_cast<double>(day) * static_cast<double>(hour) / static_cast<double>(out.n);
    cell.residual = independent.residuals[i];
    p.push_back(day > 0 && hour > 0 ? mid_p(cell.n, out.n, day, hour) : 1);
  }
  const std::vector<double> q = adjusted(p, Adjustment::holm);
  for (std::size_t i = 0; i < out.cells.size(); ++i) {
    ArrivalCell& cell = out.cells[i];
    cell.q = q[i];
    if (cell.q <= level && std::fabs(cell.residual) > 2) cell.signal = cell.residual > 0 ? 1 : -1;
  }
  return out;
}

}  // namespace debrief::analytics
