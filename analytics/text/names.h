// What a theme is called: the words its texts share and the others do not.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analytics/text/features.h"

namespace debrief::analytics {

/// label  the first three terms; made different from every other label by further terms, then by a number
struct ThemeName {
  std::string label;
  std::vector<std::string> terms;  // best first, at most 8
};

/// Words and pairs of words weighed by how often they occur in the theme's texts against all others (class-based
/// tf-idf) and by the share of its texts that have them; shown in their commonest spelling. A term stands in at least a
/// fifth of the theme's texts, so that the name of one caller does not become the name of a theme. Numbers, greetings
/// and words that go with anything are not terms.
///
/// group  per document, -1 none; themes are numbered 0 to count - 1
std::vector<ThemeName> theme_names(const Documents& documents, std::span<const std::int32_t> group, std::size_t count);

}  // namespace debrief::analytics
