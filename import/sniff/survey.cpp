// Counting what cells are, and judging day order.

#include "import/sniff/survey.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "base/text.h"
#include "import/sniff/time_of_day.h"
#include "import/sniff/acd.h"
#include "import/sniff/types.h"

namespace debrief::import {

namespace {

void note_date(Survey& s, const WrittenTime& t) {
  if (s.calendar.empty() && t.first > 0) s.calendar.resize(13);
  if (t.order_matters) {
    if (t.first > 12 && t.first <= 31 && t.second > 12) return;  // no date either way; proves nothing
    ++s.numeric_dates;
    if (t.first > 31) ++s.first_over_31;
    if (t.first > 12 && t.first <= 31) ++s.first_over_12;
    if (t.second > 12 && t.second <= 31) ++s.second_over_12;
    if (t.dotted) ++s.dotted;
    if (t.slashed && t.halves) ++s.american;
    if (t.short_first && !t.short_second && t.second < 10) ++s.australian;
    if (t.first >= 1 && t.first <= 31 && t.second >= 1 && t.second <= 12) {
      ++s.calendar[static_cast<std::size_t>(t.second)][static_cast<std::size_t>(t.first)];
    } else if (t.second >= 1 && t.second <= 31 && t.first >= 1 && t.first <= 12) {
      // Month first: kept the other way round, with the month's sign in the day's place.
      ++s.calendar[static_cast<std::size_t>(t.first)][static_cast<std::size_t>(t.second)];
    }
  } else if (t.named_month && t.first > 0) {
    ++s.named_months;
    if (t.first <= 31) ++s.calendar[static_cast<std::size_t>(t.second)][static_cast<std::size_t>(t.first)];
  }
}

/// Keeps what a date is with the day first and with the month first.
void note_both_ways(Survey& s, const WrittenTime& t) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const std::size_t row = s.calls.figures.size();
  if (!t.order_matters || row >= CallSigns::rows || t.first > 12 || t.second > 12) return;
  s.both_ways.resize(row + 1, {none, none});
  base::Civil c = t.civil;
  c.day = t.first;
  c.month = t.second;
  const auto day_first = static_cast<double>(base::civil_as_utc(c));
  std::swap(c.day, c.month);
  s.both_ways[row] = {day_first, static_cast<double>(base::civil_as_utc(c))};
}

/// Counts a workbook's date by the number of its day.
void note_serial(Survey& s, std::string_view cell) {
  for (const bool from_1904 : {false, true}) {
    const WrittenTime t = read_time(cell, {.number = from_1904 ? NumberIs::excel_serial_1904 : NumberIs::excel_serial});
    if (t.state == TimeRead::read) ++(t.civil.day <= 12 ? s.days_to_12 : s.days_over_12)[from_1904 ? 1 : 0];
  }
}

/// Counts a cell that can be read as a time of day.
void note_clock(Survey& s, std::string_view cell, CellIs kind) {
  ClockShape shape = ClockShape::none;
  const WrittenTime t = read_time_of_day(cell, kind, &shape);
  if (t.state != TimeRead::time_only) {
    const auto colon = cell.find(':');
    const Number hours = read_number(cell.substr(0, colon));
    if (colon != std::string_view::npos && hours.state == NumberRead::read && hours.value >= 24) ++s.over_a_day;
    return;
  }
  if (kind == CellIs::text || kind == CellIs::number) {
    if (shape == ClockShape::plain) ++s.day_times;
    if (shape == ClockShape::dotted) ++s.dotted_clocks;
    if (shape == ClockShape::packed) ++s.packed_clocks;
    if (shape == ClockShape::none) return;
    if (std::count(cell.begin(), cell.end(), ':') == 2 || cell.ends_with('M') || cell.ends_with('m')) ++s.full_clocks;
  } else if (const Number days = read_number(cell); days.value >= 1) {
    ++s.over_a_day;
  }
  if (t.civil.hour >= 7) ++s.late_clocks;
}

/// A number of a telephone with its country or its trunk digit: nine figures or more behind + or one nought.
bool is_phone(std::string_view cell) {
  const bool plus = cell.starts_with('+');
  if (!plus && !cell.starts_with('0') && !cell.starts_with("(0")) return false;
  std::size_t digits = 0;
  for (const char c : cell.substr(plus ? 1 : 0)) {
    if (c >= '0' && c <= '9') {
      ++digits;
    } else if (c != ' ' && c != '-' && c != '/' && c != '(' && c != ')') {
      return false;
    }
  }
  const bool padded = !plus && cell.starts_with("000");
  return digits >= 9 && digits <= 15 && !padded;
}

bool plausible(const WrittenTime& t) {
  return t.state == TimeRead::read || (t.state == TimeRead::impossible && t.order_matters);
}

}  // namespace

