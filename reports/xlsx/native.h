// Charts as Excel and Word draw them: what is plotted, and the chart of the library that writes workbooks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/chart.h"

struct lxw_chart;
struct lxw_workbook;
struct lxw_worksheet;

namespace debrief::reports {

/// True for bars (stacked too), Pareto, control and run charts with at least one value; the other kinds, and a control
/// chart with its moving ranges, are pictures.
bool has_native(const templates::Chart& chart);

/// One series as it is plotted: a value for each point, NaN where there is none.
struct PlottedSeries {
  std::string name;
  std::vector<double> values;
};

/// All that a native chart of this shows in numbers, the first series being the values themselves.
std::vector<PlottedSeries> plotted(const templates::Chart& chart);

/// The name above the column of labels.
std::string label_heading(const templates::Chart& chart);

/// A chart whose figures go to `sheet`: labels into `column`, one series into each column after it, names in row 1.
/// next  becomes the first free column
lxw_chart* native_chart(lxw_workbook* workbook, lxw_worksheet* sheet, std::string_view sheet_name, int column,
                        const templates::Chart& chart, int& next);

/// Height in pixels where the chart is 680 wide.
double native_height(const templates::Chart& chart);

/// A chart part with what the library cannot write: the running share of a Pareto chart as a line on axes of its own
/// (jmcnamara/libxlsxwriter#88), room beside lines for the words at their ends, and every setting that readers take
/// differently where it is left out. What is no XML comes back as it is.
std::string finished_chart(const std::string& chart_xml);

}  // namespace debrief::reports
