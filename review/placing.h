// Where a fault found in records stands in the file they came from.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/issue.h"
#include "review/intake.h"

namespace debrief::review {

/// Knows the headings of a file by role, and the physical line of each of its rows.
class Placing {
 public:
  explicit Placing(const FileReading& file);

  /// Rows come in file order. Lines are kept only where they do not simply follow the row number, so a file
  /// without line breaks inside cells costs nothing. line  0 unknown, as in a workbook
  void row_at(std::int64_t row, std::int64_t line);

  /// Sets file and line, and the heading in place of a field's key ("resolved_at" becomes "Solved on").
  void settle(base::Issue& issue) const;

 private:
  std::string file_;
  std::map<std::string, std::string, std::less<>> headings_;      // by key of a field
  std::vector<std::pair<std::int64_t, std::int64_t>> shifts_;     // from that row on, line minus row
};

}  // namespace debrief::review
