// Charts as Excel and Word draw them.

#include "reports/xlsx/native.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "reports/charts/axes.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr std::string_view running_share = "Running share";

lxw_color_t colour(Ink ink) {
  return static_cast<lxw_color_t>(std::stoul(std::string(colour_of(ink).substr(1)), nullptr, 16));
}

std::string text(std::string_view s, std::size_t most = 250) { return base::cut(one_line(s), most); }

/// How a series is drawn: a line, only markers, or bars.
///
/// direct   its name and last value stand at its right end, in place of a legend entry
/// unnamed  it has no legend entry, as another series says the same
struct Look {
  Ink ink = Ink::data;
  double width = 2;
  std::uint8_t dash = LXW_CHART_LINE_DASH_SOLID;
  std::uint8_t marker = LXW_CHART_MARKER_NONE;
  bool line = true;
  bool bars = false;
  std::uint8_t pattern = LXW_CHART_PATTERN_NONE;
  bool hollow = false;
  std::string direct;
  bool unnamed = false;
};

struct Series {
  std::string name;
  std::vector<double> values;  // NaN: no cell
  Look look;
};

void apply(lxw_chart_series* series, const Look& look) {
  lxw_chart_line line{};
  line.color = colour(look.ink);
  line.width = static_cast<float>(look.width);
  line.dash_type = look.dash;
  line.none = look.line ? 0 : 1;
  lxw_chart_fill fill{};
  fill.color = colour(look.hollow ? Ink::paper : look.ink);
  if (look.bars) {
    if (look.pattern != LXW_CHART_PATTERN_NONE) {
      lxw_chart_pattern pattern{colour(look.ink), colour(Ink::paper), look.pattern};
      chart_series_set_pattern(series, &pattern);
    } else {
      chart_series_set_fill(series, &fill);
    }
    if (look.pattern != LXW_CHART_PATTERN_NONE || look.hollow) {
      line.width = 1.25F;
      chart_series_set_line(series, &line);
    }
    return;
  }
  chart_series_set_line(series, &line);
  chart_series_set_marker_type(series, look.marker);
  if (look.marker != LXW_CHART_MARKER_NONE) {
    lxw_chart_line edge{};
    edge.color = colour(look.ink);
    chart_series_set_marker_size(series, look.line ? 5 : 8);
    chart_series_set_marker_fill(series, &fill);
    chart_series_set_marker_line(series, &edge);
  }
}

bool is_bars(const Chart& chart) { return chart.kind == ChartKind::bar || chart.kind == ChartKind::pareto; }

/// "#,##0" for whole numbers, else one decimal; with the sign of the unit.
std::string number_format(const Chart& chart) {
  bool whole = true;
  for (const ChartPoint& p : chart.points)
    whole = whole && (!std::isfinite(p.value) || std::fabs(p.value - std::round(p.value)) < 1e-9);
  return std::string(whole ? "#,##0" : "#,##0.0") + (chart.unit == "%" ? "\"%\"" : "");
}

std::vector<Series> stack_series(const Chart& chart) {
  static constexpr Ink inks[] = {Ink::bar, Ink::outside, Ink::muted, Ink::target, Ink::pattern, Ink::text};
  std::vector<Series> out;
  for (std::size_t s = 0; s < chart.stacks.size(); ++s) {
    Series part{chart.stacks[s].name, chart.stacks[s].values, {}};
    part.values.resize(chart.points.size(), std::nan(""));
    // A part of nothing would be a number upon a line.
    for (double& v : part.values) v = v > 0 ? v : std::nan("");
    part.look.ink = inks[s % std::size(inks)];
    part.look.bars = true;
    if (s % 3 == 1) part.look.pattern = LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL;
    part.look.hollow = s % 3 == 2;
    out.push_back(std::move(part));
  }
  return out;
}

