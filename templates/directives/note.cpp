// A remark.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive note{
    .name = "note",
    .purpose = "a remark worth setting apart",
    .example = "::: note\nTimes are shown in the centre's zone.\n:::",
    .attributes = {{.name = "title", .meaning = "stands above the text", .choices = {}}},
    .body = DirectiveBody::blocks,
    .build = build_callout,
};

}  // namespace debrief::templates
