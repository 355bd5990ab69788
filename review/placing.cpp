// Rows to lines, fields to headings.

#include "review/placing.h"

#include <algorithm>
#include <limits>

namespace debrief::review {

namespace {

constexpr std::int64_t no_line = std::numeric_limits<std::int64_t>::min();

}  // namespace

Placing::Placing(const FileReading& file) : file_(file.file) {
  for (const ColumnReading& c : file.columns) {
    if (c.role.empty()) continue;
    headings_.try_emplace(c.role, c.name);
    headings_.try_emplace(c.role + "_at", c.name);
    if (c.role == "sla_breached") headings_.try_emplace("sla_met", c.name);
  }
}

void Placing::row_at(std::int64_t row, std::int64_t line) {
  const std::int64_t shift = line > 0 ? line - row : no_line;
  if (shifts_.empty() || shifts_.back().second != shift) shifts_.emplace_back(row, shift);
}

void Placing::settle(base::Issue& issue) const {
  issue.place.file = file_;
  if (const auto it = headings_.find(issue.place.column); it != headings_.end()) issue.place.column = it->second;
  if (issue.place.row <= 0 || issue.place.line > 0) return;
  const auto after = std::upper_bound(shifts_.begin(), shifts_.end(), issue.place.row,
                                      [](std::int64_t row, const auto& shift) { return row < shift.first; });
  if (after == shifts_.begin()) return;
  const std::int64_t shift = std::prev(after)->second;
  if (shift != no_line) issue.place.line = issue.place.row + shift;
}

}  // namespace debrief::review
