// Widths of a table's columns on paper.
#pragma once

#include <vector>

#include "templates/document.h"

namespace debrief::reports {

/// Widths that add up to `total` points: from the shares asked for, or by content, to where the table is least high.
/// A column keeps room for its longest word, as far as there is any, three fifths of what was asked for it, and all of
/// that where it is empty, for writing by hand.
///
/// size  of the text in points; side  room left and right of a cell's text
std::vector<double> column_widths(const templates::Table& table, double total, double size, double side);

}  // namespace debrief::reports
