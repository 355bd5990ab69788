// Which theme a text belongs to that was not there when the themes were found.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analytics/text/features.h"

namespace debrief::analytics {

/// Each theme is the mean of its texts' tf-idf over stems that are not function words (Rocchio's classifier).
class Joining {
 public:
  /// theme  per text of `core`: 0 to k - 1, or -1 for none. The vocabulary must outlive this.
  Joining(const Vocabulary& v, const std::vector<Document>& core, std::span<const std::int32_t> theme, std::size_t k);

  /// theme -1 where no word of the text is known. cosine: 0 to 1.
  struct Found {
    std::int32_t theme = -1;
    float cosine = 0;
  };
  /// May be called from several threads.
  Found nearest(const Document& d) const;

 private:
  std::vector<std::uint32_t>& stems_of(const Document& d, std::vector<std::uint32_t>& stems) const;
  float length_of(const std::vector<std::uint32_t>& stems) const;

  const Vocabulary& v_;
  std::size_t k_;
  std::vector<float> idf_;
  std::vector<float> centre_;  // stems x themes
};

}  // namespace debrief::analytics
