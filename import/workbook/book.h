// What the file formats of spreadsheet programs have in common: sheets, and the rows of each.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "import/workbook/sheet_row.h"

namespace debrief::import {

/// part  where its rows stand, in the format's own terms
struct Sheet {
  std::string name;
  std::string part;
  bool visible = true;
};

/// The rows of one sheet as they come out of the file. Rows without a filled cell are passed over.
class SheetRows {
 public:
  virtual ~SheetRows() = default;
  /// False after the last. `row` may be one given before: its memory serves again.
  virtual bool next(SheetRow& row) = 0;
};

/// A cell over several rows of one column, rows and columns as the rows of the sheet count them.
struct MergedCells {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::size_t column = 0;
};

/// Cells that were made one, first and last of each included.
struct CellRange {
  std::int64_t first_row = 0;
  std::int64_t last_row = 0;
  std::size_t first_column = 0;
  std::size_t last_column = 0;
};

class Book {
 public:
  virtual ~Book() = default;
  /// As receipts name it: "xlsx", "ods".
  virtual std::string_view format() const = 0;
  virtual const std::vector<Sheet>& sheets() const = 0;
  /// A number of the kind date counts days from 1904 instead of 1900.
  virtual bool epoch_1904() const = 0;
  /// Cells that span others; none of a sheet larger than people merge cells in by hand.
  virtual std::vector<CellRange> merged(const Sheet& sheet) const = 0;
  /// Those of one column that span rows.
  std::vector<MergedCells> merged_down(const Sheet& sheet) const {
    std::vector<MergedCells> out;
    for (const CellRange& r : merged(sheet)) {
      if (r.first_column == r.last_column && r.last_row > r.first_row)
        out.push_back({r.first_row, r.last_row, r.first_column});
    }
    return out;
  }
  virtual std::unique_ptr<SheetRows> rows(const Sheet& sheet) const = 0;
};

}  // namespace debrief::import
