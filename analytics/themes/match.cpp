// Themes of two runs matched by the cases they share.

#include "analytics/themes/match.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/error.h"

namespace debrief::analytics {

std::vector<ThemeMatch> matched_themes(std::span<const std::int32_t> before, std::span<const std::int32_t> now,
                                       std::size_t themes_now) {
  DEBRIEF_CHECK(before.size() == now.size(), "each case has a theme in both runs");
  std::map<std::int32_t, std::int64_t> size_before;
  std::vector<std::int64_t> size_now(themes_now, 0);
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> shared;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (before[i] >= 0) ++size_before[before[i]];
    if (now[i] >= 0) ++size_now[static_cast<std::size_t>(now[i])];
    if (before[i] >= 0 && now[i] >= 0) ++shared[{before[i], now[i]}];
  }
  struct Candidate {
    double overlap;
    std::int32_t before, now;
  };
  std::vector<Candidate> candidates;
  for (const auto& [themes, n] : shared) {
    const auto all = size_before[themes.first] + size_now[static_cast<std::size_t>(themes.second)] - n;
    const double overlap = static_cast<double>(n) / static_cast<double>(all);
    if (overlap >= same_theme_from) candidates.push_back({overlap, themes.first, themes.second});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.overlap > b.overlap; });
  std::vector<ThemeMatch> matches(themes_now);
  std::set<std::int32_t> taken;
  for (const Candidate& c : candidates) {
    ThemeMatch& match = matches[static_cast<std::size_t>(c.now)];
    if (match.index >= 0 || !taken.insert(c.before).second) continue;
    match = {c.before, c.overlap};
  }
  return matches;
}

}  // namespace debrief::analytics
