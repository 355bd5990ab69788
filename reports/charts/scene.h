// A chart laid out: lines, shapes and texts with places, ready to be drawn as SVG or by Cairo.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "templates/chart.h"

namespace debrief::reports {

/// What something is for; its colour follows, and a style sheet can change it for dark screens.
enum class Ink : std::uint8_t {
  paper,
  text,
  muted,
  grid,
  axis,
  data,
  bar,
  centre,
  limit,
  target,
  outside,
  pattern,
  shade
};

struct Point {
  double x = 0;
  double y = 0;
};

/// A line through points, or an area when `filled`. dash: lengths on, off, …; empty is solid.
struct Stroke {
  std::vector<Point> points;
  Ink ink = Ink::data;
  double width = 1;
  std::vector<double> dash;
  bool closed = false;
  bool filled = false;
};

enum class Shape : std::uint8_t { circle, hollow_circle, diamond, square, triangle, triangle_down };

struct Marker {
  Point at;
  Shape shape = Shape::circle;
  Ink ink = Ink::data;
  double radius = 4;
};

/// hatched  diagonal lines instead of a fill
/// hollow   its edge only, `line` wide, dashed or not
struct Box {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  Ink ink = Ink::bar;
  bool hatched = false;
  bool hollow = false;
  bool dashed = false;
  double line = 1.2;
  double corner = 0;
};

enum class Anchor : std::uint8_t { start, middle, end };

/// `at` is on the base line; `turned` in degrees, clockwise.
struct Label {
  Point at;
  std::string text;
  double size = 13;
  bool bold = false;
  Ink ink = Ink::text;
  Anchor anchor = Anchor::start;
  double turned = 0;
};

/// Drawn in this order: shades, grid lines, boxes, other strokes, markers, labels.
struct Scene {
  double width = 680;
  double height = 320;
  std::vector<Box> boxes;
  std::vector<Stroke> strokes;
  std::vector<Marker> markers;
  std::vector<Label> labels;
};

/// Hands out boxes and strokes in the order in which they lie upon one another.
template <typename BoxDrawer, typename StrokeDrawer>
void in_order(const Scene& scene, BoxDrawer box, StrokeDrawer stroke) {
  for (const Box& b : scene.boxes) {
    if (b.ink == Ink::shade) box(b);
  }
  for (const Stroke& s : scene.strokes) {
    if (s.ink == Ink::grid) stroke(s);
  }
  for (const Box& b : scene.boxes) {
    if (b.ink != Ink::shade) box(b);
  }
  for (const Stroke& s : scene.strokes) {
    if (s.ink != Ink::grid) stroke(s);
  }
}

/// The chart as a scene 680 units wide; a unit is a CSS pixel. Charts without a value say so in words.
Scene scene_of(const templates::Chart& chart);

/// Width of a text in units by the widths of Helvetica, so that a layout is the same on every machine; letters of
/// other scripts count generously.
double text_width(std::string_view text, double size, bool bold = false);

/// The text on at most `lines` lines of `width` units; what does not fit ends in an ellipsis.
std::vector<std::string> wrapped(std::string_view text, double width, double size, std::size_t lines,
                                 bool bold = false);

/// The values of a chart as rows of text, for readers who want figures: a header row and the rows below it.
struct ChartFigures {
  std::vector<std::string> header;
  std::vector<bool> numeric;
  std::vector<std::vector<std::string>> rows;
};
ChartFigures figures_of(const templates::Chart& chart);

/// Rounded for the eye: 1,204; 128; 12.4; 1.25. "" for NaN.
std::string shown(double value);
/// With the unit: "12.4 h", "93%".
std::string shown_with_unit(double value, std::string_view unit);

/// What a label covers: its line of text, half-open, as far as widths can be told without the font.
Box extent_of(const Label& label);

/// "outside the limits" for a point's mark; "" for none.
std::string_view point_mark_words(std::string_view mark);

/// Hand-written SVG with real text: role img, title and desc, `id` before its own ids. No declaration line.
/// standalone  adds the name space and fonts, for a file of its own
enum class SvgUse : std::uint8_t { inside_html, own_file };
std::string svg(const Scene& scene, std::string_view id, std::string_view title, std::string_view description,
                SvgUse use = SvgUse::inside_html);

/// "#1d70b8".
std::string_view colour_of(Ink ink);

}  // namespace debrief::reports
