// What a person wrote, or the question they are asked to answer.

#include "templates/directive.h"

namespace debrief::templates {

namespace {

/// Headings in what people wrote stand below those of the document.
void lower_headings(Blocks& blocks) {
  for (Block& block : blocks) {
    if (auto* heading = std::get_if<Heading>(&block.value)) heading->level = heading->level < 4 ? 4 : heading->level;
    block.id.clear();
    for (Blocks* inside : inner(block)) lower_headings(*inside);
  }
}

Blocks build(DirectiveUse& use) {
  Passage passage;
  passage.key = use.value("key");
  passage.title = use.value("title");
  const auto it = use.data.passages.find(passage.key);
  if (it != use.data.passages.end() && it->second.find_first_not_of(" \t\r\n") != std::string::npos) {
    passage.empty = false;
    passage.blocks = parse_markdown(it->second, "passage", use.limits);
    lower_headings(passage.blocks);
  } else {
    passage.blocks = std::move(use.body);
  }
  const std::string id = "passage-" + slug(passage.key);
  Blocks out;
  out.push_back({id, std::move(passage)});
  return out;
}

}  // namespace

extern const Directive passage{
    .name = "passage",
    .purpose = "a place for what people write; it survives when the document is made again",
    .example =
        "::: passage key=\"causes.why\" title=\"Why it happened\"\n[[What made this likely, and what let it "
        "through?]]\n:::",
    .attributes = {{.name = "key",
                    .meaning = "finds the text again; the same in every document of this kind",
                    .required = true,
                    .choices = {}},
                   {.name = "title", .meaning = "stands above the text", .choices = {}}},
    .body = DirectiveBody::blocks,
    .build = build,
};

}  // namespace debrief::templates
