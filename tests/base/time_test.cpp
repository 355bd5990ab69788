// Instants and zones.

#include "base/time.h"

#include <gtest/gtest.h>

namespace debrief::base {
namespace {

Zone london() { return *Zone::named("Europe/London"); }

TEST(Zone, ReadsWinterAndSummerByTheZonesOwnRules) {
  EXPECT_EQ(rfc3339(london().instant({2026, 1, 12, 9, 30}).at), "2026-01-12T09:30:00Z");
  EXPECT_EQ(rfc3339(london().instant({2026, 5, 12, 14, 5}).at), "2026-05-12T13:05:00Z");
  EXPECT_EQ(london().abbreviation(london().instant({2026, 5, 12, 14, 5}).at), "BST");
}

TEST(Zone, AHourThatNeverWasMovesForwardAndIsReported) {
  const auto r = london().instant({2026, 3, 29, 1, 30});
  EXPECT_EQ(r.kind, LocalTime::skipped);
  EXPECT_EQ(iso_local(r.at, london()), "2026-03-29 02:30:00");
}

TEST(Zone, AnHourThatWasTwiceTakesTheEarlierAndIsReported) {
  const auto r = london().instant({2025, 10, 26, 1, 30});
  EXPECT_EQ(r.kind, LocalTime::repeated);
  EXPECT_EQ(rfc3339(r.at), "2025-10-26T00:30:00Z");
}

TEST(Zone, KnowsOffsetsAndRefusesUnknownNames) {
  EXPECT_EQ(rfc3339(Zone::named("-10:00")->instant({2016, 4, 28, 11, 19, 34}).at), "2016-04-28T21:19:34Z");
  EXPECT_EQ(Zone::named("+0530")->name(), "+05:30");
  EXPECT_FALSE(Zone::named("Europe/Londn").has_value());
  EXPECT_FALSE(Zone::named("").has_value());
}

TEST(Civil, KnowsWhichDatesAreReal) {
  EXPECT_TRUE(valid({2024, 2, 29}));
  EXPECT_FALSE(valid({2026, 2, 29}));
  EXPECT_FALSE(valid({2026, 2, 31}));
  EXPECT_FALSE(valid({2026, 13, 1}));
  EXPECT_TRUE(valid({2026, 1, 1, 24, 0, 0}));
  EXPECT_FALSE(valid({2026, 1, 1, 24, 0, 1}));
}

TEST(Period, WeeksBeginOnMondayAndDaysFollowTheClockChange) {
  const Ms sunday = london().instant({2026, 3, 29, 12}).at;
  EXPECT_EQ(iso_local(period_start(sunday, Period::week, london()), london()), "2026-03-23 00:00:00");
  EXPECT_EQ(period_end(sunday, Period::day, london()) - period_start(sunday, Period::day, london()), 23 * hour_ms);
  EXPECT_EQ(iso_date(period_end(sunday, Period::quarter, london()), london()), "2026-04-01");
  EXPECT_EQ(iso_date(period_end(london().instant({2026, 12, 5}).at, Period::month, london()), london()), "2027-01-01");
}

TEST(Rfc3339, ReadsWhatItWritesAndRefusesTheRest) {
  for (const char* text : {"2026-05-12T13:05:00Z", "1969-12-31T23:59:59Z", "2026-05-12T13:05:00.250Z"}) {
    ASSERT_TRUE(parse_rfc3339(text).has_value()) << text;
    EXPECT_EQ(rfc3339(*parse_rfc3339(text)), text);
  }
  EXPECT_EQ(rfc3339(*parse_rfc3339("2026-05-12T14:05:00+01:00")), "2026-05-12T13:05:00Z");
  EXPECT_EQ(rfc3339(*parse_rfc3339("2026-05-12")), "2026-05-12T00:00:00Z");
  for (const char* text : {"", "2026-02-31", "2026-05-12T25:00:00Z", "12/05/2026", "2026-05-12T13:05:00 London"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
}

TEST(PlainDuration, SaysTwoUnitsAtMost) {
  struct Case { double seconds; const char* words; };
  for (const auto& [seconds, words] : {Case{45, "45 s"}, Case{60, "1 min"}, Case{90, "1 min 30 s"}, Case{3600, "1 h"},
                                       Case{6120, "1 h 42 min"}, Case{86400, "1 d"}, Case{332340, "3 d 20 h"},
                                       Case{-120, "-2 min"}, Case{3599.6, "1 h"}, Case{0, "0 s"}}) {
    EXPECT_EQ(plain_duration(seconds), words) << seconds;
  }
}

}  // namespace
}  // namespace debrief::base
