// A file as its sheets show it: every cell in its place, nothing taken for a heading or a footnote.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/readers/reader.h"
#include "import/source.h"
#include "import/workbook/book.h"

namespace debrief::import {

/// kind     what a workbook says the value is; text in delimited files
/// formula  the value was worked out, or was to be
struct GridCell {
  std::string text;
  CellIs kind = CellIs::text;
  bool formula = false;
};

/// number  as a spreadsheet shows it, from 1
struct GridRow {
  std::int64_t number = 0;
  std::vector<GridCell> cells;
};

/// A sheet; rows without a filled cell are left out.
struct Grid {
  std::string name;  // "" of a delimited file
  bool visible = true;
  bool epoch_1904 = false;
  std::vector<GridRow> rows;
  std::vector<CellRange> merged;
};

/// For sheets that people fill in by hand. Throws base::Error: sheet-too-large (5) past 200,000 rows or 2 million
/// cells, and what opening a workbook or a delimited file throws.
std::vector<Grid> grids_of(const Source& source);

/// "F7".
std::string cell_name(std::int64_t row, std::size_t column);
/// "Actions!F7", "'To decide'!F7"; a delimited file has no sheet.
std::string cell_name(const Grid& grid, std::int64_t row, std::size_t column);

}  // namespace debrief::import
