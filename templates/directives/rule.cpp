// A rule between parts.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive rule{
    .name = "rule",
    .purpose = "a rule between parts",
    .example = "::: rule",
    .attributes = {},
    .body = DirectiveBody::none,
    .build =
        [](DirectiveUse&) {
          Blocks out;
          out.push_back({"", Rule{}});
          return out;
        },
};

}  // namespace debrief::templates
