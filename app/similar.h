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
  double score = 0;  // 0 to 1
};

/// The `most` incidents that are most alike `text`, the words of incident `ref`, without that one itself, best first,
/// then by ref. From 50 incidents on by analytics::Recurrence over the 2,000 that share most words with it (rare words
/// count more, by inverse document frequency), a score under 0.35 is left out; among fewer incidents by those words
/// alone, and 0.2. Places that stay empty go to incidents of the same category and closure code or subcategory.
std::vector<Similar> similar_incidents(review::Store& store, std::string_view ref, std::string_view text,
                                       std::size_t most);

}  // namespace debrief::app
