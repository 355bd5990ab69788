// Blocks of a template: each tag at the level where it repeats or removes whole siblings.
#pragma once

#include <string>
#include <vector>

#include <pugixml.hpp>

#include "templates/word/tags.h"

namespace debrief::templates::word {

/// Moves the elements of block tags to their level: a paragraph or row that holds nothing else gives way to them; a
/// block opened in one cell and closed in a later one of its row goes round the row. Faults for blocks whose tags are
/// not siblings then (word-block-apart), have no partner (word-block-open), or are not Word's (word-tag-unknown).
void shape(const pugi::xml_node& root, const std::vector<Tag>& tags, std::vector<Fault>& faults);

/// What a paragraph of one printed tag asks for.
enum class SlotKind : std::uint8_t { body, markdown, chart, table };

/// argument  an expression: what is printed, or the name of a chart
struct SlotTag {
  SlotKind kind = SlotKind::markdown;
  std::string argument;
  std::size_t tag = 0;
  Slot slot;
};

/// Turns paragraphs that hold only `{{ body }}`, `{{ x|md }}`, `{{ chart("x") }}` or `{{ table("x") }}` into elements
/// `slot_element` with the number of their SlotTag as `n`. The same elsewhere is a fault (word-tag-not-alone).
/// Alternative texts `{{ chart("x") }}` and `{{ image(x) }}` become "debrief-chart:" or "debrief-image:" and the mark
/// of the name.
void find_slots(const std::string& part, const pugi::xml_node& root, bool with_body, std::vector<Tag>& tags,
                std::vector<SlotTag>& slots, std::vector<Fault>& faults);

}  // namespace debrief::templates::word
