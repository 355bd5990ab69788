// From what people typed to the words that say what it is about.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace debrief::analytics {

/// A word as it stands (case folded) and its stem.
struct Word {
  std::string surface;
  std::string stem;
};

/// Words of a text, in order: without mail addresses, links, paths, numbers, dates, telephone numbers, ids and hashes,
/// without greetings, signatures and mail headers, and without the commonest function words. Question words and
/// negations stay: "can't log in" is not "can log in".
///
/// Stems are Snowball's, of the language the text seems to be in (English unless its function words say German,
/// French, Spanish, Italian, Portuguese or Dutch). At most 2,000 words.
std::vector<Word> words_of(std::string_view text);

/// "en", "de", ...: by the function words in it.
std::string_view language_of(std::string_view folded_text);

/// Words that must not name a theme on their own: question words, negations, verbs that go with anything.
bool too_general(std::string_view word);

}  // namespace debrief::analytics
