// Whether the words of a theme belong together, or only its texts share a word.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analytics/text/features.h"

namespace debrief::analytics {

/// Per theme: do two of the words that mark it stand in the same texts more often than chance brings any two words
/// together? Counted over all texts, so that it is no matter how the theme was chosen; the tail of the Poisson
/// distribution, at most 1 % over all pairs of words there are (Bonferroni). In words thrown together no pair does,
/// however many texts share one of them.
///
/// theme  per document: 0 to k - 1, or -1. A theme that mostly repeats wordings said three times or more keeps company
///        by that. Function words do not count.
std::vector<bool> words_keep_company(const Documents& documents, std::span<const std::int32_t> theme, std::size_t k);

}  // namespace debrief::analytics
