// Incidents that tell the same story in other words: nearest by the words of title and description.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "review/store.h"

namespace debrief::app {

struct Similar {
  std::string ref;
  std::string title;
  double score = 0;  // 0 to 1: cosine of word weights, those of words not asked for estimated
};

/// The `most` incidents whose words are nearest to `text`, without `ref` itself, best first, then by ref. Rare words
/// count more (inverse document frequency); a score under 0.2 is left out.
std::vector<Similar> similar_incidents(review::Store& store, std::string_view ref, std::string_view text,
                                       std::size_t most);

}  // namespace debrief::app
