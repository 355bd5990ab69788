// Notes (comments) of a worksheet: the texts, and the shapes old and new programs show them in.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reports/package.h"

namespace debrief::reports {

/// A cell by row and column, both from 0.
using CellAt = std::pair<int, int>;

/// "AB12".
std::string cell_name(CellAt at);
/// nullopt-like {-1, -1} for what is no cell.
CellAt cell_named(std::string_view name);

/// The part with the texts: `existing` with these added (text goes behind what a cell's note says already), or a new
/// one where it is empty. Gives the cells that had no note before. `bytes` is left as it is where it is no XML.
std::vector<CellAt> add_note_texts(std::string& bytes, const std::map<CellAt, std::string>& notes);

/// The part with the shapes: `existing` with one more for each cell, or a new one.
///
/// block  number of the id block a new part may use; other sheets have their own
std::string with_note_shapes(std::string existing, const std::vector<CellAt>& cells, int block);

}  // namespace debrief::reports
