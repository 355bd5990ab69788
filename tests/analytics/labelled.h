// Reads the labelled sets of the shared folder.
#pragma once

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "analytics/cluster.h"
#include "base/file.h"

namespace debrief::analytics {

struct Labelled {
  std::vector<ClusterText> texts;
  std::vector<std::int32_t> truth;
};

/// text and category of a labelled set, rows of one split; of all where the column is 0. Nothing where it is absent.
inline Labelled labelled(const std::string& file, std::size_t split_column, const std::string& split) {
  Labelled out;
  std::ifstream in(base::Path(DEBRIEF_SHARED) / "samples/labelled-text" / file, std::ios::binary);
  std::map<std::string, std::int32_t> numbers;
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (char c = 0; in.get(c);) {
    if (c == '"') {
      if (quoted && in.peek() == '"') {
        cells.back() += static_cast<char>(in.get());
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c == '\n' && !quoted) {
      if (cells.size() > split_column && (split_column == 0 || cells[split_column] == split)) {
        out.texts.push_back(
            {.ref = std::to_string(out.texts.size()), .title = cells[0], .description = {}, .category = {}});
        out.truth.push_back(numbers.try_emplace(cells[1], static_cast<std::int32_t>(numbers.size())).first->second);
      }
      cells.assign(1, "");
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return out;
}

}  // namespace debrief::analytics
