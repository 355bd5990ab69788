// Reading 9:15, 09.15 Uhr, 9h15, 10:15 p. m. and their kin.

#include "import/sniff/time_of_day.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "base/text.h"
#include "import/sniff/types.h"

namespace debrief::import {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// Lower case, every kind of blank as one.
std::string plain_text(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\xC2\xA0")) {
      out += ' ';
      ++i;
    } else if (text.substr(i).starts_with("\xE2\x80\xAF")) {
      out += ' ';
      i += 2;
    } else {
      out += text[i];
    }
  }
  return base::folded(base::trimmed(out));
}

/// Takes "um", "ca.", "godz.", "a las" and the like off the start.
std::string_view without_lead(std::string_view s) {
  static constexpr auto leads = std::to_array<std::string_view>({"um",     "ca",    "ca.",    "gegen", "ab",  "\xC3\xA0", "a las",    "a la",
                                                          "alle",   "ore",   "ora",    "h",     "h.",  "\xC3\xA0s", "o godz.", "godz.",
                                                          "godz",   "g.",    "kl.",    "om",    "at",  "o",         "\xD0\xB2"});
  if (s.starts_with('~')) s.remove_prefix(1);
  s = base::trimmed(s);
  if (s.empty() || digit(s.front())) return s;
  const auto at = s.find_first_of("0123456789");
  if (at == std::string_view::npos) return s;
  const std::string_view lead = base::trimmed(s.substr(0, at));
  if (one_of(lead, leads) || lead == "alle ore" || lead == "as") return s.substr(at);
  return s;
}

enum class Behind : std::uint8_t { nothing, word, morning, afternoon, other };

Behind behind(std::string_view rest) {
  rest = base::trimmed(rest);
  if (rest.empty()) return Behind::nothing;
  std::string letters;
  for (const char c : rest) {
    if (c != ' ' && c != '.') letters += c;
  }
  static constexpr auto words = std::to_array<std::string_view>({"h",     "hr",     "hrs",   "hs",    "uhr",       "uur",
                                                          "heures", "horas", "godz",  "hours", "\xD1\x87", "\xD1\x87\xD0\xB0\xD1\x81"});
  if (letters == "am" || letters == "a") return Behind::morning;
  if (letters == "pm" || letters == "p") return Behind::afternoon;
  return one_of(letters, words) ? Behind::word : Behind::other;
}

WrittenTime of_fraction(double days) {
  WrittenTime t;
  t.state = TimeRead::time_only;
  t.civil = base::utc_civil(std::llround((days - std::floor(days)) * 86400) * 1000);
  t.precision = base::Precision::second;
  return t;
}

WrittenTime of_parts(int h, int m, int s, int half) {
  WrittenTime t;
  if (half >= 0 && !(h > 12 && half == 1 && h < 24)) {
    if (h < 1 || h > 12) {
      t.state = TimeRead::impossible;
      return t;
    }
    h = h % 12 + 12 * half;
  }
  if (h > 24 || m > 59 || s > 59 || (h == 24 && (m > 0 || s > 0))) {
    t.state = TimeRead::impossible;
    return t;
  }
  t.state = TimeRead::time_only;
  t.civil.hour = h;
  t.civil.minute = m;
  t.civil.second = std::max(s, 0);
  t.precision = s < 0 ? base::Precision::minute : base::Precision::second;
  return t;
}

/// 915 and 1430; nothing else counts hours and minutes in one number.
WrittenTime of_packed(int n) {
  WrittenTime t;
  if (n < 0 || n > 2400 || n % 100 > 59) return t;
  return of_parts(n / 100, n % 100, -1, -1);
}

WrittenTime of_workbook_number(std::string_view text) {
  const Number n = read_number(text);
  if (n.state != NumberRead::read || n.value < 0) return {};
  const bool whole = n.value == std::floor(n.value);
  if (n.value < 1 && (n.value > 0 || text.size() == 1)) return of_fraction(n.value);
  if (whole && n.value <= 24) return of_parts(static_cast<int>(n.value), 0, -1, -1);
  if (whole && n.value <= 2400) return of_packed(static_cast<int>(n.value));
  // 9.15 typed where the dot does not make a time of it; 10.1 has lost its last nought.
  if (n.value < 25) {
    const auto minutes = static_cast<int>(std::llround((n.value - std::floor(n.value)) * 100));
    return of_parts(static_cast<int>(n.value), minutes, -1, -1);
  }
  return n.value > 20000 && n.value < 80000 ? of_fraction(n.value) : WrittenTime{};
}

