// The contents list.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive contents{
    .name = "contents",
    .purpose = "the contents list, from the headings of level 2 and 3",
    .example = "::: contents",
    .attributes = {},
    .body = DirectiveBody::none,
    .build =
        [](DirectiveUse&) {
          Blocks out;
          out.push_back({"", Contents{}});
          return out;
        },
};

}  // namespace debrief::templates
