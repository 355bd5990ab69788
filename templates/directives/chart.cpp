// A chart by name, with its sentence.

#include <fmt/format.h>

#include "base/text.h"
#include "templates/directive.h"

namespace debrief::templates {

namespace {

Blocks build(DirectiveUse& use) {
  const std::string source = use.value("source");
  const auto it = use.data.charts.find(source);
  if (it == use.data.charts.end()) {
    std::vector<std::string> known;
    for (const auto& [name, unused] : use.data.charts) known.push_back(name);
    const std::string near = base::nearest(source, known);
    use.refuse(fmt::format("there is no chart {}{}", base::quoted(source),
                           near.empty() ? "" : fmt::format("; did you mean {}?", base::quoted(near))));
  }
  Blocks out;
  out.push_back({"", Figure{it->second, use.value("caption", it->second.finding)}});
  return out;
}

}  // namespace

extern const Directive chart{
    .name = "chart",
    .purpose = "a chart made from the data, with the sentence that says what it shows",
    .example = "::: chart source=\"time-to-restore\"",
    .attributes = {{.name = "source", .meaning = "the chart's name", .required = true, .choices = {}},
                   {.name = "caption", .meaning = "instead of the chart's own sentence", .choices = {}}},
    .body = DirectiveBody::none,
    .build = build,
};

}  // namespace debrief::templates