void CallSigns::add(std::string_view cell, CellIs kind) {
  if (figures.size() >= rows) return;
  figures.push_back(std::numeric_limits<double>::quiet_NaN());
  cell = base::trimmed(cell);
  if (cell.empty() || is_placeholder(cell)) return;
  ++seen;
  if (cell.size() > 64) return;
  const Number n = read_number(cell);
  if (n.state == NumberRead::read) {
    const bool clock = kind == CellIs::time || kind == CellIs::duration;
    figures.back() = clock ? n.value * 86400 : n.value;
    if (kind != CellIs::date) ++lengths;
    if (!clock && kind != CellIs::date && n.value >= 0 && n.value == std::floor(n.value) && cell.back() != '%') ++whole;
    if (kind == CellIs::text && groups_by_dots(cell)) {
      ++grouped;
    } else if (n.value != std::floor(n.value)) {
      ++broken;
    }
    return;
  }
  if (read_call_length(cell, 1)) ++lengths;
  if (call_answered_in(cell)) ++outcomes;
  if (const auto range = read_range(cell)) (range->clock ? clock_ranges : ranges) += 1;
}

void Survey::add(std::string_view cell, CellIs kind) {
  cell = base::trimmed(cell);
  if (cell.empty()) return;
  if (is_placeholder(cell) || is_missing_word(cell)) {
    ++placeholders;
    return;
  }
  ++filled;
  length += static_cast<std::int64_t>(cell.size());
  if (values.size() < 4096) {
    values.insert(std::hash<std::string_view>{}(cell));
  } else {
    values_full = true;
  }
  if (kind == CellIs::date) {
    ++workbook_dates;
    note_serial(*this, cell);
    const Number serial = read_number(cell);
    if (serial.state == NumberRead::read && serial.value == std::floor(serial.value)) ++workbook_days;
  }
  if (kind == CellIs::time || kind == CellIs::duration) ++workbook_clocks;
  std::int64_t blanks = 0;
  bool digits = false;
  for (const char c : cell.substr(0, 200)) {
    if (c == ' ') ++blanks;
    digits = digits || (c >= '0' && c <= '9');
  }
  if (blanks >= 2) ++spaced;
  if (cell.size() <= 12 && read_flag(cell)) ++flags;
  if (!digits) ++digitless;
  if (digits && blanks <= 1 && cell.size() <= 24) ++codes;
  if (!digits || cell.size() > 64) return;
  if (cell.size() <= 24 && kind == CellIs::text && is_phone(cell)) ++phones;
  if (cell.size() <= 40 && kind != CellIs::date) note_clock(*this, cell, kind);
  const Number n = read_number(cell);
  if (n.state == NumberRead::read) {
    // A 0 among seconds since 1970 stands for "never" and says nothing about the range.
    if (n.value != 0) {
      if (lowest == 0 || n.value < lowest) lowest = n.value;
      if (highest == 0 || n.value > highest) highest = n.value;
    }
    ++numbers;
    // 20240301 is both; a column of such is judged by its range.
    if (cell.size() != 8 && cell.size() != 14) return;
  }
  if (n.state == NumberRead::damaged) ++damaged;
  const WrittenTime t = read_time(cell, {});
  if (plausible(t)) {
    ++times;
    if (t.precision == base::Precision::day) {
      ++date_only;
    } else if (t.civil.hour == 0 && t.civil.minute == 0 && t.civil.second == 0) {
      ++midnights;
    }
    if (!t.zone.empty()) ++with_zone;
    if (t.civil.year <= 1970) ++until_1970;
    note_date(*this, t);
    note_both_ways(*this, t);
  } else if (t.state == TimeRead::time_only) {
    ++clocks;
    if (cell.size() > 1 && cell[1] == ':') ++unpadded_hour;
  }
  if (n.state == NumberRead::none && t.state != TimeRead::read && read_duration(cell, 1)) ++durations;
}

