// Bow-tie: causes to the left of the incident, what followed to the right, and on each line the controls that should
// have stopped it, with what became of them.

#include <algorithm>

#include "reports/charts/notes.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double row_gap = 14;
constexpr double split = 6;  // from a control to where its line begins and ends

struct Deeper {
  std::size_t cause = 0;
  int depth = 0;
  Note note;
};

/// A cause or consequence with what explains it and the controls on its line.
struct Wing {
  std::size_t end = 0;
  Note note;
  std::vector<Deeper> deeper;
  std::vector<std::pair<std::size_t, Note>> controls;
  double card = 0;
  double stack = 0;
  double height() const { return std::max(card, stack); }
};

struct Side {
  std::vector<Wing> wings;
  bool controls = false;
  double height() const {
    double sum = 0;
    for (const Wing& w : wings) sum += w.height() + (sum > 0 ? row_gap : 0);
    return sum;
  }
};

void add_deeper(Wing& wing, const Chart& chart, std::size_t parent, int depth, double width) {
  for (const std::size_t c : under(chart, static_cast<int>(parent), "control"))
    wing.controls.emplace_back(c, Note{});
  for (const std::size_t i : under(chart, static_cast<int>(parent), "cause")) {
    const double in = 14.0 * std::min(depth, 3);
    wing.deeper.push_back({i, depth, note_of(chart.causes[i], width - in, 4)});
    add_deeper(wing, chart, i, depth + 1, width);
  }
}

Side side_of(const Chart& chart, std::string_view role, double width, double control_width) {
  Side side;
  for (const std::size_t i : under(chart, -1, role)) {
    Wing w;
    w.end = i;
    w.note = note_of(chart.causes[i], width - 2 * card_margin, lines_for(chart));
    add_deeper(w, chart, i, 1, width - 2 * card_margin);
    w.card = card_height(w.note);
    for (const Deeper& d : w.deeper) w.card += d.note.height() + 7;
    for (auto& [c, note] : w.controls) {
      note = note_of(chart.causes[c], control_width - 18, 5);
      w.stack += note.height() + 12 + (w.stack > 0 ? 6 : 0);
      side.controls = true;
    }
    if (w.controls.empty()) w.stack = 16;
    side.wings.push_back(std::move(w));
  }
  return side;
}

/// A control: a bar across the line, thick and whole where it held, and its words beside it.
void add_control(Scene& scene, const ChartCause& control, const Note& note, double x, double y, double width) {
  const double height = note.height() + 12;
  scene.boxes.push_back({x, y, width, height, Ink::paper, false});
  Box edge{x + 3.5, y + 0.5, width - 4, height - 1, Ink::grid, false};
  edge.hollow = true;
  edge.line = 1;
  scene.boxes.push_back(edge);
  const Ink ink = line_ink(control);
  if (is_dashed(control)) {
    scene.boxes.push_back({x + 0.75, y + 0.75, 6, height - 1.5, ink, false, true, true});
  } else {
    scene.boxes.push_back({x, y, 7, height, ink, control.outcome == "failed"});
  }
  add_note(scene, note, x + 13, y + 5);
}

void add_wing(Scene& scene, const Chart& chart, const Wing& w, const Box& card, double control_x,
              double control_width) {
  const ChartCause& end = chart.causes[w.end];
  add_card(scene, {}, card, end.hypothesis, line_ink(end));
  double y = card.y + (card.height - w.card) / 2 + card_margin - 1;
  add_note(scene, w.note, card.x + card_margin, y);
  y += w.note.height() + 6;
  for (const Deeper& d : w.deeper) {
    const ChartCause& cause = chart.causes[d.cause];
    const double in = 14.0 * std::min(d.depth, 3);
    const double x = card.x + card_margin + in;
    const std::vector<double> dash = cause.hypothesis ? std::vector<double>{3, 2} : std::vector<double>{};
    scene.strokes.push_back(
        {{{x - 10, y - 3}, {x - 10, y + 8}, {x - 3, y + 8}}, line_ink(cause), 1.2, dash, false, false});
    add_note(scene, d.note, x, y);
    y += d.note.height() + 7;
  }
  double top = card.y + (card.height - w.stack) / 2;
  const double middle = card.y + card.height / 2;
  double first = middle;
  double last = middle;
  const std::vector<double> dash = end.hypothesis ? std::vector<double>{5, 3} : std::vector<double>{};
  for (const auto& [c, note] : w.controls) {
    const double height = note.height() + 12;
    add_control(scene, chart.causes[c], note, control_x, top, control_width);
    const double at = top + height / 2;
    first = std::min(first, at);
    last = std::max(last, at);
    // The way splits before the controls, which stand side by side on it, and joins behind them.
    for (const double x : {control_x - split, control_x + control_width})
      scene.strokes.push_back({{{x, at}, {x + split, at}}, line_ink(end), 1.4, dash, false, false});
    top += height + 6;
  }
  if (w.controls.size() > 1) {
    for (const double x : {control_x - split, control_x + control_width + split})
      scene.strokes.push_back({{{x, first}, {x, last}}, line_ink(end), 1.4, dash, false, false});
  }
}

}  // namespace

