// A question on a line of its own.

#include "templates/directive.h"

namespace debrief::templates {

namespace {

Blocks build(DirectiveUse& use) {
  Blocks out;
  out.push_back({"", Paragraph{{{Prompt{use.value("question")}}}}});
  return out;
}

}  // namespace

extern const Directive prompt{
    .name = "prompt",
    .purpose = "a place a person has to fill in; inside a line, [[question?]] does the same",
    .example = "::: prompt question=\"Who told the caller, and when?\"",
    .attributes = {{.name = "question", .meaning = "what the person is asked", .required = true, .choices = {}}},
    .body = DirectiveBody::none,
    .build = build,
};

}  // namespace debrief::templates
