// Around the themes: the same theme in two runs, movement, groups, combinations, ranks, arrivals.

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "analytics/numbers/random.h"
#include "analytics/themes/arrivals.h"
#include "analytics/themes/combinations.h"
#include "analytics/themes/match.h"
#include "analytics/themes/movement.h"
#include "analytics/themes/profiles.h"
#include "analytics/themes/ranks.h"
#include "incidents.h"

namespace debrief::analytics {

namespace {

review::IncidentColumns opened_at(const std::vector<base::Ms>& times) {
  std::vector<Made> rows;
  for (const base::Ms t : times) rows.push_back({.opened = t});
  std::sort(rows.begin(), rows.end(), [](const Made& a, const Made& b) { return a.opened < b.opened; });
  return incidents_made(rows);
}

Dimension random_dimension(const char* name, std::size_t cases, std::size_t values, Random& random) {
  Dimension d{.name = name, .codes = {}, .values = {}};
  for (std::size_t v = 0; v < values; ++v) d.values.push_back(std::string(name) + " " + std::to_string(v));
  // Some values are commoner than others, as they are in logs.
  for (std::size_t i = 0; i < cases; ++i)
    d.codes.push_back(static_cast<std::int32_t>(std::min(random.below(values), random.below(values))));
  return d;
}

bool has(const Combinations& c, std::vector<Combination::Part> parts) {
  return std::any_of(c.found.begin(), c.found.end(), [&](const Combination& f) { return f.parts == parts; });
}

}  // namespace

TEST(ThemeMatch, FollowsTheCasesWhenNumbersAndSizesChange) {
  //                                  ┌ theme 0 ┐  ┌ 1 ┐  ┌ 2 ┐
  const std::vector<std::int32_t> before{0, 0, 0, 0, 1, 1, 1, 2, 2, -1};
  const std::vector<std::int32_t> now{2, 2, 2, -1, 0, 0, 2, 1, 1, 1};
  const auto m = matched_themes(before, now, 4);
  EXPECT_EQ(m[2].index, 0);
  EXPECT_DOUBLE_EQ(m[2].overlap, 3.0 / 5);
  EXPECT_EQ(m[0].index, 1);
  EXPECT_DOUBLE_EQ(m[0].overlap, 2.0 / 3);
  EXPECT_EQ(m[1].index, 2);
  EXPECT_EQ(m[3].index, -1) << "a theme without cases of the run before is new";
}

TEST(ThemeMatch, TakesOverlapsUnderAThirdForAnotherTheme) {
  // 2 of 8 in common: a quarter.
  const std::vector<std::int32_t> before{0, 0, 0, 0, 0, -1, -1, -1};
  const std::vector<std::int32_t> now{-1, -1, -1, 0, 0, 0, 0, 0};
  EXPECT_EQ(matched_themes(before, now, 1)[0].index, -1);
}

TEST(ThemeMatch, GivesTheLargerHalfOfASplitThemeItsNumber) {
  const std::vector<std::int32_t> before(10, 0);
  const std::vector<std::int32_t> now{0, 0, 0, 0, 1, 1, 1, 1, 1, 1};
  const auto m = matched_themes(before, now, 2);
  EXPECT_EQ(m[1].index, 0);
  EXPECT_EQ(m[0].index, -1);
}

TEST(ThemeMovements, TellGrowthFromSteadinessAndNameWhatIsNewOrGone) {
  std::vector<base::Ms> times;
  std::vector<std::int32_t> theme;
  std::vector<std::pair<base::Ms, std::int32_t>> all;
  for (int d = 0; d < 80; ++d) {
    all.push_back({day(d + 0.30), 0});  // one a day throughout
    if (d >= 60) {
      for (int i = 0; i < 3; ++i) all.push_back({day(d + 0.31), 1});
    } else if (d % 2 == 0) {
      all.push_back({day(d + 0.31), 1});  // a half a day, then three
    }
    if (d >= 65) all.push_back({day(d + 0.32), 2});  // never before
    if (d < 50) all.push_back({day(d + 0.33), 3});   // not any more
  }
  std::sort(all.begin(), all.end());
  for (const auto& [at, t] : all) {
    times.push_back(at);
    theme.push_back(t);
  }
  const auto columns = opened_at(times);
  const auto periods = periods_of(columns, base::Zone());
  ASSERT_TRUE(periods);
  EXPECT_DOUBLE_EQ(periods->days_recent, 20);
  EXPECT_DOUBLE_EQ(periods->days_before, 60);
  const auto m = theme_movements(columns, theme, 4, *periods);
  EXPECT_EQ(m[0].movement, Movement::none);
  EXPECT_EQ(m[0].recent, 20);
  EXPECT_NEAR(m[0].rates.ratio.value(), 1, 1e-12);
  EXPECT_EQ(m[1].movement, Movement::growing);
  EXPECT_NEAR(m[1].rates.ratio.value(), 6, 1e-12);
  EXPECT_LT(m[1].rates.low, 6);
  EXPECT_GT(m[1].rates.low, 1);
  EXPECT_EQ(m[2].movement, Movement::appeared);
  EXPECT_FALSE(m[2].rates.ratio);
  EXPECT_EQ(m[3].movement, Movement::vanished);
}

TEST(ThemeMovements, AreNotFoundWhereEveryThemeKeepsItsRate) {
  // 200 logs of 20 themes at a steady rate: the share of logs with any movement named must stay near 5 %.
  Random random(3);
  int logs_with_any = 0;
  for (int log = 0; log < 200; ++log) {
    std::vector<std::pair<base::Ms, std::int32_t>> all;
    for (std::int32_t t = 0; t < 20; ++t) {
      const std::int64_t n = random.poisson(30);
      for (std::int64_t i = 0; i < n; ++i) all.push_back({day(random.uniform() * 100), t});
    }
    std::sort(all.begin(), all.end());
    std::vector<base::Ms> times;
    std::vector<std::int32_t> theme;
    for (const auto& [at, t] : all) {
      times.push_back(at);
      theme.push_back(t);
    }
    const auto columns = opened_at(times);
    const auto m = theme_movements(columns, theme, 20, *periods_of(columns, base::Zone()));
    if (std::any_of(m.begin(), m.end(), [](const auto& x) { return x.movement != Movement::none; })) ++logs_with_any;
  }
  EXPECT_LE(logs_with_any, 18) << "more than 5 % with three standard errors";
}

TEST(ThemeMovements, NeedTwoWeeksOfLog) {
  EXPECT_FALSE(periods_of(opened_at({day(0), day(12.5)}), base::Zone()));
  EXPECT_TRUE(periods_of(opened_at({day(0), day(13.5)}), base::Zone()));
  EXPECT_FALSE(periods_of(incidents_made({Made{}}), base::Zone()));
  EXPECT_FALSE(periods_of(incidents_made({}), base::Zone()));
}

TEST(Combinations, FindWhatWasPlantedAndNothingThatItExplains) {
  Random random(11);
  constexpr std::size_t n = 4000;
  std::vector<Dimension> d{random_dimension("theme", n, 12, random), random_dimension("team", n, 6, random),
                           random_dimension("channel", n, 4, random), random_dimension("hours", n, 6, random)};
  // A pair: theme 3 goes to team 5. A triple: theme 7 on channel 2 in hours 4, on top of what is there.
  for (std::size_t i = 0; i < n; ++i) {
    if (d[0].codes[i] == 3 && random.uniform() < 0.5) d[1].codes[i] = 5;
    if (i % 50 == 0) {
      d[0].codes[i] = 7;
      d[2].codes[i] = 2;
      d[3].codes[i] = 4;
    }
  }
  const auto c = over_represented(d);
  EXPECT_TRUE(has(c, {{0, 3}, {1, 5}}));
  EXPECT_TRUE(has(c, {{0, 7}, {2, 2}, {3, 4}}));
  for (const Combination& f : c.found) {
    EXPECT_GE(f.n, 5);
    EXPECT_LE(f.q, 0.05);
    EXPECT_GE(f.lift, 1.5);
    if (f.parts.size() < 3) continue;
    EXPECT_GE(f.gain, 1.2);
    // The planted pair with anything else would be explained by the pair.
    EXPECT_FALSE(f.parts[0] == (Combination::Part{0, 3}) && f.parts[1] == (Combination::Part{1, 5}));
  }
}

TEST(Combinations, AreNotFoundInShuffledData) {
  // 60 logs in which nothing belongs together: with the false discovery rate at 5 %, that share of them may report any.
  Random random(5);
  int logs_with_any = 0;
  for (int log = 0; log < 60; ++log) {
    constexpr std::size_t n = 800;
    const std::vector<Dimension> d{random_dimension("theme", n, 15, random), random_dimension("team", n, 6, random),
                                   random_dimension("channel", n, 4, random),
                                   random_dimension("weekday", n, 7, random)};
    if (!over_represented(d).found.empty()) ++logs_with_any;
  }
  EXPECT_LE(logs_with_any, 8) << "more than 5 % with three standard errors";
}

TEST(Combinations, CountOnlyCasesThatAreKnown) {
  Dimension a{.name = "a", .codes = std::vector<std::int32_t>(60, -1), .values = {"x", "y"}};
  Dimension b{.name = "b", .codes = std::vector<std::int32_t>(60, -1), .values = {"u", "v"}};
  for (std::size_t i = 0; i < 40; ++i) a.codes[i] = b.codes[i] = i < 20 ? 0 : 1;
  const auto c = over_represented(std::vector<Dimension>{a, b});
  ASSERT_EQ(c.found.size(), 2U);
  EXPECT_EQ(c.found[0].of, 40);
  EXPECT_DOUBLE_EQ(c.found[0].expected, 10);
  EXPECT_DOUBLE_EQ(c.found[0].lift, 2);
}

TEST(Combinations, LeaveOutWhatHasFewerThanFiveCases) {
  Dimension a{.name = "a", .codes = std::vector<std::int32_t>(1000, 0), .values = {"x", "y"}};
  Dimension b{.name = "b", .codes = std::vector<std::int32_t>(1000, 0), .values = {"u", "v"}};
  for (std::size_t i = 0; i < 4; ++i) a.codes[i] = b.codes[i] = 1;
  EXPECT_TRUE(over_represented(std::vector<Dimension>{a, b}).found.empty());
  a.codes[4] = b.codes[4] = 1;
  EXPECT_FALSE(over_represented(std::vector<Dimension>{a, b}).found.empty());
}

TEST(Dimensions, AreThoseInWhichIncidentsDiffer) {
  std::vector<Made> rows;
  for (int i = 0; i < 20; ++i)
    rows.push_back({.opened = hour(i * 7 + 0.5), .category = i % 2 == 0 ? "Billing" : "Access", .team = "Desk"});
  const auto columns = incidents_made(rows);
  const auto d = dimensions_of(columns, all_rows(columns), {}, {}, base::Zone());
  std::vector<std::string> names;
  for (const auto& x : d) names.push_back(x.name);
  EXPECT_EQ(names, (std::vector<std::string>{"category", "hours", "weekday"}));
}

TEST(Dimensions, TakeMidnightForNoTimeWhereOnlyDatesAreKnown) {
  std::vector<Made> rows;
  for (int i = 0; i < 20; ++i) rows.push_back({.opened = day(i), .category = i % 2 == 0 ? "Billing" : "Access"});
  const auto columns = incidents_made(rows);
  for (const auto& d : dimensions_of(columns, all_rows(columns), {}, {}, base::Zone())) EXPECT_NE(d.name, "hours");
  EXPECT_EQ(arrivals(columns, all_rows(columns), base::Zone()).without, 20);
}

TEST(VitalFew, SayThatRanksOfSmallCountsOverlap) {
  const std::vector<std::int64_t> counts{20, 8, 7, 6, 5, 4};
  const auto v = vital_few(counts, 1);
  EXPECT_EQ(v.ranks[0].rank, 1U);
  EXPECT_LE(v.ranks[0].high, 2U);
  EXPECT_EQ(v.ranks[2].rank, 3U);
  EXPECT_LE(v.ranks[2].low, 2U);
  EXPECT_GE(v.ranks[2].high, 5U);
  EXPECT_EQ(v.few, 4U);
  EXPECT_LE(v.few_low, 4U);
  EXPECT_GE(v.few_high, 4U);
  EXPECT_DOUBLE_EQ(v.held, 41.0 / 50);
}

TEST(VitalFew, KeepTheOrderOfCountsThatAreFarApart) {
  const std::vector<std::int64_t> counts{10'000, 5'000, 2'000};
  const auto v = vital_few(counts, 1);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(v.ranks[i].low, i + 1);
    EXPECT_EQ(v.ranks[i].high, i + 1);
  }
  EXPECT_EQ(v.few, 2U);
}

TEST(VitalFew, OfNothingAreNone) {
  EXPECT_EQ(vital_few({}, 1).few, 0U);
  EXPECT_EQ(vital_few(std::vector<std::int64_t>{0, 0}, 1).few, 0U);
}

TEST(Arrivals, FindTheHourThatOnlyOneWeekdayHas) {
  Random random(4);
  std::vector<base::Ms> times;
  for (int i = 0; i < 3000; ++i) times.push_back(day(static_cast<double>(random.below(70)) + random.uniform()));
  for (int week = 0; week < 10; ++week) {
    for (int i = 0; i < 12; ++i) times.push_back(day(week * 7 + 1) + 9 * base::hour_ms + base::minute_ms * (i + 1));
  }
  const auto columns = opened_at(times);
  const auto a = arrivals(columns, all_rows(columns), base::Zone());
  EXPECT_EQ(a.n, 3120);
  EXPECT_EQ(a.at(1, 9).signal, 1);
  EXPECT_GT(a.at(1, 9).residual, 3);
  EXPECT_GT(static_cast<double>(a.at(1, 9).n), 2 * a.at(1, 9).expected);
  int others = 0;
  for (int d = 0; d < 7; ++d) {
    for (int h = 0; h < 24; ++h) others += a.at(d, h).signal > 0 && !(d == 1 && h == 9) ? 1 : 0;
  }
  EXPECT_EQ(others, 0);
}

TEST(Arrivals, MakeNoSignalOfChance) {
  Random random(9);
  int tables_with_any = 0;
  for (int table = 0; table < 100; ++table) {
    std::vector<base::Ms> times;
    for (int i = 0; i < 400; ++i) times.push_back(day(static_cast<double>(random.below(70)) + random.uniform()));
    const auto columns = opened_at(times);
    const auto a = arrivals(columns, all_rows(columns), base::Zone());
    if (std::any_of(a.cells.begin(), a.cells.end(), [](const ArrivalCell& c) { return c.signal != 0; }))
      ++tables_with_any;
  }
  EXPECT_LE(tables_with_any, 12) << "more than 5 % with three standard errors";
}

TEST(Arrivals, AreOnTheClockOfTheZone) {
  // 23:30 UTC on a Monday in June is half past midnight on Tuesday in London.
  const auto columns = opened_at({*base::parse_rfc3339("2026-06-01T23:30:00Z")});
  const auto london = *base::Zone::named("Europe/London");
  EXPECT_EQ(arrivals(columns, all_rows(columns), london).at(1, 0).n, 1);
  EXPECT_EQ(arrivals(columns, all_rows(columns), base::Zone()).at(0, 23).n, 1);
}

TEST(ThemeGroups, PutThemesOfLikeWordsTogether) {
  // Twelve themes of six matters, two each: what they share is the matter.
  const std::vector<std::string> matters{"printer paper",  "password account", "broadband router",
                                         "invoice refund", "parcel courier",   "boiler engineer"};
  const std::vector<std::string> sides{"jam tray",      "toner empty",     "locked login",     "expired reset",
                                       "slow speed",    "dropping signal", "duplicate charge", "overdue reminder",
                                       "lost doorstep", "damaged box",     "pressure leak",    "ignition fault"};
  std::vector<std::string> texts;
  std::vector<std::vector<std::uint32_t>> members(12);
  for (std::uint32_t t = 0; t < 12; ++t) {
    for (int i = 0; i < 8; ++i) {
      members[t].push_back(static_cast<std::uint32_t>(texts.size()));
      texts.push_back(matters[t / 2] + " " + sides[t]);
    }
  }
  const TextProfiles profiles(texts);
  const auto groups = profiles.groups(members);
  ASSERT_EQ(groups.size(), 6U);
  std::set<std::string> labels;
  for (const auto& g : groups) {
    ASSERT_EQ(g.themes.size(), 2U);
    EXPECT_EQ(g.themes[0] / 2, g.themes[1] / 2);
    const std::string& matter = matters[g.themes[0] / 2];
    EXPECT_NE(g.label.find(matter.substr(0, matter.find(' '))), std::string::npos) << g.label;
    labels.insert(g.label);
  }
  EXPECT_EQ(labels.size(), 6U);
}

TEST(ThemeGroups, AreNotMadeOfFewThemes) {
  const std::vector<std::string> texts(9, "printer jam");
  std::vector<std::vector<std::uint32_t>> members(9);
  for (std::uint32_t i = 0; i < 9; ++i) members[i] = {i};
  EXPECT_TRUE(TextProfiles(texts).groups(members).empty());
  EXPECT_TRUE(TextProfiles({}).groups({}).empty());
}

TEST(TextProfiles, FindThePartWhoseWordsATextHas) {
  const std::vector<std::string> texts{"printer jam",  "printer toner", "invoice wrong",
                                       "invoice late", "late invoice",  "12345"};
  const auto found = TextProfiles(texts).nearest(std::vector<std::uint32_t>{4, 5}, {{0, 1}, {2, 3}});
  EXPECT_EQ(found, (std::vector<std::size_t>{1, 0}));
}

}  // namespace debrief::analytics
