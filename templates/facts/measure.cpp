// Measures of actions.

#include "templates/facts/measure.h"

#include <algorithm>

#include "analytics/kpi.h"
#include "base/text.h"

namespace debrief::templates {

std::string measure_said(std::string_view measure) {
  const std::string text = base::squeezed(measure);
  const auto blank = std::min(text.find(' '), text.size());
  const auto* kpi = analytics::kpi_named(text.substr(0, blank));
  if (kpi == nullptr) return text;
  std::string out(kpi->title);
  if (blank < text.size()) {
    std::string group = text.substr(blank + 1);
    if (const auto equals = group.find('='); equals != std::string::npos) group[equals] = ' ';
    out += ", " + group;
  }
  return out;
}

}  // namespace debrief::templates
