// Where a table starts, and what its columns are called.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace debrief::import {

/// One row of the sample at the start of a table. `cells` as text; `typed` (may be empty) marks cells a workbook
/// holds as numbers or dates.
struct SampleRow {
  std::int64_t number = 0;
  std::vector<std::string> cells;
  std::vector<bool> typed;
};

/// first    index of the first heading row in the sample; -1 when the table has none
/// rows     heading rows (names over two rows are joined by a blank)
/// data     index of the first data row in the sample
/// columns  names; made up where there is no heading
/// above    cells of the rows above the heading; days of a workbook as 2026-03-16
/// other_above  another table stands above the heading, from sample row `passed` on
/// confidence, evidence  how sure, 0 to 1, and why
struct Heading {
  std::ptrdiff_t first = -1;
  std::size_t rows = 0;
  std::size_t data = 0;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> above;
  bool other_above = false;
  std::size_t passed = 0;
  double confidence = 0;
  std::string evidence;
};

/// Rows above that fill under half of the table's width are titles. A heading row's cells differ in kind from those
/// below: words above numbers and dates, or words that name columns of a log.
///
/// none  a person said there is no heading row
Heading heading_of(const std::vector<SampleRow>& rows, bool none);

/// True when the text is a heading this build knows a role for.
bool is_known_heading(const std::string& heading);

}  // namespace debrief::import
