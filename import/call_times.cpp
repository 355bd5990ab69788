// Times and units of calls and intervals.

#include "import/call_times.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/text.h"
#include "import/issues.h"
#include "import/sniff/report_day.h"

namespace debrief::import {

namespace {

double share(std::int64_t n, std::int64_t of) { return of == 0 ? 0 : static_cast<double>(n) / static_cast<double>(of); }

bool is_clock(const Survey& s) {
  return s.filled > 0 && (share(s.clocks, s.filled) >= 0.8 || share(s.workbook_clocks, s.filled) >= 0.8 ||
                          share(s.calls.clock_ranges, s.calls.seen) >= 0.5);
}

/// 0 to 24 under a heading for hours.
bool is_hours(const Survey& s, const std::string& key) {
  return s.filled > 0 && names_hours(key) && share(s.calls.whole, s.calls.seen) >= 0.8 && s.highest <= 24;
}

void forget(ColumnPlan& plan, std::string why) {
  plan.role = nullptr;
  plan.shown_role.clear();
  plan.confidence = 0;
  plan.why = std::move(why);
}

/// The column of dates, preferring the one called so; -1 none.
int date_column(const Mapping& m) {
  const int opened = m.column_of("opened");
  return opened >= 0 ? opened : m.column_of("occurred");
}

std::string iso_day(const base::Civil& c) { return fmt::format("{:04}-{:02}-{:02}", c.year, c.month, c.day); }

/// Middle value of what is over nothing; 0 where nothing is.
double median(const std::vector<double>& figures) {
  std::vector<double> known;
  for (const double f : figures) {
    if (!std::isnan(f) && f > 0) known.push_back(f);
  }
  if (known.empty()) return 0;
  const auto at = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::nth_element(known.begin(), at, known.end());
  return *at;
}

bool is_length_of_calls(const ColumnPlan& plan) {
  return plan.role != nullptr && plan.role->wants == Wants::duration &&
         (plan.role->slot == Slot::call || plan.role->slot == Slot::interval);
}

}  // namespace

void settle_call_times(Mapping& m, const CallTable& calls, const Table& table, const std::vector<Survey>& surveys,
                       DayOrder order, const std::string& file) {
  if (m.row_is != review::RowIs::interval && m.row_is != review::RowIs::contact) return;
  const bool intervals = m.row_is == review::RowIs::interval;
  m.interval.end = intervals ? calls.end : -1;
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    ColumnPlan& plan = m.columns[c];
    if (plan.date_column >= 0 && calls.columns[c].length && !names_hours(plan.key)) {
      forget(plan, "a length of time, no time of day");
      plan.date_column = -1;
    }
    const bool time = plan.role != nullptr && plan.role->wants == Wants::time;
    if (!time || plan.clock_column < 0) continue;
    const auto clock = static_cast<std::size_t>(plan.clock_column);
    const bool length = calls.columns[clock].length && !names_hours(m.columns[clock].key);
    if (!length && plan.clock_column != m.interval.end) continue;
    forget(m.columns[clock], "a length of time, no time of day");
    plan.clock_column = -1;
  }
  if (m.interval.end >= 0) {
    ColumnPlan& end = m.columns[static_cast<std::size_t>(m.interval.end)];
    forget(end, "where the interval ends");
    end.date_column = -1;
    end.shown_role = "interval_end";
    end.confidence = 0.9;
  }
  std::int64_t rows = 0;
  for (const Survey& s : surveys) rows = std::max(rows, s.filled + s.placeholders);
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    const Survey& s = surveys[c];
    m.columns[c].ranges = share(s.calls.clock_ranges, s.calls.seen) >= 0.5 || share(s.calls.ranges, s.calls.seen) >= 0.5;
    m.columns[c].hours = is_hours(s, m.columns[c].key);
    const bool carries = intervals && s.filled > 0 && s.filled * 2 <= rows;
    if (carries && m.columns[c].role != nullptr && m.columns[c].role->slot != Slot::interval) m.interval.grouped.push_back(c);
  }
  const int date = date_column(m);
  if (date >= 0 && m.columns[static_cast<std::size_t>(date)].clock_column >= 0) return;
  if (date >= 0) {
    const Survey& dates = surveys[static_cast<std::size_t>(date)];
    const std::int64_t bare = dates.date_only + dates.workbook_days + dates.midnights;
    if (dates.calls.ranges > 0 || bare * 10 < (dates.times + dates.workbook_dates) * 9) return;
  }
  int clock = -1;
  for (std::size_t c = 0; c < m.columns.size() && clock < 0; ++c) {
    const ColumnPlan& plan = m.columns[c];
    const bool free = plan.role == nullptr || plan.role->wants == Wants::time || plan.role->slot == Slot::text;
    const bool shown = !plan.shown_role.empty() && plan.role == nullptr;
    if (!free || shown || static_cast<int>(c) == date || static_cast<int>(c) == m.interval.end) continue;
    if (calls.columns[c].length && !names_hours(plan.key) && !plan.ranges && plan.role == nullptr) {
      // "Time" alone is a time of day where it is one cell by cell.
      const AcdHeading heading = acd_heading(plan.heading);
      if (heading.measure != Measure::none || heading.form != Form::plain) continue;
    }
    if (is_clock(surveys[c]) || plan.hours) clock = static_cast<int>(c);
  }
  const bool timed = date >= 0;
  if (timed && clock < 0) return;
  if (timed) {
    ColumnPlan& day = m.columns[static_cast<std::size_t>(date)];
    ColumnPlan& plan = m.columns[static_cast<std::size_t>(clock)];
    day.clock_column = clock;
    forget(plan, fmt::format("time of day of \"{}\"", day.heading));
    plan.shown_role = std::string(day.role->id) + "_time";
    plan.confidence = 0.9;
    return;
  }
  const auto days = report_days(table.above, order);
  if (!days) return;
  const double seconds = static_cast<double>(base::civil_as_utc(days->to) - base::civil_as_utc(days->from)) / 1000 + 86400;
  if (clock >= 0) {
    ColumnPlan& plan = m.columns[static_cast<std::size_t>(clock)];
    plan.role = role_named("opened");
    plan.shown_role = "opened";
    plan.confidence = 0.8;
    plan.day_above = iso_day(days->from);
    plan.why = fmt::format("times of day; their day, {}, stands above the table", base::quoted(days->text));
    if (seconds > 86400) {
      m.findings.push_back(warning("report-of-days",
                                   fmt::format("the report covers {} to {}, its rows only say times of day; they were put "
                                               "on the first day",
                                               iso_day(days->from), iso_day(days->to)),
                                   days->text, place_of(file, 0, 0, plan.heading)));
    }
  } else if (intervals) {
    m.interval.day = iso_day(days->from);
    m.interval.seconds = seconds;
    m.findings.push_back(warning("report-day",
                                 fmt::format("the rows have no time; the day above the table, {}, was taken for all", iso_day(days->from)),
                                 days->text, place_of(file)));
  } else {
    return;
  }
  if (days->unclear) {
    m.findings.push_back(warning("day-order-assumed",
                                 fmt::format("{} above the table can be read with the day or the month first; {} was taken",
                                             base::quoted(days->text), iso_day(days->from)),
                                 days->text, place_of(file)));
  }
}

