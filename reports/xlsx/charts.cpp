// Native charts of a workbook.

#include "reports/xlsx/charts.h"

#include <algorithm>
#include <cmath>

#include <xlsxwriter.h>

#include "base/text.h"
#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/markup.h"
#include "reports/package.h"
#include "reports/xlsx/native.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr const char* sheet_name = "_charts";

std::string text(std::string_view s, std::size_t most = 250) { return base::cut(one_line(s), most); }

/// True when a picture of the chart would show something.
bool has_content(const Chart& chart) {
  return !chart.moments.empty() || !chart.causes.empty() || !chart.spreads.empty() || !chart.tasks.empty() ||
         !chart.effects.empty() || std::any_of(chart.points.begin(), chart.points.end(), [](const ChartPoint& p) {
           return std::isfinite(p.value);
         });
}

}  // namespace

lxw_worksheet* SheetCharts::data() {
  if (data_ == nullptr) {
    data_ = workbook_add_worksheet(workbook_, sheet_name);
    worksheet_hide(data_);
  }
  return data_;
}

int SheetCharts::insert(lxw_worksheet* sheet, const Chart& chart, int row, int column) {
  if (!has_content(chart)) return 0;
  const std::string alt = text(chart.alt.empty() ? chart.finding : chart.alt, 1000);
  if (chart.kind == ChartKind::xmr && chart.moving_range) {
    // Two charts, one below the other: both can be edited, which a picture of the two could not.
    Chart values = chart;
    values.moving_range = false;
    const int above = insert(sheet, values, row, column);
    return above + insert(sheet, moving_range_of(chart), row + above, column);
  }
  if (!has_native(chart)) {
    const Scene scene = scene_of(chart);
    const std::string picture = png(scene, scene.width / 96, 192);
    lxw_image_options options{};
    options.description = const_cast<char*>(alt.c_str());
    worksheet_insert_image_buffer_opt(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                      reinterpret_cast<const unsigned char*>(picture.data()), picture.size(), &options);
    return static_cast<int>(scene.height / 20) + 2;
  }
  lxw_chart* native = native_chart(workbook_, data(), sheet_name, next_, chart, next_);
  unfinished_ = true;
  const double height = native_height(chart);
  lxw_chart_options options{};
  options.x_scale = 680.0 / 480;
  options.y_scale = height / 288;
  options.description = const_cast<char*>(alt.c_str());
  worksheet_insert_chart_opt(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), native, &options);
  return static_cast<int>(height / 20) + 1;
}

std::string with_lines(const std::string& xlsx) {
  std::vector<Part> parts = unpacked(xlsx);
  for (auto& [name, bytes] : parts) {
    if (name.starts_with("xl/charts/chart")) bytes = finished_chart(bytes);
  }
  return packed(parts);
}

}  // namespace debrief::reports
