// Boxed remarks: one builder for the five directives that make them.

#include "templates/directive.h"

namespace debrief::templates {

Blocks build_callout(DirectiveUse& use) {
  Blocks out;
  out.push_back({"", Callout{std::string(use.name), use.value("title"), std::move(use.body)}});
  return out;
}

}  // namespace debrief::templates
