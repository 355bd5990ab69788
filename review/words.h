// Closed lists of words, and the message when a word is not on one.
#pragma once

#include <span>
#include <string_view>

namespace debrief::review {

/// Throws Error bad-value (usage) naming the nearest word and the list. what: "status", "kind".
void must_be_one_of(std::string_view word, std::span<const std::string_view> allowed, std::string_view what);

}  // namespace debrief::review
