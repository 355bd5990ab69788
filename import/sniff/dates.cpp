// Reading times: a scanner over the cell, and one function per way of writing a date.

#include "import/sniff/dates.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"

namespace debrief::import {

namespace {

using base::Civil;
using base::Precision;

bool digit(char c) { return c >= '0' && c <= '9'; }
bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

/// Walks over a cell. Every function moves on only when it gives something.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : s_(text) {}

  bool done() const { return i_ >= s_.size(); }
  char peek(std::size_t k = 0) const { return i_ + k < s_.size() ? s_[i_ + k] : '\0'; }
  std::size_t at() const { return i_; }
  void back_to(std::size_t i) { i_ = i; }
  std::string_view rest() const { return s_.substr(i_); }

  bool take(char c) {
    if (peek() != c) return false;
    ++i_;
    return true;
  }
  bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    i_ += word.size();
    return true;
  }
  bool blanks() {
    const std::size_t from = i_;
    while (peek() == ' ' || peek() == '\t') ++i_;
    while (take("\xC2\xA0") || take("\xE2\x80\xAF")) {
      while (peek() == ' ') ++i_;
    }
    return i_ > from;
  }
  std::size_t digits_ahead() const {
    std::size_t n = 0;
    while (digit(peek(n))) ++n;
    return n;
  }
  /// A number of at most nine digits; -1 when there is none.
  int number(std::size_t longest = 9) {
    const std::size_t n = digits_ahead();
    if (n == 0 || n > longest) return -1;
    int v = 0;
    for (std::size_t k = 0; k < n; ++k) v = v * 10 + (s_[i_ + k] - '0');
    i_ += n;
    return v;
  }
  /// Exactly n digits from here, whatever follows.
  int fixed(std::size_t n) {
    if (digits_ahead() < n) return -1;
    int v = 0;
    for (std::size_t k = 0; k < n; ++k) v = v * 10 + (s_[i_ + k] - '0');
    i_ += n;
    return v;
  }
  std::string_view word() {
    const std::size_t from = i_;
    while (letter(peek())) ++i_;
    return s_.substr(from, i_ - from);
  }

 private:
  std::string_view s_;
  std::size_t i_ = 0;
};

int full_year(int y, std::size_t width) {
  if (width > 2) return y;
  return y < 70 ? 2000 + y : 1900 + y;
}

// Fixed meanings only; IST, for one, has three.
struct NamedOffset {
  std::string_view name;
  std::string_view offset;
};
constexpr std::array<NamedOffset, 16> named_offsets{{{"UTC", "UTC"},
                                                     {"GMT", "UTC"},
                                                     {"Z", "UTC"},
                                                     {"z", "UTC"},
                                                     {"UT", "UTC"},
                                                     {"EST", "-05:00"},
                                                     {"EDT", "-04:00"},
                                                     {"CST", "-06:00"},
                                                     {"CDT", "-05:00"},
                                                     {"MST", "-07:00"},
                                                     {"MDT", "-06:00"},
                                                     {"PST", "-08:00"},
                                                     {"PDT", "-07:00"},
                                                     {"CET", "+01:00"},
                                                     {"CEST", "+02:00"},
                                                     {"BST", "+01:00"}}};

/// "+01:00", "+0100", "+01" after an optional blank. "" when there is none.
std::string offset(Scanner& s) {
  const std::size_t from = s.at();
  s.blanks();
  const char sign = s.peek();
  if (sign == '+' || sign == '-' || s.rest().starts_with("\xE2\x88\x92")) {
    s.take(sign == '+' || sign == '-' ? std::string_view(&sign, 1) : std::string_view("\xE2\x88\x92"));
    const std::size_t width = s.digits_ahead();
    const int h = s.fixed(width == 1 ? 1 : 2);
    int m = 0;
    if (s.take(':') || s.digits_ahead() == 2) m = s.fixed(2);
    if (h >= 0 && h <= 14 && m >= 0 && m < 60) return fmt::format("{}{:02}:{:02}", sign == '+' ? '+' : '-', h, m);
  }
  s.back_to(from);
  return {};
}

