// Words of a text.

#include "analytics/text/words.h"

#include <algorithm>
#include <array>
#include <memory>
#include <numeric>
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

/// Words that carry no topic.
const Set& function_words() {
  static const Set set{
      // English.
      "a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because",
      "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "doing", "for", "from", "had", "has",
      "have", "having", "he", "her", "here", "hers", "him", "his", "i", "id", "if", "ill", "im", "in", "into", "is",
      "it", "its", "itself", "ive", "just", "let", "lets", "like", "may", "me", "might", "mine", "much", "must", "my",
      "myself", "need", "now", "of", "off", "on", "or", "our", "ours", "over", "own", "really", "s", "shall", "she",
      "should", "so", "some", "such", "t", "than", "that", "thats", "the", "their", "them", "then", "there", "theres",
      "these", "they", "this", "those", "though", "to", "too", "us", "very", "want", "was", "we", "were", "will",
      "with", "would", "you", "youre", "your", "yours", "tell",
      // German, French, Spanish, Italian, Portuguese and Dutch.
      "der", "die", "das", "und", "ist", "ich", "ein", "eine", "einen", "mein", "meine", "zu", "den", "dem", "mit",
      "von", "im", "es", "auf", "für", "wir", "sie", "haben", "habe", "hat", "sind", "wird", "le", "la", "les", "des",
      "une", "un", "et", "est", "je", "mon", "ma", "pour", "dans", "sur", "que", "qui", "avec", "du", "de", "au", "ce",
      "nous", "vous", "el", "los", "las", "y", "en", "mi", "para", "con", "por", "una", "del", "se", "il", "lo", "di",
      "che", "per", "non", "mio", "mia", "sono", "ho", "o", "os", "um", "uma", "meu", "minha", "com", "não", "het",
      "een", "van", "ik", "mijn", "op", "te", "dat", "niet", "met", "voor"};
  return set;
}

/// Greetings, thanks, and what mail programs add.
const Set& courtesies() {
  static const Set set{"hi",      "hello",  "hey",      "dear",     "please",  "pls",     "plz",       "kindly",
                       "thank",   "thanks", "thankyou", "thx",      "regards", "cheers",  "sincerely", "greetings",
                       "sir",     "madam",  "fyi",      "re",       "fw",      "fwd",     "cc",        "bcc",
                       "am",      "pm",     "hallo",    "bitte",    "danke",   "bonjour", "merci",     "hola",
                       "gracias", "ciao",   "grazie",   "obrigado", "bedankt"};
  return set;
}

/// Given names that are hardly ever anything else, and the commonest surnames.
const Set& given_names() {
  static const Set set{
      "alexander", "amanda",    "amy",         "andrew",   "angela",  "ann",      "anna",      "anthony",   "ashley",
      "bailey",    "barbara",   "benjamin",    "betty",    "brandon", "brenda",   "brian",     "carol",     "catherine",
      "charles",   "christine", "christopher", "cynthia",  "daniel",  "david",    "deborah",   "diane",     "donna",
      "edward",    "elizabeth", "emily",       "emma",     "eric",    "gary",     "george",    "gregory",   "heather",
      "jacob",     "james",     "janet",       "jason",    "jeffrey", "jennifer", "jessica",   "john",      "johnson",
      "jonathan",  "jones",     "joseph",      "joshua",   "joyce",   "julie",    "karen",     "katherine", "kathleen",
      "kelly",     "kenneth",   "kevin",       "kimberly", "larry",   "laura",    "linda",     "lisa",      "maria",
      "matthew",   "melissa",   "michael",     "michelle", "nancy",   "nicholas", "nicole",    "pamela",    "patrick",
      "paul",      "rachel",    "rebecca",     "richard",  "robert",  "ronald",   "ruth",      "ryan",      "samantha",
      "samuel",    "sandra",    "sarah",       "scott",    "sharon",  "smith",    "stephanie", "stephen",   "steven",
      "susan",     "thomas",    "timothy",     "williams", "hans",    "klaus",    "jürgen",    "pierre",    "françois",
      "josé"};
  return set;
}

