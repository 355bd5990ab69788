// The table of writers, asked by name.

#include "reports/writer.h"

#include <algorithm>

namespace debrief::reports {

const Writer* writer_named(std::string_view format) {
  const auto table = all_writers();
  const auto found = std::find_if(table.begin(), table.end(), [&](const Writer* w) { return w->format == format; });
  return found == table.end() ? nullptr : *found;
}

std::vector<std::string> formats() {
  std::vector<std::string> names;
  for (const Writer* w : all_writers()) names.emplace_back(w->format);
  return names;
}

}  // namespace debrief::reports
