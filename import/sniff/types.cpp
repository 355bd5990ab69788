// Cells by content.

#include "import/sniff/types.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "base/time.h"
#include "import/sniff/dates.h"

namespace debrief::import {

namespace {

bool digit(char c) { return c >= '0' && c <= '9'; }

constexpr std::array<std::string_view, 30> placeholders{
    "?",       "??",      "null",   "none",         "n/a",    "na",          "n.a.",        "#n/a",
    "-",       "--",      "---",    "unknown",      "nil",    "nan",         "#multivalue", "__invalid__",
    "[none]",  "(blank)", "(null)", "\\n",          "#null!", "#value!",     "unspecified", "not specified",
    "not set", "tbd",     "tbc",    "not assigned", "#ref!",  "\xE2\x80\x93"};

/// Lower case. Words that are also an answer (no, none of a scale, нет) are left out.
constexpr auto missing_words = std::to_array<std::string_view>(
    {"n.d.",           "n.d",          "n. d.",           "n/d",           "s/d",            "s.d.",
     "s. d.",          "k.a.",         "k. a.",           "k.a",           "k/a",            "o.a.",
     "o. a.",          "n.b.",         "n. b.",           "nvt",           "n.v.t.",         "n.v.t",
     "n. v. t.",       "n.z.",         "n/v",             "b/d",           "b.d.",           "b. d.",
     "nd.",            "б/д",          "б.д.",            "н/д",           "н.д.",           "нет данных",
     "неизвестно",     "не указано",   "не указан",       "не указана",    "не определено",  "brak danych",
     "brak",           "nie dotyczy",  "nie podano",      "nieznane",      "nieznany",       "nieznana",
     "sin dato",       "sin datos",    "no aplica",       "no consta",     "desconocido",    "desconocida",
     "se desconoce",   "sem dados",    "sem dado",        "sem informação", "não se aplica", "não informado",
     "não informada",  "desconhecido", "desconhecida",    "keine angabe",  "keine angaben",  "ohne angabe",
     "nicht bekannt",  "unbekannt",    "entfällt",        "nicht zutreffend", "non renseigné", "non renseignée",
     "non communiqué", "inconnu",      "inconnue",        "sans objet",    "non applicable", "non disponible",
     "non disponibile", "non noto",    "non nota",        "sconosciuto",   "sconosciuta",    "non pervenuto",
     "niet bekend",    "onbekend",     "niet van toepassing", "geen gegevens", "geen",       "not applicable",
     "not available",  "not known",    "no data",         "not recorded",  "not given",      "not stated",
     "nessun dato",    "dato mancante", "pas de données", "sans données",  "no disponible",  "não disponível",
     "non applicabile"});

constexpr auto unassigned_words = std::to_array<std::string_view>(
    {"no agent",        "no group",        "no team",          "no owner",         "unassigned",      "un-assigned",
     "not yet assigned", "none assigned",  "nobody",           "no one",           "no assignee",     "no technician",
     "nicht zugewiesen", "nicht zugeordnet", "niemand",        "kein bearbeiter",  "keiner",          "kein agent",
     "non assigné",     "non assignée",    "non attribué",     "non attribuée",    "non affecté",     "non affectée",
     "personne",        "aucun",           "aucune",           "aucun agent",      "sin asignar",     "no asignado",
     "no asignada",     "nadie",           "ninguno",          "ninguna",          "não atribuído",   "não atribuída",
     "sem atribuição",  "ninguém",         "nenhum",           "nenhuma",          "non assegnato",   "non assegnata",
     "nessuno",         "nessuna",         "niet toegewezen",  "nie przypisano",   "nieprzypisane",   "nieprzypisany",
     "nikt",            "не назначен",     "не назначена",     "не назначено",     "никто",           "sem responsável"});

/// Which (first byte, length) pairs a list of words has, upper case too: the other cells leave at once.
template <std::size_t N>
constexpr auto openings_of(const std::array<std::string_view, N>& words) {
  std::array<std::array<bool, 40>, 256> table{};
  for (const auto w : words) {
    const auto c = static_cast<unsigned char>(w[0]);
    table[c][w.size()] = true;
    if (c >= 'a' && c <= 'z') table[c - 32U][w.size()] = true;
    // Cyrillic capitals and small letters lie over two lead bytes.
    if (c == 0xD0 || c == 0xD1) table[0xD0][w.size()] = table[0xD1][w.size()] = true;
  }
  return table;
}

template <std::size_t N>
bool in_words(std::string_view text, const std::array<std::string_view, N>& words,
              const std::array<std::array<bool, 40>, 256>& openings) {
  if (text.empty() || text.size() >= 40 || !openings[static_cast<unsigned char>(text[0])][text.size()]) return false;
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const std::string low = ascii ? base::ascii_lower(text) : base::folded(text);
  return std::find(words.begin(), words.end(), low) != words.end();
}

/// A word ending a count of time, in seconds; 0 when it is none.
double unit_of(std::string_view word) {
  std::string w = base::folded(word);
  if (w.ends_with('.')) w.pop_back();
  struct Unit {
    std::string_view start;
    double seconds;
  };
  static constexpr std::array<Unit, 35> units{
      {{"мин", 60},      {"сек", 1},        {"ч", 3600},    {"дн", 86400},   {"ден", 86400}, {"dag", 86400},
       {"dni", 86400},   {"dzie", 86400},   {"giorn", 86400}, {"ms", 0.001},    {"millis", 0.001}, {"sec", 1},     {"seg", 1},      {"sek", 1},     {"s", 1},
       {"min", 60},      {"m", 60},         {"hour", 3600}, {"hr", 3600},    {"hora", 3600}, {"heure", 3600},
       {"stunde", 3600}, {"std", 3600},     {"ore", 3600},  {"uur", 3600},   {"godz", 3600}, {"час", 3600},
       {"h", 3600},      {"day", 86400},    {"tag", 86400}, {"jour", 86400}, {"dia", 86400}, {"día", 86400},
       {"d", 86400},     {"week", 604800}}};
  for (const auto& u : units) {
    if (u.start.size() <= 2 && u.start != "hr" ? w == u.start : w.starts_with(u.start)) return u.seconds;
  }
  return w == "w" ? 604800 : 0;
}

/// "25 Days 21 Hours 1 Minute", "2h 15m", and ISO 8601 without its P and T.
std::optional<double> counted_units(std::string_view s) {
  double total = 0;
  bool any = false;
  std::size_t i = 0;
  while (i < s.size()) {
    while (i < s.size() && (s[i] == ' ' || s[i] == ',' || s[i] == ';')) ++i;
    if (i < s.size() && any && s.substr(i).starts_with("and ")) i += 4;
    std::size_t n = i;
    while (n < s.size() &&
           (digit(s[n]) || ((s[n] == '.' || s[n] == ',') && n + 1 < s.size() && digit(s[n + 1]) && n > i)))
      ++n;
    if (n == i) return std::nullopt;
    std::string figure(s.substr(i, n - i));
    std::replace(figure.begin(), figure.end(), ',', '.');
    i = n;
    while (i < s.size() && s[i] == ' ') ++i;
    n = i;
    while (n < s.size() && !digit(s[n]) && s[n] != ' ' && s[n] != ',' && s[n] != ';') ++n;
    const double unit = unit_of(s.substr(i, n - i));
    if (unit == 0) return std::nullopt;
    total += std::strtod(figure.c_str(), nullptr) * unit;
    any = true;
    i = n;
  }
  return any ? std::optional<double>(total) : std::nullopt;
}

std::optional<double> colons(std::string_view s) {
  std::array<double, 4> part{};
  std::size_t n = 0;
  std::size_t i = 0;
  while (i < s.size() && n < part.size()) {
    const std::size_t from = i;
    while (i < s.size() && (digit(s[i]) || (s[i] == '.' && n > 1))) ++i;
    if (i == from) return std::nullopt;
    part[n++] = std::strtod(std::string(s.substr(from, i - from)).c_str(), nullptr);
    if (i < s.size() && s[i++] != ':') return std::nullopt;
  }
  if (i < s.size() || n < 2) return std::nullopt;
  if (part[n - 1] >= 60) return std::nullopt;
  if (n == 2) return part[0] * 3600 + part[1] * 60;
  if (n == 3) return part[0] * 3600 + part[1] * 60 + part[2];
  return part[0] * 86400 + part[1] * 3600 + part[2] * 60 + part[3];
}

/// The blanks that keep the figures of a number on one line, as common blanks.
std::string with_plain_blanks(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const std::size_t n = rest.starts_with("\xC2\xA0") ? 2 : rest.starts_with("\xE2\x80\xAF") || rest.starts_with("\xE2\x80\x89") ? 3 : 0;
    out += n > 0 ? ' ' : text[i];
    i += std::max<std::size_t>(n, 1);
  }
  return out;
}

}  // namespace