/// Whatever stands behind the time: an offset, an abbreviation, an IANA name, "(CET)". False when it is none of them.
bool zone_behind(Scanner& s, WrittenTime& t) {
  t.zone = offset(s);
  s.blanks();
  if (s.take('[') || s.take('(')) {
    while (!s.done() && s.peek() != ']' && s.peek() != ')') s.back_to(s.at() + 1);
    s.back_to(std::min(s.at() + 1, s.at() + s.rest().size()));
    s.blanks();
    return s.done();
  }
  if (s.done()) return true;
  if (!t.zone.empty()) return false;
  const std::string_view rest = base::trimmed(s.rest());
  for (const auto& n : named_offsets) {
    if (!rest.starts_with(n.name)) continue;
    if (rest.size() == n.name.size()) {
      t.zone = n.offset;
      return true;
    }
    if (n.offset == "UTC" && (rest[n.name.size()] == '+' || rest[n.name.size()] == '-')) {
      Scanner behind(rest.substr(n.name.size()));
      t.zone = offset(behind);
      return !t.zone.empty() && behind.done();
    }
  }
  if (rest.find('/') != std::string_view::npos && base::Zone::named(rest)) {
    t.zone = std::string(rest);
    return true;
  }
  return false;
}

/// -1 none, 0 morning, 1 afternoon. "AM", "a.m.", "p. m.", "pm", "PM.".
int half_of_day(Scanner& s) {
  const std::size_t from = s.at();
  s.blanks();
  const char c = s.peek();
  if (c == 'a' || c == 'A' || c == 'p' || c == 'P') {
    s.back_to(s.at() + 1);
    if (s.take('.')) s.blanks();
    const bool m = s.take('m') || s.take('M');
    s.take('.');
    if (m && !letter(s.peek())) return c == 'p' || c == 'P' ? 1 : 0;
  }
  s.back_to(from);
  return -1;
}

enum class Clock : std::uint8_t { none, fine, impossible };

/// H:MM[:SS[.fff]] [AM|PM]; also 14h05, 14.05 Uhr, and 0915 or 091522 where `compact`.
Clock clock(Scanner& s, WrittenTime& t, bool compact = false) {
  const std::size_t from = s.at();
  const std::size_t width = s.digits_ahead();
  int h = -1;
  int m = -1;
  int sec = -1;
  int ms = 0;
  if (compact && (width == 4 || width == 6)) {
    h = s.fixed(2);
    m = s.fixed(2);
    if (width == 6) sec = s.fixed(2);
  } else if (width == 1 || width == 2) {
    h = s.number(2);
    const bool hour_letter = s.peek() == 'h' || s.peek() == 'H';
    if (s.take(':') || (hour_letter && (s.take('h') || s.take('H'))) ||
        (s.peek() == '.' && digit(s.peek(1)) && s.take('.'))) {
      if (s.digits_ahead() == 0 && hour_letter) m = 0;
      if (m < 0 && s.digits_ahead() != 2) {
        s.back_to(from);
        return Clock::none;
      }
      if (m < 0) m = s.fixed(2);
      if (s.peek() == ':' || (s.peek() == '.' && digit(s.peek(1)) && digit(s.peek(2)) && !digit(s.peek(3)))) {
        s.back_to(s.at() + 1);
        sec = s.digits_ahead() == 2 ? s.fixed(2) : -2;
        if (sec == -2) {
          s.back_to(from);
          return Clock::none;
        }
      }
    } else {
      const int half = half_of_day(s);  // "9 AM"
      if (half < 0) {
        s.back_to(from);
        return Clock::none;
      }
      if (h < 1 || h > 12) return Clock::impossible;
      t.civil.hour = h % 12 + 12 * half;
      t.precision = Precision::minute;
      return Clock::fine;
    }
  } else {
    return Clock::none;
  }
  if (sec >= 0 && (s.peek() == '.' || s.peek() == ',') && digit(s.peek(1))) {
    s.back_to(s.at() + 1);
    int scale = 100;
    while (digit(s.peek())) {
      ms += (s.peek() - '0') * scale;
      scale /= 10;
      s.back_to(s.at() + 1);
    }
  }
  const int half = half_of_day(s);
  t.halves = half >= 0;
  if (half >= 0) {
    if (h > 12 && half == 1 && h < 24) {
      // 13:05 PM comes from a broken format string; the hour says it already.
    } else {
      if (h < 1 || h > 12) return Clock::impossible;
      h = h % 12 + 12 * half;
    }
  }
  const bool leap = sec == 60 && h == 23 && m == 59;
  if (h > 24 || m > 59 || (sec > 59 && !leap) || (h == 24 && (m != 0 || sec > 0))) return Clock::impossible;
  t.civil.hour = h;
  t.civil.minute = m;
  t.civil.second = sec < 0 ? 0 : sec;
  t.civil.millisecond = ms;
  t.precision = sec < 0 ? Precision::minute : Precision::second;
  return Clock::fine;
}

