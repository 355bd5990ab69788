// Which earlier texts tell of the same kind of trouble.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analytics/cluster.h"
#include "analytics/text/matrix.h"

namespace debrief::analytics {

/// One text found for another. score: 0 to 1.
struct Alike {
  std::uint32_t text = 0;
  double score = 0;
};

/// Texts placed so that those of one kind are near each other: tf-idf of stems and pieces of words reduced to 100
/// dimensions, beside the mean of their words' vectors; to the cosine of that comes a quarter of the cosine of tf-idf
/// itself, so that words in common still tell. Neighbours are not smoothed over: that helps groups, not single matches.
///
/// Takes time and memory in proportion to the number of texts; below some fifty there is too little to learn from.
class Recurrence {
 public:
  /// Title and description are read, the category is not.
  explicit Recurrence(std::span<const ClusterText> texts);

  /// At most `most` other texts with a score of at least `least`, best first, then by position.
  std::vector<Alike> nearest(std::uint32_t text, std::size_t most, double least = 0) const;

 private:
  Sparse words_;
  Dense place_;
};

}  // namespace debrief::analytics
