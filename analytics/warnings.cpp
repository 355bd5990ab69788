// What the shape of an extract says.

#include "analytics/warnings.h"

#include <algorithm>

#include "analytics/ended.h"
#include "review/whole_file.h"

namespace debrief::analytics {

std::optional<base::Ms> openings_end(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  if (rows.size() < 2 || t.as_of == review::no_time || t.as_of - t.opened[rows.back()] <= 3 * base::day_ms)
    return std::nullopt;
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

namespace {

bool selected(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  // With more than one in 200 not ended it is not; often a look at the first of them tells.
  std::size_t not_ended = 0;
  for (const std::uint32_t row : rows) {
    const base::Ms end = t.closed[row] != review::no_time ? t.closed[row] : t.resolved[row];
    not_ended += end == review::no_time || end < t.opened[row] ? 1 : 0;
    if (not_ended * 200 > rows.size()) return false;
  }
  std::vector<base::Ms> opened;
  std::vector<base::Ms> ends;
  opened.reserve(rows.size());
  ends.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    opened.push_back(t.opened[row]);
    const base::Ms end = t.closed[row] != review::no_time ? t.closed[row] : t.resolved[row];
    if (end != review::no_time && end >= t.opened[row]) ends.push_back(end);
  }
  return review::selected_by_end(opened, std::move(ends));
}

}  // namespace

bool selected_by_closing_date(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  if (selected(t, rows)) return true;
  if (t.source.values.size() <= 2) return false;
  // One extract so selected bends the whole, even where another source beside it is complete.
  std::vector<std::vector<std::uint32_t>> by_source(t.source.values.size());
  for (const std::uint32_t row : rows) by_source[t.source.codes[row]].push_back(row);
  return std::any_of(by_source.begin(), by_source.end(), [&](const auto& of_source) {
    return of_source.size() * 10 >= rows.size() && selected(t, of_source);
  });
}

}  // namespace debrief::analytics
