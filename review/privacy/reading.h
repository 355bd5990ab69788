// A text cut into words, each with what is known about it before any rule looks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "review/privacy/lexicon.h"

namespace debrief::review::privacy {

/// A run of letters and digits. Everything else (blanks, hyphens, apostrophes, dots, underscores) divides.
///
/// begin, end  bytes of the text, half-open
/// plain       folded, without accents: "Szczepańska" gives "szczepanska"
/// capital     the first letter is a capital; says nothing where `Reading::shouted`
/// temporal    part of a date or a time of day
struct Word {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string_view plain;
  Flags flags = 0;
  bool digits = false;   // digits only
  bool letters = false;  // letters only
  bool capital = false;
  bool all_caps = false;
  bool temporal = false;

  std::size_t size() const { return end - begin; }
  bool is(Flags f) const { return (flags & f) != 0; }
  bool mixed() const { return !digits && !letters; }
};

/// Folded, accents off: what words are compared by.
std::string plain(std::string_view word);

/// As `plain`, with the letters that some languages write out where a mark cannot be typed: "Müller" gives "mueller",
/// "Bjørn" gives "bjoern", "Åse" gives "aase". The same as `plain` for a word without them.
std::string written_out(std::string_view word);

/// One text, read once. Refers to the text it was made from, which must outlive it.
class Reading {
 public:
  explicit Reading(std::string_view text);
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  std::string_view text() const { return text_; }
  std::size_t size() const { return words_.size(); }
  Word& operator[](std::size_t i) { return words_[i]; }
  const Word& operator[](std::size_t i) const { return words_[i]; }
  bool has_digits() const { return has_digits_; }
  /// No lower-case letter in it: capitals mean nothing.
  bool shouted() const { return shouted_; }

  /// The word at `i`, "" outside the text; so that rules may look back and ahead freely.
  std::string_view word(std::ptrdiff_t i) const;
  bool is(std::ptrdiff_t i, Flags f) const;
  /// What stands between word i-1 and word i (before the first word: from the start of the text).
  std::string_view gap(std::size_t i) const;
  /// True if `gap(i)` has one to three characters, all of them in `allowed` (a no-break blank counts as a blank).
  bool gap_is(std::size_t i, std::string_view allowed) const;
  /// True if `gap(i)` ends a sentence or clause: a full stop with a blank, ; ! ? | or a line break.
  bool breaks(std::size_t i) const;
  bool sentence_start(std::size_t i) const;
  /// A capital that carries meaning: not in a shouted text.
  bool proper(std::size_t i) const { return words_[i].capital && !shouted_; }

  /// The nearest word before `i` that is no filler ("no", "is", "the", …), at most `reach` words back and in the
  /// same clause; -1 when there is none.
  std::ptrdiff_t cue_before(std::size_t i, int reach = 5) const;
  /// True if one of the `reach` words before `i`, in the same clause, has a flag of `f`.
  bool flag_before(std::size_t i, Flags f, int reach) const;
  /// True if one of the `reach` words before `i`, in the same clause, is one of `list` (words between blanks).
  bool word_before(std::size_t i, std::string_view list, int reach) const;
  bool word_after(std::size_t i, std::string_view list, int reach) const;

 private:
  std::string_view text_;
  std::string pool_;
  std::vector<Word> words_;
  bool has_digits_ = false;
  bool shouted_ = false;
};

/// True if `word` is one of the words in `list`, which are separated by one blank.
bool listed(std::string_view list, std::string_view word);

}  // namespace debrief::review::privacy
