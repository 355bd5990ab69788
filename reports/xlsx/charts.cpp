// Native charts of a workbook.

#include "reports/xlsx/charts.h"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>
#include <xlsxwriter.h>

#include "base/text.h"
#include "reports/charts/axes.h"
#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/markup.h"
#include "reports/package.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr const char* sheet_name = "_charts";
constexpr std::string_view running_share = "Running share";

lxw_color_t colour(Ink ink) {
  return static_cast<lxw_color_t>(std::stoul(std::string(colour_of(ink).substr(1)), nullptr, 16));
}

std::string text(std::string_view s, std::size_t most = 250) { return base::cut(one_line(s), most); }

/// How a series is drawn: a line, only markers, or bars.
struct Look {
  Ink ink = Ink::data;
  double width = 2;
  std::uint8_t dash = LXW_CHART_LINE_DASH_SOLID;
  std::uint8_t marker = LXW_CHART_MARKER_NONE;
  bool line = true;
  bool bars = false;
};

void apply(lxw_chart_series* series, const Look& look) {
  lxw_chart_line line{};
  line.color = colour(look.ink);
  line.width = static_cast<float>(look.width);
  line.dash_type = look.dash;
  line.none = look.line ? 0 : 1;
  if (!look.bars) chart_series_set_line(series, &line);
  lxw_chart_fill fill{};
  fill.color = colour(look.ink);
  if (look.bars) {
    chart_series_set_fill(series, &fill);
    return;
  }
  chart_series_set_marker_type(series, look.marker);
  if (look.marker != LXW_CHART_MARKER_NONE) {
    lxw_chart_line edge{};
    edge.color = colour(look.ink);
    chart_series_set_marker_size(series, look.line ? 5 : 8);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &edge);
  }
}

struct Series {
  std::string name;
  std::vector<double> values;  // NaN: no cell
  Look look;
};

std::vector<Series> series_of(const Chart& chart) {
  const double nothing = std::nan("");
  const std::size_t n = chart.points.size();
  std::vector<Series> out;
  const bool bars = chart.kind == ChartKind::bar || chart.kind == ChartKind::pareto;
  Series main{
      chart.y_title.empty() ? (chart.unit.empty() || chart.unit == "%" ? "Value" : chart.unit) : chart.y_title, {}, {}};
  main.look = {Ink::data, 2, LXW_CHART_LINE_DASH_SOLID, LXW_CHART_MARKER_CIRCLE, true, bars};
  double total = 0;
  for (const ChartPoint& p : chart.points) {
    main.values.push_back(p.value);
    if (std::isfinite(p.value) && p.value > 0) total += p.value;
  }
  out.push_back(main);
  if (chart.kind == ChartKind::pareto) {
    Series share{std::string(running_share),
                 {},
                 {Ink::outside, 2, LXW_CHART_LINE_DASH_SOLID, LXW_CHART_MARKER_DIAMOND, true, false}};
    double running = 0;
    for (const ChartPoint& p : chart.points) {
      if (std::isfinite(p.value) && p.value > 0) running += p.value;
      share.values.push_back(total > 0 ? running / total : nothing);
    }
    out.push_back(share);
  }
  if (bars) return out;

  const auto level = [&](std::string name, const Look& look, auto value_of) {
    Series s{std::move(name), std::vector<double>(n, nothing), look};
    bool any = false;
    for (const ChartLimits& l : chart.limits) {
      for (std::size_t i = l.from; i < std::min(l.until, n); ++i) {
        s.values[i] = value_of(l);
        any = any || std::isfinite(s.values[i]);
      }
    }
    if (any) out.push_back(std::move(s));
  };
  level(chart.kind == ChartKind::run ? "Median" : "Average", {Ink::centre, 1.5},
        [](const ChartLimits& l) { return l.centre; });
  const Look limit{Ink::limit, 1.5, LXW_CHART_LINE_DASH_DASH};
  level("Upper limit", limit, [&](const ChartLimits& l) { return l.upper.value_or(nothing); });
  level("Lower limit", limit, [&](const ChartLimits& l) { return l.lower.value_or(nothing); });
  if (chart.target)
    out.push_back({"Target", std::vector<double>(n, *chart.target), {Ink::target, 1.5, LXW_CHART_LINE_DASH_DASH_DOT}});
  for (const auto& [mark, shape, ink] :
       {std::tuple<std::string_view, std::uint8_t, Ink>{"outside", LXW_CHART_MARKER_DIAMOND, Ink::outside},
        {"shift", LXW_CHART_MARKER_SQUARE, Ink::pattern},
        {"trend", LXW_CHART_MARKER_TRIANGLE, Ink::pattern},
        {"two-in-three", LXW_CHART_MARKER_X, Ink::pattern},
        {"partial", LXW_CHART_MARKER_PLUS, Ink::data}}) {
    Series s{std::string(point_mark_words(mark)),
             std::vector<double>(n, nothing),
             {ink, 1, LXW_CHART_LINE_DASH_SOLID, shape, false}};
    bool any = false;
    for (std::size_t i = 0; i < n; ++i) {
      if (chart.points[i].mark != mark || !std::isfinite(chart.points[i].value)) continue;
      s.values[i] = chart.points[i].value;
      any = true;
    }
    if (any) out.push_back(std::move(s));
  }
  return out;
}

}  // namespace