std::vector<Series> series_of(const Chart& chart) {
  if (!chart.stacks.empty()) return stack_series(chart);
  const double nothing = std::nan("");
  const std::size_t n = chart.points.size();
  std::vector<Series> out;
  Series main{
      chart.y_title.empty() ? (chart.unit.empty() || chart.unit == "%" ? "Value" : chart.unit) : chart.y_title, {}, {}};
  main.look.marker = LXW_CHART_MARKER_CIRCLE;
  main.look.bars = is_bars(chart);
  double total = 0;
  for (const ChartPoint& p : chart.points) {
    main.values.push_back(p.value);
    if (std::isfinite(p.value) && p.value > 0) total += p.value;
  }
  out.push_back(main);
  if (chart.kind == ChartKind::pareto) {
    Series share{std::string(running_share), {}, {}};
    share.look.ink = Ink::outside;
    share.look.marker = LXW_CHART_MARKER_DIAMOND;
    double running = 0;
    for (const ChartPoint& p : chart.points) {
      if (std::isfinite(p.value) && p.value > 0) running += p.value;
      share.values.push_back(total > 0 ? running / total : nothing);
    }
    out.push_back(share);
  }
  if (is_bars(chart)) return out;

  // Each stretch of limits is a series of its own, or a slope would join what is a step.
  const auto level = [&](const std::string& name, const Look& look, auto value_of) {
    for (const ChartLimits& l : chart.limits) {
      const std::size_t until = std::min(l.until, n);
      if (l.from >= until || !std::isfinite(value_of(l))) continue;
      Series s{name, std::vector<double>(n, nothing), look};
      std::fill(s.values.begin() + static_cast<std::ptrdiff_t>(l.from),
                s.values.begin() + static_cast<std::ptrdiff_t>(until), value_of(l));
      // Periods that are not complete come after the last limits.
      if (&l == &chart.limits.back()) {
        s.look.direct = name.substr(0, name.find(' ')) + " " + shown_with_unit(value_of(l), chart.unit);
      } else {
        s.name += " to " + chart.points[until - 1].label;
        s.look.unnamed = true;
      }
      out.push_back(std::move(s));
    }
  };
  Look centre;
  centre.ink = Ink::centre;
  centre.width = 1.5;
  level(chart.kind == ChartKind::run ? "Median" : "Average", centre, [](const ChartLimits& l) { return l.centre; });
  Look limit = centre;
  limit.ink = Ink::limit;
  limit.dash = LXW_CHART_LINE_DASH_DASH;
  level("Upper limit", limit, [&](const ChartLimits& l) { return l.upper.value_or(nothing); });
  level("Lower limit", limit, [&](const ChartLimits& l) { return l.lower.value_or(nothing); });
  if (chart.target) {
    Series target{"Target", std::vector<double>(n, *chart.target), {}};
    target.look.ink = Ink::target;
    target.look.width = 1.5;
    target.look.dash = LXW_CHART_LINE_DASH_DASH_DOT;
    target.look.direct = "Target " + shown_with_unit(*chart.target, chart.unit);
    out.push_back(std::move(target));
  }
  for (const auto& [mark, shape, ink] :
       {std::tuple<std::string_view, std::uint8_t, Ink>{"outside", LXW_CHART_MARKER_DIAMOND, Ink::outside},
        {"shift", LXW_CHART_MARKER_SQUARE, Ink::pattern},
        {"trend", LXW_CHART_MARKER_TRIANGLE, Ink::pattern},
        {"two-in-three", LXW_CHART_MARKER_X, Ink::pattern},
        {"partial", LXW_CHART_MARKER_CIRCLE, Ink::data}}) {
    Series s{std::string(point_mark_words(mark)), std::vector<double>(n, nothing), {}};
    s.look.ink = ink;
    s.look.marker = shape;
    s.look.line = false;
    s.look.hollow = mark == "partial";
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

/// Words at the last value of a line, and at no other.
void label_end(lxw_chart_series* series, const Series& s, lxw_chart_font& font) {
  std::size_t last = s.values.size();
  for (std::size_t i = 0; i < s.values.size(); ++i) {
    if (std::isfinite(s.values[i])) last = i;
  }
  if (last == s.values.size()) return;
  const std::string words = text(s.look.direct);
  lxw_chart_data_label hidden{};
  hidden.hide = LXW_TRUE;
  lxw_chart_data_label end{};
  end.value = const_cast<char*>(words.c_str());
  end.font = &font;
  std::vector<lxw_chart_data_label*> labels(last, &hidden);
  labels.push_back(&end);
  labels.push_back(nullptr);
  chart_series_set_labels(series);
  chart_series_set_labels_position(series, LXW_CHART_LABEL_POSITION_RIGHT);
  chart_series_set_labels_custom(series, labels.data());
}

/// The scale that the drawn chart has.
Scale scale_of(const std::vector<Series>& all, std::string_view unit) {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  for (const Series& s : all) {
    for (const double v : s.values) {
      if (!std::isfinite(v)) continue;
      low = std::min(low, v);
      high = std::max(high, v);
    }
  }
  return round_scale(low, high, unit);
}

/// Words at the ends of lines that would run into one another: the later line is named in the legend instead.
void keep_apart(std::vector<Series>& all, const Scale& scale) {
  std::vector<double> taken;
  for (Series& s : all) {
    if (s.look.direct.empty()) continue;
    const auto end = std::find_if(s.values.rbegin(), s.values.rend(), [](double v) { return std::isfinite(v); });
    if (end == s.values.rend()) continue;
    const double at = *end;
    const bool free = std::none_of(taken.begin(), taken.end(), [&](double other) {
      return std::fabs(other - at) < 0.075 * (scale.high - scale.low);
    });
    if (free)
      taken.push_back(at);
    else
      s.look.direct.clear();
  }
}

/// Bars of a period that is not complete are hatched.
void mark_bars(lxw_chart_series* series, const Chart& chart) {
  if (std::none_of(chart.points.begin(), chart.points.end(), [](const auto& p) { return p.mark == "partial"; })) return;
  lxw_chart_pattern pattern{colour(Ink::pattern), colour(Ink::paper), LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL};
  lxw_chart_fill fill{};
  fill.color = colour(Ink::bar);
  lxw_chart_point plain{};
  plain.fill = &fill;
  lxw_chart_line edge{};
  edge.color = colour(Ink::pattern);
  edge.width = 1.25F;
  lxw_chart_point hatched{};
  hatched.pattern = &pattern;
  hatched.line = &edge;
  std::vector<lxw_chart_point*> points;
  for (const ChartPoint& p : chart.points) points.push_back(p.mark == "partial" ? &hatched : &plain);
  points.push_back(nullptr);
  chart_series_set_points(series, points.data());
}

lxw_chart_font font_of(double size, Ink ink, bool bold) {
  lxw_chart_font font{};
  font.size = size;
  font.color = colour(ink);
  // LXW_FALSE is not 0 here: 0 leaves it to the chart, where names of axes are bold.
  font.bold = static_cast<std::uint8_t>(bold ? LXW_TRUE : LXW_EXPLICIT_FALSE);
  return font;
}

void set_axes(lxw_chart* native, const Chart& chart, std::uint8_t kind) {
  lxw_chart_font numbers = font_of(9, Ink::muted, false);
  lxw_chart_font names = font_of(9, Ink::muted, false);
  const bool lying = kind == LXW_CHART_BAR || kind == LXW_CHART_BAR_STACKED;
  // The library calls the axis of values y, wherever it lies; of lying bars it swaps them.
  lxw_chart_axis* values = lying ? native->x_axis : native->y_axis;
  lxw_chart_axis* labels = lying ? native->y_axis : native->x_axis;
  lxw_chart_font groups = font_of(9, lying ? Ink::text : Ink::muted, false);
  std::string y = axis_words(chart.y_title, chart.unit);
  if (lying && chart.target) y += fmt::format("{}{} {}", y.empty() ? "" : "; ", y.empty() ? "Target" : "target", shown_with_unit(*chart.target, chart.unit));
  // Many names of periods stand aslant, and leave no room for a title that says what they are.
  const bool aslant = !lying && chart.kind != ChartKind::pareto && chart.points.size() > 14;
  if (aslant) groups.rotation = -45;
  if (!chart.x_title.empty() && !lying && !aslant) chart_axis_set_name(labels, text(chart.x_title).c_str());
  if (!y.empty()) chart_axis_set_name(values, text(y).c_str());
  chart_axis_set_num_font(values, &numbers);
  chart_axis_set_num_font(labels, &groups);
  chart_axis_set_name_font(labels, &names);
  chart_axis_set_name_font(values, &names);
  chart_axis_set_num_format(values, chart.unit == "%" ? "0\"%\"" : "#,##0.##;-#,##0.##");
  if (chart.unit != "%") chart_axis_set_num_format(values, "General");
  lxw_chart_line grid{};
  grid.color = colour(Ink::grid);
  grid.width = 0.75F;
  chart_axis_major_gridlines_set_visible(values, LXW_TRUE);
  chart_axis_major_gridlines_set_line(values, &grid);
  chart_axis_major_gridlines_set_visible(labels, LXW_FALSE);
  double most = 0;
  for (const ChartPoint& p : chart.points) most = std::max(most, std::isfinite(p.value) ? p.value : 0);
  // Half an action is nothing: few of them are counted one by one.
  if (is_bars(chart) && chart.unit != "%" && number_format(chart) == "#,##0" && most <= 8)
    chart_axis_set_major_unit(values, 1);
  lxw_chart_line none{};
  none.none = LXW_TRUE;
  chart_axis_set_line(values, &none);
  lxw_chart_line axis{};
  axis.color = colour(Ink::axis);
  axis.width = 1;
  chart_axis_set_line(labels, &axis);
  chart_axis_set_major_tick_mark(values, LXW_CHART_AXIS_TICK_MARK_NONE);
  if (lying) {
    chart_axis_set_reverse(labels);
    chart_axis_set_major_tick_mark(labels, LXW_CHART_AXIS_TICK_MARK_NONE);
  } else if (chart.points.size() > 14) {
    // About nine names fit below an axis as wide as a page.
    const auto every = static_cast<std::uint16_t>((chart.points.size() + 8) / 9);
    chart_axis_set_interval_unit(labels, every);
    chart_axis_set_interval_tick(labels, every);
  }
}

}  // namespace

bool has_native(const Chart& chart) {
  const bool kind = is_bars(chart) || chart.kind == ChartKind::run ||
                    (chart.kind == ChartKind::xmr && !chart.moving_range);
  return kind && std::any_of(chart.points.begin(), chart.points.end(),
                             [](const ChartPoint& p) { return std::isfinite(p.value); });
}

std::vector<PlottedSeries> plotted(const Chart& chart) {
  std::vector<PlottedSeries> out;
  for (Series& s : series_of(chart)) out.push_back({text(s.name), std::move(s.values)});
  return out;
}

std::string label_heading(const Chart& chart) { return text(chart.x_title.empty() ? chart.title : chart.x_title); }

double native_height(const Chart& chart) {
  if (chart.kind != ChartKind::bar) return 340;
  return std::clamp(120 + 30.0 * static_cast<double>(chart.points.size()), 200.0, 900.0);
}

lxw_chart* native_chart(lxw_workbook* workbook, lxw_worksheet* sheet, std::string_view sheet_name, int column,
                        const Chart& chart, int& next) {
  const std::string name(sheet_name);
  const auto rows = static_cast<lxw_row_t>(chart.points.size());
  const auto range = [&](int at) {
    char cells[LXW_MAX_CELL_RANGE_LENGTH];
    lxw_rowcol_to_range_abs(cells, 1, static_cast<lxw_col_t>(at), rows, static_cast<lxw_col_t>(at));
    return fmt::format("='{}'!{}", name, cells);
  };
  worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(column), label_heading(chart).c_str(), nullptr);
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    worksheet_write_string(sheet, static_cast<lxw_row_t>(i + 1), static_cast<lxw_col_t>(column),
                           text(chart.points[i].label).c_str(), nullptr);
  }
  const bool stacked = !chart.stacks.empty();
  const std::uint8_t kind = chart.kind == ChartKind::bar      ? stacked ? LXW_CHART_BAR_STACKED : LXW_CHART_BAR
                            : chart.kind == ChartKind::pareto ? LXW_CHART_COLUMN
                                                              : LXW_CHART_LINE;
  lxw_chart* native = workbook_add_chart(workbook, kind);
  lxw_chart_font value_font = font_of(9, Ink::text, true);
  std::vector<std::int16_t> unnamed;  // series whose name stands beside them, and needs no legend
  int at = column;
  std::vector<Series> all = series_of(chart);
  const bool lines = !is_bars(chart);
  const Scale scale = lines ? scale_of(all, chart.unit) : Scale{};
  if (lines) keep_apart(all, scale);
  for (std::size_t k = 0; k < all.size(); ++k) {
    const Series& s = all[k];
    ++at;
    worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(at), text(s.name).c_str(), nullptr);
    for (std::size_t i = 0; i < s.values.size(); ++i) {
      if (std::isfinite(s.values[i]))
        worksheet_write_number(sheet, static_cast<lxw_row_t>(i + 1), static_cast<lxw_col_t>(at), s.values[i], nullptr);
    }
    lxw_chart_series* series = chart_add_series(native, range(column).c_str(), range(at).c_str());
    chart_series_set_name_range(series, name.c_str(), 0, static_cast<lxw_col_t>(at));
    apply(series, s.look);
    if (s.look.bars) {
      chart_series_set_labels(series);
      lxw_chart_font font = value_font;
      if (stacked && s.look.pattern == LXW_CHART_PATTERN_NONE && !s.look.hollow) font.color = colour(Ink::paper);
      chart_series_set_labels_font(series, &font);
      chart_series_set_labels_num_format(series, number_format(chart).c_str());
      if (stacked && s.look.pattern != LXW_CHART_PATTERN_NONE) {
        // A number upon hatching needs a ground of its own.
        lxw_chart_fill paper{};
        paper.color = colour(Ink::paper);
        chart_series_set_labels_fill(series, &paper);
      }
      if (chart.kind == ChartKind::bar && !stacked) mark_bars(series, chart);
    }
    if (!s.look.direct.empty()) {
      lxw_chart_font font = font_of(9, s.look.ink, s.look.ink == Ink::centre);
      label_end(series, s, font);
    }
    if (!s.look.direct.empty() || s.look.unnamed || k == 0) unnamed.push_back(static_cast<std::int16_t>(k));
  }
  next = at + 2;
  if (is_bars(chart)) chart_set_series_gap(native, chart.kind == ChartKind::bar ? 45 : 32);
  chart_title_set_name(native, text(chart.title).c_str());
  lxw_chart_font title = font_of(12, Ink::text, true);
  chart_title_set_name_font(native, &title);
  set_axes(native, chart, kind);
  if (lines) {
    chart_axis_set_min(native->y_axis, scale.low);
    chart_axis_set_max(native->y_axis, scale.high);
    chart_axis_set_major_unit(native->y_axis, scale.step);
  }
  lxw_chart_line none{};
  none.none = LXW_TRUE;
  chart_chartarea_set_line(native, &none);
  lxw_chart_font legend = font_of(9, Ink::text, false);
  chart_legend_set_font(native, &legend);
  if (kind == LXW_CHART_BAR || (!stacked && chart.kind != ChartKind::pareto && unnamed.size() == all.size())) {
    chart_legend_set_position(native, LXW_CHART_LEGEND_NONE);
  } else {
    chart_legend_set_position(native, stacked ? LXW_CHART_LEGEND_TOP : LXW_CHART_LEGEND_BOTTOM);
    if (!is_bars(chart)) {
      unnamed.push_back(-1);
      chart_legend_delete_series(native, unnamed.data());
    }
  }
  return native;
}

}  // namespace debrief::reports
