// XmR and run charts: values over time, centre line and limits, points marked by rule.

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

Marker marker_for(std::string_view mark, Point at) {
  if (mark == "outside") return {at, Shape::diamond, Ink::outside, 6.5};
  if (mark == "shift") return {at, Shape::square, Ink::pattern, 4.8};
  if (mark == "trend") return {at, Shape::triangle, Ink::pattern, 5.8};
  if (mark == "two-in-three") return {at, Shape::triangle_down, Ink::pattern, 5.8};
  if (mark == "partial") return {at, Shape::hollow_circle, Ink::data, 4};
  return {at, Shape::circle, Ink::data, 3.4};
}

struct Range {
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  void take(double v) {
    if (!std::isfinite(v)) return;
    low = std::min(low, v);
    high = std::max(high, v);
  }
};

Scale scale_for(const Chart& chart) {
  Range range;
  bool below_zero = false;
  for (const ChartPoint& p : chart.points) {
    range.take(p.value);
    below_zero = below_zero || p.value < 0;
  }
  for (const ChartLimits& l : chart.limits) {
    range.take(l.centre);
    if (l.upper) range.take(*l.upper);
    // A lower limit under zero says nothing about a measure that cannot go there.
    if (l.lower && (*l.lower >= 0 || below_zero)) range.take(*l.lower);
  }
  if (chart.target) range.take(*chart.target);
  return round_scale(range.low, range.high, chart.unit);
}

/// Text at the right edge that wants to stand at `y`.
struct EdgeLabel {
  double y = 0;
  std::string text;
  Ink ink = Ink::text;
  bool bold = false;
};

/// Keeps labels at least 15 units apart, in order of height, within the frame.
void spread(std::vector<EdgeLabel>& labels, const Frame& frame) {
  std::stable_sort(labels.begin(), labels.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
  for (std::size_t i = 1; i < labels.size(); ++i) labels[i].y = std::max(labels[i].y, labels[i - 1].y + 15);
  double limit = frame.bottom + 4;
  for (std::size_t i = labels.size(); i-- > 0; limit = labels[i].y - 15) labels[i].y = std::min(labels[i].y, limit);
}

void add_limits(Scene& scene, const Chart& chart, const Frame& frame, const Scale& scale,
                const std::vector<double>& x) {
  const double half = x.size() > 1 ? (x[1] - x[0]) / 2 : 20;
  std::vector<EdgeLabel> edge;
  const std::string centre_name = chart.kind == ChartKind::run ? "Median" : "Average";
  for (const ChartLimits& l : chart.limits) {
    const std::size_t until = std::min(l.until, x.size());
    if (l.from >= until) continue;
    // Periods that are not complete come after the last limits, which are named at the edge all the same.
    const bool last = &l == &chart.limits.back();
    const double from_x = std::max(frame.left, x[l.from] - half);
    const double to_x = until == x.size() ? frame.right : std::min(frame.right, x[until - 1] + half);
    const auto across = [&](double value, Ink ink, double width, std::vector<double> dash) {
      const double y = scale.y(value, frame);
      scene.strokes.push_back({{{from_x, y}, {to_x, y}}, ink, width, std::move(dash), false, false});
    };
    across(l.centre, Ink::centre, 1.6, l.trial ? std::vector<double>{9, 3} : std::vector<double>{});
    const std::vector<double> dash = l.trial ? std::vector<double>{2, 5} : std::vector<double>{6, 4};
    const auto drawn = [&](const std::optional<double>& v) {
      return v && *v >= scale.low - 1e-9 && *v <= scale.high + 1e-9;
    };
    if (drawn(l.upper)) across(*l.upper, Ink::limit, 1.6, dash);
    if (drawn(l.lower)) across(*l.lower, Ink::limit, 1.6, dash);
    if (last) {
      const std::string trial = l.trial ? "Trial " : "";
      const auto name = [&](std::string s) {
        if (l.trial) s[0] = static_cast<char>(s[0] | 0x20);
        return trial + s;
      };
      edge.push_back(
          {scale.y(l.centre, frame), name(centre_name) + " " + shown_with_unit(l.centre, chart.unit), Ink::text, true});
      if (drawn(l.upper))
        edge.push_back(
            {scale.y(*l.upper, frame), name("Upper") + " " + shown_with_unit(*l.upper, chart.unit), Ink::limit, false});
      if (drawn(l.lower))
        edge.push_back(
            {scale.y(*l.lower, frame), name("Lower") + " " + shown_with_unit(*l.lower, chart.unit), Ink::limit, false});
    } else {
      // An earlier stretch: its centre is named above its own line where there is room, and a rule shows the step.
      const std::string text = shown_with_unit(l.centre, chart.unit);
      if (to_x - from_x > text_width(text, 12) + 8) {
        scene.labels.push_back(
            {{from_x + 4, scale.y(l.centre, frame) - 5}, text, 12, false, Ink::text, Anchor::start, 0});
      }
      scene.strokes.push_back({{{to_x, frame.top}, {to_x, frame.bottom}}, Ink::grid, 1, {2, 3}, false, false});
    }
  }
  if (chart.target) {
    const double y = scale.y(*chart.target, frame);
    scene.strokes.push_back({{{frame.left, y}, {frame.right, y}}, Ink::target, 1.6, {10, 3, 2, 3}, false, false});
    edge.push_back({y, "Target " + shown_with_unit(*chart.target, chart.unit), Ink::target, false});
  }
  spread(edge, frame);
  for (const EdgeLabel& e : edge) {
    const std::string text = wrapped(e.text, scene.width - frame.right - 6, 12, 1, true)[0];
    scene.labels.push_back({{frame.right + 6, e.y + 4.5}, text, 12, e.bold, e.ink, Anchor::start, 0});
  }
}

double edge_width(const Chart& chart) {
  double widest = 0;
  const auto take = [&](std::string_view name, double v) {
    widest = std::max(widest, text_width(std::string(name) + " " + shown_with_unit(v, chart.unit), 12, true));
  };
  if (!chart.limits.empty()) {
    const ChartLimits& l = chart.limits.back();
    const std::string trial = l.trial ? "Trial " : "";
    take(trial + "average", l.centre);
    if (l.upper) take(trial + "upper", *l.upper);
    if (l.lower) take(trial + "lower", *l.lower);
  }
  if (chart.target) take("Target", *chart.target);
  return widest;
}

void add_values(Scene& scene, const Chart& chart, const Frame& frame, const Scale& scale,
                const std::vector<double>& x) {
  Stroke run{{}, Ink::data, 2, {}, false, false};
  const auto flush = [&] {
    if (run.points.size() > 1) scene.strokes.push_back(run);
    run.points.clear();
  };
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const ChartPoint& p = chart.points[i];
    if (!std::isfinite(p.value)) {
      flush();
      continue;
    }
    const Point at{x[i], scale.y(p.value, frame)};
    if (p.mark == "partial") {
      // A period that is not over yet is not one more value: its line is dashed.
      const bool joined = !run.points.empty();
      const Point before = joined ? run.points.back() : at;
      flush();
      if (joined) scene.strokes.push_back({{before, at}, Ink::data, 1.5, {3, 4}, false, false});
      if (i + 1 < chart.points.size() && chart.points[i + 1].mark != "partial") run.points.push_back(at);
    } else {
      run.points.push_back(at);
    }
  }
  flush();
  // Plain points are left out where they would run into one another; marked ones never are.
  const bool crowded = chart.points.size() > 90;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const ChartPoint& p = chart.points[i];
    if (!std::isfinite(p.value) || (crowded && p.mark.empty())) continue;
    scene.markers.push_back(marker_for(p.mark, {x[i], scale.y(p.value, frame)}));
  }
}

}  // namespace