Scene bowtie_scene(const Chart& chart) {
  Scene scene;
  double y = add_title(scene, chart.title) + 12;
  const double event_width = 108;
  const double fan = 30;
  constexpr double join = 14;
  const auto any_control = [&](std::string_view role) {
    return std::any_of(chart.causes.begin(), chart.causes.end(), [&](const ChartCause& c) {
      return c.role == "control" && c.parent >= 0 && chart.causes[static_cast<std::size_t>(c.parent)].role == role;
    });
  };
  const double left_controls = any_control("cause") ? 116 : 0;
  const double right_controls = any_control("consequence") ? 116 : 0;
  const bool followed = !under(chart, -1, "consequence").empty();
  // What is left of the width goes to the two ends, a little more to the causes as they carry more text.
  const double room = scene.width - 16 - event_width - fan * (followed ? 2 : 1) -
                      (left_controls > 0 ? left_controls + join : 0) -
                      (right_controls > 0 ? right_controls + join : 0);
  const double causes_width = followed ? room * 0.54 : std::min(room, 380.0);
  const double ends_width = followed ? room - causes_width : 0;
  const Side left = side_of(chart, "cause", causes_width, left_controls);
  const Side right = side_of(chart, "consequence", ends_width, right_controls);
  const Note event =
      note_of(chart.event.empty() ? "The incident" : chart.event, event_width - 2 * card_margin, 10, true);
  const double event_height = card_height(event) + 6;
  const double height = std::max({left.height(), right.height(), event_height});

  const double controls_x = 8 + causes_width + join;
  const double event_x = 8 + causes_width + (left_controls > 0 ? join + left_controls : 0) + fan;
  const double after_x = event_x + event_width + fan;
  const double ends_x = after_x + (right_controls > 0 ? right_controls + join : 0);
  const auto head = [&](double x, double width, const char* words) {
    if (width > 0) scene.labels.push_back({{x, y + 8}, words, 12, true, Ink::muted, Anchor::start, 0});
  };
  head(8, causes_width, "Causes");
  head(controls_x, left_controls, "Controls");
  head(after_x, right_controls, "Controls");
  head(ends_x, ends_width, "What followed");
  y += 20;

  const double middle = y + height / 2;
  const auto missing = [&](double x, double at) {
    scene.labels.push_back({{x, at - 5}, "no control named", 11, false, Ink::muted, Anchor::start, 0});
  };
  // Where the nth of so many lines meets the incident's card.
  const auto meets = [&](std::size_t nth, std::size_t of) {
    const double step = of > 1 ? std::min(16.0, event_height * 0.8 / static_cast<double>(of - 1)) : 0;
    return middle + step * (static_cast<double>(nth) - static_cast<double>(of - 1) / 2);
  };
  const auto way = [&](std::vector<Point> points, const ChartCause& end) {
    scene.strokes.push_back({std::move(points),
                             end.hypothesis ? Ink::pattern : Ink::axis,
                             1.4,
                             end.hypothesis ? std::vector<double>{5, 3} : std::vector<double>{},
                             false,
                             false});
  };
  double top = y + (height - left.height()) / 2;
  for (std::size_t i = 0; i < left.wings.size(); ++i) {
    const Wing& w = left.wings[i];
    const double own = w.height();
    const double at = top + own / 2;
    const ChartCause& cause = chart.causes[w.end];
    const double card_end = 8 + causes_width;
    double out = card_end;
    if (left_controls > 0 && w.controls.empty()) {
      missing(controls_x, at);
      out = controls_x + left_controls + split;
      way({{card_end, at}, {out, at}}, cause);
    } else if (left_controls > 0) {
      way({{card_end, at}, {controls_x - split, at}}, cause);
      out = controls_x + left_controls + split;
    }
    add_arrow(scene, {out, at}, {event_x - 1, meets(i, left.wings.size())},
              cause.hypothesis ? Ink::pattern : Ink::axis, cause.hypothesis);
    add_wing(scene, chart, w, {8, top + (own - w.card) / 2, causes_width, w.card}, controls_x, left_controls);
    top += own + row_gap;
  }
  top = y + (height - right.height()) / 2;
  for (std::size_t i = 0; i < right.wings.size(); ++i) {
    const Wing& w = right.wings[i];
    const double own = w.height();
    const double at = top + own / 2;
    const ChartCause& end = chart.causes[w.end];
    const Ink ink = end.hypothesis ? Ink::pattern : Ink::axis;
    const Point from{event_x + event_width, meets(i, right.wings.size())};
    const double arrive = right_controls > 0 ? after_x - split : after_x - 10;
    way({from, {arrive, at}}, end);
    if (right_controls > 0 && w.controls.empty()) missing(after_x, at);
    const double on = !w.controls.empty() ? after_x + right_controls + split : arrive;
    add_arrow(scene, {on, at}, {ends_x - 1, at}, ink, end.hypothesis);
    add_wing(scene, chart, w, {ends_x, top + (own - w.card) / 2, ends_width, w.card}, after_x, right_controls);
    top += own + row_gap;
  }
  add_event(scene, event, {event_x, middle - event_height / 2, event_width, event_height});
  scene.height = add_cause_legend(scene, chart, y + height + 6) + 6;
  return scene;
}

}  // namespace debrief::reports
