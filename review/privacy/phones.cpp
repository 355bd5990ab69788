// Telephone numbers, written and spoken.

#include <algorithm>
#include <array>
#include <optional>

#include "review/privacy/check_digits.h"
#include "review/privacy/find.h"

namespace debrief::review::privacy {

namespace {

/// personal  somebody's line
/// business  a number that only organisations have (freephone, 03, premium rate, 101): left in the text
enum class Line { none, personal, business };

Line national(std::string_view d) {
  if (d.size() < 10 || d.size() > 11 || d[0] != '0') return Line::none;
  if (d[1] == '3' || d[1] == '8' || d[1] == '9') return Line::business;
  if (d[1] == '1') return Line::personal;  // some old areas have ten digits
  return (d[1] == '2' || d[1] == '7' || d[1] == '5') && d.size() == 11 ? Line::personal : Line::none;
}

/// d     digits of one or more groups
/// plus  a + stands before them
/// cue   they are announced as a telephone number
Line line_of(std::string d, bool plus, bool cue) {
  const bool double_zero = d.starts_with("00");
  if (plus || double_zero) {
    if (double_zero) d.erase(0, 2);
    if (d.starts_with("44")) {
      d.erase(0, 2);
      if (!d.starts_with("0")) d.insert(d.begin(), '0');
      return national(d);
    }
    if (d.starts_with("0") || d.size() < 8 || d.size() > 15) return Line::none;
    return plus || (cue && d.size() >= 10) ? Line::personal : Line::none;
  }
  if (const Line line = national(d); line != Line::none) return line;
  if (d.size() == 12 && d.starts_with("447")) return Line::personal;
  if (!cue) return Line::none;
  if (d.size() == 12 && d.starts_with("44")) return national("0" + d.substr(2));
  if (d.starts_with("0") && d.size() != 9) return Line::none;  // a digit too many or too few is still the caller's
  return d.size() >= 7 && d.size() <= 13 ? Line::personal : Line::none;
}

/// A number grouped as another country groups its own, without the country's code.
///
/// counted  no number at all but a count, "01 02 03 04 05"
struct Abroad {
  std::size_t last = 0;
  bool certain = true;
  bool counted = false;
};

/// What reads at `i` as such a number: the sizes of its groups and the sign between them tell it from a count, a date or
/// a reference. Freephone and shared-cost numbers (08, 09 with a service prefix) are left.
std::optional<Abroad> abroad(const Reading& r, std::size_t i) {
  std::string sizes, first(r[i].plain), second;
  std::string_view sign;
  std::size_t last = i;
  bool rising = true;
  for (std::size_t k = i; k < r.size() && k < i + 6 && r[k].digits && r[k].size() <= 9; ++k) {
    if (k > i) {
      const std::string_view g = r.gap(k);
      const bool bracket = k == i + 1 && g == ") " && r.gap(i).ends_with('(');
      if (!bracket && g != " " && g != "-" && g != "." && !(g == "/" && k == i + 1)) break;
      if (!bracket && sign.empty()) sign = g;
      if (!bracket && g != sign) break;
      if (bracket) sign = "-";
      rising = rising && r[k].size() == 2 && std::stoi(std::string(r[k].plain)) == std::stoi(std::string(r[k - 1].plain)) + 1;
      if (k == i + 1) second = r[k].plain;
    }
    sizes += static_cast<char>('0' + r[k].size());
    last = k;
  }
  if (sizes.size() < 2) return {};
  const bool year = second.size() == 4 && (second.starts_with("19") || second.starts_with("20"));
  if (first[0] == '0') {
    if (first.starts_with("00") && first.size() >= 4 && sizes.size() >= 3) return Abroad{last};  // 0033 6 12 34 56 78
    if (first.size() < 2 || first[1] == '0') return {};
    if (sizes == "22222") return Abroad{last, true, rising};                                     // 06 12 34 56 78
    if (sizes == "344" && first[2] == '0' && first[1] >= '5') return Abroad{last};             // 090-1234-5678
    if (sizes == "244" && !year) return Abroad{last};                                          // 03-1234-5678
    if (sizes == "3322") return Abroad{last};                                                  // 079 123 45 67
    const bool service = first[1] == '3' || first[1] == '8' || first[1] == '9';
    if ((sizes == "433" || sizes == "4222") && !service) return Abroad{last};                  // 0412 345 678
    if (sizes == "36" || sizes == "37" || sizes == "38") return Abroad{last, first[1] != '8'};  // 030 1234567
    if ((sizes == "47" || sizes == "48") && first[1] == '1') return Abroad{last};              // 0151 23456789
    return {};
  }
  if (sizes == "334" && sign == "-" && first[0] >= '2' && second[0] >= '2') return Abroad{last};  // 202-555-0147
  if (sizes == "55" && sign == " " && first[0] >= '6') return Abroad{last, false};                // 98765 43210
  if (sizes == "3222" && sign == " " && (first[0] == '6' || first[0] == '7')) return Abroad{last, false};
  return {};
}

bool phone_cue_before(const Reading& r, std::size_t i) {
  const std::ptrdiff_t k = r.cue_before(i);
  return k >= 0 && r.is(k, phone_cue) && !r.is(k, reference_cue);
}

}  // namespace

bool glued(const Reading& r, std::size_t i) {
  if (i == 0 || r[i - 1].is(phone_cue | account_cue)) return false;
  const std::string_view g = r.gap(i);
  return g == "-" || g == "_" || g == "/" || g == "#" || g == "=";
}

bool announced_as_reference(const Reading& r, std::size_t i) {
  for (std::size_t k = i, reach = 4; k > 0 && reach > 0 && !r.breaks(k); --reach) {
    --k;
    const Word& w = r[k];
    if (w.is(reference_cue) || listed("ref reference", w.plain)) return true;
    if (!w.is(filler)) return false;
  }
  return false;
}

std::vector<Joined> joined_from(const Reading& r, std::size_t i, std::size_t words, std::size_t letters,
                                std::string_view allowed) {
  std::vector<Joined> out;
  std::string text;
  for (std::size_t k = i; k < r.size() && k < i + words; ++k) {
    if (k > i && !r.gap_is(k, allowed)) break;
    text += r[k].plain;
    if (text.size() > letters) break;
    std::string upper = text;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    out.push_back({std::move(upper), k});
  }
  return out;
}

void find_phones(const Reading& r, Finds& out) {
  if (!r.has_digits()) return;
  for (std::size_t i = 0; i < r.size(); ++i) {
    const Word& w = r[i];
    // Five pairs may read as a date and a time; nothing else of that shape does.
    if (w.digits && !glued(r, i) && !announced_as_reference(r, i) && !r.gap(i).ends_with('+') &&
        (!w.temporal || w.size() == 2)) {
      if (const auto found = abroad(r, i); found && (!w.temporal || found->last == i + 4)) {
        const std::size_t begin = r.gap(i).ends_with('(') ? w.begin - 1 : w.begin;
        if (!found->counted) out.push_back({"PHONE", begin, r[found->last].end, found->certain});
        i = found->last;
        continue;
      }
    }
    if (w.temporal) continue;
    // "tel07700900123"
    if (w.mixed()) {
      const std::size_t letters = w.plain.find_first_of("0123456789");
      if (letters != std::string_view::npos && letters > 0 && (flags_of(w.plain.substr(0, letters)) & phone_cue) != 0 &&
          line_of(std::string(w.plain.substr(letters)), false, true) == Line::personal) {
        out.push_back({"PHONE", w.begin + letters, w.end});
      }
      continue;
    }
    if (!w.digits || glued(r, i)) continue;
    const std::string_view before = r.gap(i);
    const bool plus = before.ends_with('+') || before.ends_with("+(") || before.ends_with("(+");
    const bool cue = phone_cue_before(r, i);
    const bool reference = !cue && announced_as_reference(r, i);
    std::string digits;
    std::optional<std::size_t> last;
    bool business = false;
    for (std::size_t k = i; k < r.size() && k < i + 8; ++k) {
      if (!r[k].digits || r[k].temporal || (k > i && !r.gap_is(k, " -.()"))) break;
      if (k > i && r.gap(k) == "." && r.gap(k).size() == 1 && r[i].size() < 2 && !plus) break;  // 0.1234…
      digits += r[k].plain;
      if (digits.size() > 17) break;
      const bool solid = k == i;
      if (solid && reference) continue;  // "order 01234567890"
      // Without a cue the grouping must be one that people use for telephone numbers.
      if (!plus && !cue && !solid && r[i].size() < 2) continue;
      const Line line = line_of(digits, plus, cue);
      if (line == Line::none) continue;
      business = line == Line::business;
      last = k;
    }
    if (!last) {
      // A mobile number with a digit too many or too few still leads to somebody, and so does one from abroad.
      const auto runs = joined_from(r, i, 3, 12, " -");
      for (const Joined& j : runs) {
        const bool mobile = j.text.starts_with("07") && w.size() >= 4 && (j.text.size() == 10 || j.text.size() == 12);
        const bool mobile_abroad = j.last == i && j.text.size() == 10 &&
                                   (j.text.starts_with("06") || j.text.starts_with("04"));
        if ((mobile || mobile_abroad) && !reference && j.text.find_first_not_of("0123456789") == std::string::npos) {
          out.push_back({"PHONE", w.begin, r[j.last].end, false});
        }
      }
      continue;
    }
    if (!business) {
      std::size_t begin = w.begin;
      if (plus) begin = r.text().rfind('+', begin);
      if (!plus && before.ends_with('(')) --begin;
      out.push_back({"PHONE", begin, r[*last].end});
    }
    i = *last;
  }
}

namespace {

constexpr std::array<std::string_view, 10> names{"zero", "one", "two",   "three", "four",
                                                 "five", "six", "seven", "eight", "nine"};

/// The digit a word says, as text; "" when it says none.
std::string_view said_digit(std::string_view w) {
  static constexpr std::string_view all = "0123456789";
  if (w == "oh" || w == "o" || w == "nought" || w == "naught") return all.substr(0, 1);
  for (std::size_t d = 0; d < names.size(); ++d) {
    if (w == names[d]) return all.substr(d, 1);
  }
  return {};
}

}  // namespace

void find_spoken(const Reading& r, Finds& out) {
  for (std::size_t i = 0; i < r.size(); ++i) {
    if (!r[i].is(digit_word) && !r[i].digits) continue;
    std::string digits;
    int said = 0;
    std::size_t last = i;
    bool plus = false;
    for (std::size_t k = i; k < r.size() && digits.size() < 24 && (k == i || r.gap_is(k, " ,-.")); ++k) {
      const std::string_view w = r.word(static_cast<std::ptrdiff_t>(k));
      if (w == "plus" && k == i) {
        plus = true;
        continue;
      }
      const int times = w == "double" ? 2 : (w == "triple" || w == "treble") ? 3 : 1;
      if (times > 1) {
        const auto next = static_cast<std::ptrdiff_t>(k) + 1;
        std::string_view d = said_digit(r.word(next));
        if (d.empty() && k + 1 < r.size() && r[k + 1].digits && r[k + 1].size() == 1) d = r[k + 1].plain;
        if (d.empty()) break;
        digits.append(static_cast<std::size_t>(times), d[0]);
        said += times;
        last = ++k;
        continue;
      }
      if (w == "hundred" && said > 0) {
        digits += "00";
        last = k;
        continue;
      }
      if (w == "and" && said > 0 && k + 1 < r.size() && r[k + 1].is(digit_word)) continue;
      if (const std::string_view d = said_digit(w); !d.empty()) {
        digits += d;
        ++said;
      } else if (r[k].digits && !r[k].temporal && r[k].size() <= 6) {
        digits += r[k].plain;
      } else {
        break;
      }
      last = k;
    }
    if (said < 3) continue;
    const bool pin = r.word_before(i, "cvv cvc cv2 csc security pin", 4);
    const std::ptrdiff_t cue = r.cue_before(i, 4);
    std::string_view category = "PHONE";
    bool certain = true;
    if (pin && digits.size() >= 3) {
      category = "CVV";
    } else if (digits.size() < 6) {
      continue;
    } else if (r.word_before(i, "card pan visa mastercard amex", 4)) {
      category = "CARD";
    } else if (r.word_before(i, "sort", 4)) {
      category = "SORT_CODE";
    } else if (r.word_before(i, "nhs", 4)) {
      category = "NHS";
    } else if (r.flag_before(i, account_cue, 4) && digits.size() <= 10) {
      category = "ACCOUNT";
    } else if (digits.size() < 7) {
      continue;
    } else if (digits.size() >= 15) {
      category = "CARD";
    } else {
      certain = plus || digits[0] == '0' || (cue >= 0 && r.is(cue, phone_cue));
    }
    out.push_back({category, r[i].begin, r[last].end, certain});
    i = last;
  }
}

}  // namespace debrief::review::privacy
