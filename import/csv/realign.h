// A row that does not fit the table's columns, put right where the other rows leave no doubt how.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/csv/records.h"
#include "import/csv/shapes.h"

namespace debrief::import {

/// what  for a person: "the cells are parted by blanks instead of commas", "a delimiter too many after cell 3"
struct Realigned {
  std::vector<std::string> cells;
  std::string what;
};

/// Another reading of the row in which every cell is at home in its column: cut by another delimiter, with a delimiter
/// too many left out, a missing one put in, or a delimiter inside a cell taken as text.
///
/// raw    the record without its line end
/// cells  as it is read by the rules
/// Nothing when no other reading is clearly likelier, or when too few rows are known to judge.
std::optional<Realigned> realigned(std::string_view raw, const std::vector<std::string_view>& cells,
                                   const Dialect& dialect, const ColumnShapes& shapes);

/// Every way the record can be cut otherwise into `width` cells: by another delimiter, at quotes that meet inside a
/// cell, without empty cells. For a heading row, of whose cells nothing is known but their number.
std::vector<std::vector<std::string>> cuts_of(std::string_view raw, const Dialect& dialect, std::size_t width);

}  // namespace debrief::import