bool is_placeholder(std::string_view text) {
  text = base::trimmed(text);
  // Nearly every cell leaves here: no stand-in begins like it and is as long.
  static constexpr std::size_t longest = 31;
  static constexpr auto lengths = [] {
    std::array<std::uint32_t, 256> table{};  // by first byte, a bit for each length
    const auto add = [&](char c, std::size_t n) { table[static_cast<unsigned char>(c)] |= std::uint32_t{1} << n; };
    for (const std::string_view p : placeholders) {
      add(p[0], p.size());
      if (p[0] >= 'a' && p[0] <= 'z') add(static_cast<char>(p[0] - 'a' + 'A'), p.size());
    }
    for (const char c : std::string_view("019")) {
      for (std::size_t n = 10; n < 20; ++n) add(c, n);
    }
    return table;
  }();
  if (text.empty() || text.size() > longest) return false;
  if ((lengths[static_cast<unsigned char>(text[0])] >> text.size() & 1U) == 0) return false;
  if (text.starts_with("0000-00-00") || text == "1900-01-00") return true;
  // The first and last days that databases know, written where there is no date.
  if (text.starts_with("0001-01-01") || text.starts_with("9999-12-31") || text.starts_with("1753-01-01")) return true;
  return std::any_of(placeholders.begin(), placeholders.end(),
                     [&](std::string_view p) { return base::equal_ascii_nocase(p, text); });
}

