// What the charts of causes share.

#include "reports/charts/notes.h"

#include <algorithm>
#include <cmath>

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

Note note_of(std::string_view text, double width, std::size_t most, bool bold) {
  Note n;
  n.bold = bold;
  n.lines = wrapped(text, width, n.size, most, bold);
  return n;
}

Note note_of(const ChartCause& cause, double width, std::size_t most) {
  Note n = note_of(cause.text, width, most);
  if (n.lines.empty()) n.lines.emplace_back("no words");
  if (cause.role == "control") {
    n.tag = cause.outcome.empty() ? "not known" : cause.outcome;
    n.tag_ink = cause.outcome == "held"     ? Ink::target
                : cause.outcome == "failed" ? Ink::outside
                : cause.outcome.empty()     ? Ink::muted
                                            : Ink::pattern;
  } else if (cause.names_person) {
    n.tag = "ask why again";
    n.tag_ink = Ink::outside;
  } else if (cause.hypothesis) {
    n.tag = "hypothesis";
    n.tag_ink = Ink::pattern;
  }
  // A narrow card shortens the tag, too.
  if (!n.tag.empty()) n.tag = wrapped(n.tag, width, 11.5, 1, true)[0];
  return n;
}

bool is_dashed(const ChartCause& cause) {
  return cause.role == "control" ? cause.outcome == "missing" || cause.outcome.empty() : cause.hypothesis;
}

Ink line_ink(const ChartCause& cause) {
  if (cause.role != "control" && cause.names_person) return Ink::outside;
  if (cause.role != "control") return cause.hypothesis ? Ink::pattern : Ink::axis;
  return cause.outcome == "held"     ? Ink::target
         : cause.outcome == "failed" ? Ink::outside
         : cause.outcome.empty()     ? Ink::muted
                                     : Ink::pattern;
}

void add_note(Scene& scene, const Note& note, double x, double top, Ink ink) {
  double y = top + note.size;
  for (const std::string& line : note.lines) {
    scene.labels.push_back({{x, y}, line, note.size, note.bold, ink, Anchor::start, 0});
    y += note.line_height();
  }
  if (!note.tag.empty()) scene.labels.push_back({{x, y}, note.tag, 11.5, true, note.tag_ink, Anchor::start, 0});
}

double card_height(const Note& note) { return note.height() + 2 * card_margin - 3; }

void add_card(Scene& scene, const Note& note, Box box, bool dashed, Ink edge) {
  Box paper = box;
  paper.ink = Ink::paper;
  paper.corner = 3;
  scene.boxes.push_back(paper);
  box.ink = edge;
  box.hollow = true;
  box.dashed = dashed;
  box.corner = 3;
  box.line = dashed ? 1.5 : 1.2;
  scene.boxes.push_back(box);
  add_note(scene, note, box.x + card_margin, box.y + (box.height - note.height()) / 2);
}

void add_event(Scene& scene, const Note& note, Box box) {
  box.ink = Ink::bar;
  box.corner = 3;
  scene.boxes.push_back(box);
  add_note(scene, note, box.x + card_margin, box.y + (box.height - note.height()) / 2, Ink::paper);
}

void add_arrow(Scene& scene, Point from, Point to, Ink ink, bool dashed, double width) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  if (length < 1) return;
  const Point along{(to.x - from.x) / length, (to.y - from.y) / length};
  const double head = std::min(7.0, length);
  const Point base{to.x - along.x * head, to.y - along.y * head};
  const std::vector<double> dash = dashed ? std::vector<double>{5, 3} : std::vector<double>{};
  scene.strokes.push_back({{from, base}, ink, width, dash, false, false});
  scene.strokes.push_back({{to,
                            {base.x - along.y * head * 0.5, base.y + along.x * head * 0.5},
                            {base.x + along.y * head * 0.5, base.y - along.x * head * 0.5}},
                           ink,
                           1,
                           {},
                           true,
                           true});
}

std::size_t lines_for(const Chart& chart) { return chart.causes.size() > 24 ? 3 : chart.causes.size() > 16 ? 5 : 7; }

std::vector<std::size_t> under(const Chart& chart, int parent, std::string_view role) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < chart.causes.size(); ++i) {
    // A parent stands before its child; anything else is none, so that no chain can run in a ring.
    const int theirs = chart.causes[i].parent < static_cast<int>(i) ? chart.causes[i].parent : -1;
    if (theirs == parent && chart.causes[i].role == role) out.push_back(i);
  }
  return out;
}

double add_cause_legend(Scene& scene, const Chart& chart, double y) {
  std::vector<LegendEntry> entries;
  const auto any = [&](auto is) { return std::any_of(chart.causes.begin(), chart.causes.end(), is); };
  const auto line = [](std::string words, Ink ink, bool dashed) {
    LegendEntry e;
    e.words = std::move(words);
    e.line = true;
    e.stroke = {{}, ink, 1.6, dashed ? std::vector<double>{5, 3} : std::vector<double>{}, false, false};
    return e;
  };
  if (any([](const ChartCause& c) { return c.role == "cause" && !c.hypothesis; }))
    entries.push_back(line("shown by rows of the log", Ink::axis, false));
  if (any([](const ChartCause& c) { return c.role != "control" && c.hypothesis; }))
    entries.push_back(line("hypothesis: no row shows it yet", Ink::pattern, true));
  if (any([](const ChartCause& c) { return c.role != "control" && c.names_person; }))
    entries.push_back(line("ends in a person: ask why again", Ink::outside, false));
  if (entries.empty()) return y - 8;
  return add_legend(scene, 8, y + 14, entries);
}

}  // namespace debrief::reports
