// Numbers of documents and vehicles: National Insurance, passport, driving licence, number plate.

#include <algorithm>
#include <optional>

#include "review/privacy/check_digits.h"
#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'A' && c <= 'Z'; }

/// The letters and digits of `s` as a picture: "AB12" gives "aa99".
std::string picture(std::string_view s) {
  std::string p(s);
  for (char& c : p) c = is_digit(c) ? '9' : is_letter(c) ? 'a' : '?';
  return p;
}

std::size_t digit_count(std::string_view s) {
  return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), is_digit));
}

bool nino_cue(const Reading& r, std::size_t i) {
  return r.word_before(i, "ni nino nin nationalinsurance insurance", 4) &&
         !r.word_before(i, "car home motor health travel life", 5);
}

void nino(const Reading& r, std::size_t i, Finds& out) {
  const Word& first = r[i];
  if (first.digits || first.size() < 2 || first.size() > 9 || (first.letters && first.size() != 2)) return;
  const bool cue = nino_cue(r, i);
  std::optional<Joined> best;
  bool certain = true;
  for (const Joined& j : joined_from(r, i, 6, 9, " -./")) {
    const std::string p = picture(j.text);
    if (p == "aa999999") {
      // Without the suffix only the cue tells it from any other reference.
      if (cue) best = j;
    } else if (p == "aa999999a" && j.text[8] <= 'D') {
      const bool article = r[j.last].plain == "a" && r[j.last].size() == 1 && r.gap(j.last) == " " && first.capital &&
                           !r[j.last].capital;
      if (article && cue) continue;
      const bool together = first.mixed() || first.all_caps;
      if (!cue && !together) continue;
      best = j;
      certain = cue || nino_prefix(j.text.substr(0, 2));  // never issued, yet nothing else looks like it
    }
  }
  if (best && !glued(r, i)) out.push_back({"NINO", first.begin, r[best->last].end, certain});
}

/// Temporary reference numbers, "11 A1 11 11", stand in for a National Insurance number and are announced as one.
void temporary_nino(const Reading& r, std::size_t i, Finds& out) {
  if (!nino_cue(r, i)) return;
  for (const Joined& j : joined_from(r, i, 4, 8, " -")) {
    if (picture(j.text) == "99a99999") out.push_back({"NINO", r[i].begin, r[j.last].end});
  }
}

void passport(const Reading& r, std::size_t i, Finds& out) {
  if (!r.word_before(i, "passport passports", 5)) return;
  std::optional<std::size_t> last;
  for (const Joined& j : joined_from(r, i, 4, 9, " ")) {
    if (j.text.size() >= 7 && digit_count(j.text) >= 5 &&
        (j.last == i || digit_count(r[i].plain) > 0 || r[i].size() <= 2))
      last = j.last;
  }
  if (last && !r[i].temporal) out.push_back({"PASSPORT", r[i].begin, r[*last].end});
}

void driving_licence(const Reading& r, std::size_t i, Finds& out) {
  if (r[i].size() != 5 && r[i].size() < 8) return;
  const bool cue = r.word_before(i, "licence license dl driver driving dvla drivers", 4);
  for (const Joined& j : joined_from(r, i, 4, 18, " -")) {
    const std::string_view t = std::string_view(j.text).substr(0, std::min<std::size_t>(16, j.text.size()));
    const bool whole = j.text.size() == 16 || (j.text.size() == 18 && is_digit(j.text[16]));
    if (whole && driver_number_holds(t)) {
      out.push_back({"DRIVING_LICENCE", r[i].begin, r[j.last].end});
      return;
    }
    const std::string_view w = j.text;
    const bool shaped = w.size() >= 14 && w.size() <= 18 && digit_count(w) >= 5 && is_letter(w[0]);
    // Northern Ireland: eight digits
    const bool northern = w.size() == 8 && digit_count(w) == 8 && r.word_before(i, "driving drivers driver dvla", 5);
    if (cue && j.last == i && (shaped || northern)) {
      out.push_back({"DRIVING_LICENCE", r[i].begin, r[i].end});
      return;
    }
  }
}

