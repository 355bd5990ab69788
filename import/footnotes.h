// Rows that stand under a table and are no part of it.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace debrief::import {

/// How many rows in a row may be footnotes; more are data.
inline constexpr std::size_t longest_footnote = 30;

/// Under fewer full rows a sparse one is a row like others, not a footnote.
inline constexpr std::size_t fewest_rows_with_footnotes = 2;

/// "Total", "Grand total:", "Summe", "Average" … in a cell by itself or before more words of the kind.
bool names_a_total(std::string_view cell);

/// A word for a total or an average anywhere in the text: "Support total", "Итого за день", "Zwischensumme Montag".
bool mentions_a_total(std::string_view cell);

/// A row with nothing but a text in its first cell, an empty one, or a total. It is a footnote only if no full row
/// follows.
///
/// width  columns of the table; tables of one or two columns have no footnotes that could be told apart
bool may_be_footnote(std::span<const std::string_view> cells, std::size_t width);

/// A lone first cell at the very end of a file that looks like the keys above it: a row that was cut off, no footnote.
///
/// key  first cell of the row before
bool may_be_cut_row(std::string_view first, std::string_view key);

}  // namespace debrief::import
