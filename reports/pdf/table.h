// A table's rows as pieces.
#pragma once

#include <vector>

#include "reports/pdf/flow.h"

namespace debrief::reports {

/// A page holds no more columns than this; Word neither.
inline constexpr std::size_t widest_table = 63;

/// One piece for each row, header rows first and marked so; a row higher than most of a page is parted between lines.
/// The table must have 1 to widest_table columns. A table without rows says so in one.
///
/// element       the Table element
/// least_height  of each body row, for tables that are filled in by hand
/// small         in smaller letters, as in appendices, which are looked up in rather than read
std::vector<PdfPiece> table_pieces(const templates::Table& table, const Typesetter& setter, Element* element,
                                   double left, double width, double page_height, double least_height, bool small);

}  // namespace debrief::reports