bool is_missing_word(std::string_view text) {
  static constexpr auto openings = openings_of(missing_words);
  return in_words(base::trimmed(text), missing_words, openings);
}

bool is_unassigned_word(std::string_view text) {
  static constexpr auto openings = openings_of(unassigned_words);
  return in_words(base::trimmed(text), unassigned_words, openings);
}

Number read_number(std::string_view text) {
  text = base::trimmed(text);
  std::string plain_blanks;
  if (text.size() <= 40 && text.find_first_of("\xC2\xE2") != std::string_view::npos) {
    plain_blanks = with_plain_blanks(text);
    text = base::trimmed(plain_blanks);
  }
  if (text.empty() || text.size() > 40) return {};
  double factor = 1;
  if (text.front() == '~') text.remove_prefix(1);
  bool negative = false;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || !(digit(text.front()) || text.front() == '.' || text.front() == ',')) return {};
  if (text.back() == '%') {
    factor = 0.01;
    text = base::trimmed(text.substr(0, text.size() - 1));
  } else if (text.back() == '+') {
    text.remove_suffix(1);
  } else if (text.back() == 'k' || text.back() == 'K') {
    factor = 1000;
    text.remove_suffix(1);
  }
  std::string plain;
  std::size_t commas = 0;
  std::size_t dots = 0;
  std::size_t last_comma = std::string_view::npos;
  std::size_t last_dot = std::string_view::npos;
  std::size_t exponent = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ',') ++commas, last_comma = i;
    if (c == '.') ++dots, last_dot = i;
    const bool e = (c == 'e' || c == 'E') && i > 0 && exponent == std::string_view::npos;
    if (e) exponent = i;
    const bool sign = (c == '-' || c == '+') && exponent != std::string_view::npos && i == exponent + 1;
    if (!digit(c) && c != ',' && c != '.' && c != ' ' && c != '\'' && !e && !sign) return {};
  }
  // The separator that comes last and only once is the decimal sign; one kind alone groups when in threes.
  const auto groups = [&](char sep) {
    std::size_t run = 0;
    bool first = true;
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (i < text.size() && digit(text[i])) {
        ++run;
        continue;
      }
      const bool end = i == text.size() || text[i] != sep;
      if (first ? (run == 0 || run > 3) : run != 3) return false;
      if (end) return true;
      first = false;
      run = 0;
    }
    return true;
  };
  char decimal = '.';
  if (commas > 0 && dots > 0) {
    decimal = last_comma > last_dot ? ',' : '.';
    if ((decimal == ',' ? commas : dots) > 1) return {NumberRead::damaged, 0};
    if (!groups(decimal == ',' ? '.' : ',')) return {NumberRead::damaged, 0};
  } else if (commas > 1) {
    if (!groups(',')) return {NumberRead::damaged, 0};
  } else if (dots > 1) {
    if (!groups('.')) return {NumberRead::damaged, 0};
    decimal = ',';
  } else if (commas == 1 && !groups(',')) {
    decimal = ',';
  }
  for (const char c : text) {
    if (c == decimal) {
      plain += '.';
    } else if (digit(c) || c == 'e' || c == 'E' || c == '-' || c == '+') {
      plain += c;
    }
  }
  char* end = nullptr;
  const double v = std::strtod(plain.c_str(), &end);
  if (plain.empty() || end != plain.c_str() + plain.size() || !std::isfinite(v)) return {};
  return {NumberRead::read, (negative ? -v : v) * factor};
}

