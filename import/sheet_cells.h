// What one cell of an action sheet says.
#pragma once

#include <optional>
#include <string>

#include "import/action_sheet.h"
#include "import/grid.h"

namespace debrief::import {

/// Reads cells of one grid as their columns take them: dates of the workbook's calendar or as people type them, words
/// of a closed list however they are spelt, plain numbers. What cannot be read carries its fault.
class CellReading {
 public:
  /// order  of numeric dates; unknown: the day first. A number past 12 is the day whatever the order
  CellReading(DayOrder order, bool epoch_1904) : order_(order), epoch_1904_(epoch_1904) {}

  void read(const GridCell& cell, const SheetField& field, review::ReturnedCell& out) const;
  /// The same for comparing; "" for what cannot be read.
  std::string text_of(const GridCell& cell, const SheetField& field) const;
  /// As a person sees it: a date of a workbook as a date.
  std::string shown(const GridCell& cell) const;

 private:
  std::optional<std::string> day_of_serial(double serial) const;
  std::optional<std::string> date_of(const GridCell& cell) const;
  void date(const GridCell& cell, std::string text, review::ReturnedCell& out) const;

  DayOrder order_;
  bool epoch_1904_;
};

}  // namespace debrief::import