void Survey::add_date(std::string_view cell, CellIs kind) {
  if (kind == CellIs::date) return note_serial(*this, cell);
  const WrittenTime t = read_time(cell, {});
  if (plausible(t)) note_date(*this, t);
}

OrderFinding order_in(const Survey& s) {
  OrderFinding f;
  if (s.numeric_dates == 0) return f;
  if (s.first_over_31 > 0) return {DayOrder::ymd, true, s.second_over_12 > 0};
  if (s.first_over_12 > 0 || s.second_over_12 > 0) {
    f.decided = true;
    f.order = s.first_over_12 >= s.second_over_12 ? DayOrder::dmy : DayOrder::mdy;
    f.mixed = s.first_over_12 > 0 && s.second_over_12 > 0;
    return f;
  }
  if (s.dotted == s.numeric_dates) return {DayOrder::dmy, true, false};
  // A day-first locale with a 12-hour clock and slashes writes the month alone with a nought: Australia.
  if (s.american == s.numeric_dates && s.australian == 0) f.order = DayOrder::mdy;
  return f;
}

bool looks_swapped(const Survey& s, DayOrder order) {
  // calendar[month][day] was filled as "first is the day" where that is possible; for month-first columns low days
  // stand mirrored, and the test is the same either way round.
  if (s.calendar.empty()) return false;
  std::array<bool, 13> full{};
  std::size_t full_months = 0;
  for (std::size_t m = 1; m <= 12; ++m) {
    for (std::size_t d = 13; d <= 31; ++d) full[m] = full[m] || s.calendar[m][d] > 0;
    if (full[m]) ++full_months;
  }
  if (full_months == 0 || full_months > 8) return false;
  std::uint64_t low = 0;
  std::uint64_t outside = 0;
  std::array<bool, 13> months{};
  for (std::size_t m = 1; m <= 12; ++m) {
    for (std::size_t d = 1; d <= 12; ++d) {
      const std::size_t month = order == DayOrder::mdy ? d : m;
      const std::size_t day = order == DayOrder::mdy ? m : d;
      const std::uint32_t n = s.calendar[m][d];
      if (n == 0) continue;
      low += n;
      if (!full[day]) return false;
      if (!full[month]) {
        outside += n;
        months[month] = true;
      }
    }
  }
  std::size_t other_months = 0;
  for (const bool m : months) other_months += m ? 1 : 0;
  if (outside == 0 || other_months < 2) return false;
  return static_cast<double>(low) * std::log(static_cast<double>(full_months) / 12.0) < std::log(1e-6);
}

bool half_swapped(const Survey& s, bool epoch_1904, bool sure) {
  const std::size_t k = epoch_1904 ? 1 : 0;
  const std::int64_t real = s.days_to_12[k];
  if (real == 0 || s.days_over_12[k] > 0) return false;
  const bool day_first = s.numeric_dates > 0 && s.first_over_12 == s.numeric_dates;
  const bool month_first = s.numeric_dates > 0 && s.second_over_12 == s.numeric_dates;
  if (!sure) return s.numeric_dates == 0 || day_first || month_first;
  if (!day_first && !month_first) return false;
  // Days of a month lie up to 12 with odds of 12 in 30.
  return static_cast<double>(real) * std::log(0.4) + static_cast<double>(s.numeric_dates) * std::log(0.6) < std::log(1e-3);
}

NumberIs number_reading(const Survey& s, bool epoch_1904) {
  if (s.numbers == 0 || s.numbers * 10 < s.filled * 9 || s.phones * 2 > s.filled) return NumberIs::not_a_time;
  if (s.lowest >= 6.0e11 && s.highest <= 4.2e12) return NumberIs::epoch_milliseconds;
  if (s.lowest >= 6.0e8 && s.highest <= 4.2e9) return NumberIs::epoch_seconds;
  if (s.lowest >= 20000 && s.highest <= 80000) return epoch_1904 ? NumberIs::excel_serial_1904 : NumberIs::excel_serial;
  return NumberIs::not_a_time;
}

}  // namespace debrief::import