/// Between date and time: blanks, T, comma, colon (SAS), "at", "um", "à", "alle", "a las", "às", "o", "в".
bool separator(Scanner& s) {
  const std::size_t from = s.at();
  s.blanks();
  if (s.take(',') || s.take(';')) s.blanks();
  if ((s.peek() == 'T' || s.peek() == 't' || s.peek() == ':' || s.peek() == '_' || s.peek() == '-') &&
      digit(s.peek(1))) {
    s.back_to(s.at() + 1);
    return true;
  }
  if (letter(s.peek())) {
    const std::size_t here = s.at();
    const std::string_view w = s.word();
    if (w != "at" && w != "um" && w != "\xC3\xA0" && w != "alle" && w != "a" && w != "\xC3\xA0s" && w != "om" &&
        w != "o" && w != "\xD0\xB2") {
      s.back_to(here);
    }
    s.blanks();
    if (s.take("las ")) s.blanks();
  }
  return s.at() > from;
}

void settle(WrittenTime& t) {
  Civil& c = t.civil;
  const bool leap = c.second == 60;
  if (leap) c.second = 59;
  if (!base::valid(c)) {
    t.state = TimeRead::impossible;
    return;
  }
  t.state = TimeRead::read;
  if (leap || c.hour == 24) {
    const base::Ms at = base::civil_as_utc(c) + (leap ? base::second_ms : 0);
    c = base::utc_civil(at);
  }
}

/// Time and zone behind a complete date.
WrittenTime with_clock(Scanner& s, WrittenTime t, bool compact = false) {
  t.precision = Precision::day;
  bool impossible = false;
  if (!s.done()) {
    separator(s);
    if (s.done()) {
      settle(t);
      return t;
    }
    const Clock c = clock(s, t, compact);
    impossible = c == Clock::impossible;
    if (c == Clock::none || (!s.done() && !zone_behind(s, t))) {
      s.blanks();
      if (c == Clock::none || !(s.take("Uhr") || s.take("uur") || s.take("h") || s.take("hrs")) || !s.done()) {
        t.state = impossible ? TimeRead::impossible : TimeRead::not_a_time;
        return t;
      }
    }
  }
  if (impossible) {
    t.state = TimeRead::impossible;
    return t;
  }
  settle(t);
  return t;
}

WrittenTime numeric(Scanner& s, DayOrder order) {
  WrittenTime t;
  const std::size_t wa = s.digits_ahead();
  const int a = s.number(4);
  const char sep = s.peek();
  if (a < 0 || (sep != '/' && sep != '-' && sep != '.' && sep != ' ')) return t;
  s.take(sep);
  if (sep == '.') s.blanks();
  const std::size_t wb = s.digits_ahead();
  const int b = s.number(2);
  if (b < 0) return t;
  if (sep != ' ' || s.peek() == ' ') {
    if (!s.take(sep)) return t;
  }
  if (sep == '.') s.blanks();
  const std::size_t wc = s.digits_ahead();
  const int c = s.number(4);
  if (c < 0 || wb == 0 || wc == 0 || wc == 3 || wa == 3) return t;
  if (wa == 4) {
    if (wc > 2) return t;
    t.civil.year = a;
    // 2024-17-03 is a month in the last place; no other reading makes it a date.
    t.civil.month = b > 12 && c <= 12 ? c : b;
    t.civil.day = b > 12 && c <= 12 ? b : c;
    return with_clock(s, t);
  }
  if (wc == 4 || order != DayOrder::ymd) {
    t.first = a;
    t.second = b;
    t.order_matters = true;
    t.dotted = sep == '.';
    t.slashed = sep == '/';
    t.padded = (wa == 2 && a < 10) || (wb == 2 && b < 10);
    t.short_first = wa == 1;
    t.short_second = wb == 1;
    const bool month_first = order == DayOrder::mdy && sep != '.';
    t.civil.month = month_first ? a : b;
    t.civil.day = month_first ? b : a;
    t.civil.year = full_year(c, wc);
    return with_clock(s, t);
  }
  t.civil.year = full_year(a, wa);
  t.civil.month = b;
  t.civil.day = c;
  return with_clock(s, t);
}

