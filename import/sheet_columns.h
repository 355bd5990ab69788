// Where the columns of an action sheet stand after people have worked in it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "import/action_sheet.h"
#include "import/grid.h"

namespace debrief::import {

/// header_at  which row of the grid is the heading
/// at         field -> its columns; more than one where the same heading stands twice
/// headings   as the file has them
/// ignored    columns that belong to no field
struct SheetColumns {
  std::size_t header_at = 0;
  std::map<std::string, std::vector<std::size_t>> at;
  std::vector<std::string> headings;
  std::set<std::size_t> ignored;
  std::vector<review::SheetNote> notes;

  /// The first column of a field.
  std::optional<std::size_t> column(const std::string& field) const;
};

/// nullopt where no row looks like the heading. Fields "key", "base" and "sheet" are looked for besides those named.
std::optional<SheetColumns> locate_columns(const Grid& grid, const std::vector<SheetField>& fields);

/// Finds fields that are still missing among the columns nothing was found for, by what stands in them and by their
/// place.
///
/// base_of  what a row said when the sheet went out
void find_renamed(SheetColumns& columns, const Grid& grid, const std::vector<SheetField>& fields,
                  const std::function<std::optional<review::SheetFields>(const GridRow&)>& base_of,
                  const std::function<std::string(const GridCell&, const SheetField&)>& text_of);

/// True for a row that is the heading over again.
bool is_heading_again(const SheetColumns& columns, const GridRow& row);

}  // namespace debrief::import