void settle_call_units(Mapping& m, const std::vector<Survey>& surveys, const std::string& file) {
  if (m.row_is != review::RowIs::interval && m.row_is != review::RowIs::contact) return;
  // Nobody speaks for five hours and a half on average; in milliseconds that is twenty seconds.
  constexpr double no_call = 20'000;
  constexpr double longest_usual = 3600;
  std::vector<std::size_t> open;
  bool plain = false;
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    ColumnPlan& plan = m.columns[c];
    if (!is_length_of_calls(plan) || plan.unit_stated || plan.total) continue;
    const Survey& s = surveys[c];
    if (share(s.numbers, s.filled) < 0.8 || s.workbook_clocks > 0) continue;
    open.push_back(c);
    const bool spoken = plan.role->id == "talk" || plan.role->id == "aht" || plan.role->id == "acw" || plan.role->id == "hold";
    const double middle = median(s.calls.figures);
    plain = plain || (middle >= (spoken ? no_call : 2 * no_call) && middle / 1000 <= 2 * longest_usual);
  }
  std::vector<std::string> taken;
  for (const std::size_t c : open) {
    ColumnPlan& plan = m.columns[c];
    const double middle = median(surveys[c].calls.figures);
    if (plain && (middle >= 1000 || middle == 0)) {
      plan.unit_seconds = 0.001;
      plan.why += "; in milliseconds, by their size";
      taken.push_back(plan.heading);
    } else if (middle * plan.unit_seconds > longest_usual) {
      m.findings.push_back(warning("unit-unclear",
                                   fmt::format("the middle value is {:.0f}, which is {:.1f} hours if it counts seconds; if it "
                                               "counts milliseconds, name the column so and import the file again",
                                               middle, middle * plan.unit_seconds / 3600),
                                   fmt::format("{:.0f}", middle), place_of(file, 0, 0, plan.heading)));
    }
  }
  if (!taken.empty()) {
    m.findings.push_back(warning("milliseconds-taken",
                                 fmt::format("the lengths in {} were taken as milliseconds: as seconds, a call would last "
                                             "hours",
                                             base::joined(taken, ", ")),
                                 {}, place_of(file, 0, 0, taken.front())));
  }
  for (std::size_t c = 0; c < m.columns.size(); ++c) {
    ColumnPlan& plan = m.columns[c];
    const Survey& s = surveys[c];
    if (!is_length_of_calls(plan) || share(s.workbook_clocks, s.filled) < 0.8) continue;
    // 04:12 typed into a worksheet is kept as twelve past four.
    const double middle = median(s.calls.figures);
    const bool whole_minutes = std::all_of(s.calls.figures.begin(), s.calls.figures.end(), [](double f) {
      return std::isnan(f) || std::abs(f - 60 * std::round(f / 60)) < 0.5;
    });
    if (middle <= longest_usual || !whole_minutes) continue;
    plan.clock_scale = 1.0 / 60;
    m.findings.push_back(warning("minutes-taken-for-hours",
                                 fmt::format("the workbook holds hours and minutes, {:.1f} hours in the middle; they were taken "
                                             "as minutes and seconds, as whoever typed 4:12 meant",
                                             middle / 3600),
                                 {}, place_of(file, 0, 0, plan.heading)));
  }
}

}  // namespace debrief::import
