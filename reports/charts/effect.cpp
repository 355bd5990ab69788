// Before and after: what became of each action's measure, as a multiple of what it was, with its interval.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

std::string percent(double ratio) {
  const double v = ratio * 100;
  const bool whole = v >= 10 || std::fabs(v - std::round(v)) < 0.05;
  return whole ? fmt::format("{:.0f}%", v) : fmt::format("{:.1f}%", v);
}

}  // namespace

Scene effect_scene(const Chart& chart) {
  Scene scene;
  const double top = add_title(scene, chart.title) + 36;
  double low = 0.5;
  double high = 2;
  for (const ChartEffect& e : chart.effects) {
    for (const auto& v : {e.ratio, e.low, e.high}) {
      if (!v || !std::isfinite(*v)) continue;
      low = std::min(low, *v);
      high = std::max(high, *v);
    }
  }
  // An interval may begin at nothing or have no end; its line then runs to the edge.
  low = std::clamp(low * 0.85, 0.02, 1.0);
  high = std::clamp(high * 1.15, 1.0, 50.0);
  constexpr double names = 236;
  const double left = names + 30;
  double words = text_width("Now, of before", 12, true);
  for (const ChartEffect& e : chart.effects) words = std::max(words, text_width(e.verdict, 12));
  const double right = scene.width - 8 - std::min(words, 150.0) - 14;
  const auto x = [&](double v) {
    const double part = (std::log(std::clamp(v, low, high)) - std::log(low)) / (std::log(high) - std::log(low));
    return left + part * (right - left);
  };

  struct Line {
    std::vector<std::string> name, measure;
    double height = 0;
  };
  std::vector<Line> lines;
  double bottom = top;
  for (const ChartEffect& e : chart.effects) {
    Line l{wrapped(e.label, names, 13, 2), wrapped(e.measure, names, 12, 2), 0};
    l.height = std::max(48.0, static_cast<double>(l.name.size()) * 16 + static_cast<double>(l.measure.size()) * 15 + 14);
    bottom += l.height;
    lines.push_back(std::move(l));
  }
  double last_end = -1;
  for (const double v : {0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0}) {
    if (v < low || v > high) continue;
    const bool same = v == 1.0;
    scene.strokes.push_back({{{x(v), top}, {x(v), bottom}}, same ? Ink::axis : Ink::grid, same ? 1.4 : 1.0, {}, false, false});
    const std::string text = percent(v);
    const double half = text_width(text, 13) / 2;
    if (x(v) - half < last_end + 6) continue;
    last_end = x(v) + half;
    scene.labels.push_back({{x(v), bottom + 17}, text, 13, false, Ink::muted, Anchor::middle, 0});
  }
  const double half = text_width("as before", 12) / 2;
  scene.labels.push_back({{std::clamp(x(1), left + half, right - half), top - 8}, "as before", 12, false, Ink::muted,
                          Anchor::middle, 0});
  scene.labels.push_back({{right + 14, top - 8}, "Now, of before", 12, true, Ink::muted, Anchor::start, 0});

  double y = top;
  for (std::size_t i = 0; i < chart.effects.size(); ++i) {
    const ChartEffect& e = chart.effects[i];
    const Line& l = lines[i];
    const double middle = y + l.height / 2;
    if (i % 2 == 0) scene.boxes.push_back({0, y, scene.width, l.height, Ink::shade, false});
    double text =
        middle - (static_cast<double>(l.name.size()) * 16 + static_cast<double>(l.measure.size()) * 15) / 2 + 12.5;
    for (const std::string& part : l.name) {
      scene.labels.push_back({{8, text}, part, 13, true, Ink::text, Anchor::start, 0});
      text += 16;
    }
    for (const std::string& part : l.measure) {
      scene.labels.push_back({{8, text - 0.5}, part, 12, false, Ink::muted, Anchor::start, 0});
      text += 15;
    }
    if (e.ratio) {
      const double at = x(*e.ratio);
      // The way it went, thin; the interval, thick with ends; before hollow, after filled.
      scene.strokes.push_back({{{x(1), middle}, {at, middle}}, Ink::muted, 1.2, {2, 3}, false, false});
      if (e.low || e.high) {
        const double from = e.low ? x(*e.low) : left;
        const double to = e.high && std::isfinite(*e.high) ? x(*e.high) : right;
        scene.strokes.push_back({{{from, middle}, {to, middle}}, Ink::data, 2.4, {}, false, false});
        if (e.low && *e.low > low)
          scene.strokes.push_back({{{from, middle - 5}, {from, middle + 5}}, Ink::data, 2, {}, false, false});
        if (e.high && *e.high < high)
          scene.strokes.push_back({{{to, middle - 5}, {to, middle + 5}}, Ink::data, 2, {}, false, false});
      }
      scene.markers.push_back({{x(1), middle}, Shape::hollow_circle, Ink::muted, 4.5});
      scene.markers.push_back({{at, middle}, Shape::diamond, Ink::data, 7});
      scene.labels.push_back({{right + 14, middle - 3}, percent(*e.ratio), 13, true, Ink::text, Anchor::start, 0});
      const auto verdict = wrapped(e.verdict, scene.width - right - 22, 12, 1);
      if (!verdict.empty())
        scene.labels.push_back({{right + 14, middle + 13}, verdict[0], 12, false, Ink::text, Anchor::start, 0});
    } else {
      const auto why = wrapped(e.verdict.empty() ? "no figure yet" : e.verdict, scene.width - right - 22, 12, 2);
      double at = middle + 4.5 - (why.size() > 1 ? 7 : 0);
      for (const std::string& part : why) {
        scene.labels.push_back({{right + 14, at}, part, 12, false, Ink::muted, Anchor::start, 0});
        at += 15;
      }
    }
    y += l.height;
  }
  scene.strokes.push_back({{{left, bottom}, {right, bottom}}, Ink::axis, 1, {}, false, false});
  const double below = add_legend(scene, 8, bottom + 42,
                                  {{"before the action", false, {{}, Shape::hollow_circle, Ink::muted, 4.5}, {}},
                                   {"after it, with the 95 % interval", false, {{}, Shape::diamond, Ink::data, 6}, {}}});
  scene.height = below + 4;
  return scene;
}

}  // namespace debrief::reports
