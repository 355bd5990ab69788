// Pareto chart: columns from the most to the least, and the running share as a line.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

/// Names of the columns: upright on up to three lines where they fit, else slanted. Gives the room they take.
double add_names(Scene& scene, const Chart& chart, const Frame& frame, double band) {
  double widest_word = 0;
  for (const ChartPoint& p : chart.points) {
    std::string word;
    for (const char c : p.label + " ") {
      if (c == ' ') {
        widest_word = std::max(widest_word, text_width(word, 13));
        word.clear();
      } else {
        word += c;
      }
    }
  }
  const bool upright = widest_word <= band - 6 || (band >= 96 && chart.points.size() <= 6);
  double room = 0;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const double centre = frame.left + band * (static_cast<double>(i) + 0.5);
    if (upright) {
      double y = frame.bottom + 18;
      for (const std::string& line : wrapped(chart.points[i].label, band - 4, 13, 3)) {
        scene.labels.push_back({{centre, y}, line, 13, false, Ink::text, Anchor::middle, 0});
        y += 16;
      }
      room = std::max(room, y - frame.bottom - 8);
    } else {
      // Where columns are narrower than a line of text, only some can be named.
      const auto every = static_cast<std::size_t>(std::max(1.0, std::ceil(15 / band)));
      if (i % every != 0) continue;
      const auto lines = wrapped(chart.points[i].label, 120, 12, 1);
      if (lines.empty()) continue;
      scene.labels.push_back({{centre + 4, frame.bottom + 14}, lines[0], 12, false, Ink::text, Anchor::end, -38});
      room = std::max(room, 18 + text_width(lines[0], 12) * 0.62);
    }
  }
  return room;
}

}  // namespace

Scene pareto_scene(const Chart& chart) {
  Scene scene;
  Frame frame;
  frame.top = add_title(scene, chart.title) + 34;
  frame.bottom = frame.top + 220;
  frame.right = scene.width - 56;
  double total = 0;
  double most = 0;
  for (const ChartPoint& p : chart.points) {
    const double v = std::isfinite(p.value) && p.value > 0 ? p.value : 0;
    total += v;
    most = std::max(most, v);
  }
  const Scale scale = round_scale(0, most > 0 ? most * 1.08 : 1, chart.unit);
  const Scale percent{0, 100, 25};
  frame.left = std::max(44.0, text_width(shown(scale.high) + "0%", 13) + 14);

  add_value_axis(scene, frame, scale, chart.unit, chart.y_title);
  for (int p = 0; p <= 100; p += 25) {
    scene.labels.push_back({{frame.right + 8, percent.y(p, frame) + 4.5},
                            fmt::format("{}%", p),
                            13,
                            false,
                            Ink::outside,
                            Anchor::start,
                            0});
  }
  const std::string right_title = "Running share";
  scene.labels.push_back({{scene.width - 8, frame.top - 14}, right_title, 13, false, Ink::outside, Anchor::end, 0});

  const double band = frame.width() / static_cast<double>(chart.points.size());
  Stroke line{{}, Ink::outside, 2, {}, false, false};
  double running = 0;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const double v = std::isfinite(chart.points[i].value) && chart.points[i].value > 0 ? chart.points[i].value : 0;
    running += v;
    const double x = frame.left + band * static_cast<double>(i);
    const double y = scale.y(v, frame);
    scene.boxes.push_back({x + band * 0.12, y, band * 0.76, frame.bottom - y, Ink::bar, false});
    if (total > 0) line.points.push_back({x + band / 2, percent.y(running / total * 100, frame)});
    const std::string count = shown(v);
    if (text_width(count, 13, true) < band - 2) {
      // Inside the column when it is high enough, so that the line does not run through the number.
      const bool inside = frame.bottom - y > 26;
      scene.labels.push_back({{x + band / 2, inside ? y + 17 : y - 5},
                              count,
                              13,
                              true,
                              inside ? Ink::paper : Ink::text,
                              Anchor::middle,
                              0});
    }
  }
  if (line.points.size() > 1) scene.strokes.push_back(line);
  for (const Point& p : line.points) scene.markers.push_back({p, Shape::diamond, Ink::outside, 4.5});
  // The point at which the few have become most of it.
  const double eighty = percent.y(80, frame);
  scene.strokes.push_back({{{frame.left, eighty}, {frame.right, eighty}}, Ink::outside, 1, {3, 4}, false, false});
  scene.labels.push_back({{frame.right + 8, eighty + 4.5}, "80%", 13, true, Ink::outside, Anchor::start, 0});
  std::erase_if(scene.labels, [&](const Label& l) { return l.text == "75%" && l.ink == Ink::outside; });

  const double room = add_names(scene, chart, frame, band);
  double y = frame.bottom + std::max(room, 16.0) + 8;
  if (!chart.x_title.empty()) {
    scene.labels.push_back(
        {{(frame.left + frame.right) / 2, y + 10}, chart.x_title, 13, false, Ink::muted, Anchor::middle, 0});
    y += 18;
  }
  scene.height = y + 4;
  return scene;
}

}  // namespace debrief::reports