/// After these a capital letter begins a name.
const Set& before_names() {
  static const Set set{"mr",    "mrs", "ms",      "miss",   "dr",   "dear", "hi",
                       "hello", "hey", "regards", "caller", "herr", "frau"};
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

/// Lines that are not what the sender had to say; nothing follows a signature mark that is.
enum class Line { said, skipped, last };

Line kind_of(std::string_view line, std::size_t kept_lines) {
  static constexpr std::array<std::string_view, 9> headers{
      "from:", "sent:", "to:", "cc:", "bcc:", "date:", "von:", "gesendet:", "importance:"};
  static constexpr std::array<std::string_view, 8> closings{
      "kind regards",     "best regards",        "regards",     "many thanks", "yours sincerely",
      "yours faithfully", "mit freundlichen gr", "cordialement"};
  const std::string_view bare = base::trimmed(line);
  const auto begins = [&](std::string_view mark) { return bare.starts_with(mark); };
  if (bare == "--" || bare == "__" || begins("-----original message") || begins("________")) {
    return kept_lines > 0 ? Line::last : Line::skipped;
  }
  // In the middle of a line "regards" may belong to a sentence; alone on its line it ends the message.
  if (kept_lines > 0 && bare.size() < 60 && std::any_of(closings.begin(), closings.end(), begins)) return Line::last;
  if (std::any_of(headers.begin(), headers.end(), begins) || begins(">")) return Line::skipped;
  return Line::said;
}

/// Runs of letters and digits; an apostrophe inside a word is dropped: can't is "cant".
template <typename Take>
void each_word(std::string_view chunk, std::string& word, Take take) {
  word.clear();
  const auto* s = reinterpret_cast<const std::uint8_t*>(chunk.data());
  const auto length = static_cast<std::int32_t>(chunk.size());
  for (std::int32_t i = 0; i < length;) {
    const char c = chunk[static_cast<std::size_t>(i)];
    if ((c >= 'a' && c <= 'z') || is_digit(c)) {
      word.push_back(c);
      ++i;
      continue;
    }
    const std::int32_t start = i;
    UChar32 point = 0;
    U8_NEXT(s, i, length, point);
    if (point < 0 || point == '\'' || point == 0x2019 || point == 0x02BC) continue;
    if (point >= 0x80 && (u_isalnum(point) || u_charType(point) == U_NON_SPACING_MARK)) {
      word.append(chunk.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    } else if (!word.empty()) {
      take(std::string_view(word));
      word.clear();
    }
  }
  if (!word.empty()) take(std::string_view(word));
}

template <typename Take>
void each_chunk(std::string_view text, Take take) {
  for (std::size_t i = 0; i < text.size();) {
    while (i < text.size() && is_blank(text[i])) ++i;
    std::size_t end = i;
    bool marked = false;
    while (end < text.size() && !is_blank(text[end])) {
      marked |= text[end] == '@' || text[end] == ':' || text[end] == '\\' || text[end] == '.';
      ++end;
    }
    if (end > i && !(marked && is_address(text.substr(i, end - i)))) take(text.substr(i, end - i));
    i = end;
  }
}

/// Lower case; what is not ASCII by its Unicode properties.
std::string_view folded_into(std::string_view text, std::string& buffer) {
  buffer.assign(text);
  for (char& c : buffer) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      buffer = base::folded(text);
      return buffer;
    }
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return buffer;
}

constexpr std::size_t words_for_language = 200;

/// English unless another language says so clearly: two words of it, and more than English has.
std::size_t language_by(const std::array<int, languages.size()>& hits) {
  std::size_t best = 0;
  for (std::size_t l = 1; l < languages.size(); ++l) {
    if (hits[l] >= 2 && hits[l] > hits[best]) best = l;
  }
  return best;
}

std::uint8_t signs_in(std::string_view word) {
  std::uint8_t signs = 0;
  for (std::size_t l = 0; l < languages.size(); ++l) {
    const auto& of = languages[l].signs;
    if (std::find(of.begin(), of.end(), word) != of.end()) signs |= static_cast<std::uint8_t>(1U << l);
  }
  return signs;
}

std::uint64_t hash_of(std::string_view text) {
  std::uint64_t h = 0xcbf29ce484222325ULL;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return h ^ (h >> 29);
}

}  // namespace

std::string_view language_of(std::string_view folded_text) {
  std::array<int, languages.size()> hits{};
  std::size_t words = 0;
  std::string buffer;
  each_chunk(folded_text, [&](std::string_view chunk) {
    each_word(chunk, buffer, [&](std::string_view word) {
      if (++words > words_for_language) return;
      const std::uint8_t signs = signs_in(word);
      for (std::size_t l = 0; l < languages.size(); ++l) hits[l] += (signs >> l) & 1;
    });
  });
  return languages[language_by(hits)].code;
}

std::uint32_t Vocabulary::raw_number(std::string_view word) {
  const auto found = raw_of_.find(word);
  if (found != raw_of_.end()) return found->second;
  Raw raw;
  raw.text = spellings_.emplace_back(word);
  raw.function = function_words().contains(word);
  raw.general = too_general(word);
  raw.given_name = given_names().contains(word);
  raw.before_names = before_names().contains(word);
  raw.signs = signs_in(word);
  // A single letter is a word only where it is one of grammar; a single character of other scripts can be one.
  raw.left_out =
      courtesies().contains(word) || word.size() > 60 || is_number_like(word) || (word.size() < 2 && !raw.function);
  const auto number = static_cast<std::uint32_t>(raw_.size());
  raw_of_.emplace(raw.text, number);
  raw_.push_back(raw);
  return number;
}

