// Streets and postcodes as other countries write them.
//
// | written | example |
// |---|---|
// | the kind of street ends the name, number after it | Müllerstraße 12, 13353 Berlin; Keizersgracht 123 |
// | the kind is a word of its own behind the name | Karl-Marx-Allee 5; Berliner Str. 7 |
// | number, kind, name | 12 rue de la Paix, 75002 Paris |
// | kind, name, number | Calle Mayor 5, 28013 Madrid; ul. Marszałkowska 10 |

#include <optional>

#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

constexpr std::string_view kinds_behind = "strasse str allee platz weg damm ufer chaussee laan straat plein";
constexpr std::string_view endings[] = {"strasse", "straat",  "gatan", "vagen", "gade",  "veien", "vej",   "laan",
                                        "gracht",  "plein",   "platz", "gasse", "allee", "damm",  "ufer",  "chaussee",
                                        "weg",     "katu"};
// What these words mean in English keeps them out where the name after them has no capital or a town does not follow.
constexpr std::string_view kinds_between = "rue boulevard bd impasse quai chemin faubourg allee";
constexpr std::string_view kinds_between_weak = "place avenue av passage route cours square";
constexpr std::string_view kinds_before = "calle avenida avda plaza paseo carrer viale piazza vicolo rua travessa praca ul aleja";
constexpr std::string_view kinds_before_weak = "via corso largo strada";
constexpr std::string_view states =
    "al ak az ar ca co ct dc de fl ga hi id il in ia ks ky la me md ma mi mn ms mo mt ne nv nh nj nm ny nc nd oh ok or pa "
    "ri sc sd tn tx ut vt va wa wv wi wy";

bool name_word(const Reading& r, std::size_t i) {
  return i < r.size() && r[i].letters && r.proper(i) && !r[i].is(role | site | reference_cue | weekday | month);
}

/// Last word of the town after postcode digits that end at `last`; nullopt when no town stands there.
std::optional<std::size_t> town_after(const Reading& r, std::size_t last) {
  const std::size_t town = last + 1;
  if (town >= r.size() || r.gap(town) != " " || !r[town].letters || !r.proper(town) || r[town].size() < 3) return {};
  std::size_t end = town;
  while (end + 1 < r.size() && end < town + 2 && r.gap(end + 1) == "-" && name_word(r, end + 1)) ++end;
  return end;
}

/// Takes in ", 13353 Berlin", " 1015 CJ Amsterdam", ", 00-590 Warszawa", ", 111 22 Stockholm".
std::size_t with_town(const Reading& r, std::size_t last) {
  const std::size_t code = last + 1;
  if (code >= r.size() || !(r.gap(code) == " " || r.gap(code) == ", ")) return last;
  const auto digits = [&](std::size_t k, std::size_t n) { return k < r.size() && r[k].digits && r[k].size() == n; };
  std::size_t end = code;
  if (digits(code, 2) && digits(code + 1, 3) && r.gap(code + 1) == "-") {
    ++end;
  } else if (digits(code, 3) && digits(code + 1, 2) && r.gap(code + 1) == " ") {
    ++end;
  } else if (digits(code, 4) && digits(code + 1, 3) && r.gap(code + 1) == "-") {
    ++end;
  } else if (digits(code, 4) && code + 1 < r.size() && r[code + 1].letters && r[code + 1].size() == 2 &&
             r[code + 1].all_caps && r.gap(code + 1) == " ") {
    ++end;
  } else if (!digits(code, 4) && !digits(code, 5)) {
    const bool town = r.gap(code) == ", " && name_word(r, code) && r[code].size() >= 3 && !r[code].all_caps;
    return town ? code : last;
  }
  return town_after(r, end).value_or(last);
}

void add(const Reading& r, std::size_t first, std::size_t last, bool certain, Finds& out) {
  out.push_back({"ADDRESS", r[first].begin, r[with_town(r, last)].end, certain});
}

bool number_follows(const Reading& r, std::size_t i) {
  return i + 1 < r.size() && (r.gap(i + 1) == " " || r.gap(i + 1) == ". " || r.gap(i + 1) == ", ") &&
         house_number(r[i + 1]);
}