void filler(Scanner& s) {
  s.blanks();
  if (s.peek() == '/' || s.peek() == '-' || s.peek() == '.' || s.peek() == ',') s.back_to(s.at() + 1);
  s.blanks();
  const std::size_t here = s.at();
  const std::string_view w = s.word();
  if (w == "de" || w == "of" || w == "del" || w == "do") {
    s.blanks();
  } else {
    s.back_to(here);
  }
}

void ordinal_ending(Scanner& s) {
  for (const std::string_view ending : {"st", "nd", "rd", "th", "er", "\xC2\xBA", "o "}) {
    if (s.rest().starts_with(ending) && month_named(s.rest().substr(0, 3)) == 0) {
      s.take(ending);
      return;
    }
  }
}

/// 15/Feb/26, 5 Sep 2024, 01MAR24, 3. März 2024, 5 de marzo de 2024, 2024-Mar-05.
WrittenTime day_month_name(Scanner& s) {
  WrittenTime t;
  const std::size_t width = s.digits_ahead();
  const int lead = s.number(4);
  if (lead < 0) return t;
  ordinal_ending(s);
  filler(s);
  const int month = month_named(s.word());
  if (month == 0) return t;
  s.take('.');  // 03/мар./26, 3 sept. 2024
  filler(s);
  const std::size_t wc = s.digits_ahead();
  const int last = s.number(4);
  if (last < 0 || wc == 3) return t;
  t.named_month = true;
  t.civil.month = month;
  if (width == 4) {
    t.civil.year = lead;
    t.civil.day = last;
  } else {
    t.civil.day = lead;
    t.civil.year = full_year(last, wc);
    t.first = lead;
    t.second = month;
  }
  s.take(" г.");
  return with_clock(s, t);
}

/// Mar 1, 2024 and March 1st 2024.
WrittenTime month_name_day(Scanner& s) {
  WrittenTime t;
  const int month = month_named(s.word());
  if (month == 0) return t;
  s.take('.');
  filler(s);
  const int day = s.number(2);
  if (day < 0) return t;
  ordinal_ending(s);
  filler(s);
  const std::size_t wc = s.digits_ahead();
  const int year = s.number(4);
  if (year < 0 || wc == 3) return t;
  t.named_month = true;
  t.civil = {.year = full_year(year, wc), .month = month, .day = day};
  t.first = day;
  t.second = month;
  return with_clock(s, t);
}

/// 2024年3月1日, 2024년 3월 1일.
WrittenTime east_asian(Scanner& s) {
  WrittenTime t;
  const std::size_t wy = s.digits_ahead();
  const int y = s.number(4);
  if (y < 0 || !(s.take("年") || s.take("년"))) return t;
  s.blanks();
  const int m = s.number(2);
  if (m < 0 || !(s.take("月") || s.take("월"))) return t;
  s.blanks();
  const int d = s.number(2);
  if (d < 0 || !(s.take("日") || s.take("일"))) return t;
  t.civil = {.year = full_year(y, wy), .month = m, .day = d};
  return with_clock(s, t);
}

/// Day `n` of a year, counted from 1.
Civil day_of_year(int year, int n) {
  const Civil first{.year = year};
  return base::utc_civil(base::civil_as_utc(first) + (n - 1) * base::day_ms);
}

