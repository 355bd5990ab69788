// A new page.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive pagebreak{
    .name = "pagebreak",
    .purpose = "starts a new page where there are pages",
    .example = "::: pagebreak",
    .attributes = {},
    .body = DirectiveBody::none,
    .build =
        [](DirectiveUse&) {
          Blocks out;
          out.push_back({"", PageBreak{}});
          return out;
        },
};

}  // namespace debrief::templates
