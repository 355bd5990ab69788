// Which theme of a new run is which theme of the run before.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace debrief::analytics {

/// From this overlap on two themes are the same one. Jaccard's index over the cases that both runs hold; a third means
/// that half of the cases of the two, on average, are shared (Dice 0.5).
inline constexpr double same_theme_from = 1.0 / 3;

/// index    into the themes of the run before; -1: a new theme
/// overlap  Jaccard with it, 0 to 1; 0 for a new one
struct ThemeMatch {
  std::int32_t index = -1;
  double overlap = 0;
};

/// Matches themes one to one, the largest overlap first; ties go to the lower index of the run before, then of the new
/// one. Cases that only one of the runs holds count for neither.
///
/// before, now   per case held by both runs: its theme, -1 none; of the same length
/// themes_now    how many themes the new run has
std::vector<ThemeMatch> matched_themes(std::span<const std::int32_t> before, std::span<const std::int32_t> now,
                                       std::size_t themes_now);

}  // namespace debrief::analytics
