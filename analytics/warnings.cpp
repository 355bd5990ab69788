// What the shape of an extract says.

#include "analytics/warnings.h"

#include <algorithm>

#include "analytics/ended.h"

namespace debrief::analytics {

std::optional<base::Ms> openings_end(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  if (rows.size() < 2 || t.as_of == review::no_time) return std::nullopt;
  std::vector<base::Ms> gaps;
  gaps.reserve(rows.size() - 1);
  for (std::size_t i = 1; i < rows.size(); ++i) gaps.push_back(t.opened[rows[i]] - t.opened[rows[i - 1]]);
  const auto usual = gaps.begin() + static_cast<std::ptrdiff_t>((gaps.size() - 1) * 99 / 100);
  std::nth_element(gaps.begin(), usual, gaps.end());
  const base::Ms last = t.opened[rows.back()];
  const base::Ms silence = std::max(10 * *usual, 3 * base::day_ms);
  if (t.as_of - last <= silence) return std::nullopt;
  return last;
}

bool selected_by_closing_date(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  if (rows.size() < 30) return false;
  std::vector<base::Ms> ends;
  ends.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    const base::Ms end = t.closed[row] != review::no_time ? t.closed[row] : t.resolved[row];
    if (end != review::no_time && end >= t.opened[row]) ends.push_back(end);
  }
  if (ends.size() * 200 < rows.size() * 199) return false;
  // A few stray rows at either end must not decide.
  const std::size_t stray = rows.size() / 200;
  const auto nth = ends.begin() + static_cast<std::ptrdiff_t>(std::min(stray, ends.size() - 1));
  std::nth_element(ends.begin(), nth, ends.end());
  const base::Ms first_end = *nth;
  const base::Ms last_opening = t.opened[rows[rows.size() - 1 - stray]];
  const auto before =
      std::count_if(rows.begin(), rows.end(), [&](std::uint32_t row) { return t.opened[row] < first_end; });
  const auto after = std::count_if(ends.begin(), ends.end(), [&](base::Ms end) { return end > last_opening; });
  const auto n = static_cast<std::ptrdiff_t>(rows.size());
  return before * 50 >= n && before >= 3 * after;
}

}  // namespace debrief::analytics
