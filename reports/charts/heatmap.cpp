// Heat map: a square for each row and column, its area the value, so that it reads without colour and on paper.

#include <algorithm>
#include <cmath>

#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

/// A frame around a cell and a triangle at its corner.
void add_mark(Scene& scene, const Box& cell, bool more) {
  const double x = cell.x;
  const double y = cell.y;
  const Ink ink = more ? Ink::outside : Ink::target;
  scene.strokes.push_back({{{x, y}, {x + cell.width, y}, {x + cell.width, y + cell.height}, {x, y + cell.height}},
                           ink,
                           1.5,
                           {},
                           true,
                           false});
  scene.markers.push_back({{x + cell.width - 1, y + 1}, more ? Shape::triangle : Shape::triangle_down, ink, 4});
}

}  // namespace

Scene heatmap_scene(const Chart& chart) {
  Scene scene;
  const std::size_t columns = chart.points.size() / chart.rows.size();
  double top = add_title(scene, chart.title) + 24;
  double names = 40;
  for (const std::string& row : chart.rows) names = std::max(names, text_width(row, 13));
  names = std::min(names + 4, 180.0);
  double most = 0;
  for (const ChartPoint& p : chart.points) {
    if (std::isfinite(p.value)) most = std::max(most, p.value);
  }
  const double left = names + 16;
  const double width = (scene.width - left - 12) / static_cast<double>(columns);
  const double height = std::min(width, 34.0);

  if (!chart.y_title.empty())
    scene.labels.push_back({{left - 8, top - 6}, chart.y_title, 13, false, Ink::muted, Anchor::end, 0});
  double last_end = chart.y_title.empty() ? 0 : left - 8;
  for (std::size_t c = 0; c < columns; ++c) {
    const double centre = left + width * (static_cast<double>(c) + 0.5);
    const auto lines = wrapped(chart.points[c].label, 110, 12, 1);
    if (lines.empty()) continue;
    const double half = text_width(lines[0], 12) / 2;
    if (centre - half < last_end + 4) continue;
    last_end = centre + half;
    scene.labels.push_back({{centre, top - 6}, lines[0], 12, false, Ink::muted, Anchor::middle, 0});
  }
  bool more = false;
  bool fewer = false;
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const double y = top + height * static_cast<double>(r);
    const auto lines = wrapped(chart.rows[r], names, 13, 1);
    if (!lines.empty())
      scene.labels.push_back({{left - 8, y + height / 2 + 4.5}, lines[0], 13, false, Ink::text, Anchor::end, 0});
    if (r % 2 == 0) scene.boxes.push_back({left, y, width * static_cast<double>(columns), height, Ink::shade, false});
    for (std::size_t c = 0; c < columns; ++c) {
      const ChartPoint& p = chart.points[r * columns + c];
      const double x = left + width * static_cast<double>(c);
      if (std::isfinite(p.value) && p.value > 0 && most > 0) {
        const double side = std::sqrt(p.value / most) * (std::min(width, height) - 4);
        scene.boxes.push_back({x + (width - side) / 2, y + (height - side) / 2, side, side, Ink::bar, false});
      }
      if (p.mark != "more" && p.mark != "fewer") continue;
      add_mark(scene, {x + 0.5, y + 0.5, width - 1, height - 1, Ink::paper, false}, p.mark == "more");
      (p.mark == "more" ? more : fewer) = true;
    }
  }
  double y = top + height * static_cast<double>(chart.rows.size()) + 20;
  if (!chart.x_title.empty()) {
    scene.labels.push_back({{left + width * static_cast<double>(columns) / 2, y},
                            chart.x_title,
                            13,
                            false,
                            Ink::muted,
                            Anchor::middle,
                            0});
    y += 20;
  }
  std::vector<LegendEntry> entries;
  entries.push_back({"Area: the number; the largest is " + shown_with_unit(most, chart.unit),
                     false,
                     {{}, Shape::square, Ink::bar, 5},
                     {}});
  if (more)
    entries.push_back({std::string(point_mark_words("more")), false, {{}, Shape::triangle, Ink::outside, 5}, {}});
  if (fewer)
    entries.push_back({std::string(point_mark_words("fewer")), false, {{}, Shape::triangle_down, Ink::target, 5}, {}});
  scene.height = add_legend(scene, 8, y + 4, entries) + 6;
  return scene;
}

}  // namespace debrief::reports
