// A warning.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive warning{
    .name = "warning",
    .purpose = "something the reader must not miss",
    .example = "::: warning\nThe clock of the telephone system ran four minutes fast.\n:::",
    .attributes = {{.name = "title", .meaning = "stands above the text", .choices = {}}},
    .body = DirectiveBody::blocks,
    .build = build_callout,
};

}  // namespace debrief::templates