lxw_worksheet* SheetCharts::data() {
  if (data_ == nullptr) {
    data_ = workbook_add_worksheet(workbook_, sheet_name);
    worksheet_hide(data_);
  }
  return data_;
}

std::string SheetCharts::range(int column, std::size_t points) const {
  char cells[LXW_MAX_CELL_RANGE_LENGTH];
  lxw_rowcol_to_range_abs(cells, 1, static_cast<lxw_col_t>(column), static_cast<lxw_row_t>(points),
                          static_cast<lxw_col_t>(column));
  return fmt::format("='{}'!{}", sheet_name, cells);
}

int SheetCharts::insert(lxw_worksheet* sheet, const Chart& chart, int row, int column) {
  const std::string alt = text(chart.alt.empty() ? chart.finding : chart.alt, 1000);
  const bool heatmap = chart.kind == ChartKind::heatmap;
  if (chart.kind == ChartKind::timeline || heatmap) {
    if (heatmap ? chart.points.empty() : chart.moments.empty()) return 0;
    const Scene scene = scene_of(chart);
    const std::string picture = png(scene, scene.width / 96, 192);
    lxw_image_options options{};
    options.description = const_cast<char*>(alt.c_str());
    worksheet_insert_image_buffer_opt(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column),
                                      reinterpret_cast<const unsigned char*>(picture.data()), picture.size(), &options);
    return static_cast<int>(scene.height / 20) + 2;
  }
  if (std::none_of(chart.points.begin(), chart.points.end(), [](const auto& p) { return std::isfinite(p.value); }))
    return 0;

  lxw_worksheet* figures = data();
  const int labels = next_;
  worksheet_write_string(figures, 0, static_cast<lxw_col_t>(labels),
                         text(chart.x_title.empty() ? chart.title : chart.x_title).c_str(), nullptr);
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    worksheet_write_string(figures, static_cast<lxw_row_t>(i + 1), static_cast<lxw_col_t>(labels),
                           text(chart.points[i].label).c_str(), nullptr);
  }
  const std::uint8_t kind = chart.kind == ChartKind::bar      ? LXW_CHART_BAR
                            : chart.kind == ChartKind::pareto ? LXW_CHART_COLUMN
                                                              : LXW_CHART_LINE;
  lxw_chart* native = workbook_add_chart(workbook_, kind);
  int at = labels;
  for (const Series& s : series_of(chart)) {
    ++at;
    worksheet_write_string(figures, 0, static_cast<lxw_col_t>(at), text(s.name).c_str(), nullptr);
    for (std::size_t i = 0; i < s.values.size(); ++i) {
      if (std::isfinite(s.values[i]))
        worksheet_write_number(figures, static_cast<lxw_row_t>(i + 1), static_cast<lxw_col_t>(at), s.values[i],
                               nullptr);
    }
    lxw_chart_series* series =
        chart_add_series(native, range(labels, chart.points.size()).c_str(), range(at, chart.points.size()).c_str());
    chart_series_set_name_range(series, sheet_name, 0, static_cast<lxw_col_t>(at));
    apply(series, s.look);
    if (s.look.bars) chart_series_set_labels(series);
  }
  next_ = at + 2;
  pareto_ = pareto_ || chart.kind == ChartKind::pareto;

  chart_title_set_name(native, text(chart.title).c_str());
  lxw_chart_font font{};
  font.bold = LXW_TRUE;
  font.size = 13;
  chart_title_set_name_font(native, &font);
  if (!chart.x_title.empty()) chart_axis_set_name(native->x_axis, text(chart.x_title).c_str());
  const std::string y = axis_words(chart.y_title, chart.unit);
  if (!y.empty()) chart_axis_set_name(native->y_axis, text(y).c_str());
  if (chart.unit == "%") chart_axis_set_num_format(kind == LXW_CHART_BAR ? native->x_axis : native->y_axis, "0\"%\"");
  lxw_chart_line grid{};
  grid.color = colour(Ink::grid);
  grid.width = 0.75F;
  if (kind == LXW_CHART_BAR) {
    chart_axis_set_reverse(native->y_axis);
    chart_series_set_labels(STAILQ_FIRST(native->series_list));
  }
  chart_axis_major_gridlines_set_line(kind == LXW_CHART_BAR ? native->x_axis : native->y_axis, &grid);
  if (kind == LXW_CHART_BAR) {
    chart_legend_set_position(native, LXW_CHART_LEGEND_NONE);
  } else {
    chart_legend_set_position(native, LXW_CHART_LEGEND_BOTTOM);
  }
  if (kind != LXW_CHART_LINE) chart_set_style(native, 2);
  lxw_chart_options options{};
  options.x_scale = 680.0 / 480;
  options.y_scale = (kind == LXW_CHART_LINE ? 400.0 : 360.0) / 288;
  options.description = const_cast<char*>(alt.c_str());
  worksheet_insert_chart_opt(sheet, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), native, &options);
  return kind == LXW_CHART_LINE ? 21 : 19;
}