/// Hours and minutes of text that begins with a digit.
WrittenTime of_text(std::string_view s, ClockShape& shape) {
  std::size_t i = 0;
  const auto number = [&](std::size_t longest) {
    const std::size_t from = i;
    int v = 0;
    while (i < s.size() && digit(s[i]) && i - from < longest) v = v * 10 + (s[i++] - '0');
    return i == from ? -1 : v;
  };
  const int first = number(4);
  const std::size_t width = i;
  const std::string_view after = s.substr(i);
  WrittenTime none;
  if (width > 2) {
    const Behind b = behind(after);
    if (b == Behind::other || b == Behind::morning || b == Behind::afternoon) return none;
    shape = b == Behind::word ? ClockShape::plain : ClockShape::packed;
    const bool noted = width == 4 || b == Behind::word;
    return noted || first >= 100 ? of_packed(first) : none;
  }
  int minute = -1;
  int second = -1;
  const bool dot = after.starts_with('.');
  const bool comma = after.starts_with(',');
  shape = ClockShape::plain;
  std::size_t skip = 0;
  if (after.starts_with(':') || dot || comma || after.starts_with('h')) {
    skip = 1;
  } else if (after.starts_with(" h ") || after.starts_with(" : ")) {
    skip = 3;
  } else if (after.starts_with("\xD1\x87")) {
    skip = 2;
  }
  if (skip > 0 && i + skip < s.size() && digit(s[i + skip])) {
    i += skip;
    const std::size_t from = i;
    minute = number(2);
    if (i - from != 2 || (i < s.size() && digit(s[i]))) return none;
    if (i + 1 < s.size() && (s[i] == ':' || (s[i] == '.' && dot)) && digit(s[i + 1])) {
      const bool dotted = s[i] == '.';
      ++i;
      second = number(2);
      if (second < 0 || (dotted && i < s.size() && digit(s[i]))) return none;
      if (i < s.size() && (s[i] == '.' || s[i] == ',')) {
        while (i + 1 < s.size() && digit(s[i + 1])) ++i;
        ++i;
      }
    } else if (!dot && !comma && i < s.size() && (s[i] == 'm' || s[i] == '\'')) {
      i = s.substr(i).starts_with("min") ? i + 3 : i + 1;  // 9h15m
    }
  }
  const Behind b = behind(s.substr(i));
  if (b == Behind::other) return none;
  if (minute < 0 && b == Behind::nothing) return none;  // a bare number
  if (minute >= 0 && (dot || comma) && b == Behind::nothing) shape = ClockShape::dotted;
  if (comma && shape == ClockShape::dotted) return none;
  return of_parts(first, std::max(minute, 0), second, b == Behind::morning ? 0 : b == Behind::afternoon ? 1 : -1);
}

constexpr auto dates = std::to_array<std::string_view>({"date", "datum", "data", "fecha",         "дата", "day", "tag",
                                                 "dag",  "jour",  "día",  "dia",   "giorno", "dzień"});
constexpr auto hours = std::to_array<std::string_view>({"hora",  "heure",  "uhrzeit", "godzina", "godz",
                                                "ora",   "orario", "horario", "clock"});
constexpr auto open_words = std::to_array<std::string_view>({"time", "zeit", "tijd", "tijdstip", "время", "zeitpunkt", "uur", "moment"});
constexpr auto lengths = std::to_array<std::string_view>({"dauer",   "durée",  "duración", "duração", "durata",  "duur",
                                                   "duration", "tiempo", "temps",    "tempo",   "czas",    "elapsed",
                                                   "длительность", "minutes", "hours", "trwania", "délai", "продолжительность"});
