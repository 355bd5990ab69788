// Words of a text.

#include "analytics/text/words.h"

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include <libstemmer.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/text.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t most_words = 2000;

using Set = std::unordered_set<std::string_view>;

const Set& left_out() {
  static const Set set{
      // English function words that carry no topic.
      "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because",
      "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "doing", "for", "from", "had", "has",
      "have", "having", "he", "her", "here", "hers", "him", "his", "i", "id", "if", "ill", "im", "in", "into", "is",
      "it", "its", "itself", "ive", "just", "let", "lets", "like", "may", "me", "might", "mine", "much", "must", "my",
      "myself", "need", "now", "of", "off", "on", "or", "our", "ours", "over", "own", "really", "s", "shall", "she",
      "should", "so", "some", "such", "t", "than", "that", "thats", "the", "their", "them", "then", "there", "theres",
      "these", "they", "this", "those", "though", "to", "too", "us", "very", "want", "was", "we", "were", "will",
      "with", "would", "you", "youre", "your", "yours", "tell",
      // Courtesies and mail furniture.
      "hi", "hello", "hey", "dear", "please", "pls", "plz", "kindly", "thank", "thanks", "thankyou", "thx", "regards",
      "cheers", "sincerely", "greetings", "sir", "madam", "fyi", "re", "fw", "fwd", "cc", "bcc", "am", "pm", "hallo",
      "bitte", "danke", "bonjour", "merci", "hola", "gracias", "ciao", "grazie", "obrigado", "bedankt",
      // German, French, Spanish, Italian, Portuguese and Dutch function words.
      "der", "die", "das", "und", "ist", "ich", "ein", "eine", "einen", "mein", "meine", "zu", "den", "dem", "mit",
      "von", "im", "es", "auf", "für", "wir", "sie", "haben", "habe", "hat", "sind", "wird", "le", "la", "les", "des",
      "une", "un", "et", "est", "je", "mon", "ma", "pour", "dans", "sur", "que", "qui", "avec", "du", "de", "au", "ce",
      "nous", "vous", "el", "los", "las", "y", "en", "mi", "para", "con", "por", "una", "del", "se", "il", "lo", "di",
      "che", "per", "non", "mio", "mia", "sono", "ho", "o", "os", "um", "uma", "meu", "minha", "com", "não", "het",
      "een", "van", "ik", "mijn", "op", "te", "dat", "niet", "met", "voor"};
  return set;
}

/// Words a language uses all the time and its neighbours do not. The first entry is the answer when nothing is found.
struct Language {
  std::string_view code;
  const char* algorithm;
  std::array<std::string_view, 14> signs;
};
constexpr std::array<Language, 7> languages{{
    {"en", "english", {"the", "and", "is", "to", "of", "my", "for", "it", "not", "how", "with", "can", "what", "have"}},
    {"de",
     "german",
     {"der", "die", "und", "ist", "nicht", "ich", "das", "ein", "mit", "für", "kann", "wird", "von", "zu"}},
    {"fr", "french", {"le", "les", "et", "est", "je", "pas", "une", "des", "pour", "dans", "que", "mon", "sur", "ne"}},
    {"es", "spanish", {"el", "los", "y", "es", "no", "que", "una", "para", "mi", "con", "se", "las", "por", "del"}},
    {"it", "italian", {"il", "che", "di", "non", "è", "per", "una", "con", "mio", "sono", "della", "gli", "ho", "nel"}},
    {"pt",
     "portuguese",
     {"o", "os", "não", "que", "uma", "para", "com", "meu", "minha", "em", "do", "da", "é", "está"}},
    {"nl", "dutch", {"het", "een", "van", "ik", "niet", "mijn", "op", "te", "dat", "en", "is", "met", "voor", "maar"}},
}};

/// One stemmer per language and thread: they hold a buffer.
std::string stemmed(std::string_view word, std::string_view language) {
  struct Free {
    void operator()(sb_stemmer* s) const { sb_stemmer_delete(s); }
  };
  thread_local std::unordered_map<std::string_view, std::unique_ptr<sb_stemmer, Free>> stemmers;
  auto& stemmer = stemmers[language];
  if (!stemmer) {
    for (const Language& l : languages) {
      if (l.code == language) stemmer.reset(sb_stemmer_new(l.algorithm, nullptr));
    }
  }
  if (!stemmer) return std::string(word);
  const sb_symbol* out =
      sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word.data()), static_cast<int>(word.size()));
  if (out == nullptr) return std::string(word);
  return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(sb_stemmer_length(stemmer.get()))};
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// What stands between blanks and is no language: addresses, links, paths.
bool is_address(std::string_view chunk) {
  return chunk.find('@') != std::string_view::npos || chunk.find("://") != std::string_view::npos ||
         chunk.starts_with("www.") || chunk.starts_with("\\\\") || chunk.starts_with("mailto:") ||
         (chunk.size() > 2 && chunk[1] == ':' && chunk[2] == '\\');
}

/// Numbers, dates, ids (INC0012345), hashes. A short product name with a digit (office365, mp3) is a word.
bool is_number_like(std::string_view word) {
  const auto digits = std::count_if(word.begin(), word.end(), is_digit);
  if (digits == 0) {
    // A hash without a digit is rare, but a long run of a to f is no word either.
    return word.size() >= 12 && word.find_first_not_of("abcdef") == std::string_view::npos;
  }
  const std::size_t letters = word.size() - static_cast<std::size_t>(digits);
  if (letters < 2 || digits > 3) return true;
  static const Set ids{"inc", "req", "ritm", "chg", "prb", "task", "sr", "tkt", "ticket", "case",
                       "ref", "cs",  "no",   "nr",  "th",  "st",   "nd", "rd",  "am",     "pm"};
  const std::size_t first = word.find_first_of("0123456789");
  if (first == 0) return true;
  return ids.contains(word.substr(0, first)) || word.find_first_not_of("0123456789", first) != std::string_view::npos;
}

