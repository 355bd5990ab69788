// Dates and times as people and programs spell them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace debrief::import {

/// Which of the numbers of 04/08/2015 is the day. A property of the column, never of the cell.
enum class DayOrder : std::uint8_t { unknown, dmy, mdy, ymd };
std::string_view name(DayOrder order);
/// unknown for anything but dmy, mdy, ymd.
DayOrder day_order_named(std::string_view text);

/// What a bare number in a column of times counts.
enum class NumberIs : std::uint8_t { not_a_time, epoch_seconds, epoch_milliseconds, excel_serial, excel_serial_1904 };

/// How a column spells its times; found by a Survey, or left at its defaults.
///
/// swapped  a spreadsheet program took day and month of its dates the wrong way round wherever it could: bare numbers
///          that count days are put right
struct TimeStyle {
  DayOrder order = DayOrder::dmy;
  NumberIs number = NumberIs::not_a_time;
  bool swapped = false;
};

/// read        a date, with or without a time of day
/// time_only   a time of day without a date
/// impossible  spelled as a date, but no such day or time
/// not_a_time  something else
enum class TimeRead : std::uint8_t { read, time_only, impossible, not_a_time };

/// A time as written, before its zone is known.
///
/// precision  day without a time of day, minute without seconds
/// zone       "" none stated, else what Zone::named understands: "UTC", "+01:00", "Europe/Paris"
/// first, second  of a numeric day/month pair, in the order written, else 0; `order_matters` when the day order
///                decides which is which
struct WrittenTime {
  TimeRead state = TimeRead::not_a_time;
  base::Civil civil;
  base::Precision precision = base::Precision::second;
  std::string zone;
  int first = 0;
  int second = 0;
  bool order_matters = false;
  bool dotted = false;        // 22.07.2026: day first wherever dots are used
  bool slashed = false;       // 22/07/2026
  bool padded = false;        // 03/11: a nought before day or month
  bool short_first = false;   // 3/11: the first number is one digit
  bool short_second = false;  // 11/3: the second number is one digit
  bool halves = false;        // a 12-hour clock, AM or PM said
  bool named_month = false;
  bool usual = false;   // just as base::iso_local would write it
};

/// Reads one cell. ISO 8601 (basic, week and ordinal dates too), RFC 2822, numeric dates with any of - / . and
/// blanks, month names and abbreviations in English, German, French, Spanish, Portuguese, Italian, Dutch, Polish
/// and Russian, 2024年3月1日, 01MAR24:09:15:22, 12-hour clocks, offsets, zone names, and what `style.number` says
/// bare numbers are. Two-digit years: 00-69 are 2000s. A leap second is the second after it.
WrittenTime read_time(std::string_view text, TimeStyle style);

/// 1 to 12 for a month's name or abbreviation, 0 otherwise.
int month_named(std::string_view word);

}  // namespace debrief::import
