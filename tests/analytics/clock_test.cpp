// The service clock against a walk over every minute.

#include <algorithm>
#include <vector>

#include <gtest/gtest.h>

#include "analytics/clock/calendar.h"
#include "analytics/numbers/random.h"

namespace debrief::analytics {
namespace {

using base::hour_ms;
using base::minute_ms;
using base::Ms;

constexpr Ms walk_from = 1'703'980'800'000;  // 2023-12-31T00:00Z
constexpr std::int64_t walk_minutes = 500 * 24 * 60;

/// Is each minute open? By the wall clock alone, with no arithmetic of intervals.
std::vector<char> minutes_open(const BusinessCalendar& calendar) {
  std::vector<char> open(walk_minutes, 0);
  for (std::int64_t m = 0; m < walk_minutes; ++m) {
    const base::Civil c = calendar.zone.civil(walk_from + m * minute_ms);
    const int minute = c.hour * 60 + c.minute;
    const std::int64_t day = base::civil_as_utc({c.year, c.month, c.day, 0, 0, 0, 0}) / base::day_ms;
    const auto works = [&](std::int64_t d) {
      return std::find(calendar.holidays.begin(), calendar.holidays.end(), d) == calendar.holidays.end();
    };
    const auto hours_of = [&](std::int64_t d) -> const std::vector<Hours>& {
      return calendar.week[static_cast<std::size_t>((d + 3) % 7)];
    };
    if (works(day)) {
      for (const Hours& h : hours_of(day)) {
        const bool over_midnight = h.until <= h.from;
        if (minute >= h.from && (over_midnight || minute < h.until)) open[m] = 1;
      }
    }
    if (works(day - 1)) {
      for (const Hours& h : hours_of(day - 1)) {
        if (h.until <= h.from && minute < h.until) open[m] = 1;
      }
    }
  }
  return open;
}

BusinessCalendar made(const char* zone, Random& random) {
  BusinessCalendar calendar;
  calendar.zone = *base::Zone::named(zone);
  const int pieces = static_cast<int>(random.below(4));
  for (std::size_t day = 0; day < 7; ++day) {
    if (day >= 5 && random.below(2) == 0) continue;
    switch (pieces) {
      case 0:
        calendar.week[day].push_back({9 * 60, 17 * 60 + 30});
        break;
      case 1:  // night shift
        calendar.week[day].push_back({22 * 60, 6 * 60});
        break;
      case 2:  // right over the hours that are skipped and repeated
        calendar.week[day].push_back(
            {30 + static_cast<int>(random.below(60)), 2 * 60 + static_cast<int>(random.below(60))});
        calendar.week[day].push_back({12 * 60, 24 * 60});
        break;
      default:
        calendar.week[day].push_back({8 * 60, 12 * 60});
        calendar.week[day].push_back({13 * 60 + 15, 18 * 60});
        calendar.week[day].push_back({17 * 60, 19 * 60});  // overlaps
    }
  }
  for (int i = 0; i < 12; ++i) {
    calendar.holidays.push_back(walk_from / base::day_ms + static_cast<std::int64_t>(random.below(490)));
  }
  return calendar;
}

TEST(BusinessClock, EqualsAWalkOverEveryMinuteInTenThousandRandomCasesOverFiveZones) {
  Random random(20240331);
  int compared = 0;
  int differences = 0;
  for (const char* zone :
       {"Europe/London", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"}) {
    for (int c = 0; c < 2; ++c) {
      const BusinessCalendar calendar = made(zone, random);
      const std::vector<char> open = minutes_open(calendar);
      const BusinessClock clock(calendar);
      for (int i = 0; i < 1000; ++i, ++compared) {
        const auto start = static_cast<std::int64_t>(random.below(430 * 24 * 60));
        const auto length = static_cast<std::int64_t>(random.below(random.below(4) == 0 ? 20 * 24 * 60 : 2 * 24 * 60));
        const auto target = static_cast<std::int64_t>(random.below(20 * 60));
        std::vector<Stop> stops;
        std::vector<std::pair<std::int64_t, std::int64_t>> paused;
        for (std::uint64_t p = random.below(4); p > 0; --p) {
          const std::int64_t from = start - 120 + static_cast<std::int64_t>(random.below(3 * 24 * 60));
          const bool for_ever = random.below(12) == 0;
          const std::int64_t until = for_ever ? walk_minutes : from + static_cast<std::int64_t>(random.below(18 * 60));
          paused.emplace_back(from, until);
          stops.push_back(
              {walk_from + from * minute_ms, for_ever ? std::nullopt : std::optional(walk_from + until * minute_ms)});
        }
        const auto runs = [&](std::int64_t m) {
          return open[static_cast<std::size_t>(m)] != 0 &&
                 std::none_of(paused.begin(), paused.end(),
                              [m](const auto& p) { return p.first <= m && m < p.second; });
        };
        std::int64_t minutes = 0;
        for (std::int64_t m = start; m < start + length; ++m) minutes += runs(m) ? 1 : 0;
        std::optional<std::int64_t> due;
        if (target == 0) due = start;
        std::int64_t run = 0;
        for (std::int64_t m = start; m < walk_minutes && !due; ++m) {
          run += runs(m) ? 1 : 0;
          if (run == target) due = m + 1;
        }
        const Ms from = walk_from + start * minute_ms;
        const auto got_due = clock.due(from, target * minute_ms, stops);
        const bool same_due =
            due ? got_due == walk_from + *due * minute_ms : !got_due || *got_due > walk_from + walk_minutes * minute_ms;
        const bool same = clock.between(from, from + length * minute_ms, stops) == minutes * minute_ms && same_due;
        differences += same ? 0 : 1;
        if (!same && differences < 5) {
          ADD_FAILURE() << zone << " from " << base::rfc3339(from) << " for " << length
                        << " min: " << clock.between(from, from + length * minute_ms, stops) / minute_ms
                        << " instead of " << minutes << "; due " << (got_due ? base::rfc3339(*got_due) : "never")
                        << " instead of " << (due ? base::rfc3339(walk_from + *due * minute_ms) : "never");
        }
      }
    }
  }
  EXPECT_EQ(compared, 10'000);
  EXPECT_EQ(differences, 0);
}

TEST(BusinessClock, NeverDueWithoutHoursOrInAStopWithoutEnd) {
  BusinessCalendar none;
  EXPECT_FALSE(BusinessClock(none).due(0, hour_ms));
  BusinessCalendar always;
  for (auto& day : always.week) day.push_back({0, 24 * 60});
  const BusinessClock clock(always);
  const Stop stop{minute_ms, std::nullopt};
  EXPECT_FALSE(clock.due(0, hour_ms, std::span(&stop, 1)));
  EXPECT_EQ(clock.due(0, minute_ms, std::span(&stop, 1)), minute_ms) << "the target is reached as the stop begins";
  EXPECT_EQ(clock.due(0, 0), 0);
}

TEST(Hours, AreReadAndRefused) {
  EXPECT_EQ(parse_hours("09:00-17:30")->until, 17 * 60 + 30);
  EXPECT_EQ(parse_hours("00:00-24:00")->until, 24 * 60);
  for (const char* text : {"", "9-17", "09:00", "09:60-17:00", "25:00-26:00", "09:00-24:30"}) {
    EXPECT_FALSE(parse_hours(text)) << text;
  }
}

TEST(Target, IsTheOneThatTheRuleNames) {
  const std::vector<TargetChange> changes{{100, 50}, {0, 400}, {200, 300}};
  EXPECT_EQ(target_by(TargetRule::at_opening, changes, 1000), 400);
  EXPECT_EQ(target_by(TargetRule::strictest, changes, 1000), 50);
  EXPECT_EQ(target_by(TargetRule::latest, changes, 1000), 300);
  EXPECT_EQ(target_by(TargetRule::latest, changes, 150), 50);
  EXPECT_FALSE(target_by(TargetRule::latest, {}, 150));
}

}  // namespace
}  // namespace debrief::analytics
