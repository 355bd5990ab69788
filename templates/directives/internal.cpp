// internal: a part that readers outside the organisation do not get.

#include "templates/directive.h"

namespace debrief::templates {

namespace {

/// A callout of kind "internal": the audience gate takes it away, or shows what is inside it without the box.
Blocks build_internal(DirectiveUse& use) {
  Block block;
  block.value = Callout{"internal", use.value("title"), std::move(use.body)};
  Blocks out;
  out.push_back(std::move(block));
  return out;
}

}  // namespace

extern const Directive internal{
    .name = "internal",
    .purpose = "A part left out, and counted as withheld, for readers outside the organisation.",
    .example = "::: internal\nWhat the team said about its own handling.\n:::\n",
    .attributes = {{"title", "what the part is called in the list of what was withheld"}},
    .body = DirectiveBody::blocks,
    .build = build_internal,
};

}  // namespace debrief::templates
