// How wide and high the cells of a sheet are, and how it is printed.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "templates/workbook.h"

struct lxw_worksheet;

namespace debrief::reports {

/// In characters; a date that may read "Overdue 12 May 2026" needs room for it, or it shows as ###.
double column_width(const templates::Sheet& sheet, std::size_t column);

/// Points a row needs so that the texts that wrap in it can be read; 0 where one line is enough.
double row_height(const templates::Sheet& sheet, const std::vector<templates::SheetValue>& row);

/// True where the sheet goes over several pages across, each with its first column if that holds keys.
bool over_several_pages(const templates::Sheet& sheet);

/// One page wide where that can be read. A wider sheet goes on A3 over as few pages as it needs, with the key column
/// and the headings on each.
void set_up_pages(const templates::Sheet& sheet, lxw_worksheet* ws);

/// Margins, and the foot of each page with the workbook's title.
void set_page_ends(const std::string& title, lxw_worksheet* ws);

}  // namespace debrief::reports
