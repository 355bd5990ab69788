// What chart kinds share: a title, a value axis with round ticks, labels along the x axis, a legend.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/charts/scene.h"

namespace debrief::reports {

/// The rectangle in which values are drawn.
struct Frame {
  double left = 64;
  double top = 44;
  double right = 664;
  double bottom = 268;
  double width() const { return right - left; }
  double height() const { return bottom - top; }
};

/// Values `low` to `high` on a frame's height.
struct Scale {
  double low = 0;
  double high = 1;
  double step = 0.2;
  double y(double value, const Frame& frame) const {
    return frame.bottom - (value - low) / (high - low) * frame.height();
  }
};

/// Round ticks around the values: steps of 1, 2, 2.5 or 5 times a power of ten, about five of them. From 0 where the
/// values come near it. Percentages end at 100.
Scale round_scale(double low, double high, std::string_view unit);

/// Puts the title at the top, on at most two lines; returns the y at which the rest may begin.
double add_title(Scene& scene, std::string_view title);

/// "Median time (h)": the title with its unit, where the title does not say it already.
std::string axis_words(std::string_view title, std::string_view unit);

/// Grid lines, tick labels with the unit on the top one, and the axis title above them.
void add_value_axis(Scene& scene, const Frame& frame, const Scale& scale, std::string_view unit,
                    std::string_view title);

/// Labels centred on `x`, thinned so that none touch: every nth, always the first. `size` in units.
void add_x_labels(Scene& scene, const Frame& frame, const std::vector<double>& x,
                  const std::vector<std::string>& labels, std::string_view title);

/// One entry of a legend: a marker or a short line, then words.
struct LegendEntry {
  std::string words;
  bool line = false;
  Marker marker;
  Stroke stroke;
};
/// Lays entries out from `y` down in rows; returns the y below them.
double add_legend(Scene& scene, double left, double y, const std::vector<LegendEntry>& entries);

/// The frame with a sentence instead of values.
Scene empty_scene(const templates::Chart& chart, std::string_view sentence);

// The kinds.
Scene line_scene(const templates::Chart& chart);
Scene pareto_scene(const templates::Chart& chart);
Scene bar_scene(const templates::Chart& chart);
Scene heatmap_scene(const templates::Chart& chart);
Scene timeline_scene(const templates::Chart& chart);
Scene stacked_scene(const templates::Chart& chart);
Scene fishbone_scene(const templates::Chart& chart);
Scene whys_scene(const templates::Chart& chart);
Scene bowtie_scene(const templates::Chart& chart);
Scene box_scene(const templates::Chart& chart);
Scene ageing_scene(const templates::Chart& chart);
Scene effect_scene(const templates::Chart& chart);

}  // namespace debrief::reports
