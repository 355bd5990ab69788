// A learner's own part.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive learner{
    .name = "learner",
    .purpose = "a learner's own part in what happened",
    .example = "::: learner\nLogged the first call and set its priority.\n:::",
    .attributes = {{.name = "title", .meaning = "stands above the text", .choices = {}}},
    .body = DirectiveBody::blocks,
    .build = build_callout,
};

}  // namespace debrief::templates
