// Cutting a text into words.

#include "review/privacy/reading.h"

#include <algorithm>
#include <utility>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/text.h"

namespace debrief::review::privacy {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }
bool ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

struct Decoded {
  char32_t code = 0;
  std::size_t bytes = 1;
};

/// An ill-formed byte counts as one unknown sign, which divides words.
Decoded decode(std::string_view s, std::size_t i) {
  const auto b = [&](std::size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0U; };
  const unsigned c = b(i);
  const auto tail = [&](std::size_t k) { return (b(k) & 0xC0U) == 0x80U; };
  if (c < 0x80) return {c, 1};
  if (c >= 0xC2 && c <= 0xDF && tail(i + 1)) return {((c & 0x1FU) << 6) | (b(i + 1) & 0x3FU), 2};
  if (c >= 0xE0 && c <= 0xEF && tail(i + 1) && tail(i + 2)) {
    return {((c & 0x0FU) << 12) | ((b(i + 1) & 0x3FU) << 6) | (b(i + 2) & 0x3FU), 3};
  }
  if (c >= 0xF0 && c <= 0xF4 && tail(i + 1) && tail(i + 2) && tail(i + 3)) {
    return {((c & 0x07U) << 18) | ((b(i + 1) & 0x3FU) << 12) | ((b(i + 2) & 0x3FU) << 6) | (b(i + 3) & 0x3FU), 4};
  }
  return {0xFFFD, 1};
}

bool word_sign(char32_t c) {
  const auto type = u_charType(static_cast<UChar32>(c));
  return u_isalnum(static_cast<UChar32>(c)) || type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
}

}  // namespace

