// What a column holds, cell after cell: the evidence by which it gets its role and its day order.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "import/readers/reader.h"
#include "import/sniff/dates.h"

namespace debrief::import {

/// What speaks for a table of calls or of counts of calls, over the first rows.
///
/// figures  a number, or the seconds of a length a workbook holds, row by row; NaN where the cell is neither
/// seen     filled cells
/// whole    whole numbers from 0
/// lengths  numbers, percentages, H:MM:SS, MM:SS, "4 min"
/// ranges   dates with a time, to another; clock_ranges: "08:00 - 08:30"
/// grouped  "1.234": a fraction, or a count whose figures stand in threes; broken: other numbers with a fraction
/// outcomes  words that say whether a call was taken
struct CallSigns {
  static constexpr std::size_t rows = 300;
  std::vector<double> figures;
  std::int64_t seen = 0;
  std::int64_t whole = 0;
  std::int64_t lengths = 0;
  std::int64_t ranges = 0;
  std::int64_t clock_ranges = 0;
  std::int64_t outcomes = 0;
  std::int64_t grouped = 0;
  std::int64_t broken = 0;

  void add(std::string_view cell, CellIs kind);
};

/// Counts over the cells of one column. `filled` leaves out empty cells and stand-ins such as "?".
struct Survey {
  std::int64_t filled = 0;
  std::int64_t placeholders = 0;
  std::int64_t times = 0;   // a date, with or without a time of day
  std::int64_t clocks = 0;  // a time of day alone
  std::int64_t day_times = 0;      // the same, in every spelling a column of its own may have
  std::int64_t dotted_clocks = 0;  // 09.15, which is also a number
  std::int64_t packed_clocks = 0;  // 0915, which is a number first of all
  std::int64_t full_clocks = 0;    // with seconds, or AM or PM
  std::int64_t phones = 0;         // +44 20 7946 0000, 02079460000
  std::int64_t late_clocks = 0;    // of all these, and of a workbook's, 7:00 or later
  std::int64_t over_a_day = 0;     // 36:10
  std::int64_t codes = 0;          // one or two short words with a digit, as keys are
  std::int64_t digitless = 0;
  std::int64_t numbers = 0;
  std::int64_t damaged = 0;
  std::int64_t flags = 0;
  std::int64_t durations = 0;  // more than a bare number
  std::int64_t date_only = 0;
  std::int64_t with_zone = 0;
  std::int64_t midnights = 0;
  std::int64_t until_1970 = 0;  // times of that year or before
  std::int64_t length = 0;  // bytes in all
  std::int64_t spaced = 0;  // cells of three words or more
  std::int64_t unpadded_hour = 0;
  double lowest = 0;
  double highest = 0;
  std::int64_t workbook_dates = 0;
  std::int64_t workbook_days = 0;  // of those, without a time of day
  std::int64_t workbook_clocks = 0;
  std::unordered_set<std::uint64_t> values;  // hashes, at most 4,096
  bool values_full = false;

  // Of cells such as 04/08/2015 or 4-Aug-15: how often the first (second) number must be the day, and how often
  // each day of each month is met under "first is the day".
  std::int64_t numeric_dates = 0;
  std::int64_t first_over_12 = 0;
  std::int64_t second_over_12 = 0;
  std::int64_t first_over_31 = 0;
  std::int64_t dotted = 0;
  std::int64_t named_months = 0;
  std::int64_t american = 0;    // 3/4/2025 9:05 PM, 03/04/2025 09:05 PM: slashes and a 12-hour clock
  std::int64_t australian = 0;  // 3/04/2025: a nought before the second number alone
  std::vector<std::array<std::uint32_t, 32>> calendar;  // by month, empty until a date is met

  // A workbook's dates by the number of their day, counted from 1900 and from 1904.
  std::array<std::int64_t, 2> days_to_12{};
  std::array<std::int64_t, 2> days_over_12{};

  /// The readings of a date such as 04/08/2015 10:15, row by row over the first rows; NaN where there is none.
  struct BothWays {
    double day_first;
    double month_first;
  };
  std::vector<BothWays> both_ways;  // in milliseconds

  CallSigns calls;

  void add(std::string_view cell, CellIs kind);
  /// Only the day-order part, for the rest of a long file.
  void add_date(std::string_view cell, CellIs kind);
  bool wants_whole_column() const { return numeric_dates > 0 || named_months > 0; }

  double share(std::int64_t n) const { return filled == 0 ? 0 : static_cast<double>(n) / static_cast<double>(filled); }
  double distinct_share() const { return share(static_cast<std::int64_t>(values.size())); }
};

/// What the evidence says about the day order of a column, and how surely.
///
/// order    unknown when nothing decides
/// decided  the cells themselves prove it; else `order` is only what their spelling makes likely
/// mixed    some cells prove the opposite
struct OrderFinding {
  DayOrder order = DayOrder::unknown;
  bool decided = false;
  bool mixed = false;
};
OrderFinding order_in(const Survey& survey);

/// True when a spreadsheet has swapped day and month wherever it could: every day up to 12 is the number of one of
/// the few months that have days over 12, and there are cells in other months. A chance match has odds under one in
/// a million.
bool looks_swapped(const Survey& survey, DayOrder order);

/// True when a spreadsheet program turned those dates into real ones that it could read with the other day order, and so
/// swapped their day and month, and left the others as text: no text has a day up to 12, no real date one over 12.
///
/// sure  false: the same, but of too few dates to rule out chance
bool half_swapped(const Survey& survey, bool epoch_1904, bool sure);

/// What bare numbers of the column count, if they are all in a range that makes sense as times.
NumberIs number_reading(const Survey& survey, bool epoch_1904);

}  // namespace debrief::import
