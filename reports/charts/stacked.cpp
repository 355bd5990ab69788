// Stacked bars: one bar per group, its parts told by pattern as well as colour, with the number in each.

#include <algorithm>
#include <cmath>

#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

/// How the part at a place looks: solid, hatched, an edge only; then again in other inks.
Box look(std::size_t part, Box box) {
  static constexpr Ink inks[] = {Ink::bar, Ink::outside, Ink::muted, Ink::target, Ink::pattern, Ink::text};
  box.ink = inks[part % std::size(inks)];
  box.hatched = part % 3 == 1;
  box.hollow = part % 3 == 2;
  box.line = 1.6;
  if (box.hollow) {
    box.x += 0.8;
    box.y += 0.8;
    box.width = std::max(box.width - 1.6, 0.5);
    box.height -= 1.6;
  }
  return box;
}

}  // namespace

Scene stacked_scene(const Chart& chart) {
  Scene scene;
  double y = add_title(scene, chart.title) + 14;
  double x = 8;
  for (std::size_t s = 0; s < chart.stacks.size(); ++s) {
    const auto name = wrapped(chart.stacks[s].name, 260, 13, 1);
    if (name.empty()) continue;
    const double width = 30 + text_width(name[0], 13) + 18;
    if (x > 8 && x + width > scene.width - 4) {
      x = 8;
      y += 20;
    }
    scene.boxes.push_back(look(s, {x, y - 10, 24, 12, Ink::bar, false}));
    scene.labels.push_back({{x + 30, y}, name[0], 13, false, Ink::text, Anchor::start, 0});
    x += width;
  }
  const double top = y + 18;
  double names = 40;
  double most = 0;
  const auto value = [&](std::size_t s, std::size_t i) {
    const auto& values = chart.stacks[s].values;
    return i < values.size() && std::isfinite(values[i]) && values[i] > 0 ? values[i] : 0.0;
  };
  std::vector<double> totals;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    names = std::max(names, text_width(chart.points[i].label, 13));
    double sum = 0;
    for (std::size_t s = 0; s < chart.stacks.size(); ++s) sum += value(s, i);
    totals.push_back(sum);
    most = std::max(most, sum);
  }
  names = std::min(names + 4, 220.0);
  const double left = names + 18;
  const double row = 30;
  const double right = scene.width - 76;
  const Scale scale = round_scale(0, most > 0 ? most : 1, chart.unit);
  const auto at = [&](double v) { return left + (v - scale.low) / (scale.high - scale.low) * (right - left); };
  const double bottom = top + row * static_cast<double>(chart.points.size()) + 4;
  const auto ticks = static_cast<int>(std::lround((scale.high - scale.low) / scale.step));
  double last_end = -1;
  for (int i = 0; i <= ticks; ++i) {
    const double v = scale.low + i * scale.step;
    scene.strokes.push_back(
        {{{at(v), top - 4}, {at(v), bottom}}, i == 0 ? Ink::axis : Ink::grid, 1, {}, false, false});
    // Counts have no halves.
    if (std::fabs(v - std::round(v)) > 1e-9) continue;
    const std::string text = shown(v);
    const double half = text_width(text, 13) / 2;
    if (at(v) - half < last_end + 8) continue;
    last_end = at(v) + half;
    scene.labels.push_back({{at(v), bottom + 17}, text, 13, false, Ink::muted, Anchor::middle, 0});
  }
  y = top;
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    const auto name = wrapped(chart.points[i].label, names, 13, 1);
    if (!name.empty())
      scene.labels.push_back({{left - 10, y + row / 2 + 4.5}, name[0], 13, false, Ink::text, Anchor::end, 0});
    double sum = 0;
    for (std::size_t s = 0; s < chart.stacks.size(); ++s) {
      const double v = value(s, i);
      if (v <= 0) continue;
      const Box box = look(s, {at(sum), y + 5, at(sum + v) - at(sum), row - 10, Ink::bar, false});
      scene.boxes.push_back(box);
      const std::string text = shown(v);
      const double width = text_width(text, 12, true);
      // A number on hatching stands on a piece of paper, or it could not be read.
      if (width + 10 < box.width && v < totals[i]) {
        const double middle = box.x + box.width / 2;
        if (box.hatched) scene.boxes.push_back({middle - width / 2 - 3, y + 7, width + 6, row - 14, Ink::paper, false});
        scene.labels.push_back({{middle, y + row / 2 + 4.3},
                                text,
                                12,
                                true,
                                box.hatched || box.hollow ? Ink::text : Ink::paper,
                                Anchor::middle,
                                0});
      }
      sum += v;
    }
    const auto total = wrapped(shown_with_unit(totals[i], chart.unit == "%" ? "%" : ""), 66, 13, 1, true);
    scene.labels.push_back({{at(sum) + 6, y + row / 2 + 4.5}, total[0], 13, true, Ink::text, Anchor::start, 0});
    y += row;
  }
  const std::string over = axis_words(chart.y_title, chart.unit);
  scene.height = bottom + 24;
  if (!over.empty()) {
    scene.labels.push_back(
        {{left, bottom + 35}, wrapped(over, scene.width - left - 8, 13, 1)[0], 13, false, Ink::muted, Anchor::start, 0});
    scene.height += 18;
  }
  return scene;
}

}  // namespace debrief::reports