std::uint32_t Vocabulary::entry_of(std::uint32_t raw, std::size_t language) {
  std::uint32_t& entry = raw_[raw].entry[language];
  if (entry != none) return entry;
  entry = static_cast<std::uint32_t>(entries_.size());
  Entry e{
      .surface = raw_[raw].text, .stem = 0, .hash = 0, .function = raw_[raw].function, .general = raw_[raw].general};
  e.hash = hash_of(e.surface) + language;
  const std::string stem = stemmed(e.surface, languages[language].code);
  auto known = stem_of_.find(stem);
  if (known == stem_of_.end()) {
    stems_.emplace_back(stem_spellings_.emplace_back(stem));
    known = stem_of_.emplace(stems_.back(), static_cast<std::uint32_t>(stems_.size() - 1)).first;
  }
  e.stem = known->second;
  entries_.push_back(e);
  return entry;
}

std::size_t Vocabulary::read(std::string_view text, std::vector<std::uint32_t>& out) {
  static_assert(language_count == languages.size());
  thread_local std::string buffer;
  thread_local std::string word;
  const std::string_view folded = folded_into(text, buffer);
  met_.clear();
  std::size_t kept_lines = 0;
  for (std::size_t start = 0; start < folded.size() && met_.size() < 2 * most_words;) {
    const std::size_t end = std::min(folded.find('\n', start), folded.size());
    const std::string_view line = folded.substr(start, end - start);
    start = end + 1;
    const Line kind = kind_of(line, kept_lines);
    if (kind == Line::last) break;
    if (kind == Line::skipped) continue;
    if (!base::trimmed(line).empty()) ++kept_lines;
    each_chunk(line, [&](std::string_view chunk) {
      if (met_.size() >= 2 * most_words) return;
      // Folding leaves the letters of ASCII text where they were; of other text no capitals are known.
      const auto at = static_cast<std::size_t>(chunk.data() - folded.data());
      const bool capital = at < text.size() && text[at] >= 'A' && text[at] <= 'Z' && chunk[0] == text[at] - 'A' + 'a' &&
                           (chunk.size() < 2 || chunk[1] == (at + 1 < text.size() ? text[at + 1] : '\0'));
      bool first = true;
      each_word(chunk, word, [&](std::string_view w) {
        const std::uint32_t number = raw_number(w);
        ++raw_[number].times;
        if (first && capital && !met_.empty() && raw_[met_.back()].before_names) ++raw_[number].as_name;
        first = false;
        met_.push_back(number);
      });
    });
  }
  std::array<int, language_count> hits{};
  for (std::size_t i = 0; i < std::min(met_.size(), words_for_language); ++i) {
    const std::uint8_t signs = raw_[met_[i]].signs;
    for (std::size_t l = 0; signs != 0 && l < language_count; ++l) hits[l] += (signs >> l) & 1;
  }
  const std::size_t language = language_by(hits);
  std::size_t said = 0;
  std::size_t kept = 0;
  for (const std::uint32_t raw : met_) {
    if (raw_[raw].left_out) continue;
    if (kept++ == most_words) break;
    out.push_back(entry_of(raw, language));
    if (!raw_[raw].function) ++said;
  }
  return said;
}

std::vector<std::uint32_t> Vocabulary::settle() {
  for (const Raw& raw : raw_) {
    if (!raw.given_name && (raw.as_name == 0 || 2 * raw.as_name < raw.times)) continue;
    for (const std::uint32_t e : raw.entry) {
      if (e != none) entries_[e].person = true;
    }
  }
  const auto ranked = [](std::size_t n, auto before) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(), before);
    return order;
  };
  const auto places = [](const std::vector<std::uint32_t>& order) {
    std::vector<std::uint32_t> place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    return place;
  };
  const auto stem_order =
      ranked(stems_.size(), [&](std::uint32_t a, std::uint32_t b) { return stems_[a] < stems_[b]; });
  const auto stem_place = places(stem_order);
  std::vector<std::string_view> stems;
  for (const std::uint32_t s : stem_order) stems.push_back(stems_[s]);
  stems_ = std::move(stems);
  const auto order = ranked(entries_.size(), [&](std::uint32_t a, std::uint32_t b) {
    return entries_[a].surface != entries_[b].surface ? entries_[a].surface < entries_[b].surface
                                                      : entries_[a].hash < entries_[b].hash;
  });
  std::vector<Entry> entries;
  for (const std::uint32_t e : order) {
    entries.push_back(entries_[e]);
    entries.back().stem = stem_place[entries_[e].stem];
  }
  entries_ = std::move(entries);
  raw_.clear();
  raw_of_.clear();
  return places(order);
}

std::vector<Word> words_of(std::string_view text) {
  Vocabulary vocabulary;
  std::vector<std::uint32_t> numbers;
  vocabulary.read(text, numbers);
  std::vector<Word> words;
  for (const std::uint32_t n : numbers) {
    const Vocabulary::Entry& e = vocabulary[n];
    if (!e.function) words.push_back({std::string(e.surface), std::string(vocabulary.stem(e.stem))});
  }
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
