// What was left out.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive withheld{
    .name = "withheld",
    .purpose = "what was left out for this reader, and why",
    .example = "::: withheld\nNames of callers are withheld.\n:::",
    .attributes = {{.name = "title", .meaning = "stands above the text", .choices = {}}},
    .body = DirectiveBody::blocks,
    .build = build_callout,
};

}  // namespace debrief::templates
