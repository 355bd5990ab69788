// Walking a document.

#include "templates/document.h"

namespace debrief::templates {

std::string plain(const Inlines& inlines) {
  std::string out;
  for (const Inline& i : inlines) {
    if (const auto* text = std::get_if<Text>(&i.value)) {
      out += text->text;
    } else if (const auto* link = std::get_if<Link>(&i.value)) {
      out += link->text;
    } else if (const auto* prompt = std::get_if<Prompt>(&i.value)) {
      out += "[" + prompt->question + "]";
    } else {
      out += ' ';  // a line break
    }
  }
  return out;
}

namespace {

template <typename BlockType, typename BlocksType>
std::vector<BlocksType*> blocks_in(BlockType& block) {
  std::vector<BlocksType*> out;
  if (auto* list = std::get_if<List>(&block.value)) {
    for (auto& item : list->items) out.push_back(&item);
  } else if (auto* callout = std::get_if<Callout>(&block.value)) {
    out.push_back(&callout->blocks);
  } else if (auto* passage = std::get_if<Passage>(&block.value)) {
    out.push_back(&passage->blocks);
  } else if (auto* quote = std::get_if<Quote>(&block.value)) {
    out.push_back(&quote->blocks);
  }
  return out;
}

}  // namespace

std::vector<Blocks*> inner(Block& block) { return blocks_in<Block, Blocks>(block); }
std::vector<const Blocks*> inner(const Block& block) { return blocks_in<const Block, const Blocks>(block); }

}  // namespace debrief::templates
