// One row of a sheet as it was read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "import/readers/reader.h"

namespace debrief::import {

/// No spreadsheet program writes more columns.
inline constexpr std::size_t most_columns = 16384;

/// A row in two pieces of memory that are used again: texts that outlive it are pointed at, all else stands in `own`.
class SheetRow {
 public:
  std::int64_t number = 0;

  void clear(std::int64_t n) {
    number = n;
    own_.clear();
    cells_.clear();
    formulas_.clear();
  }
  bool empty() const { return cells_.empty(); }
  std::size_t size() const { return cells_.size(); }
  std::string_view cell(std::size_t c) const {
    const Cell& k = cells_[c];
    return k.shared != nullptr ? std::string_view(k.shared, k.size) : std::string_view(own_).substr(k.from, k.size);
  }
  CellIs kind(std::size_t c) const { return cells_[c].kind; }

  void put(std::size_t c, std::string_view value, CellIs kind) {
    Cell& k = at(c);
    k = {nullptr, own_.size(), value.size(), kind};
    own_ += value;
  }
  /// The cell is worked out by a formula, whatever value was saved with it.
  void is_formula(std::size_t c) { formulas_.push_back(c); }
  /// Columns of such cells, from left to right.
  const std::vector<std::size_t>& formulas() const { return formulas_; }
  /// The text must outlive the row.
  void point_at(std::size_t c, std::string_view text) { at(c) = {text.data(), 0, text.size(), CellIs::text}; }

 private:
  struct Cell {
    const char* shared = nullptr;
    std::size_t from = 0;
    std::size_t size = 0;
    CellIs kind = CellIs::text;
  };
  Cell& at(std::size_t c) {
    if (cells_.size() <= c) cells_.resize(c + 1);
    return cells_[c];
  }
  std::string own_;
  std::vector<Cell> cells_;
  std::vector<std::size_t> formulas_;
};

}  // namespace debrief::import
