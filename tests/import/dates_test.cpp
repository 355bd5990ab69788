// Times as they are spelled.

#include "import/sniff/dates.h"

#include <gtest/gtest.h>

#include "import/sniff/survey.h"
#include "import/sniff/types.h"
#include "import/stamps.h"
#include "tests/import/collect.h"

namespace debrief::import {
namespace {

std::string read_as(std::string_view text, TimeStyle style = {}) {
  const WrittenTime t = read_time(text, style);
  switch (t.state) {
    case TimeRead::impossible:
      return "impossible";
    case TimeRead::not_a_time:
      return "no time";
    case TimeRead::time_only:
      return "T" + base::rfc3339(base::civil_as_utc(t.civil)).substr(11, 8);
    case TimeRead::read:
      break;
  }
  const std::string whole = base::rfc3339(base::civil_as_utc(t.civil));
  std::string out = t.precision == base::Precision::day      ? whole.substr(0, 10)
                    : t.precision == base::Precision::minute ? whole.substr(0, 16)
                                                             : whole.substr(0, whole.size() - 1);
  return out + (t.zone.empty() ? "" : " " + t.zone);
}

struct Case {
  const char* text;
  const char* expected;
  const char* why;
};

TEST(Dates, ReadsTheSpellingsOfExports) {
  const std::vector<Case> cases{
      {"2019-07-29 11:48:43", "2019-07-29T11:48:43", "stored value"},
      {"29/2/2016 01:16", "2016-02-29T01:16", "not padded, leap day"},
      {"15/Feb/26 4:37 PM", "2026-02-15T16:37", "Jira"},
      {"18/jul/26 9:10 AM", "2026-07-18T09:10", "Jira, Spanish"},
      {"03/mai/24 14:05", "2024-05-03T14:05", "Jira, French or Portuguese"},
      {"3/Mär/24 2:05 PM", "2024-03-03T14:05", "Jira, German"},
      {"5 września 2024", "2024-09-05", "Polish, genitive"},
      {"12 мая 2024 г. 10:00", "2024-05-12T10:00", "Russian, with the word for year"},
      {"5 de marzo de 2024", "2024-03-05", "Spanish in full"},
      {"3. März 2024 um 14:05 Uhr", "2024-03-03T14:05", "German in full"},
      {"Thu, 5 Sep 2024 16:12:18 +0100", "2024-09-05T16:12:18 +01:00", "RFC 2822"},
      {"2016-04-28T11:19:34 -10:00", "2016-04-28T11:19:34 -10:00", "blank before the offset"},
      {"2019-02-20T12:00:19.418-06:00", "2019-02-20T12:00:19.418 -06:00", "milliseconds"},
      {"2024-03-01T09:15:22.000+0000", "2024-03-01T09:15:22 +00:00", "offset without colon"},
      {"07/13/2020 12:39:11 AM", "impossible", "month first is not what this column has"},
      {"Mar 1, 2024 09:15 AM", "2024-03-01T09:15", "month name first"},
      {"01MAR24:09:15:22", "2024-03-01T09:15:22", "SAS"},
      {"20240301T091522Z", "2024-03-01T09:15:22 UTC", "ISO basic"},
      {"2024-W09-5", "2024-03-01", "ISO week"},
      {"2024-061", "2024-03-01", "day of the year"},
      {"2024年3月1日", "2024-03-01", "East Asian"},
      {"3/1/2024, 9:15 AM", "2024-01-03T09:15", "comma between date and time"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00 UTC", "leap second"},
      {"2024-03-10 24:00", "2024-03-11T00:00", "the end of a day"},
      {"31/02/2024", "impossible", "no such day"},
      {"2023-02-29 10:00", "impossible", "no leap year"},
      {"2024-03-01 25:00:00", "impossible", "no such hour"},
      {"24:00", "impossible", "an hour 24 without a day"},
      {"3:53:50 PM", "T15:53:50", "time of day alone"},
      {"Yesterday", "no time", "relative"},
      {"20.05", "no time", "a number"},
      {"Call back 3 times", "no time", "prose"},
      {"", "no time", "nothing"},
  };
  for (const auto& c : cases) EXPECT_EQ(read_as(c.text), c.expected) << c.text << ": " << c.why;
}

TEST(Dates, TakesNumbersAsTimesOnlyWhereTheColumnSaysSo) {
  EXPECT_EQ(read_as("1277311874"), "no time");
  EXPECT_EQ(read_as("1277311874", {.number = NumberIs::epoch_seconds}), "2010-06-23T16:51:14 UTC");
  EXPECT_EQ(read_as("1709284500000", {.number = NumberIs::epoch_milliseconds}), "2024-03-01T09:15:00 UTC");
  EXPECT_EQ(read_as("45352.385671", {.number = NumberIs::excel_serial}), "2024-03-01T09:15:22");
  EXPECT_EQ(read_as("43890.385671", {.number = NumberIs::excel_serial_1904}), "2024-03-01T09:15:22");
  EXPECT_EQ(read_as("60.5", {.number = NumberIs::excel_serial}), "impossible") << "Excel's 29 February 1900";
}

TEST(Dates, LeavesDayAndMonthToTheColumn) {
  EXPECT_EQ(read_as("04/08/2015", {.order = DayOrder::dmy}), "2015-08-04");
  EXPECT_EQ(read_as("04/08/2015", {.order = DayOrder::mdy}), "2015-04-08");
  EXPECT_EQ(read_as("22.07.2026 15:47", {.order = DayOrder::mdy}), "2026-07-22T15:47")
      << "dots mean day first everywhere";
}

TEST(Dates, ReadsEveryRowOfTheTortureTable) {
  const std::string path = testing::samples() + "date-torture/dates.csv";
  NEEDS_SAMPLE(path);
  int checked = 0;
  for (const auto& [number, cells] : testing::printed(path).rows) {
    const std::string& raw = cells[0];
    const std::string& kind = cells[2];
    TimeStyle style;
    if (kind == "month-first") style.order = DayOrder::mdy;
    if (kind == "epoch-s") style.number = NumberIs::epoch_seconds;
    if (kind == "epoch-ms") style.number = NumberIs::epoch_milliseconds;
    if (kind == "excel-serial") style.number = NumberIs::excel_serial;
    if (kind == "excel-serial-1904") style.number = NumberIs::excel_serial_1904;
    StampReader reader{base::Zone()};
    const StampRead read = reader.read(raw, style);
    if (kind == "missing") {
      EXPECT_TRUE(is_placeholder(raw)) << raw;
    } else if (kind == "duration") {
      EXPECT_TRUE(read_duration(raw, 1).has_value()) << raw;
    } else if (kind == "relative") {
      EXPECT_EQ(read.state, TimeRead::not_a_time) << raw;
    } else if (kind == "invalid" || kind == "ambiguous") {
      EXPECT_TRUE(!read.stamp || read.skipped || read.repeated) << raw;
    } else if (kind == "time-only") {
      EXPECT_EQ(read_as(raw), cells[1]) << raw;
    } else {
      ASSERT_TRUE(read.stamp) << raw;
      const auto expected = base::parse_rfc3339(cells[1].size() == 10 || cells[1].back() == 'Z' ||
                                                        cells[1].find_first_of("+-", 11) != std::string::npos
                                                    ? cells[1]
                                                    : cells[1] + "Z");
      ASSERT_TRUE(expected) << cells[1];
      EXPECT_EQ(read.stamp->at, *expected) << raw;
    }
    ++checked;
  }
  EXPECT_EQ(checked, 60);
}

TEST(Dates, TellsMonthsOfNineLanguagesFromOtherWords) {
  const std::vector<std::pair<const char*, int>> words{
      {"maj", 5}, {"mei", 5}, {"août", 8},   {"Aug.", 8},    {"gru", 12}, {"ott", 10}, {"dez", 12},   {"сент", 9},
      {"jui", 0}, {"ma", 0},  {"monday", 0}, {"decline", 0}, {"lis", 11}, {"lip", 7},  {"février", 2}};
  for (const auto& [word, month] : words) EXPECT_EQ(month_named(word), month) << word;
}

TEST(Durations, AreReadInEverySpellingOfReports) {
  const std::vector<std::pair<const char*, double>> cases{{"0:02:14", 134},
                                                          {"22:17", 22 * 3600 + 17 * 60},
                                                          {"-1:05", -3900},
                                                          {"PT4H30M", 16200},
                                                          {"25 Days 21 Hours 1 Minute", 2235660},
                                                          {"2h 15m", 8100},
                                                          {"90 min", 5400},
                                                          {"1.5 hours", 5400},
                                                          {"1970-01-02 04:23:17", 102197},
                                                          {"P1DT2H", 93600}};
  for (const auto& [text, seconds] : cases) EXPECT_EQ(read_duration(text, 1), seconds) << text;
  EXPECT_EQ(read_duration("12", 60), 720);
  EXPECT_FALSE(read_duration("half a day", 1));
}

TEST(Numbers, AreRefusedWhenTheirDigitsWereRegrouped) {
  EXPECT_EQ(read_number("1,23,45,67,891").state, NumberRead::damaged);
  EXPECT_EQ(read_number("1.2.3").state, NumberRead::damaged);
  EXPECT_DOUBLE_EQ(read_number("1,204").value, 1204);
  EXPECT_DOUBLE_EQ(read_number("1.204,50").value, 1204.5);
  EXPECT_DOUBLE_EQ(read_number("94,5").value, 94.5);
  EXPECT_DOUBLE_EQ(read_number("94.01%").value, 0.9401);
  EXPECT_DOUBLE_EQ(read_number("1.2k").value, 1200);
  EXPECT_EQ(read_number("10-20").state, NumberRead::none);
}

}  // namespace
}  // namespace debrief::import
