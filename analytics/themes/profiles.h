// Themes by the words of their incidents: which theme a text belongs to, and which themes belong together.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "analytics/text/words.h"

namespace debrief::analytics {

/// A group of themes.
struct ThemeGroup {
  std::string label;                // words its themes share and the others lack
  std::vector<std::size_t> themes;  // indices, ascending
};

/// tf-idf over stems that are neither function words nor persons' names; each text of length 1.
class TextProfiles {
 public:
  /// In any order: nothing below depends on it.
  explicit TextProfiles(std::span<const std::string> texts);

  /// For each text the part whose texts' mean is nearest by cosine; ties and texts without words go to the first.
  std::vector<std::size_t> nearest(std::span<const std::uint32_t> texts,
                                   const std::vector<std::vector<std::uint32_t>>& parts) const;

  /// What each part is called, by the words that its texts have and those of the others lack. No two alike.
  std::vector<std::string> names(const std::vector<std::vector<std::uint32_t>>& parts) const;

  /// 5 to 15 groups, each at least two themes on average; none for fewer than 10 themes, which need no second level.
  ///
  /// Ward's method (1963) on the words that themes share, weighed by the share of a theme's texts that have them and
  /// reduced to 20 dimensions, each theme counting once: words of one theme only would tell all apart. Cut where the
  /// groups stand furthest apart by their mean silhouette, at the fewer groups on a tie. Groups are ordered by their
  /// texts, most first, then by label.
  ///
  /// members  per theme the indices of its texts
  std::vector<ThemeGroup> groups(const std::vector<std::vector<std::uint32_t>>& members) const;

 private:
  using Row = std::vector<std::pair<std::uint32_t, double>>;  // stem, weight; ascending
  Row mean(const std::vector<std::uint32_t>& texts) const;
  std::vector<Row> shared_words(const std::vector<std::vector<std::uint32_t>>& members) const;
  std::vector<std::string> labels(const std::vector<Row>& means,
                                  const std::vector<std::vector<std::size_t>>& groups) const;

  Vocabulary vocabulary_;
  std::vector<Row> rows_;
  std::vector<std::uint32_t> spelling_;  // per stem the word shown for it; Vocabulary::none: not fit for a name
};

}  // namespace debrief::analytics