/// 2024-W09-5 and 2024-061.
WrittenTime week_or_ordinal(Scanner& s) {
  WrittenTime t;
  const int y = s.fixed(4);
  if (y < 1 || !s.take('-')) return t;
  if (s.take('W')) {
    const int week = s.fixed(2);
    const int day = s.take('-') ? s.fixed(1) : -1;
    if (week < 0 || day < 0) return t;
    if (week < 1 || week > 53 || day < 1 || day > 7) {
      t.state = TimeRead::impossible;
      return t;
    }
    const Civil fourth{.year = y, .month = 1, .day = 4};  // always in week 1
    const base::Ms monday = base::civil_as_utc(fourth) - base::weekday(fourth) * base::day_ms;
    t.civil = base::utc_civil(monday + ((week - 1) * 7 + day - 1) * base::day_ms);
    return with_clock(s, t);
  }
  if (s.digits_ahead() != 3) return t;
  const int n = s.fixed(3);
  t.civil = day_of_year(y, std::max(n, 1));
  if (n < 1 || t.civil.year != y) {
    t.state = TimeRead::impossible;
    return t;
  }
  return with_clock(s, t);
}

/// 20240301, 20240301T091522Z, 20240301091522.
WrittenTime compact(Scanner& s) {
  WrittenTime t;
  const std::size_t n = s.digits_ahead();
  if (n != 8 && n != 14 && n != 12) return t;
  const int y = s.fixed(4);
  const int m = s.fixed(2);
  const int d = s.fixed(2);
  if (y < 1900 || y > 2100 || m < 1 || m > 12) return t;
  t.civil = {.year = y, .month = m, .day = d};
  if (n == 8) return with_clock(s, t, true);
  const Clock c = clock(s, t, true);
  if (c != Clock::fine) {
    t.state = c == Clock::impossible ? TimeRead::impossible : TimeRead::not_a_time;
    return t;
  }
  if (!s.done() && !zone_behind(s, t)) return t;
  settle(t);
  return t;
}

WrittenTime bare_number(std::string_view text, NumberIs kind) {
  WrittenTime t;
  if (kind == NumberIs::not_a_time) return t;
  const std::string copy(text);
  char* end = nullptr;
  const double v = std::strtod(copy.c_str(), &end);
  if (end != copy.c_str() + copy.size() || copy.empty() || !std::isfinite(v) || !(digit(copy[0]) || copy[0] == '.'))
    return t;
  if (kind == NumberIs::epoch_seconds || kind == NumberIs::epoch_milliseconds) {
    const double ms = kind == NumberIs::epoch_seconds ? v * 1000 : v;
    if (ms > 4.1e12) return t;
    t.civil = base::utc_civil(static_cast<base::Ms>(std::llround(ms)));
    t.zone = "UTC";
    t.state = TimeRead::read;
    return t;
  }
  // Excel believes 1900 was a leap year: serial 60 is a day that never was, and all before it are one too high.
  if (v >= 2958466) return t;
  if (kind == NumberIs::excel_serial && ((v >= 60 && v < 61) || v < 0)) {
    t.state = TimeRead::impossible;
    return t;
  }
  if (v < 1 && kind == NumberIs::excel_serial) {
    t.state = TimeRead::time_only;
    t.civil = base::utc_civil(std::llround(v * 86400) * 1000);
    return t;
  }
  const double day = kind == NumberIs::excel_serial_1904 ? v - 24107 : v - 25569 + (v < 60 ? 1 : 0);
  // A serial's tick is well under a second, but its digits are often cut: whole seconds are what was meant.
  const auto ms = static_cast<base::Ms>(std::llround(day * 86400)) * 1000;
  t.civil = base::utc_civil(ms);
  t.precision = v == std::floor(v) ? Precision::day : Precision::second;
  t.state = TimeRead::read;
  return t;
}

