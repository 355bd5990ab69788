// Month names of nine languages, and their abbreviations.

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include "base/text.h"
#include "import/sniff/dates.h"

namespace debrief::import {

namespace {

// One line a month: names without marks, lower case; a word is a month when it is the start (three letters or
// more) of exactly one month's names, or one of the short forms that are not.
constexpr std::array<std::string_view, 12> names{
    "january januar janvier enero janeiro gennaio januari styczen stycznia январь января ene janv gen",
    "february februar fevrier febrero fevereiro febbraio februari luty lutego февраль февраля fevr fev",
    "march marz mars marzo marco maart marzec marca март марта mrt mrz maerz",
    "april avril abril aprile kwiecien kwietnia апрель апреля avr abr",
    "may mai mayo maio maggio mei maj maja май мая",
    "june juni juin junio junho giugno czerwiec czerwca июнь июня jun giu",
    "july juli juillet julio julho luglio lipiec lipca июль июля jul juil lug",
    "august aout agosto augustus sierpien sierpnia август августа ago",
    "september septembre septiembre setembro settembre wrzesien wrzesnia сентябрь сентября sept set",
    "october oktober octobre octubre outubro ottobre pazdziernik pazdziernika октябрь октября okt out ott",
    "november novembre noviembre novembro listopad listopada ноябрь ноября nov",
    "december dezember decembre diciembre dezembro dicembre grudzien grudnia декабрь декабря dez dic"};

struct Entry {
  std::string_view word;
  int month;
};

const std::vector<Entry>& entries() {
  static const std::vector<Entry> table = [] {
    std::vector<Entry> t;
    for (std::size_t m = 0; m < names.size(); ++m) {
      std::string_view line = names[m];
      while (!line.empty()) {
        const auto blank = line.find(' ');
        t.push_back({line.substr(0, blank), static_cast<int>(m) + 1});
        line = blank == std::string_view::npos ? std::string_view() : line.substr(blank + 1);
      }
    }
    return t;
  }();
  return table;
}

/// Lower case, without diacritical marks. Polish ł has none to lose, but no month needs it.
std::string bare(std::string_view word) {
  if (std::all_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return base::ascii_lower(word);
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto* nfd = icu::Normalizer2::getNFDInstance(status);
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(word.data(), static_cast<int32_t>(word.size())));
  const icu::UnicodeString apart = nfd->normalize(text, status).foldCase();
  icu::UnicodeString kept;
  for (int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
    const UChar32 c = apart.char32At(i);
    // Cyrillic й is и with a breve; losing it would still leave май apart from every other month.
    if (u_charType(c) != U_NON_SPACING_MARK || c == 0x0306) kept.append(c);
  }
  icu::UnicodeString again = icu::Normalizer2::getNFCInstance(status)->normalize(kept, status);
  std::string out;
  return again.toUTF8String(out);
}

}  // namespace

int month_named(std::string_view word) {
  while (!word.empty() && word.back() == '.') word.remove_suffix(1);
  if (word.size() < 3 || word.size() > 30) return 0;
  const std::string key = bare(word);
  if (base::code_points(key) < 3) return 0;
  int found = 0;
  for (const auto& e : entries()) {
    if (e.word == key) return e.month;
    if (e.word.starts_with(key)) {
      if (found != 0 && found != e.month) return 0;
      found = e.month;
    }
  }
  return found;
}

}  // namespace debrief::import
