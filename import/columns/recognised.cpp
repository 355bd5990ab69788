// Whose export a file is, by its headings.

#include <algorithm>

#include "base/text.h"
#include "import/mapping.h"

namespace debrief::import {

bool of_loader(std::string_view key) {
  return key.starts_with("fivetran ") || key.starts_with("airbyte ") || key.starts_with("sdc ");
}

const SourceSpec* recognised_source(const Table& table) {
  std::vector<std::string> keys;
  for (const auto& c : table.columns) keys.push_back(c.size() > 200 ? std::string() : base::heading_key(c));
  for (const auto& l : table.lists) keys.push_back(base::heading_key(l));
  // A field given as an object of its code, its name and its address is that field.
  const std::size_t plain = keys.size();
  for (std::size_t k = 0; k < plain; ++k) {
    for (const std::string_view end : {" display value", " value"}) {
      if (!keys[k].ends_with(end)) continue;
      const std::string stem = keys[k].substr(0, keys[k].size() - end.size());
      if (std::find(keys.begin(), keys.end(), stem) == keys.end()) keys.push_back(stem);
      break;
    }
  }
  const SourceSpec* best = nullptr;
  double best_score = 0;
  for (const auto& s : all_sources()) {
    const int n = signs_in(s, keys);
    if (n < s.enough) continue;
    const auto known = static_cast<double>(
        std::count_if(keys.begin(), keys.end(), [&](const std::string& k) { return s.columns.contains(k); }));
    const double score = n + 0.3 * known;
    if (score > best_score) best_score = score, best = &s;
  }
  return best;
}

}  // namespace debrief::import