/// Lines that are not what the sender had to say. After a signature mark nothing follows that is.
std::string without_furniture(std::string_view text) {
  static constexpr std::array<std::string_view, 9> headers{
      "from:", "sent:", "to:", "cc:", "bcc:", "date:", "von:", "gesendet:", "importance:"};
  static constexpr std::array<std::string_view, 8> closings{
      "kind regards",     "best regards",        "regards",     "many thanks", "yours sincerely",
      "yours faithfully", "mit freundlichen gr", "cordialement"};
  std::string out;
  std::size_t kept_lines = 0;
  for (const std::string& line : base::split(text, '\n')) {
    const std::string_view bare = base::trimmed(line);
    const auto begins = [&](std::string_view mark) { return bare.starts_with(mark); };
    if (bare == "--" || bare == "__" || begins("-----original message") || begins("________")) {
      if (kept_lines > 0) break;
      continue;
    }
    // In the middle of a line "regards" may belong to a sentence; alone on its line it ends the message.
    if (kept_lines > 0 && bare.size() < 60 && std::any_of(closings.begin(), closings.end(), begins)) break;
    if (std::any_of(headers.begin(), headers.end(), begins) || begins(">")) continue;
    if (!bare.empty()) ++kept_lines;
    out += line;
    out += '\n';
  }
  return out;
}

/// Runs of letters and digits; an apostrophe inside a word is dropped: can't is "cant".
template <typename Take>
void each_word(std::string_view chunk, Take take) {
  std::string word;
  const auto* s = reinterpret_cast<const std::uint8_t*>(chunk.data());
  const auto length = static_cast<std::int32_t>(chunk.size());
  for (std::int32_t i = 0; i < length;) {
    const std::int32_t start = i;
    UChar32 c = 0;
    U8_NEXT(s, i, length, c);
    if (c < 0) continue;
    if (u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK) {
      word.append(chunk.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    } else if (c == '\'' || c == 0x2019 || c == 0x02BC) {
      continue;
    } else if (!word.empty()) {
      take(word);
      word.clear();
    }
  }
  if (!word.empty()) take(word);
}

template <typename Take>
void each_chunk(std::string_view text, Take take) {
  for (std::size_t i = 0; i < text.size();) {
    while (i < text.size() && is_blank(text[i])) ++i;
    std::size_t end = i;
    while (end < text.size() && !is_blank(text[end])) ++end;
    if (end > i) take(text.substr(i, end - i));
    i = end;
  }
}

}  // namespace

std::string_view language_of(std::string_view folded_text) {
  std::array<int, languages.size()> hits{};
  int words = 0;
  each_chunk(folded_text, [&](std::string_view chunk) {
    if (words > 200) return;
    each_word(chunk, [&](const std::string& word) {
      ++words;
      for (std::size_t l = 0; l < languages.size(); ++l) {
        const auto& signs = languages[l].signs;
        if (std::find(signs.begin(), signs.end(), word) != signs.end()) ++hits[l];
      }
    });
  });
  // English unless another language says so clearly: two words of it, and more than English has.
  std::size_t best = 0;
  for (std::size_t l = 1; l < languages.size(); ++l) {
    if (hits[l] >= 2 && hits[l] > hits[best]) best = l;
  }
  return languages[best].code;
}

std::vector<Word> words_of(std::string_view text) {
  const std::string folded = without_furniture(base::folded(text));
  const std::string_view language = language_of(folded);
  std::vector<Word> words;
  each_chunk(folded, [&](std::string_view chunk) {
    if (words.size() >= most_words || is_address(chunk)) return;
    each_word(chunk, [&](const std::string& word) {
      if (words.size() >= most_words || word.size() > 60 || is_number_like(word) || left_out().contains(word)) return;
      // A single Latin letter says nothing; a single character of other scripts can be a word.
      if (word.size() < 2) return;
      words.push_back({.surface = word, .stem = stemmed(word, language)});
    });
  });
  return words;
}

bool too_general(std::string_view word) {
  static const Set set{
      "how",        "what",     "when",      "where",     "why",       "who",        "which",      "whose",
      "whats",      "wheres",   "no",        "not",       "nor",       "cant",       "cannot",     "dont",
      "doesnt",     "didnt",    "isnt",      "wasnt",     "wont",      "couldnt",    "havent",     "hasnt",
      "get",        "got",      "getting",   "go",        "going",     "make",       "made",       "see",
      "know",       "think",    "help",      "use",       "using",     "used",       "still",      "yet",
      "out",        "up",       "down",      "one",       "way",       "thing",      "give",       "take",
      "put",        "try",      "trying",    "tried",     "work",      "find",       "say",        "said",
      "look",       "looking",  "ask",       "more",      "other",     "only",       "able",       "sure",
      "possible",   "come",     "today",     "yesterday", "tomorrow",  "someone",    "something",  "anything",
      "everything", "anyone",   "issue",     "problem",   "best",      "good",       "monday",     "tuesday",
      "wednesday",  "thursday", "friday",    "saturday",  "sunday",    "january",    "february",   "march",
      "april",      "june",     "july",      "august",    "september", "october",    "november",   "december",
      "sent",       "attached", "forward",   "forwarded", "message",   "mail",       "importance", "kind",
      "high",       "original", "guys",      "folks",     "wednes",    "colleagues", "summary",    "description",
      "details",    "morning",  "afternoon", "evening",   "team",      "customer",   "caller",     "user",
      "doing",      "every",    "been"};
  return set.contains(word);
}

}  // namespace debrief::analytics
