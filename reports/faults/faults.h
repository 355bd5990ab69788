// The fault workbook: rows of a log that had faults, with the cells to correct marked and explained.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::reports {

/// One fault. row as the spreadsheet shows it; heading "" marks the first cell of the row.
///
/// column  place of the cell in its row, from 0, where it is known; -1: found by its heading
struct CellFault {
  std::int64_t row = 0;
  std::string heading;
  std::string comment;   // what is wrong and what to do
  int column = -1;
};

/// Rows of a file that were read with faults, in file order.
///
/// key_heading  of the hidden column that says which row of the original file each row was
/// rows         cells as text, as read; shorter rows are filled up
struct FaultTable {
  std::vector<std::string> columns;
  std::string key_heading;
  struct Line {
    std::int64_t row = 0;
    std::vector<std::string> cells;
  };
  std::vector<Line> rows;
  std::vector<CellFault> faults;
};

/// A new workbook: headings, those rows, every cell at fault filled and commented, all cells text so that nothing
/// is changed by being opened, a frozen heading, and the hidden key column at the end. Throws base::Error
/// (cannot-draw: too many rows or columns for a worksheet; world's codes).
std::string fault_workbook(const FaultTable& table);

/// A copy of a person's own workbook in which the cells at fault are filled and commented, and a hidden key column
/// stands behind the last one. Every other part, style, formula, chart and sheet is as it was, byte for byte but for
/// the sheet, its comments and the list of styles.
///
/// sheet       its name; "" the first
/// header_row  where the headings stand
/// nullopt where the workbook is built in a way this does not edit (strict Open XML, a sheet part over 256 MB, parts
/// that are missing): a new workbook serves then.
std::optional<std::string> marked_workbook(std::string_view workbook, std::string_view sheet, std::int64_t header_row,
                                           std::string_view key_heading, const std::vector<CellFault>& faults);

}  // namespace debrief::reports