bool listed(std::string_view list, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

std::string plain(std::string_view word) {
  std::string lower = base::folded(word);
  if (std::all_of(lower.begin(), lower.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return lower;
  UErrorCode status = U_ZERO_ERROR;
  const auto* normaliser = icu::Normalizer2::getNFDInstance(status);
  if (U_FAILURE(status)) return lower;
  const icu::UnicodeString apart = normaliser->normalize(icu::UnicodeString::fromUTF8(lower), status);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < apart.length();) {
    const UChar32 c = apart.char32At(i);
    i += U16_LENGTH(c);
    if (u_charType(c) == U_NON_SPACING_MARK) continue;
    switch (c) {  // letters whose stroke or ligature is not a mark of its own
      case 0x142:
        kept.append(u'l');
        break;
      case 0x111:
      case 0xF0:
        kept.append(u'd');
        break;
      case 0xF8:
        kept.append(u'o');
        break;
      case 0x131:
        kept.append(u'i');
        break;
      case 0xE6:
        kept.append(u'a').append(u'e');
        break;
      case 0x153:
        kept.append(u'o').append(u'e');
        break;
      case 0xFE:
        kept.append(u't').append(u'h');
        break;
      default:
        kept.append(c);
    }
  }
  std::string out;
  return kept.toUTF8String(out);
}

std::string written_out(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> letters[] = {
      {"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}, {"ø", "oe"}, {"å", "aa"}};
  std::string lower = base::folded(word);
  for (const auto& [letter, pair] : letters) {
    for (auto at = lower.find(letter); at != std::string::npos; at = lower.find(letter, at + pair.size()))
      lower.replace(at, letter.size(), pair);
  }
  return plain(lower);
}

Reading::Reading(std::string_view text) : text_(text), pool_(base::ascii_lower(text)) {
  bool lower_case = false;
  struct Folded {
    std::size_t word, at, size;
  };
  std::vector<Folded> folded;  // words with other than ASCII letters, whose plain form stands at the end of the pool
  words_.reserve(text.size() / 5 + 4);
  for (std::size_t i = 0; i < text.size();) {
    Word w;
    w.begin = i;
    bool ascii = true, first = true;
    std::size_t digits = 0, letters = 0, capitals = 0;
    while (i < text.size()) {
      const char c = text[i];
      if (digit(c)) {
        ++digits;
        ++i;
      } else if (ascii_letter(c)) {
        ++letters;
        if (c <= 'Z') {
          ++capitals;
          if (first) w.capital = true;
        } else {
          lower_case = true;
        }
        ++i;
      } else if (static_cast<unsigned char>(c) >= 0x80) {
        const Decoded d = decode(text, i);
        if (d.code == 0xFFFD || !word_sign(d.code)) break;
        ascii = false;
        ++letters;
        if (u_isupper(static_cast<UChar32>(d.code))) {
          ++capitals;
          if (first) w.capital = true;
        } else if (u_islower(static_cast<UChar32>(d.code))) {
          lower_case = true;
        }
        i += d.bytes;
      } else {
        break;
      }
      first = false;
    }
    if (i == w.begin) {
      i += decode(text, i).bytes;
      continue;
    }
    w.end = i;
    w.digits = letters == 0;
    w.letters = digits == 0;
    w.all_caps = letters > 0 && capitals == letters;
    has_digits_ = has_digits_ || digits > 0;
    if (!ascii) {
      const std::string p = plain(text.substr(w.begin, w.size()));
      folded.push_back({words_.size(), pool_.size(), p.size()});
      pool_ += p;
    }
    words_.push_back(w);
  }
  shouted_ = !lower_case;
  for (Word& w : words_) w.plain = std::string_view(pool_).substr(w.begin, w.size());
  for (const Folded& f : folded) words_[f.word].plain = std::string_view(pool_).substr(f.at, f.size);
  for (Word& w : words_) w.flags = flags_of(w.plain);
}

std::string_view Reading::word(std::ptrdiff_t i) const {
  return i < 0 || i >= static_cast<std::ptrdiff_t>(words_.size()) ? std::string_view()
                                                                  : words_[static_cast<std::size_t>(i)].plain;
}

bool Reading::is(std::ptrdiff_t i, Flags f) const {
  return i >= 0 && i < static_cast<std::ptrdiff_t>(words_.size()) && words_[static_cast<std::size_t>(i)].is(f);
}

std::string_view Reading::gap(std::size_t i) const {
  const std::size_t from = i == 0 ? 0 : words_[i - 1].end;
  const std::size_t to = i < words_.size() ? words_[i].begin : text_.size();
  return text_.substr(from, to - from);
}

bool Reading::gap_is(std::size_t i, std::string_view allowed) const {
  const std::string_view g = gap(i);
  int signs = 0;
  for (std::size_t k = 0; k < g.size(); ++k) {
    ++signs;
    if (g.substr(k).starts_with("\xC2\xA0")) {  // no-break blank
      if (allowed.find(' ') == std::string_view::npos) return false;
      ++k;
    } else if (g.substr(k).starts_with("\xE2\x80\x90") || g.substr(k).starts_with("\xE2\x80\x91") ||
               g.substr(k).starts_with("\xE2\x80\x93")) {  // hyphen, non-breaking hyphen, en dash
      if (allowed.find('-') == std::string_view::npos) return false;
      k += 2;
    } else if (allowed.find(g[k]) == std::string_view::npos) {
      return false;
    }
  }
  return signs >= 1 && signs <= 3;
}

bool Reading::breaks(std::size_t i) const {
  const std::string_view g = gap(i);
  for (std::size_t k = 0; k < g.size(); ++k) {
    const char c = g[k];
    if (c == ';' || c == '!' || c == '?' || c == '|' || c == '\n' || c == '\r') return true;
    // "Mr. Okonkwo", "J. Patel", "no. 12": the dot belongs to a short form, not to the end of a sentence.
    if (c == '.' && k + 1 < g.size() && g[k + 1] == ' ' && i > 0) {
      const Word& before = words_[i - 1];
      const bool short_form = before.is(title | filler | phone_cue | account_cue) || before.size() == 1;
      if (!short_form) return true;
    }
  }
  return false;
}

bool Reading::sentence_start(std::size_t i) const {
  if (i == 0 || breaks(i)) return true;
  const std::string_view g = gap(i);
  return g.find(':') != std::string_view::npos || g.find(" - ") != std::string_view::npos ||
         g.find('"') != std::string_view::npos || g.find(']') != std::string_view::npos;
}

std::ptrdiff_t Reading::cue_before(std::size_t i, int reach) const {
  for (std::ptrdiff_t k = static_cast<std::ptrdiff_t>(i); k > 0 && reach > 0; --reach) {
    if (breaks(static_cast<std::size_t>(k))) return -1;
    --k;
    const Word& w = words_[static_cast<std::size_t>(k)];
    if (!w.is(filler) || w.is(phone_cue | account_cue | reference_cue)) return k;
  }
  return -1;
}

bool Reading::flag_before(std::size_t i, Flags f, int reach) const {
  for (std::size_t k = i; k > 0 && reach > 0 && !breaks(k); --reach) {
    if (words_[--k].is(f)) return true;
  }
  return false;
}

bool Reading::word_before(std::size_t i, std::string_view list, int reach) const {
  for (std::size_t k = i; k > 0 && reach > 0 && !breaks(k); --reach) {
    if (listed(list, words_[--k].plain)) return true;
  }
  return false;
}

bool Reading::word_after(std::size_t i, std::string_view list, int reach) const {
  for (std::size_t k = i + 1; k < words_.size() && reach > 0 && !breaks(k); ++k, --reach) {
    if (listed(list, words_[k].plain)) return true;
  }
  return false;
}

}  // namespace debrief::review::privacy
