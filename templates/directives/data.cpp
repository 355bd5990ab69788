// What is missing in the data.

#include "templates/directive.h"

namespace debrief::templates {

extern const Directive data{
    .name = "data",
    .purpose = "what the data lack, and what that means for the figures",
    .example = "::: data\nThree of 41 incidents have no time of detection.\n:::",
    .attributes = {{.name = "title", .meaning = "stands above the text", .choices = {}}},
    .body = DirectiveBody::blocks,
    .build = build_callout,
};

}  // namespace debrief::templates
