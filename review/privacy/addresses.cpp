// Postcodes and street addresses of the United Kingdom.

#include <algorithm>
#include <optional>

#include "review/privacy/check_digits.h"
#include "review/privacy/find.h"

namespace debrief::review::privacy {

bool house_number(const Word& w) {
  if (w.temporal || w.size() > 5) return false;
  std::size_t digits = 0;
  while (digits < w.plain.size() && w.plain[digits] >= '0' && w.plain[digits] <= '9') ++digits;
  if (digits == 0 || digits > 4 || w.plain[0] == '0') return false;
  return digits == w.plain.size() || (digits + 1 == w.plain.size() && w.plain[digits] >= 'a' && w.plain[digits] <= 'h');
}

namespace {

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return out;
}

bool postcode_cue(const Reading& r, std::size_t i) {
  return r.word_before(i, "postcode postcodes postal pc zip address addr", 4);
}

/// "P1 2HR" is a priority with a target and there is no area P; "S1 4HR" and "L2 8GB" have the same shape.
bool target_or_size(std::string_view outward, std::string_view inward) {
  const bool short_level = outward.size() == 2 && outward[1] >= '0' && outward[1] <= '5';
  return short_level && listed("HR WD GB TB HZ DB PX XL XX ST ND RD TH", inward.substr(1));
}

void postcode(const Reading& r, std::size_t i, Finds& out) {
  const Word& w = r[i];
  if (w.digits || w.temporal) return;
  if (w.plain == "bfpo" && i + 1 < r.size() && r[i + 1].digits && r.gap_is(i + 1, " ")) {
    out.push_back({"POSTCODE", w.begin, r[i + 1].end});
    return;
  }
  const bool cue = postcode_cue(r, i);
  if (!cue && r.word_before(i, "error code fault err exception model part stage step", 1)) return;
  if (w.size() >= 2 && w.size() <= 4 && i + 1 < r.size() && r[i + 1].size() == 3 && r.gap_is(i + 1, " -") &&
      !r[i + 1].digits) {
    const std::string outward = upper(w.plain), inward = upper(r[i + 1].plain);
    if (outward == "GIR" && inward == "0AA") out.push_back({"POSTCODE", w.begin, r[i + 1].end});
    if (!postcode_area(outward) || !postcode_inward(inward)) return;
    const bool lower = r.text()[w.begin] >= 'a';
    const bool ordinal = listed("ST ND RD TH", std::string_view(inward).substr(1)) && (lower || !r.proper(i));
    if (!cue && (target_or_size(outward, inward) || ordinal)) return;
    if (!cue && r.gap(i + 1).find('-') != std::string_view::npos) return;
    if (glued(r, i)) return;
    out.push_back({"POSTCODE", w.begin, r[i + 1].end});
    return;
  }
  if (w.size() >= 5 && w.size() <= 7 && w.mixed() && !glued(r, i)) {
    const std::string all = upper(w.plain);
    const std::string_view outward = std::string_view(all).substr(0, all.size() - 3),
                           inward = std::string_view(all).substr(all.size() - 3);
    if (!postcode_area(outward) || !postcode_inward(inward)) return;
    // Five or six characters without a blank are as often a part number.
    const bool sure = cue || (w.size() == 7) || r.word_before(i, "at in to engineer site address near from", 2);
    if (!cue && target_or_size(outward, inward)) return;
    out.push_back({"POSTCODE", w.begin, w.end, sure});
    return;
  }
  if (cue && r.word_before(i, "postcode postcodes", 2) && w.mixed() && postcode_area(upper(w.plain))) {
    out.push_back({"POSTCODE", w.begin, w.end});
  }
}

constexpr std::string_view never_in_street =
    "the on in of a an for to and or with hour hours minute minutes min mins day days week weeks times calls call "
    "users user people agents off is was from by per at x out into over until then";

/// Last word of a street name that starts at `i` and ends in a word for a street; nullopt when there is none.
std::optional<std::size_t> street_end(const Reading& r, std::size_t i, bool named_only, bool sure) {
  for (std::size_t k = i; k < r.size() && k < i + 5; ++k) {
    if (k > i && !r.gap_is(k, " '.-")) return {};
    if (k > i && r.gap(k).find(". ") != std::string_view::npos && r.word(static_cast<std::ptrdiff_t>(k) - 1) != "st")
      return {};
    if (r[k].digits || listed(never_in_street, r[k].plain)) {
      if (r[k].plain != "the" || (k == i && !r.proper(k))) return {};
    }
    const bool proper = r.proper(k) || r.shouted();
    if (named_only && !proper && !r[k].is(particle) && r[k].plain != "s") return {};
    const bool ends_name = k > i || r[k].plain == "broadway";
    if (!ends_name || !r[k].is(street | street_weak)) continue;
    const bool more = k + 1 < r.size() && r.gap_is(k + 1, " '") && r[k + 1].is(street | street_weak) &&
                      (!named_only || r.proper(k + 1) || r.shouted());
    if (more) continue;
    if (r[k].is(street) || sure || proper) return k;
    return {};
  }
  return {};
}

/// Takes in what follows an address: ", Leeds", ", West Yorkshire", as long as each part begins with a capital.
std::size_t with_town(const Reading& r, std::size_t last) {
  for (int part = 0; part < 3; ++part) {
    std::size_t k = last + 1;
    const bool comma = k < r.size() && (r.gap(k) == ", " || r.gap(k) == ",");
    if (!comma || !r[k].letters || !r.proper(k) || r[k].all_caps) return last;
    while (k + 1 < r.size() && r.gap_is(k + 1, " -") && r[k + 1].letters && r.proper(k + 1) && k < last + 3) ++k;
    last = k;
  }
  return last;
}

void numbered(const Reading& r, std::size_t i, Finds& out) {
  if (!house_number(r[i]) || glued(r, i) || i + 1 >= r.size()) return;
  std::size_t name = i + 1;
  if (r.gap(name) == "-" && house_number(r[name]) && name + 1 < r.size()) ++name;  // "12-14 High Street"
  if (!r.gap_is(name, " ,") || r[name].digits) return;
  if (i > 0 &&
      listed("queue team level line desk priority ext extension tier phase stage step version", r[i - 1].plain))
    return;
  const bool cue = r.flag_before(i, address_cue, 3) || r.word_before(i, "flat apartment apt at of engineer road", 1);
  const bool capitals = r.proper(name);
  auto end = street_end(r, name, capitals, cue || capitals);
  if (!end && !capitals) end = street_end(r, name, false, cue);
  if (!end) return;
  // "2 hard drive", "4 users close": small words and a weak ending are no street.
  const bool strong = r[*end].is(street);
  if (!capitals && !cue && !(strong && *end - name <= 2 && !r[name].is(role | reference_cue | weekday | month))) return;
  std::size_t begin = r[i].begin;
  // "Flat 3, 12 High Road"
  for (std::size_t k = i; k > 0 && i - k < 5; --k) {
    if (listed("flat apartment apt unit", r[k - 1].plain)) begin = r[k - 1].begin;
    if (r.breaks(k)) break;
  }
  out.push_back({"ADDRESS", begin, r[with_town(r, *end)].end});
}

/// "The Old Forge, Church Lane": a house by its name, in capitals, with its street or announced as an address.
void named_house(const Reading& r, std::size_t i, Finds& out) {
  if (!r.proper(i) || r.shouted() || !r[i].letters) return;
  if (i > 0 && r.gap(i) == " " && r.proper(i - 1)) return;  // not in the middle of a name
  std::size_t k = i;
  while (k + 1 < r.size() && r.gap_is(k + 1, " '-") && r[k + 1].letters && (r.proper(k + 1) || r[k + 1].plain == "s") &&
         k < i + 4)
    ++k;
  const bool house_word = r[k].is(house) && k > i;
  const bool cue = r.flag_before(i, address_cue, 3) || (i > 1 && r[i - 1].plain == "o" && r[i - 2].plain == "c");
  const bool comma = k + 1 < r.size() && (r.gap(k + 1) == ", " || r.gap(k + 1) == ",");
  bool named = k > i;  // "Fairview, Church Lane" is as likely a shop; two words that are no firm's are a house
  for (std::size_t n = i; n <= k; ++n)
    named = named && !r[n].all_caps && !r[n].is(role | site | organisation | place | filler);
  if (comma && r.proper(k + 1)) {
    if (const auto end = street_end(r, k + 1, true, true);
        end && !r[k + 1].is(street | street_weak) && (house_word || cue || named)) {
      std::size_t begin = r[i].begin;
      if (i > 0 && r[i - 1].plain == "the") begin = r[i - 1].begin;
      out.push_back({"ADDRESS", begin, r[with_town(r, *end)].end});
      return;
    }
  }
  if (cue && (house_word || (k > i && r[k].is(street | street_weak)))) {
    out.push_back({"ADDRESS", r[i].begin, r[with_town(r, k)].end});
  }
}

void flat_or_box(const Reading& r, std::size_t i, Finds& out) {
  const std::string_view w = r[i].plain;
  if (w == "box" && i > 0 && i + 1 < r.size() && r[i + 1].digits) {
    const bool po = r[i - 1].plain == "po" || (r[i - 1].plain == "o" && i > 1 && r[i - 2].plain == "p");
    if (po) out.push_back({"ADDRESS", (r[i - 1].plain == "po" ? r[i - 1] : r[i - 2]).begin, r[i + 1].end});
  }
  if (!listed("flat apartment apt", w) || i + 1 >= r.size() || !r.gap_is(i + 1, " .") || !house_number(r[i + 1]))
    return;
  // A named building after it, or an address cue before it; "flat 3 months" is neither.
  std::size_t last = i + 1;
  const bool comma = last + 1 < r.size() && r.gap_is(last + 1, " ,") && r.proper(last + 1) && !r[last + 1].digits;
  std::size_t k = last;
  while (comma && k + 1 < r.size() && k < i + 5 && r.gap_is(k + 1, " ,'") && r.proper(k + 1) && r[k + 1].letters) ++k;
  const bool building = k > last && r[k].is(house | street | street_weak);
  if (building || r.flag_before(i, address_cue, 3) || r.proper(i)) {
    out.push_back({"ADDRESS", r[i].begin, r[building ? k : last].end});
  }
}

}  // namespace

void find_addresses(const Reading& r, Finds& out) {
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (r.has_digits()) {
      postcode(r, i, out);
      numbered(r, i, out);
      flat_or_box(r, i, out);
    }
    named_house(r, i, out);
  }
}

}  // namespace debrief::review::privacy
