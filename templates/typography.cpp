// Small matters of setting text.

#include "templates/typography.h"

namespace debrief::templates {

namespace {

void tie(std::string& text) {
  std::size_t at = 0;
  while ((at = text.find(" %", at)) != std::string::npos) {
    const bool number = at > 0 && text[at - 1] >= '0' && text[at - 1] <= '9';
    const bool ends = at + 2 == text.size() || (text[at + 2] != '}' && text[at + 2] != '%');
    if (number && ends) text.replace(at, 1, "\u00A0");
    at += 2;
  }
}

void tie(Inlines& inlines) {
  for (Inline& i : inlines) {
    if (auto* text = std::get_if<Text>(&i.value); text != nullptr && !text->style.code) tie(text->text);
  }
}

void tie(Block& block) {
  if (auto* heading = std::get_if<Heading>(&block.value)) tie(heading->text);
  if (auto* paragraph = std::get_if<Paragraph>(&block.value)) tie(paragraph->text);
  if (auto* table = std::get_if<Table>(&block.value)) {
    tie(table->caption);
    for (auto* rows : {&table->head, &table->body}) {
      for (Row& row : *rows) {
        for (Cell& cell : row.cells) tie(cell.text);
      }
    }
  }
  if (auto* figure = std::get_if<Figure>(&block.value)) {
    for (std::string* s : {&figure->caption, &figure->chart.title, &figure->chart.finding, &figure->chart.alt}) tie(*s);
  }
  if (auto* callout = std::get_if<Callout>(&block.value)) tie(callout->title);
}

}  // namespace

void keep_units_together(Blocks& blocks) {
  for (Block& block : blocks) {
    if (std::holds_alternative<Passage>(block.value)) continue;
    tie(block);
    for (Blocks* inside : inner(block)) keep_units_together(*inside);
  }
}

}  // namespace debrief::templates
