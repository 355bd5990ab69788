// Bar chart: one horizontal bar per group, names to the left and the value at its end.

#include <algorithm>
#include <cmath>

#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

Scene bar_scene(const Chart& chart) {
  Scene scene;
  const double top = add_title(scene, chart.title) + 30;
  double names = 40;
  double low = 0;
  double high = 0;
  for (const ChartPoint& p : chart.points) {
    names = std::max(names, text_width(p.label, 13));
    if (!std::isfinite(p.value)) continue;
    low = std::min(low, p.value);
    high = std::max(high, p.value);
  }
  if (chart.target) high = std::max(high, *chart.target);
  names = std::min(names + 4, 220.0);
  const double row = chart.points.size() > 24 ? 20 : 28;
  const double left = names + 18;
  double values = 48;
  for (const ChartPoint& p : chart.points)
    values = std::max(values, text_width(shown_with_unit(p.value, chart.unit) + " *", 13, true));
  const double right = scene.width - std::min(values, 240.0) - 16;
  const Scale scale = round_scale(low, high > low ? high : low + 1, chart.unit);
  const auto x = [&](double v) { return left + (v - scale.low) / (scale.high - scale.low) * (right - left); };
  const double bottom = top + row * static_cast<double>(chart.points.size()) + 4;

  const std::string over = axis_words(chart.y_title, chart.unit);
  if (!over.empty()) scene.labels.push_back({{left, top - 12}, over, 13, false, Ink::muted, Anchor::start, 0});
  const auto ticks = static_cast<int>(std::lround((scale.high - scale.low) / scale.step));
  double last_end = -1;
  for (int i = 0; i <= ticks; ++i) {
    const double v = scale.low + i * scale.step;
    scene.strokes.push_back(
        {{{x(v), top - 4}, {x(v), bottom}}, std::fabs(v) < 1e-9 ? Ink::axis : Ink::grid, 1, {}, false, false});
    const std::string text = shown(v) + (chart.unit == "%" ? "%" : "");
    const double half = text_width(text, 13) / 2;
    if (x(v) - half < last_end + 8) continue;
    last_end = x(v) + half;
    scene.labels.push_back({{x(v), bottom + 17}, text, 13, false, Ink::muted, Anchor::middle, 0});
  }
  double y = top;
  for (const ChartPoint& p : chart.points) {
    const auto lines = wrapped(p.label, names, 13, 1);
    if (!lines.empty())
      scene.labels.push_back({{left - 10, y + row / 2 + 4.5}, lines[0], 13, false, Ink::text, Anchor::end, 0});
    if (std::isfinite(p.value)) {
      const double from = std::min(x(0), x(p.value));
      const double width = std::fabs(x(p.value) - x(0));
      scene.boxes.push_back(
          {from, y + 4, width, row - 8, p.mark.empty() ? Ink::bar : Ink::pattern, p.mark == "partial"});
      std::string value = shown_with_unit(p.value, chart.unit);
      if (!p.mark.empty()) value += " *";
      scene.labels.push_back(
          {{std::max(x(p.value), x(0)) + 6, y + row / 2 + 4.5}, value, 13, true, Ink::text, Anchor::start, 0});
    } else {
      scene.labels.push_back({{x(0) + 6, y + row / 2 + 4.5}, "no figure", 13, false, Ink::muted, Anchor::start, 0});
    }
    y += row;
  }
  scene.height = bottom + 26;
  if (chart.target) {
    scene.strokes.push_back(
        {{{x(*chart.target), top - 6}, {x(*chart.target), bottom}}, Ink::target, 2, {10, 3, 2, 3}, false, false});
    scene.labels.push_back({{x(*chart.target), top - 12},
                            "Target " + shown_with_unit(*chart.target, chart.unit),
                            12,
                            false,
                            Ink::target,
                            x(*chart.target) > scene.width - 120 ? Anchor::end : Anchor::middle,
                            0});
  }
  if (!chart.x_title.empty()) {
    scene.labels.push_back(
        {{8, top - 12}, wrapped(chart.x_title, left - 16, 13, 1)[0], 13, false, Ink::muted, Anchor::start, 0});
  }
  std::vector<std::string> notes;
  for (const ChartPoint& p : chart.points) {
    const std::string words(point_mark_words(p.mark));
    if (!words.empty() && std::find(notes.begin(), notes.end(), words) == notes.end()) notes.push_back(words);
  }
  for (const std::string& n : notes) {
    scene.labels.push_back({{left, scene.height + 8}, "* " + n, 12, false, Ink::muted, Anchor::start, 0});
    scene.height += 18;
  }
  return scene;
}

}  // namespace debrief::reports
