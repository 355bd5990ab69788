// Closed lists of words.

#include "review/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/error.h"
#include "base/text.h"

namespace debrief::review {

void must_be_one_of(std::string_view word, std::span<const std::string_view> allowed, std::string_view what) {
  if (std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return;
  const std::vector<std::string> words(allowed.begin(), allowed.end());
  const std::string near = base::nearest(word, words);
  throw base::Error(base::Status::usage, "bad-value", fmt::format("{} is no {}", base::quoted(word), what),
                    fmt::format("{}it can be: {}", near.empty() ? "" : fmt::format("did you mean \"{}\"? ", near),
                                base::joined(words, ", ")));
}

}  // namespace debrief::review
