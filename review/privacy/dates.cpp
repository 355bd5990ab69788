// Dates and times: marked so that no rule takes their digits for a number; birth dates found by their cue.

#include <algorithm>
#include <charconv>

#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

int value(const Word& w) {
  int n = -1;
  std::from_chars(w.plain.data(), w.plain.data() + w.plain.size(), n);
  return n;
}

/// "3rd", "21st" as a day; -1 otherwise.
int ordinal(std::string_view w) {
  if (w.size() < 3 || w.size() > 4) return -1;
  const std::string_view tail = w.substr(w.size() - 2);
  if (tail != "st" && tail != "nd" && tail != "rd" && tail != "th") return -1;
  int n = -1;
  const auto [end, fault] = std::from_chars(w.data(), w.data() + w.size() - 2, n);
  return fault == std::errc() && end == w.data() + w.size() - 2 && n >= 1 && n <= 31 ? n : -1;
}

bool day(const Word& w) { return w.digits && w.size() <= 2 && value(w) >= 1 && value(w) <= 31; }
bool month_number(const Word& w) { return w.digits && w.size() <= 2 && value(w) >= 1 && value(w) <= 12; }
bool year(const Word& w) {
  return w.digits && (w.size() == 2 || (w.size() == 4 && value(w) >= 1900 && value(w) <= 2100));
}
bool day_word(const Word& w) { return day(w) || ordinal(w.plain) > 0; }

/// Words of a date that starts at `i`, 0 if none does. Day and month in either order, ISO, and with month names.
std::size_t date_at(const Reading& r, std::size_t i) {
  const std::size_t n = r.size();
  const auto sep = [&](std::size_t k) { return k < n && r.gap(k).size() == 1 && r.gap_is(k, "-/."); };
  if (i + 2 < n && sep(i + 1) && sep(i + 2) && r.gap(i + 1) == r.gap(i + 2)) {
    const Word &a = r[i], &b = r[i + 1], &c = r[i + 2];
    // "2024-11-05", and "2024-11-05T14:32:10Z", where the day runs into the letter T
    const bool iso_day = day(c) || (c.plain.size() >= 4 && c.plain[2] == 't' && c.plain[0] >= '0' && c.plain[0] <= '3');
    if (a.digits && a.size() == 4 && year(a) && month_number(b) && iso_day) return 3;
    const bool dotted_number = r.gap(i + 1) == "." && i + 3 < n && r.gap(i + 3) == "." && r[i + 3].digits;
    if (!dotted_number && year(c) && ((day(a) && month_number(b)) || (month_number(a) && day(b)))) return 3;
    if (day(a) && b.is(month) && year(c)) return 3;
  }
  // "3 July 1965", "3rd of July 1965", "July 3, 1965", "3 July"
  const auto near = [&](std::size_t k) { return k < n && r.gap_is(k, " ,.-'/"); };
  if (day_word(r[i])) {
    std::size_t k = i + 1;
    if (near(k) && r[k].plain == "of") ++k;
    if (near(k) && r[k].is(month)) {
      const bool with_year =
          near(k + 1) && r[k + 1].digits && year(r[k + 1]) && (r[k + 1].size() == 4 || r.gap(k + 1) != " ");
      return k + 1 - i + (with_year || (near(k + 1) && r[k + 1].digits && r[k + 1].size() == 2) ? 1 : 0);
    }
  }
  if (r[i].is(month) && near(i + 1) && day_word(r[i + 1])) {
    return near(i + 2) && r[i + 2].digits && r[i + 2].size() == 4 && year(r[i + 2]) ? 3 : 2;
  }
  return 0;
}

/// Words of a time of day or duration that starts at `i`: "14:32", "00:42:17.250".
std::size_t time_at(const Reading& r, std::size_t i) {
  if (!r[i].digits || r[i].size() > 3) return 0;
  std::size_t k = i + 1;
  while (k < r.size() && r.gap(k) == ":" && r[k].plain.size() >= 2 && r[k].plain[0] >= '0' && r[k].plain[0] <= '9' &&
         (r[k].digits ? r[k].size() == 2 : true)) {
    ++k;
  }
  if (k == i + 1 || k > i + 3) return 0;
  if (k < r.size() && (r.gap(k) == "." || r.gap(k) == ",") && r[k].plain[0] >= '0' && r[k].plain[0] <= '9') ++k;
  return k - i;
}

/// "dob", "d.o.b", "date of birth", "born on", "birthday" before `i`.
bool birth_cue(const Reading& r, std::size_t i) {
  for (std::ptrdiff_t k = static_cast<std::ptrdiff_t>(i) - 1, reach = 6; k >= 0 && reach > 0; --k, --reach) {
    const std::string_view w = r.word(k);
    if (listed("dob birth born birthday birthdate bday", w)) return true;
    if (w == "b" && r.word(k - 1) == "o" && r.word(k - 2) == "d") return true;
    if (r.gap(static_cast<std::size_t>(k) + 1).find(';') != std::string_view::npos) return false;
    if (!r.is(k, filler | weekday) && !listed("confirmed as verified given stated is was date of d o in", w))
      return false;
  }
  return false;
}

}  // namespace

void find_dates(Reading& r, Finds& out) {
  if (!r.has_digits()) return;
  for (std::size_t i = 0; i < r.size();) {
    std::size_t words = date_at(r, i);
    const bool date = words > 0;
    if (!date) words = time_at(r, i);
    if (words == 0) {
      // "dob 030765", "born 1965": digits that are a date only because they are announced as one
      const Word& w = r[i];
      if (w.digits && (w.size() == 4 || w.size() == 6 || w.size() == 8) && birth_cue(r, i)) {
        out.push_back({"DOB", w.begin, w.end});
        r[i].temporal = true;
      } else if (w.digits && w.size() <= 2 && i + 1 < r.size() && r[i + 1].digits && r[i + 1].size() <= 2 &&
                 r.gap(i + 1) == "/" && birth_cue(r, i) &&
                 !(i + 2 < r.size() && r[i + 2].digits && r.gap(i + 2) == "/")) {
        out.push_back({"DOB", w.begin, r[i + 1].end});  // "birthday 12/12"
        r[i].temporal = r[i + 1].temporal = true;
        ++i;
      } else if (w.digits && w.size() <= 2 && birth_cue(r, i) && i + 2 < r.size() && r[i + 1].digits &&
                 r[i + 2].digits && r.gap_is(i + 1, " -/.") && r.gap_is(i + 2, " -/.")) {
        out.push_back({"DOB", w.begin, r[i + 2].end});
        for (std::size_t k = i; k < i + 3; ++k) r[k].temporal = true;
        i += 2;
      }
      ++i;
      continue;
    }
    for (std::size_t k = i; k < i + words; ++k) r[k].temporal = true;
    if (date && birth_cue(r, i)) out.push_back({"DOB", r[i].begin, r[i + words - 1].end});
    i += words;
  }
}

}  // namespace debrief::review::privacy
