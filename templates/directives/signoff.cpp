// Lines for signing.

#include <fmt/format.h>

#include "base/text.h"
#include "templates/directive.h"

namespace debrief::templates {

namespace {

Blocks build(DirectiveUse& use) {
  SignOff signoff;
  for (const Block& block : use.body) {
    const auto* list = std::get_if<List>(&block.value);
    if (list == nullptr) use.refuse("expected a list of lines such as \"- Role | name | date | decision\"");
    for (const Blocks& item : list->items) {
      std::string text;
      for (const Block& part : item) {
        if (const auto* p = std::get_if<Paragraph>(&part.value)) text += plain(p->text);
      }
      std::vector<std::string> fields = base::split(text, '|');
      if (fields.size() > 4)
        use.refuse(fmt::format("a line has role, name, date and decision; {} has more", base::quoted(text)));
      fields.resize(4);
      for (std::string& f : fields) f = std::string(base::trimmed(f));
      if (fields[0].empty()) use.refuse("a line for signing needs a role");
      signoff.lines.push_back({fields[0], fields[1], fields[2], fields[3]});
    }
  }
  if (signoff.lines.empty()) use.refuse("expected at least one line such as \"- Team leader\"");
  Blocks out;
  out.push_back({"", std::move(signoff)});
  return out;
}

}  // namespace

extern const Directive signoff{
    .name = "signoff",
    .purpose = "lines for signing; name, date and decision stay blank unless given",
    .example = "::: signoff\n- Service manager\n- Team leader | A. Okafor | 12 May 2026 | agreed\n:::",
    .attributes = {},
    .body = DirectiveBody::blocks,
    .build = build,
};

}  // namespace debrief::templates