bool skip_weekday(Scanner& s) {
  const std::size_t from = s.at();
  const std::string_view w = s.word();
  const bool dotted = s.take('.');
  const bool comma = s.take(',');
  const bool blank = s.blanks();
  if (w.empty() || (!comma && !blank) || w.size() > 24 || (!comma && !dotted && month_named(w) != 0)) {
    s.back_to(from);
    return false;
  }
  static constexpr std::array<std::string_view, 7> english{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const std::string low = base::ascii_lower(w);
  for (const auto e : english) {
    if (low.starts_with(e)) return true;
  }
  if (comma) return true;  // any word and a comma before a digit: a weekday of some language
  s.back_to(from);
  return false;
}

/// The usual spelling, without the scanner: 2024-03-01 09:15[:22].
bool fast(std::string_view s, WrittenTime& t) {
  if (s.size() != 10 && s.size() != 16 && s.size() != 19 && s.size() != 20) return false;
  static constexpr std::string_view shape = "dddd-dd-dd dd:dd:ddZ";
  for (std::size_t i = 0; i < s.size(); ++i) {
    const bool fits = shape[i] == 'd' ? digit(s[i]) : s[i] == shape[i] || (i == 10 && s[i] == 'T');
    if (!fits) return false;
  }
  const auto two = [&](std::size_t i) { return (s[i] - '0') * 10 + (s[i + 1] - '0'); };
  t.civil.year = two(0) * 100 + two(2);
  t.civil.month = two(5);
  t.civil.day = two(8);
  t.precision = Precision::day;
  if (s.size() >= 16) {
    t.civil.hour = two(11);
    t.civil.minute = two(14);
    t.precision = Precision::minute;
  }
  if (s.size() >= 19) {
    t.civil.second = two(17);
    t.precision = Precision::second;
  }
  if (s.size() == 20) t.zone = "UTC";
  t.usual = s.size() < 20 && (s.size() == 10 || s[10] == ' ') && t.civil.second < 60 && t.civil.hour < 24;
  if (t.civil.second > 59 && !(t.civil.second == 60 && t.civil.hour == 23 && t.civil.minute == 59)) {
    t.state = TimeRead::impossible;
    return true;
  }
  settle(t);
  return true;
}

}  // namespace

std::string_view name(DayOrder order) {
  switch (order) {
    case DayOrder::dmy:
      return "dmy";
    case DayOrder::mdy:
      return "mdy";
    case DayOrder::ymd:
      return "ymd";
    default:
      return "";
  }
}

DayOrder day_order_named(std::string_view text) {
  if (text == "dmy") return DayOrder::dmy;
  if (text == "mdy") return DayOrder::mdy;
  if (text == "ymd") return DayOrder::ymd;
  return DayOrder::unknown;
}

WrittenTime read_time(std::string_view text, TimeStyle style) {
  text = base::trimmed(text);
  WrittenTime t;
  if (text.size() < 4 || text.size() > 64) {
    return text.empty() || text.size() > 64 || style.number == NumberIs::not_a_time ? t
                                                                                    : bare_number(text, style.number);
  }
  if (fast(text, t)) return t;
  t = {};
  if (style.number != NumberIs::not_a_time) {
    WrittenTime number = bare_number(text, style.number);
    if (style.swapped && number.state == TimeRead::read && number.civil.day <= 12) std::swap(number.civil.day, number.civil.month);
    if (number.state != TimeRead::not_a_time) return number;
  }
  Scanner s(text);
  if (letter(s.peek())) skip_weekday(s);
  const std::size_t from = s.at();
  if (letter(s.peek())) return month_name_day(s);
  if (!digit(s.peek())) return t;

  using Way = WrittenTime (*)(Scanner&);
  WrittenTime best = numeric(s, style.order);
  for (const Way way : {compact, day_month_name, week_or_ordinal, east_asian}) {
    if (best.state != TimeRead::not_a_time) break;
    s.back_to(from);
    best = way(s);
  }
  if (best.state != TimeRead::not_a_time) return best;

  s.back_to(from);
  WrittenTime alone;
  const Clock c = clock(s, alone);
  s.blanks();
  // 20.05 is a number; only a colon or a word makes a time of day of it.
  const bool marked = text.find(':') != std::string_view::npos || std::any_of(text.begin(), text.end(), letter);
  if (c != Clock::none && s.done() && marked) {
    alone.state = c == Clock::impossible || alone.civil.hour == 24 ? TimeRead::impossible : TimeRead::time_only;
    return alone;
  }
  return t;
}

}  // namespace debrief::import
