// From what people typed to the words that say what it is about.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
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

/// The different words of many texts, numbered. Unlike words_of it keeps function words, marked: they carry little
/// each, and yet "my card" and "a card" are asked about in different ways.
class Vocabulary {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFFU;

  /// function  an article, pronoun, preposition, auxiliary verb
  /// general   must not name a theme on its own
  /// person    a person's name: a common given name, or written with a capital after "Mr", "Dear", "Regards" and the
  /// like
  ///           half of the times it occurs; known once settled
  /// hash      of surface and language: the same in any vocabulary
  struct Entry {
    std::string_view surface;
    std::uint32_t stem = 0;
    std::uint64_t hash = 0;
    bool function = false;
    bool general = false;
    bool person = false;
  };

  /// Appends the numbers of the text's words, in order, to `out`; at most 2,000. Numbers depend on what was read
  /// before. Returns how many of them are not function words.
  std::size_t read(std::string_view text, std::vector<std::uint32_t>& out);

  /// Gives the words, and the stems, the order of their spelling, whatever was read first. Returns the new number of
  /// each old one. Nothing more is read afterwards.
  std::vector<std::uint32_t> settle();

  std::size_t size() const { return entries_.size(); }
  std::size_t stems() const { return stems_.size(); }
  const Entry& operator[](std::uint32_t word) const { return entries_[word]; }
  std::string_view stem(std::uint32_t number) const { return stems_[number]; }

 private:
  static constexpr std::size_t language_count = 7;
  /// A run of letters and digits as met, before its language is known.
  struct Raw {
    std::string_view text;
    bool left_out = false;
    bool function = false;
    bool general = false;
    bool given_name = false;
    bool before_names = false;  // "Mr", "Dear", ...
    std::uint8_t signs = 0;     // one bit per language it is a sign of
    std::uint32_t times = 0;
    std::uint32_t as_name = 0;  // of them with a capital after a word that stands before names
    std::array<std::uint32_t, language_count> entry{none, none, none, none, none, none, none};
  };

  std::uint32_t raw_number(std::string_view word);
  std::uint32_t entry_of(std::uint32_t raw, std::size_t language);

  std::deque<std::string> spellings_;
  std::unordered_map<std::string_view, std::uint32_t> raw_of_;
  std::vector<Raw> raw_;
  std::vector<Entry> entries_;
  std::deque<std::string> stem_spellings_;
  std::vector<std::string_view> stems_;
  std::unordered_map<std::string_view, std::uint32_t> stem_of_;
  std::vector<std::uint32_t> met_;  // of the text being read
};

}  // namespace debrief::analytics
