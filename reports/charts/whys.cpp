// Branching whys: the incident, why it was so, why that was so. From left to right where the chains are short, else as
// an indented list, so that any depth keeps lines of a readable width.

#include <algorithm>

#include "reports/charts/notes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double gap = 30;
constexpr int widest_tree = 3;  // whys beside the incident

int depth_under(const Chart& chart, int parent) {
  int deepest = 0;
  for (const std::size_t i : under(chart, parent, "cause"))
    deepest = std::max(deepest, 1 + depth_under(chart, static_cast<int>(i)));
  return deepest;
}

struct Tree {
  Scene& scene;
  const Chart& chart;
  double column = 0;

  Note note(std::size_t i) const { return note_of(chart.causes[i], column - 2 * card_margin, lines_for(chart)); }
  double x(int depth) const { return 8 + (column + gap) * depth; }

  double height(int parent, double own) const {
    double sum = 0;
    for (const std::size_t i : under(chart, parent, "cause"))
      sum += height(static_cast<int>(i), card_height(note(i))) + (sum > 0 ? 10 : 0);
    return std::max(own, sum);
  }

  /// Draws what stands under `parent` between `top` and its height, and joins it to `from`.
  void draw(int parent, int depth, double top, Point from) {
    for (const std::size_t i : under(chart, parent, "cause")) {
      const ChartCause& cause = chart.causes[i];
      const Note said = note(i);
      const double own = card_height(said);
      const double whole = height(static_cast<int>(i), own);
      const double middle = top + whole / 2;
      const double left = x(depth);
      const std::vector<double> dash = cause.hypothesis ? std::vector<double>{5, 3} : std::vector<double>{};
      const double turn = from.x + gap / 2;
      // Dashed ways lie below whole ones, where the two share a stretch.
      scene.strokes.insert(cause.hypothesis ? scene.strokes.begin() : scene.strokes.end(),
                           {{from, {turn, from.y}, {turn, middle}, {left, middle}},
                            cause.hypothesis ? Ink::pattern : Ink::axis,
                            1.4,
                            dash,
                            false,
                            false});
      add_card(scene, said, {left, middle - own / 2, column, own}, cause.hypothesis, line_ink(cause));
      draw(static_cast<int>(i), depth + 1, top, {left + column, middle});
      top += whole + 10;
    }
  }
};

/// One below the other, each further in than what it explains. Returns the y below.
double add_list(Scene& scene, const Chart& chart, int parent, int depth, double y, Point from) {
  constexpr double indent = 22;
  for (const std::size_t i : under(chart, parent, "cause")) {
    const ChartCause& cause = chart.causes[i];
    // Beyond a dozen steps cards stay where they are; the lines still tell which explains which.
    const double left = 8 + indent * std::min(depth, 12);
    const double width = scene.width - 8 - left;
    const Note said = note_of(cause, width - 2 * card_margin, 4);
    const double own = card_height(said);
    const std::vector<double> dash = cause.hypothesis ? std::vector<double>{5, 3} : std::vector<double>{};
    const double corner = std::min(from.x + 10, left - 6);
    scene.strokes.push_back({{{corner, from.y}, {corner, y + own / 2}, {left, y + own / 2}},
                             cause.hypothesis ? Ink::pattern : Ink::axis,
                             1.4,
                             dash,
                             false,
                             false});
    add_card(scene, said, {left, y, width, own}, cause.hypothesis, line_ink(cause));
    const double foot = y + own;
    y = add_list(scene, chart, static_cast<int>(i), depth + 1, foot + 8, {left, foot});
  }
  return y;
}

}  // namespace

Scene whys_scene(const Chart& chart) {
  Scene scene;
  double y = add_title(scene, chart.title) + 12;
  const int depth = depth_under(chart, -1);
  const std::string what = chart.event.empty() ? "The incident" : chart.event;
  if (depth > widest_tree) {
    const double width = scene.width - 16;
    const Note event = note_of(what, width - 2 * card_margin, 3, true);
    add_event(scene, event, {8, y, width, card_height(event)});
    const double foot = y + card_height(event);
    y = add_list(scene, chart, -1, 1, foot + 8, {8, foot});
  } else {
    Tree tree{scene, chart, (scene.width - 16 - gap * depth) / (depth + 1)};
    for (int d = 0; d <= depth; ++d) {
      scene.labels.push_back(
          {{tree.x(d), y + 8}, d == 0 ? "What happened" : "Why?", 12, true, Ink::muted, Anchor::start, 0});
    }
    y += 18;
    const Note event = note_of(what, tree.column - 2 * card_margin, 9, true);
    const double own = card_height(event) + 4;
    const double whole = tree.height(-1, own);
    // The branches stand around the middle of the incident's card, however few they are.
    double branches = 0;
    for (const std::size_t i : under(chart, -1, "cause"))
      branches += tree.height(static_cast<int>(i), card_height(tree.note(i))) + (branches > 0 ? 10 : 0);
    tree.draw(-1, 1, y + (whole - branches) / 2, {tree.x(0) + tree.column, y + whole / 2});
    add_event(scene, event, {tree.x(0), y + (whole - own) / 2, tree.column, own});
    y += whole;
  }
  scene.height = add_cause_legend(scene, chart, y + 4) + 6;
  return scene;
}

}  // namespace debrief::reports
