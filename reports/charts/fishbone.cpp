// Fishbone: causes by area along a spine that leads to the incident; what explains a cause hangs under it.

#include <algorithm>
#include <array>

#include "reports/charts/notes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double indent = 13;
constexpr double slant = 22;
constexpr double heading = 27;

struct Twig {
  std::size_t cause = 0;
  int depth = 0;
  Note note;
};

struct Bone {
  std::string area;
  std::vector<Twig> twigs;
  double height = 0;
};

void add_twigs(Bone& bone, const Chart& chart, int parent, int depth, double width) {
  for (const std::size_t i : under(chart, parent, "cause")) {
    if (depth == 0 && chart.causes[i].area != bone.area) continue;
    // Deep chains stop moving to the right, as text must keep a width.
    const double in = std::min(depth, 3) * indent;
    bone.twigs.push_back({i, depth, note_of(chart.causes[i], width - in, lines_for(chart))});
    bone.height += bone.twigs.back().note.height() + 10;
    add_twigs(bone, chart, static_cast<int>(i), depth + 1, width);
  }
}

std::vector<std::string> areas_of(const Chart& chart) {
  static constexpr std::array order{"People", "Tasks", "Tools", "Environment", "Organisation", "External"};
  std::vector<std::string> out;
  for (const char* known : order) out.emplace_back(known);
  for (const std::size_t i : under(chart, -1, "cause")) {
    if (std::find(out.begin(), out.end(), chart.causes[i].area) == out.end()) out.push_back(chart.causes[i].area);
  }
  std::erase_if(out, [&](const std::string& area) {
    const auto top = under(chart, -1, "cause");
    return std::none_of(top.begin(), top.end(), [&](std::size_t i) { return chart.causes[i].area == area; });
  });
  return out;
}

/// One bone with its area at the far end: `far` is the y of its end, `spine` that of the spine.
void add_bone(Scene& scene, const Chart& chart, const Bone& bone, double left, double joint, double far, double spine) {
  const bool above = far < spine;
  const double end = joint - slant;
  scene.strokes.push_back({{{left, far}, {end, far}, {joint, spine}}, Ink::data, 2, {}, false, false});
  const auto name = wrapped(bone.area.empty() ? "Area not named" : bone.area, end - left, 13, 1, true);
  scene.labels.push_back({{left, above ? far - 7 : far + 16}, name[0], 13, true, Ink::data, Anchor::start, 0});
  const auto x_at = [&](double y) { return end + (y - far) / (spine - far) * slant; };
  double y = above ? far + 9 : spine + 15;
  std::vector<double> hooks;  // where the line under a cause of each depth runs
  for (const Twig& t : bone.twigs) {
    const ChartCause& cause = chart.causes[t.cause];
    const double x = left + std::min(t.depth, 3) * indent;
    add_note(scene, t.note, x, y);
    const double below = y + t.note.height() + 1;
    const std::vector<double> dash = cause.hypothesis ? std::vector<double>{5, 3} : std::vector<double>{};
    if (t.depth == 0) {
      scene.strokes.push_back({{{left, below}, {x_at(below), below}}, line_ink(cause), 1.3, dash, false, false});
    } else {
      const double hook = hooks[static_cast<std::size_t>(t.depth) - 1];
      const double corner = left + (std::min(t.depth, 3) - 1) * indent + 4;
      scene.strokes.push_back(
          {{{corner, hook}, {corner, y + 8}, {corner + indent - 6, y + 8}}, line_ink(cause), 1.3, dash, false, false});
    }
    hooks.resize(static_cast<std::size_t>(t.depth));
    hooks.push_back(below + (t.depth == 0 ? 0 : 1));
    y += t.note.height() + 10;
  }
}

}  // namespace

Scene fishbone_scene(const Chart& chart) {
  Scene scene;
  const double top = add_title(scene, chart.title) + 12;
  const auto areas = areas_of(chart);
  const std::size_t columns = (areas.size() + 1) / 2;
  const double head_width = 118;
  const double head = scene.width - 8 - head_width;
  const double column = (head - 22 - 8) / static_cast<double>(columns);
  std::vector<Bone> bones;
  double above = 0;
  double below = 0;
  for (std::size_t i = 0; i < areas.size(); ++i) {
    Bone bone{areas[i], {}, 0};
    add_twigs(bone, chart, -1, 0, column - slant - 20);
    double& side = i % 2 == 0 ? above : below;
    side = std::max(side, bone.height);
    bones.push_back(std::move(bone));
  }
  const Note event = note_of(chart.event.empty() ? "The incident" : chart.event, head_width - 2 * card_margin, 9, true);
  const double event_height = card_height(event) + 6;
  const double first = top + 10;
  const double spine = std::max(first + above + 16, top + event_height / 2);
  const double last = below > 0 ? spine + below + 20 : spine + 14;
  for (std::size_t i = 0; i < bones.size(); ++i) {
    const double left = 8 + column * static_cast<double>(i / 2);
    // Each bone is as long as what hangs on it asks for; the areas stand in one row.
    add_bone(scene, chart, bones[i], left, left + column - 4, i % 2 == 0 ? first : last, spine);
  }
  add_arrow(scene, {8, spine}, {head - 2, spine}, Ink::data, false, 3);
  add_event(scene, event, {head, spine - event_height / 2, head_width, event_height, Ink::bar, false});
  const double bottom = std::max(last + (below > 0 ? heading : 0), spine + event_height / 2);
  scene.height = add_cause_legend(scene, chart, bottom + 4) + 6;
  return scene;
}

}  // namespace debrief::reports
