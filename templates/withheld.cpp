// What a version for other readers leaves out: open questions taken away, and the list of the rest.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/audience.h"

namespace debrief::templates {

namespace {

/// Paragraphs of which only a question stood there are gone; a question inside a sentence is taken from it.
bool only_questions(const Inlines& inlines) {
  const bool asked = std::any_of(inlines.begin(), inlines.end(),
                                 [](const Inline& i) { return std::holds_alternative<Prompt>(i.value); });
  return asked && std::all_of(inlines.begin(), inlines.end(), [](const Inline& i) {
           const auto* text = std::get_if<Text>(&i.value);
           return std::holds_alternative<Prompt>(i.value) || std::holds_alternative<LineBreak>(i.value) ||
                  (text != nullptr && base::trimmed(text->text).empty());
         });
}

void without_prompts(Inlines& inlines) {
  std::erase_if(inlines, [](const Inline& i) { return std::holds_alternative<Prompt>(i.value); });
}

bool emptied(Block& block) {
  if (auto* passage = std::get_if<Passage>(&block.value)) return passage->empty || passage->blocks.empty();
  if (auto* callout = std::get_if<Callout>(&block.value)) return callout->blocks.empty();
  if (auto* quote = std::get_if<Quote>(&block.value)) return quote->blocks.empty();
  if (auto* table = std::get_if<Table>(&block.value)) {
    for (Row& row : table->body) {
      for (Cell& cell : row.cells) without_prompts(cell.text);
    }
    return table->body.empty();
  }
  if (auto* paragraph = std::get_if<Paragraph>(&block.value)) {
    if (only_questions(paragraph->text)) return true;
    without_prompts(paragraph->text);
    return paragraph->text.empty();
  }
  if (auto* list = std::get_if<List>(&block.value)) {
    std::erase_if(list->items, [](const Blocks& item) { return item.empty(); });
    return list->items.empty();
  }
  return false;
}

int level_of(const Block& block) {
  const auto* heading = std::get_if<Heading>(&block.value);
  return heading == nullptr ? 0 : heading->level;
}

bool breaks(const Block& block) {
  return std::holds_alternative<PageBreak>(block.value) || std::holds_alternative<Rule>(block.value);
}

/// Headings with nothing under them, from the end to the front, so that a heading of emptied ones goes too.
void without_bare_headings(Blocks& blocks) {
  for (std::size_t i = blocks.size(); i-- > 0;) {
    const int level = level_of(blocks[i]);
    if (level < 2) continue;
    std::size_t next = i + 1;
    while (next < blocks.size() && breaks(blocks[next])) ++next;
    const bool bare = next == blocks.size() || (level_of(blocks[next]) != 0 && level_of(blocks[next]) <= level);
    if (bare) blocks.erase(blocks.begin() + static_cast<std::ptrdiff_t>(i));
  }
  while (!blocks.empty() && breaks(blocks.back())) blocks.pop_back();
  const auto again =
      std::unique(blocks.begin(), blocks.end(), [](const Block& a, const Block& b) { return breaks(a) && breaks(b); });
  blocks.erase(again, blocks.end());
}

std::string_view readers_said(Audience audience) {
  switch (audience) {
    case Audience::internal:
      return "readers inside";
    case Audience::manager:
      return "managers";
    case Audience::external:
      return "customers, partners and other readers outside";
    case Audience::assessor:
      return "an assessor";
    case Audience::share:
      return "training and sharing";
  }
  return "its readers";
}

}  // namespace

void without_open_questions(Blocks& blocks) {
  for (Block& block : blocks) {
    for (Blocks* inside : inner(block)) without_open_questions(*inside);
  }
  std::erase_if(blocks, emptied);
  without_bare_headings(blocks);
}

void list_withheld(Document& document, const Gate& gate, Audience audience) {
  if (audience == Audience::internal) return;
  auto counts = gate.withheld();
  counts.erase("SECTION");
  const std::string said = withheld_said(counts);
  const auto& parts = gate.parts_withheld();
  std::string text = fmt::format("This version is for {}. ", readers_said(audience));
  text += said.empty() ? "No name, number or other personal detail had to be replaced."
                       : "Replaced or left out of the text: " + said + ".";
  if (!sees_colleagues(audience)) text += " People stand by role or pseudonym, not by name.";
  if (parts.empty()) text += " No part is missing.";
  Callout box{"withheld", "What this version leaves out", {}};
  box.blocks.push_back({"withheld-counts", Paragraph{{Inline{Text{text, {}}}}}});
  if (!parts.empty()) {
    text = fmt::format("{} kept inside: {}.", base::counted(static_cast<long long>(parts.size()), "part"),
                       base::joined(parts, "; "));
    box.blocks.push_back({"withheld-parts", Paragraph{{Inline{Text{text, {}}}}}});
  }
  document.blocks.push_back({"withheld-list", std::move(box)});
}

}  // namespace debrief::templates
