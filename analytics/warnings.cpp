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

base::Ms end_of(const review::IncidentColumns& t, std::uint32_t row) {
  const base::Ms end = t.closed[row] != review::no_time ? t.closed[row] : t.resolved[row];
  return end != review::no_time && end >= t.opened[row] ? end : review::no_time;
}

std::vector<base::Ms> ends_of(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  std::vector<base::Ms> ends;
  ends.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (const base::Ms end = end_of(t, row); end != review::no_time) ends.push_back(end);
  }
  return ends;
}

bool selected(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  // With more than one in 200 not ended it is not; often a look at the first of them tells.
  std::size_t not_ended = 0;
  for (const std::uint32_t row : rows) {
    not_ended += end_of(t, row) == review::no_time ? 1 : 0;
    if (not_ended * 200 > rows.size()) return false;
  }
  std::vector<base::Ms> opened;
  opened.reserve(rows.size());
  for (const std::uint32_t row : rows) opened.push_back(t.opened[row]);
  return review::selected_by_end(opened, ends_of(t, rows));
}

/// The time in which 99 in 100 end.
std::optional<base::Ms> long_run(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  std::vector<base::Ms> took;
  took.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    if (const base::Ms end = end_of(t, row); end != review::no_time) took.push_back(end - t.opened[row]);
  }
  if (took.empty()) return std::nullopt;
  const auto at = took.begin() + static_cast<std::ptrdiff_t>((took.size() - 1) * 99 / 100);
  std::nth_element(took.begin(), at, took.end());
  return *at;
}

Selection selection_of(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  std::vector<base::Ms> ends = ends_of(t, rows);
  std::sort(ends.begin(), ends.end());
  const std::size_t stray = rows.size() / 200;  // as in review::selected_by_end
  const base::Ms first = ends[std::min(stray, ends.size() - 1)];
  const base::Ms last = ends[ends.size() - 1 - std::min(stray, ends.size() - 1)];
  return {.from = first, .until = last - long_run(t, rows).value_or(0)};
}

}  // namespace

std::optional<Selection> selection_by_closing_date(const review::IncidentColumns& t,
                                                   std::span<const std::uint32_t> rows) {
  if (selected(t, rows)) return selection_of(t, rows);
  if (t.source.values.size() <= 2) return std::nullopt;
  // One extract so selected bends the whole, even where another source beside it is complete.
  std::vector<std::vector<std::uint32_t>> by_source(t.source.values.size());
  for (const std::uint32_t row : rows) by_source[t.source.codes[row]].push_back(row);
  std::optional<Selection> narrowest;
  for (const auto& of_source : by_source) {
    if (of_source.size() * 10 < rows.size() || !selected(t, of_source)) continue;
    const Selection s = selection_of(t, of_source);
    narrowest = narrowest ? Selection{std::max(narrowest->from, s.from), std::min(narrowest->until, s.until)} : s;
  }
  return narrowest;
}

Selection narrowed(const review::IncidentColumns& t, std::span<const std::uint32_t> rows, const Selection& whole) {
  const auto run = long_run(t, rows);
  if (!run) return whole;
  const std::vector<base::Ms> ends = ends_of(t, rows);
  const base::Ms last = *std::max_element(ends.begin(), ends.end());
  return {.from = whole.from, .until = std::min(whole.until, last - *run)};
}

bool selected_by_closing_date(const review::IncidentColumns& t, std::span<const std::uint32_t> rows) {
  return selection_by_closing_date(t, rows).has_value();
}

}  // namespace debrief::analytics
