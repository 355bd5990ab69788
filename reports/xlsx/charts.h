// Native charts of a workbook.
#pragma once

#include <string>

#include "templates/chart.h"

struct lxw_workbook;
struct lxw_worksheet;

namespace debrief::reports {

/// Puts charts on sheets; their figures go to the hidden sheet `_charts`, so that an editor can follow and restyle
/// them.
class SheetCharts {
 public:
  explicit SheetCharts(lxw_workbook* workbook) : workbook_(workbook) {}

  /// The chart with its top left corner at a cell. A timeline or heat map has no native kind and goes in as a
  /// picture.
  /// Charts without a value are left out. Returns the rows of 20 pixels it covers.
  int insert(lxw_worksheet* sheet, const templates::Chart& chart, int row, int column);

  /// True when `with_lines` has something to do.
  bool any_pareto() const { return pareto_; }

 private:
  lxw_worksheet* data();
  std::string range(int column, std::size_t points) const;

  lxw_workbook* workbook_;
  lxw_worksheet* data_ = nullptr;
  int next_ = 0;  // first free column of the sheet of figures
  bool pareto_ = false;
};

/// A finished workbook whose Pareto charts have their running share as a line on a second axis; the library that
/// writes the workbook cannot combine kinds (jmcnamara/libxlsxwriter#88).
std::string with_lines(const std::string& xlsx);

}  // namespace debrief::reports