std::string with_lines(const std::string& xlsx) {
  std::vector<Part> parts = unpacked(xlsx);
  for (auto& [name, bytes] : parts) {
    if (!name.starts_with("xl/charts/chart")) continue;
    pugi::xml_document xml;
    if (!xml.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_declaration)) continue;
    pugi::xml_node plot = xml.child("c:chartSpace").child("c:chart").child("c:plotArea");
    pugi::xml_node bars = plot.child("c:barChart");
    pugi::xml_node share;
    for (pugi::xml_node series : bars.children("c:ser")) {
      const pugi::xml_node cache = series.child("c:tx").child("c:strRef").child("c:strCache");
      if (cache.child("c:pt").child("c:v").text().get() == running_share) share = series;
    }
    if (!share) continue;
    pugi::xml_node lines = plot.insert_child_after("c:lineChart", bars);
    lines.append_child("c:grouping").append_attribute("val") = "standard";
    lines.append_move(share);
    lines.append_child("c:marker").append_attribute("val") = "1";
    constexpr const char* category = "70010001";
    constexpr const char* value = "70010002";
    lines.append_child("c:axId").append_attribute("val") = category;
    lines.append_child("c:axId").append_attribute("val") = value;
    // The second pair of axes: categories hidden, shares to the right from 0 to 100%.
    pugi::xml_node last;
    for (pugi::xml_node axis : plot.children()) {
      if (std::string_view(axis.name()) == "c:valAx" || std::string_view(axis.name()) == "c:catAx") last = axis;
    }
    pugi::xml_document axes;
    axes.load_string(
        "<c:valAx><c:axId val=\"70010002\"/><c:scaling><c:orientation val=\"minMax\"/><c:max val=\"1\"/><c:min "
        "val=\"0\"/></c:scaling><c:delete val=\"0\"/><c:axPos val=\"r\"/>"
        "<c:numFmt formatCode=\"0%\" sourceLinked=\"0\"/><c:majorTickMark val=\"out\"/><c:tickLblPos "
        "val=\"nextTo\"/><c:crossAx val=\"70010001\"/><c:crosses val=\"max\"/>"
        "<c:crossBetween val=\"between\"/></c:valAx>"
        "<c:catAx><c:axId val=\"70010001\"/><c:scaling><c:orientation val=\"minMax\"/></c:scaling><c:delete "
        "val=\"1\"/><c:axPos val=\"b\"/><c:majorTickMark val=\"out\"/>"
        "<c:tickLblPos val=\"nextTo\"/><c:crossAx val=\"70010002\"/><c:crosses val=\"autoZero\"/></c:catAx>");
    for (const pugi::xml_node axis : axes.children()) last = plot.insert_copy_after(axis, last);
    std::ostringstream out;
    xml.save(out, "", pugi::format_raw);
    bytes = out.str();
  }
  return packed(parts);
}

}  // namespace debrief::reports