namespace {

/// Values with their limits below `top`; returns the y below.
double add_panel(Scene& scene, const Chart& chart, double top, double height, double left, double right,
                 bool with_labels) {
  Frame frame;
  frame.top = top;
  frame.bottom = top + height;
  frame.left = left;
  frame.right = right;
  const Scale scale = scale_for(chart);
  add_value_axis(scene, frame, scale, chart.unit, chart.y_title);
  std::vector<double> x;
  std::vector<std::string> labels;
  const auto n = static_cast<double>(chart.points.size());
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    x.push_back(frame.left + frame.width() * (static_cast<double>(i) + 0.5) / n);
    labels.push_back(chart.points[i].label);
  }
  if (with_labels) add_x_labels(scene, frame, x, labels, chart.x_title);
  add_limits(scene, chart, frame, scale, x);
  add_values(scene, chart, frame, scale, x);
  return frame.bottom + (!with_labels ? 8 : chart.x_title.empty() ? 30 : 48);
}

double left_for(const Chart& chart) {
  const Scale scale = scale_for(chart);
  double ticks = 0;
  for (double v = scale.low; v <= scale.high + scale.step / 2; v += scale.step)
    ticks = std::max(ticks, text_width(shown(v) + "0%", 13));
  return std::max(44.0, ticks + 14);
}

}  // namespace

Scene line_scene(const Chart& chart) {
  Scene scene;
  const double top = add_title(scene, chart.title) + 30;
  double edge = edge_width(chart);
  double left = left_for(chart);
  std::optional<Chart> ranges;
  if (chart.moving_range && chart.kind == ChartKind::xmr) {
    ranges = moving_range_of(chart);
    // Both panels share one time axis, so they share their edges.
    edge = std::max(edge, edge_width(*ranges));
    left = std::max(left, left_for(*ranges));
  }
  const double right = scene.width - (edge > 0 ? std::min(edge + 12, 200.0) : 16);
  double below = add_panel(scene, chart, top, 212, left, right, !ranges);
  if (ranges) below = add_panel(scene, *ranges, below + 34, 92, left, right, true);

  std::vector<LegendEntry> legend;
  std::set<std::string_view> seen;
  for (const std::string_view mark : {"outside", "shift", "trend", "two-in-three", "partial"}) {
    for (const ChartPoint& p : chart.points) {
      if (p.mark == mark && std::isfinite(p.value) && seen.insert(mark).second) {
        std::string words(point_mark_words(mark));
        if (words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 0x20);
        legend.push_back({words, false, marker_for(mark, {}), {}});
      }
    }
  }
  scene.height = legend.empty() ? below : add_legend(scene, left, below + 14, legend);
  return scene;
}

}  // namespace debrief::reports