/// "Müllerstraße 12", "Karl-Marx-Allee 5", "Berliner Str. 7".
void number_last(const Reading& r, std::size_t i, Finds& out) {
  if (!r[i].letters || !r.proper(i) || !number_follows(r, i) || r[i].plain == "brigade") return;
  if (listed(kinds_behind, r[i].plain)) {
    std::size_t first = i;
    while (first > 0 && first + 3 > i && (r.gap(first) == "-" || (r.gap(first) == " " && first == i)) &&
           name_word(r, first - 1))
      --first;
    if (first < i) add(r, first, i + 1, true, out);
    return;
  }
  for (const std::string_view ending : endings) {
    if (r[i].plain.size() >= ending.size() + 3 && r[i].plain.ends_with(ending)) {
      add(r, i, i + 1, true, out);
      return;
    }
  }
}

/// Last word of "de la Paix", "Victor Hugo" from `i` on; nullopt when no name stands there.
std::optional<std::size_t> street_name(const Reading& r, std::size_t i) {
  std::optional<std::size_t> last;
  for (std::size_t k = i; k < r.size() && k < i + 5; ++k) {
    const std::string_view g = r.gap(k);
    const bool joins = g == " " || g == "-" || g == "'" || g == "\xE2\x80\x99" || (k == i && g == ". ");
    if (!joins) break;
    if (name_word(r, k)) {
      last = k;
    } else if (!r[k].is(particle) && !listed("des du de la le les d l do da dos das dei degli", r[k].plain)) {
      break;
    }
  }
  return last;
}

/// "12 rue de la Paix", "3 bis, avenue Foch, 75116 Paris".
void number_first(const Reading& r, std::size_t i, Finds& out) {
  if (!house_number(r[i]) || glued(r, i)) return;
  std::size_t kind = i + 1;
  if (kind < r.size() && listed("bis ter quater", r[kind].plain)) ++kind;
  if (kind >= r.size() || !(r.gap(kind) == " " || r.gap(kind) == ", ")) return;
  const bool strong = listed(kinds_between, r[kind].plain);
  if (!strong && !listed(kinds_between_weak, r[kind].plain)) return;
  const auto last = street_name(r, kind + 1);
  if (!last) return;
  const bool article = *last > kind + 1 && r[kind + 1].is(particle);
  if (!strong && !article && with_town(r, *last) == *last) return;
  add(r, i, *last, true, out);
}

/// "Calle Mayor 5", "C/ Mayor, 5", "ul. Marszałkowska 10".
void kind_first(const Reading& r, std::size_t i, Finds& out) {
  const std::string_view w = r[i].plain;
  const bool slash = w == "c" && i + 1 < r.size() && (r.gap(i + 1) == "/ " || r.gap(i + 1) == "/");
  const bool strong = slash || listed(kinds_before, w);
  if (!strong && !(listed(kinds_before_weak, w) && r.proper(i))) return;
  const std::size_t name = i + 1;
  std::optional<std::size_t> last = slash && name_word(r, name) ? std::optional(name) : street_name(r, name);
  if (slash && last) {
    while (*last + 1 < r.size() && *last < name + 3 && r.gap(*last + 1) == " " && name_word(r, *last + 1)) ++*last;
  }
  if (!last || !number_follows(r, *last)) return;
  const bool town = with_town(r, *last + 1) > *last + 1;
  if (strong || town) add(r, i, *last + 1, strong, out);
}

/// ", IL 62704" behind a town; "〒150-0001".
void postcode_abroad(const Reading& r, std::size_t i, Finds& out) {
  const bool state = i > 0 && r[i].all_caps && r[i].size() == 2 && listed(states, r[i].plain) && r.gap(i) == ", " &&
                     r[i - 1].letters && r.proper(i - 1);
  if (state && i + 1 < r.size() && r[i + 1].digits && r[i + 1].size() == 5 && r.gap(i + 1) == " ") {
    out.push_back({"POSTCODE", r[i].begin, r[i + 1].end});
  }
  if (r[i].digits && r[i].size() == 3 && r.gap(i).ends_with("\xE3\x80\x92") && i + 1 < r.size() && r[i + 1].digits &&
      r[i + 1].size() == 4 && r.gap_is(i + 1, "-")) {
    out.push_back({"POSTCODE", r[i].begin, r[i + 1].end});
  }
}

}  // namespace

void find_addresses_abroad(const Reading& r, Finds& out) {
  if (!r.has_digits()) return;
  for (std::size_t i = 0; i < r.size(); ++i) {
    number_last(r, i, out);
    number_first(r, i, out);
    kind_first(r, i, out);
    postcode_abroad(r, i, out);
  }
}

}  // namespace debrief::review::privacy
