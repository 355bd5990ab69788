// Taking the mark of a fixed height off rows.

#include "reports/xlsx/rows.h"

#include <vector>

#include "reports/package.h"

namespace debrief::reports {

std::string with_free_rows(const std::string& xlsx) {
  constexpr std::string_view mark = " customHeight=\"1\"";
  std::vector<Part> parts = unpacked(xlsx);
  for (auto& [name, bytes] : parts) {
    if (!name.starts_with("xl/worksheets/sheet")) continue;
    const auto rows = bytes.find("<sheetData");
    if (rows == std::string::npos) continue;
    std::string out = bytes.substr(0, rows);
    std::size_t from = rows;
    // The mark stands in row elements alone; in a text its quotes would be escaped.
    for (auto at = bytes.find(mark, rows); at != std::string::npos; at = bytes.find(mark, from)) {
      out.append(bytes, from, at - from);
      from = at + mark.size();
    }
    out.append(bytes, from, std::string::npos);
    bytes = std::move(out);
  }
  return packed(parts);
}

}  // namespace debrief::reports
