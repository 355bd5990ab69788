// What the cells of each column of one table look like, so that a stranger among them can be told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace debrief::import {

/// Learnt from rows that fit; asked about cells of rows that do not.
class ColumnShapes {
 public:
  /// delimiter  of the file; a column whose cells never hold it is surprised by one that does
  explicit ColumnShapes(char delimiter = ',') : delimiter_(delimiter) {}

  /// One row that fits; all rows must be of one width.
  void learn(std::span<const std::string_view> cells);
  std::size_t rows() const { return rows_; }
  std::size_t columns() const { return columns_.size(); }

  /// How surprising the cell is in the column, in bits: under 2 for what is usual there, about 10 for what was never
  /// seen in a hundred rows.
  double bits(std::size_t column, std::string_view cell) const;
  /// Length in bytes of the longest cell seen.
  std::size_t longest(std::size_t column) const { return column < columns_.size() ? columns_[column].longest : 0; }
  /// True when under one cell of the column in twenty starts with a blank, or holds a quote.
  bool seldom_blank_first(std::size_t column) const { return seldom(column, &Column::blank_first); }
  bool seldom_quotes(std::size_t column) const { return seldom(column, &Column::with_quote); }

 private:
  struct Column {
    std::unordered_map<std::string, std::uint32_t> shapes;  // kind, outline and exact outline, told apart by a mark
    std::uint32_t blank_first = 0;
    std::uint32_t with_quote = 0;
    std::uint32_t with_delimiter = 0;
    std::size_t longest = 0;
  };
  bool seldom(std::size_t column, std::uint32_t Column::*count) const {
    return column < columns_.size() && columns_[column].*count * 20 < rows_;
  }

  char delimiter_;
  std::size_t rows_ = 0;
  std::vector<Column> columns_;
};

}  // namespace debrief::import
