// What the charts of causes share: texts set on a width, cards around them, what a cause is marked with.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "reports/charts/axes.h"

namespace debrief::reports {

/// A text on lines of a width, and a last line that says what it is.
struct Note {
  std::vector<std::string> lines;
  std::string tag;
  Ink tag_ink = Ink::muted;
  bool bold = false;
  double size = 12;
  double line_height() const { return size + 3.5; }
  double height() const { return line_height() * static_cast<double>(lines.size() + (tag.empty() ? 0 : 1)); }
};

/// width in units; what does not fit on `most` lines ends in an ellipsis and stands whole in the chart's table.
Note note_of(std::string_view text, double width, std::size_t most, bool bold = false);

/// With the tag "hypothesis", or a call to ask on where it ends in a person, or the outcome of a control.
Note note_of(const templates::ChartCause& cause, double width, std::size_t most);

/// True for what is drawn with a dashed line.
bool is_dashed(const templates::ChartCause& cause);
/// Its line's colour: the same for text and line, so that both say the same.
Ink line_ink(const templates::ChartCause& cause);

/// Puts a note with its top left corner at (x, top).
void add_note(Scene& scene, const Note& note, double x, double top, Ink ink = Ink::text);

/// Room between a card's edge and its note.
inline constexpr double card_margin = 8;
double card_height(const Note& note);

/// A card: paper, an edge, the note centred from top to bottom.
void add_card(Scene& scene, const Note& note, Box box, bool dashed, Ink edge);
/// The incident: filled, in bold.
void add_event(Scene& scene, const Note& note, Box box);

/// A line with an arrow head at its end. from, to  not the same
void add_arrow(Scene& scene, Point from, Point to, Ink ink, bool dashed, double width = 1.4);

/// Lines allowed for a cause: fewer where there are many of them.
std::size_t lines_for(const templates::Chart& chart);

/// Indices of the causes, controls or consequences that stand under `parent`, in order of record.
std::vector<std::size_t> under(const templates::Chart& chart, int parent, std::string_view role);

/// Legend of the marks that occur; returns the y below it.
double add_cause_legend(Scene& scene, const templates::Chart& chart, double y);

}  // namespace debrief::reports
