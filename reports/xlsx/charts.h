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

  /// The chart with its top left corner at a cell. Kinds that Excel does not have go in as pictures; a control chart
  /// with its moving ranges as two charts. Charts without a value are left out. Returns the rows of 20 pixels it covers.
  int insert(lxw_worksheet* sheet, const templates::Chart& chart, int row, int column);

  /// True when `with_lines` has something to do.
  bool any_pareto() const { return unfinished_; }

 private:
  lxw_worksheet* data();

  lxw_workbook* workbook_;
  lxw_worksheet* data_ = nullptr;
  int next_ = 0;  // first free column of the sheet of figures
  bool unfinished_ = false;
};

/// A workbook whose charts have what the library that writes it cannot do (see finished_chart).
std::string with_lines(const std::string& xlsx);

}  // namespace debrief::reports
