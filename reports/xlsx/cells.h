// What goes into the cells of a workbook, and what formulas call them.
#pragma once

#include <string>
#include <string_view>

#include "templates/workbook.h"

struct lxw_format;
struct lxw_worksheet;

namespace debrief::reports {

/// Fit for a cell: without what a workbook cannot hold, and at most 32,000 bytes.
std::string cell_text(std::string_view s);

/// Writes a value; nothing for an empty one, whose cell looks as its column does. Days that Excel's calendar does not
/// have stand as text.
void write_value(lxw_worksheet* ws, int row, int column, const templates::SheetValue& value, lxw_format* format);

/// "$F$5"; row and column from 0.
std::string absolute(int row, int column);
/// "$F5": the column stays, the row moves.
std::string in_row(int row, int column);
/// A text as a formula writes it, quotes and all.
std::string formula_text(std::string_view s);

/// The column under that heading, -1 none.
int column_named(const templates::Sheet& sheet, std::string_view header);

}  // namespace debrief::reports