bool groups_by_dots(std::string_view text) {
  text = base::trimmed(text);
  std::size_t run = 0;
  std::size_t dots = 0;
  for (const char c : text) {
    if (digit(c)) {
      if (++run > 3) return false;
      continue;
    }
    if (c != '.' || (dots == 0 ? run == 0 : run != 3)) return false;
    ++dots;
    run = 0;
  }
  return dots > 0 && run == 3 && text.front() != '0';
}

std::optional<bool> read_flag(std::string_view text) {
  text = base::trimmed(text);
  if (text.empty() || text.size() > 12) return std::nullopt;
  static constexpr std::array<std::string_view, 17> yes{
      "yes", "y", "true", "t", "1", "x", "ja", "j", "oui", "o", "sim", "sí", "si", "да", "tak", "vero", "\xE2\x9C\x93"};
  static constexpr std::array<std::string_view, 14> no{"no",  "n",   "false", "f",   "0",   "nein",  "non",
                                                       "não", "nao", "нет",   "nie", "nee", "falso", "falsch"};
  const std::string low = base::folded(text);
  if (std::find(yes.begin(), yes.end(), low) != yes.end() || low == "1.0" || low == "wahr" || low == "vrai")
    return true;
  if (std::find(no.begin(), no.end(), low) != no.end() || low == "0.0" || low == "faux") return false;
  return std::nullopt;
}

std::optional<double> read_duration(std::string_view text, double unit_seconds) {
  text = base::trimmed(text);
  if (text.empty() || text.size() > 64) return std::nullopt;
  if (const Number n = read_number(text); n.state == NumberRead::read) return n.value * unit_seconds;
  double sign = 1;
  if (text.front() == '-') {
    sign = -1;
    text.remove_prefix(1);
  }
  if (text.empty()) return std::nullopt;
  std::optional<double> seconds;
  if (text.front() == 'P' || text.front() == 'p') {
    const std::string_view body = text.substr(1);
    const auto t = body.find_first_of("Tt");
    const std::string_view days = body.substr(0, t);
    const std::string_view clock = t == std::string_view::npos ? std::string_view() : body.substr(t + 1);
    double total = 0;
    bool any = false;
    for (const std::string_view part : {days, clock}) {
      if (part.empty()) continue;
      const auto v = counted_units(part);
      if (!v) return std::nullopt;
      total += *v;
      any = true;
    }
    if (any) seconds = total;
  } else if (text.find(':') != std::string_view::npos) {
    seconds = colons(text);
    if (!seconds && text.starts_with("19")) {
      const WrittenTime t = read_time(text, {});
      if (t.state == TimeRead::read && t.civil.year < 1980) {
        seconds = static_cast<double>(base::civil_as_utc(t.civil)) / 1000;
      }
    }
  } else {
    seconds = counted_units(text);
  }
  return seconds ? std::optional<double>(*seconds * sign) : std::nullopt;
}

double unit_in_heading(std::string_view key) {
  static constexpr auto seconds = std::to_array<std::string_view>({"secs", "sec", "s", "sek", "seg", "сек", "с"});
  static constexpr auto minutes = std::to_array<std::string_view>({"mins", "min", "мин"});
  static constexpr auto hours = std::to_array<std::string_view>(
      {"hrs", "hr", "h", "std", "stunden", "heures", "horas", "ore", "uren", "uur", "godz", "godziny", "godzin", "ч", "час", "часы", "часов", "часах"});
  static constexpr auto days = std::to_array<std::string_view>(
      {"days", "day", "tage", "tagen", "jours", "días", "dias", "giorni", "dagen", "dni", "дни", "дней", "днях"});
  const auto among = [](const std::string& word, const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  double found = 0;
  for (const auto& word : base::split(key, ' ')) {
    if (word == "ms" || word.starts_with("millisec")) return 0.001;
    if (word.starts_with("second") || word.starts_with("sekund") || word.starts_with("segund") || word.starts_with("секунд") ||
        among(word, seconds))
      found = 1;
    if (word.starts_with("minut") || word.starts_with("минут") || among(word, minutes)) found = 60;
    if (word.starts_with("hour") || among(word, hours)) found = 3600;
    if (among(word, days)) found = 86400;
  }
  return found;
}

std::string without_units(std::string_view key) {
  static constexpr auto layout = std::to_array<std::string_view>({"hh", "mm", "ss", "hhmm", "hhmmss", "in", "en"});
  std::string out;
  for (const auto& word : base::split(key, ' ')) {
    if (unit_in_heading(word) > 0 || std::find(layout.begin(), layout.end(), word) != layout.end()) continue;
    out += (out.empty() ? "" : " ") + word;
  }
  return out;
}

}  // namespace debrief::import
