// Where people write in a review.

#include "app/passage_slots.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "templates/build.h"

namespace debrief::app {

namespace {

std::string words_of(const templates::Blocks& blocks) {
  std::string out;
  for (const templates::Block& block : blocks) {
    if (const auto* paragraph = std::get_if<templates::Paragraph>(&block.value)) {
      if (!out.empty()) out += ' ';
      for (const templates::Inline& piece : paragraph->text) {
        if (const auto* prompt = std::get_if<templates::Prompt>(&piece.value)) {
          out += prompt->question;
        } else {
          out += templates::plain({piece});
        }
      }
    }
  }
  return out;
}

void collect(const templates::Blocks& blocks, std::vector<PassageSlot>& slots) {
  for (const templates::Block& block : blocks) {
    if (const auto* passage = std::get_if<templates::Passage>(&block.value)) {
      slots.push_back({passage->key, passage->title, passage->empty ? words_of(passage->blocks) : ""});
      continue;
    }
    for (const templates::Blocks* inside : templates::inner(block)) collect(*inside, slots);
  }
}

}  // namespace

std::vector<PassageSlot> passage_slots(review::Store& store, std::int64_t review_id) {
  const templates::Built built = templates::build_pir(store, review_id);
  std::vector<PassageSlot> slots;
  if (built.document) collect(built.document->blocks, slots);
  return slots;
}

std::map<std::string, std::string> facts_beside(review::Store& store, std::int64_t review_id) {
  return templates::build_pir(store, review_id).beside;
}

void must_be_passage(review::Store& store, std::int64_t review_id, const std::string& key) {
  std::vector<std::string> known;
  for (const PassageSlot& slot : passage_slots(store, review_id)) {
    if (slot.key == key) return;
    known.push_back(slot.key);
  }
  const std::string near = base::nearest(key, known);
  throw base::Error(base::Status::usage, "no-such-passage",
                    near.empty()
                        ? fmt::format("a review has no passage {}", base::quoted(key))
                        : fmt::format("a review has no passage {}. Did you mean \"{}\"?", base::quoted(key), near),
                    "passages: " + base::joined(known, ", "));
}

}  // namespace debrief::app