constexpr auto joining = std::to_array<std::string_view>({
    "of", "de",  "d",   "du",    "des",  "la",   "le",  "l",  "les", "el", "der", "die", "das", "do", "da", "dos",
    "del", "della", "dello", "dell", "di", "van", "het", "and", "und", "et", "y",   "e",   "en",  "i",  "и",  "at",
    "on", "am",  "um",  "op",    "om",   "il",   "em",  "o",  "w",   "the", "à",  "zu",  "zur", "von"});

}  // namespace

WrittenTime read_time_of_day(std::string_view text, CellIs kind, ClockShape* shape) {
  ClockShape ignored = ClockShape::none;
  ClockShape& found = shape != nullptr ? *shape : ignored;
  found = ClockShape::none;
  WrittenTime none;
  text = base::trimmed(text);
  if (text.empty() || text.size() > 40) return none;
  if (kind == CellIs::time || kind == CellIs::duration || kind == CellIs::date) {
    const Number n = read_number(text);
    return n.state == NumberRead::read ? of_fraction(n.value) : none;
  }
  if (kind == CellIs::number) {
    WrittenTime t = of_workbook_number(text);
    if (t.state == TimeRead::time_only) found = text.find('.') == std::string_view::npos ? ClockShape::packed : ClockShape::dotted;
    return t;
  }
  if (text.find_first_of("0123456789") == std::string_view::npos) return none;
  const std::string plain = plain_text(text);
  const std::string_view body = without_lead(plain);
  // 0.385671296: a workbook's fraction of a day, written out.
  if (body.size() >= 5 && (body.starts_with("0.") || body.starts_with("0,")) &&
      std::all_of(body.begin() + 2, body.end(), digit)) {
    found = ClockShape::plain;
    return of_fraction(read_number(body).value);
  }
  WrittenTime whole = read_time(text, {});
  const bool date = whole.state == TimeRead::read && whole.precision == base::Precision::day;
  if (date) return none;  // 07.03.26
  if (!body.empty() && digit(body.front())) {
    WrittenTime t = of_text(body, found);
    if (t.state != TimeRead::not_a_time) return t;
    found = ClockShape::none;
  }
  if (whole.state != TimeRead::read) return none;
  whole.state = TimeRead::time_only;
  return whole;
}

std::string without_time_words(std::string_view key) {
  std::string out;
  for (const auto& word : base::split(key, ' ')) {
    if (one_of(word, dates) || one_of(word, hours) || one_of(word, open_words) || one_of(word, joining)) continue;
    std::string_view stem = word;
    for (const std::string_view ending : {"uhrzeit", "zeitpunkt", "zeit", "datum", "tijdstip", "tijd"}) {
      if (!stem.ends_with(ending)) continue;
      stem.remove_suffix(ending.size());
      // The s that joins two words: Lösungs-datum, but Abschluss-datum.
      if (stem.size() > 3 && stem.ends_with('s') && !stem.ends_with("ss")) stem.remove_suffix(1);
      break;
    }
    if (stem.empty()) continue;
    out += (out.empty() ? "" : " ") + std::string(stem);
  }
  return out;
}

ClockWord clock_word_in(std::string_view key) {
  ClockWord found = ClockWord::open;
  for (const auto& word : base::split(key, ' ')) {
    if (one_of(word, hours) || word.ends_with("uhrzeit")) return ClockWord::time_of_day;
    if (one_of(word, lengths) || word.ends_with("dauer")) found = ClockWord::length;
  }
  return found;
}

SpanWord span_word(std::string_view key) {
  static constexpr auto starts = std::to_array<std::string_view>({"von",  "from",  "de",    "desde", "das", "dalle", "dal",
                                                           "dalle ore", "od", "van", "vanaf", "c",   "с",     "de las"});
  static constexpr auto ends = std::to_array<std::string_view>({"bis", "to",  "until", "till", "à",  "a",  "até", "às",
                                                         "hasta", "alle", "al", "tot", "do", "по", "до"});
  // "Uhrzeit von", "heure de": the word beside the one for time.
  std::string rest;
  for (const auto& word : base::split(key, ' ')) {
    if (one_of(word, hours) || one_of(word, open_words)) continue;
    rest += (rest.empty() ? "" : " ") + word;
  }
  if (one_of(rest, starts)) return SpanWord::start;
  return one_of(rest, ends) ? SpanWord::end : SpanWord::none;
}

}  // namespace debrief::import
