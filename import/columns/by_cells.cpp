// The first column of times, the first of keys, the longest text.

#include "import/columns/by_cells.h"

#include <fmt/format.h>

#include "import/columns/give.h"
#include "import/columns/weighing.h"

namespace debrief::import {

using review::RowIs;

namespace {

/// A key by its cells alone: filled everywhere, no two alike, short.
bool could_be_key(const Survey& s) {
  return s.filled > 0 && s.placeholders == 0 && s.distinct_share() > 0.98 && s.share(s.times) < 0.5 &&
         s.share(s.day_times + s.workbook_clocks) < 0.5 && s.share(s.length) < 40 && s.share(s.spaced) < 0.1;
}

}  // namespace

void fall_back_on_cells(Mapping& m, const std::vector<Survey>& surveys) {
  const auto free = [&](std::size_t c) {
    return m.columns[c].role == nullptr && m.columns[c].shown_role.empty() && !m.columns[c].line;
  };
  const auto known_useless = [&](std::size_t c) {
    if (of_loader(m.columns[c].key)) return true;
    if (m.spec == nullptr) return false;
    const auto it = m.spec->columns.find(m.columns[c].key);
    return it != m.spec->columns.end() && it->second.role == nullptr;
  };
  if (!m.has("opened") && !m.has("entry_at") && !m.has("occurred")) {
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      const Survey& s = surveys[c];
      if (!free(c) || known_useless(c) || s.filled == 0 || (s.share(s.times) < 0.8 && s.share(s.workbook_dates) < 0.8))
        continue;
      give(m.columns[c], role_named("opened"), 0.4,
           fmt::format("first column of times; {}", observed(*role_named("opened"), s)), 0);
      break;
    }
  }
  if (!m.has("ref") && m.row_is != RowIs::interval) {
    for (std::size_t c = 0; c < m.columns.size() && c < 3; ++c) {
      if (!free(c) || known_useless(c) || !could_be_key(surveys[c]) || surveys[c].filled < 3) continue;
      give(m.columns[c], role_named("ref"), 0.4, "filled in every row, no two alike", 0);
      break;
    }
  }
  if (!m.has("title") && !m.has("description")) {
    int best = -1;
    double longest = 12;
    for (std::size_t c = 0; c < m.columns.size(); ++c) {
      const Survey& s = surveys[c];
      if (!free(c) || known_useless(c) || s.share(s.spaced) < 0.5 || s.share(s.times) > 0.2) continue;
      if (s.share(s.length) > longest) longest = s.share(s.length), best = static_cast<int>(c);
    }
    if (best >= 0 && m.columns[static_cast<std::size_t>(best)].heading.starts_with("column ")) {
      give(m.columns[static_cast<std::size_t>(best)], role_named(longest > 120 ? "description" : "title"), 0.35,
           "the longest text of the row", 0);
    }
  }
}

}  // namespace debrief::import