/// Current plates (since 2001): two letters, age, three letters. The shape alone also fits team and room codes.
bool current_plate(std::string_view t) {
  if (picture(t) != "aa99aaa") return false;
  const int age = (t[2] - '0') * 10 + (t[3] - '0');
  constexpr std::string_view never_first = "IQZ", never_last = "IQ";
  const auto among = [](std::string_view s, char c) { return s.find(c) != std::string_view::npos; };
  return ((age >= 2 && age <= 29) || (age >= 51 && age <= 79)) && !among(never_first, t[0]) &&
         !among(never_first, t[1]) && !among(never_last, t[4]) && !among(never_last, t[5]) && !among(never_last, t[6]);
}

void vehicle(const Reading& r, std::size_t i, Finds& out) {
  const bool cue_before = r.flag_before(i, vehicle_cue, 6);
  for (const Joined& j : joined_from(r, i, 3, 7, " -")) {
    if (j.text.size() < 4) continue;
    const std::string p = picture(j.text);
    if (digit_count(j.text) == 0 || digit_count(j.text) == j.text.size()) continue;
    const bool nearby = cue_before || [&] {
      for (std::size_t k = j.last + 1; k < r.size() && k <= j.last + 5 && !r.breaks(k); ++k) {
        if (r[k].is(vehicle_cue)) return true;
      }
      return false;
    }();
    constexpr std::string_view codes =
        "team queue group site rack room unit squad shift code skill cell pod zone desk port grade band error model";
    const bool code = r.word_before(i, codes, 2) || r.word_after(j.last, codes, 1);
    if (current_plate(j.text)) {
      const bool split = j.last == i || (j.last == i + 1 && r[i].size() == 4);
      const bool upper = r.text().substr(r[i].begin, 2) == std::string_view(j.text).substr(0, 2);
      if (!split || (code && !r.flag_before(i, vehicle_cue, 3))) continue;
      const bool word =
          flags_of(r[j.last].plain) != 0 || listed("ops sup eng dev sec cap net sys com vox", r[j.last].plain);
      if (nearby) {
        out.push_back({"VEHICLE", r[i].begin, r[j.last].end});
      } else if (upper && !word && !glued(r, i)) {
        out.push_back({"VEHICLE", r[i].begin, r[j.last].end, false});
      }
      return;
    }
    // Older, dateless and Northern Irish plates are told by the cue alone.
    constexpr std::string_view older =
        "a999aaa a99aaa a9aaa aaa999a aaa99a aaa9a aaa9999 aaa999 aaa99 aa9999 aa999 9999aaa 9999aa 999aaa 99aaa 999aa "
        "9999a";
    if (listed(older, p) && !code && r.word_before(i, "reg registration plate plates vrm vrn numberplate", 4)) {
      const auto next = j.last + 1 < r.size() ? joined_from(r, i, 3, 7, " -") : std::vector<Joined>{};
      bool longer = false;
      for (const Joined& n : next)
        longer = longer || (n.last > j.last && listed(older, picture(n.text)) && !r[n.last].is(ordinary));
      if (longer) continue;
      out.push_back({"VEHICLE", r[i].begin, r[j.last].end});
      return;
    }
  }
}

}  // namespace

void find_documents(const Reading& r, Finds& out) {
  if (!r.has_digits()) return;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const Word& w = r[i];
    const bool near_digits = !w.letters || (i + 1 < r.size() && !r[i + 1].letters);
    if (!near_digits || w.temporal) continue;
    nino(r, i, out);
    temporary_nino(r, i, out);
    passport(r, i, out);
    driving_licence(r, i, out);
    if (w.size() <= 7) vehicle(r, i, out);
  }
}

}  // namespace debrief::review::privacy
