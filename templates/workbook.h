// A workbook as a value: sheets of typed tables.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "templates/chart.h"

namespace debrief::templates {

/// A date (midnight) or date-time on the reader's wall clock, as ms of that clock taken as UTC.
struct SheetDate {
  std::int64_t wall_ms = 0;
};
using SheetValue = std::variant<std::monostate, std::string, double, SheetDate>;

enum class SheetType : std::uint8_t { text, number, date, date_time, share, duration_hours, key };

struct SheetColumn {
  std::string header;               // unique in the sheet, not empty
  SheetType type = SheetType::text;
  double width = 14;                // characters
  std::vector<std::string> choices; // drop-down list, empty for none
  bool hidden = false;
  std::string hint;                 // shown when the cell is selected
  bool carried = false;             // hidden, but stands in comma-separated files too: what is taken back needs it
};

/// A note at a cell: `row` counts the rows of the table from 0.
struct SheetComment {
  std::size_t row = 0;
  std::string column;               // header
  std::string text;
};

/// Rows where `column` (header) reads `equals` get that look; `rule` "overdue": a date column before today
/// in a row whose `status_column` is none of `done`.
struct SheetHighlight {
  std::string rule;                 // overdue | equals
  std::string column;
  std::string equals;
  std::string status_column;
  std::vector<std::string> done;
};

/// A sheet with one table. `table` names it (letters, digits, underscores).
struct Sheet {
  std::string name;                 // at most 31 characters, none of []:*?/\'
  std::string title;                // line above the table
  std::vector<std::string> notes;   // lines under the title
  std::string table;
  std::vector<SheetColumn> columns;
  std::vector<std::vector<SheetValue>> rows;
  std::vector<SheetHighlight> highlights;
  std::vector<SheetComment> comments;
  std::vector<Chart> charts;
  bool hidden = false;
};

struct Workbook {
  std::string title;
  std::string subject;
  std::string author;
  std::int64_t created_ms = 0;      // ms since 1970 UTC, from the clock passed in
  std::string id;                   // as Meta::id
  std::int64_t today_ms = 0;        // wall-clock day it was written on; the overdue rule takes the day it is opened
  std::vector<Sheet> sheets;
};

}  // namespace debrief::templates
