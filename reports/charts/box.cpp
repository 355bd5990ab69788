// Box plot: how the values of each group lie, one row a group, on a scale of their size.

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "reports/charts/axes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

double seconds_of(std::string_view unit) {
  if (unit == "s") return 1;
  if (unit == "min") return 60;
  if (unit == "h") return 3600;
  return unit == "d" ? 86400 : 0;
}

std::string time_said(double seconds) {
  if (seconds < 60) return fmt::format("{:.0f} s", seconds);
  if (seconds < 3600) return fmt::format("{:.0f} min", seconds / 60);
  return seconds < 86400 ? fmt::format("{:.0f} h", seconds / 3600) : fmt::format("{:.0f} d", seconds / 86400);
}

}  // namespace

Scene box_scene(const Chart& chart) {
  Scene scene;
  const double top = add_title(scene, chart.title) + 34;
  double names = 40;
  double low = HUGE_VAL;
  double high = -HUGE_VAL;
  double values = 0;
  const auto said = [&](const ChartSpread& s) {
    const double second = seconds_of(chart.unit);
    return second > 0 ? base::plain_duration(std::round(s.median * second)) : shown_with_unit(s.median, chart.unit);
  };
  const auto count = [](const ChartSpread& s) { return "n = " + base::grouped(s.n); };
  double counts = 0;
  for (const ChartSpread& s : chart.spreads) {
    names = std::max(names, text_width(s.label, 13));
    values = std::max(values, text_width(said(s), 13, true));
    counts = std::max(counts, text_width(count(s), 12));
    low = std::min(low, s.low);
    high = std::max(high, s.high);
  }
  names = std::min(names + 4, 190.0);
  const double left = names + 18;
  const double right = scene.width - 12 - values - 14 - counts - 8;
  // Durations differ by a thousand times; on an even scale all but one box would be a line.
  double least = high;
  for (const ChartSpread& s : chart.spreads) {
    if (s.low > 0) least = std::min(least, s.low);
  }
  const bool by_power = low >= 0 && least > 0 && high / least > 40;
  const Scale scale = round_scale(std::min(low, 0.0), high > 0 ? high : 1, chart.unit);
  const double first = std::log(std::max(least, high / 1e6) * 0.8);
  const double last = std::log(high * 1.1);
  const auto x = [&](double v) {
    const double part = by_power ? (std::log(std::max(v, std::exp(first))) - first) / (last - first)
                                 : (v - scale.low) / (scale.high - scale.low);
    return left + std::clamp(part, 0.0, 1.0) * (right - left);
  };
  const double row = 36;
  const double bottom = top + row * static_cast<double>(chart.spreads.size()) + 2;
  const std::string over = axis_words(chart.y_title, chart.unit);
  if (!over.empty()) {
    const std::string words = over + (by_power ? ", log scale" : "");
    scene.labels.push_back(
        {{left, top - 14}, wrapped(words, right - left, 13, 1)[0], 13, false, Ink::muted, Anchor::start, 0});
  }
  scene.labels.push_back({{right + 14, top - 14}, "Median", 12, true, Ink::muted, Anchor::start, 0});

  double last_end = -1;
  const auto tick = [&](double v, const std::string& text) {
    scene.strokes.push_back({{{x(v), top - 4}, {x(v), bottom}}, Ink::grid, 1, {}, false, false});
    const double half = text_width(text, 13) / 2;
    if (x(v) - half < last_end + 8) return;
    last_end = x(v) + half;
    scene.labels.push_back({{x(v), bottom + 17}, text, 13, false, Ink::muted, Anchor::middle, 0});
  };
  if (by_power) {
    const double second = seconds_of(chart.unit);
    if (second > 0) {
      for (const double s : {1., 10., 60., 600., 3600., 6 * 3600., 86400., 7 * 86400., 30 * 86400., 365 * 86400.}) {
        if (std::log(s / second) >= first && std::log(s / second) <= last) tick(s / second, time_said(s));
      }
    } else {
      for (double p = std::pow(10, std::floor(first / std::log(10))); std::log(p) <= last; p *= 10) {
        if (std::log(p) >= first) tick(p, shown(p));
      }
    }
  } else {
    const auto ticks = static_cast<int>(std::lround((scale.high - scale.low) / scale.step));
    for (int i = 0; i <= ticks; ++i) {
      const double v = scale.low + i * scale.step;
      tick(v, shown(v) + (chart.unit == "%" ? "%" : ""));
    }
  }
  scene.strokes.push_back({{{left, bottom}, {right, bottom}}, Ink::axis, 1, {}, false, false});

  double y = top;
  for (const ChartSpread& s : chart.spreads) {
    const double middle = y + row / 2;
    const auto name = wrapped(s.label, names, 13, 2);
    double line = middle + 4.5 - (name.size() > 1 ? 7.5 : 0);
    for (const std::string& part : name) {
      scene.labels.push_back({{left - 10, line}, part, 13, false, Ink::text, Anchor::end, 0});
      line += 15;
    }
    const auto across = [&](double from, double to, double at, double width, Ink ink) {
      scene.strokes.push_back({{{from, at}, {to, at}}, ink, width, {}, false, false});
    };
    across(x(s.low), x(s.lower_quarter), middle, 1.4, Ink::data);
    across(x(s.upper_quarter), x(s.high), middle, 1.4, Ink::data);
    for (const double end : {s.low, s.high})
      scene.strokes.push_back({{{x(end), middle - 5}, {x(end), middle + 5}}, Ink::data, 1.4, {}, false, false});
    const double from = x(s.lower_quarter);
    const double width = std::max(x(s.upper_quarter) - from, 2.0);
    scene.boxes.push_back({from, middle - 9, width, 18, Ink::shade, false});
    Box edge{from, middle - 9, width, 18, Ink::data, false};
    edge.hollow = true;
    edge.line = 1.6;
    scene.boxes.push_back(edge);
    scene.strokes.push_back({{{x(s.median), middle - 9}, {x(s.median), middle + 9}}, Ink::centre, 3, {}, false, false});
    scene.labels.push_back({{right + 14, middle + 4.5}, said(s), 13, true, Ink::text, Anchor::start, 0});
    scene.labels.push_back(
        {{scene.width - 8, middle + 4.5}, count(s), 12, false, Ink::muted, Anchor::end, 0});
    y += row;
  }
  scene.labels.push_back({{8, bottom + 40},
                          "Box: the middle half, the thick line its median. Lines: from the lowest tenth to the highest.",
                          12,
                          false,
                          Ink::muted,
                          Anchor::start,
                          0});
  scene.height = bottom + 50;
  return scene;
}

}  // namespace debrief::reports
