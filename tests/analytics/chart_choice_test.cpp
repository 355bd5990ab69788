// Which chart a series gets, and what it says.

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/figures.h"
#include "analytics/numbers/random.h"

namespace debrief::analytics {
namespace {

constexpr base::Ms week_ms = 7 * base::day_ms;

Series weeks(const std::vector<double>& values) {
  Series series;
  series.period = base::Period::week;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto from = static_cast<base::Ms>(i) * week_ms;
    SeriesPoint point;
    point.window = {from, from + week_ms};
    point.sample.n = 10;
    point.sample.value = values[i];
    series.points.push_back(point);
  }
  return series;
}

Series shares(const std::vector<std::int64_t>& hits, const std::vector<std::int64_t>& n) {
  std::vector<double> values;
  for (std::size_t i = 0; i < n.size(); ++i) values.push_back(static_cast<double>(hits[i]) / static_cast<double>(n[i]));
  Series series = weeks(values);
  for (std::size_t i = 0; i < n.size(); ++i) {
    series.points[i].sample.numerator = hits[i];
    series.points[i].sample.denominator = n[i];
  }
  return series;
}

Kpi kpi_of(Unit unit, Cohort cohort = Cohort::opened) {
  Kpi kpi;
  kpi.unit = unit;
  kpi.better = Better::lower;
  kpi.cohort = cohort;
  return kpi;
}

TEST(ChartChoice, GivesSharesALimitOfTheirOwnByTheCasesBehindThem) {
  Random random(11);
  std::vector<std::int64_t> hits;
  std::vector<std::int64_t> n;
  for (int i = 0; i < 20; ++i) {
    n.push_back(i % 2 == 0 ? 40 : 160);
    std::int64_t x = 0;
    for (std::int64_t k = 0; k < n.back(); ++k) x += random.uniform() < 0.3 ? 1 : 0;
    hits.push_back(x);
  }
  Series series = shares(hits, n);
  add_chart(series, kpi_of(Unit::share));
  EXPECT_EQ(series.chart, "p");
  EXPECT_GT(*series.points[0].upper, *series.points[1].upper) << "fewer cases, wider limits";
  EXPECT_THAT(series.notes, testing::Contains(testing::HasSubstr("chart p")));
}

TEST(ChartChoice, WidensSharesOfThousandsOfCallsAsLaneyDoes) {
  Random random(2);
  std::vector<std::int64_t> hits;
  std::vector<std::int64_t> n;
  for (int i = 0; i < 24; ++i) {
    n.push_back(9000 + static_cast<std::int64_t>(random.below(7000)));
    hits.push_back(std::llround(static_cast<double>(n.back()) * (0.04 + 0.006 * random.normal())));
  }
  Series series = shares(hits, n);
  add_chart(series, kpi_of(Unit::share));
  EXPECT_EQ(series.chart, "p-prime");
  EXPECT_TRUE(series.signals.empty()) << "a plain p-chart would call half of these out of control";
}

TEST(ChartChoice, CountsByWhatIsThere) {
  Random random(3);
  std::vector<double> some;
  std::vector<double> many;
  std::vector<double> wild;
  for (int i = 0; i < 30; ++i) {
    some.push_back(static_cast<double>(random.poisson(8)));
    many.push_back(static_cast<double>(random.poisson(60)));
    wild.push_back(static_cast<double>(random.poisson(random.uniform() < 0.5 ? 2 : 20)));
  }
  for (const auto& [values, chart] : {std::pair{some, "c"}, std::pair{many, "xmr"}, std::pair{wild, "u-prime"}}) {
    Series series = weeks(values);
    add_chart(series, kpi_of(Unit::count));
    EXPECT_EQ(series.chart, chart);
  }
  Series standing = weeks(some);
  add_chart(standing, kpi_of(Unit::count, Cohort::standing));
  EXPECT_EQ(standing.chart, "xmr") << "a stock is no count of events";
}

TEST(ChartChoice, JudgesRareEventsByTheDaysBetweenThem) {
  std::vector<double> values(60, 0);
  std::vector<base::Ms> events;
  for (const int week : {1, 4, 6, 9, 12, 14, 17, 19, 22, 25, 27, 59}) {
    values[static_cast<std::size_t>(week)] += 1;
    events.push_back(week * week_ms + base::day_ms);
  }
  Series series = weeks(values);
  add_chart(series, kpi_of(Unit::count), events);
  EXPECT_EQ(series.chart, "t");
  ASSERT_EQ(series.signals.size(), 1U) << "the long quiet at the end";
  EXPECT_EQ(series.signals[0].direction, Direction::better);
  EXPECT_EQ(series.signals[0].from, 27U);
}

TEST(ChartChoice, TakesASeasonOutBeforeItCallsMondaySpecial) {
  Random random(4);
  std::vector<double> values;
  for (int i = 0; i < 84; ++i) values.push_back(100 + (i % 7 == 0 ? 60 : 0) + 4 * random.normal());
  Series series = weeks(values);
  series.period = base::Period::day;
  add_chart(series, kpi_of(Unit::score, Cohort::ended));
  EXPECT_EQ(series.chart, "xmr");
  EXPECT_THAT(series.notes, testing::Contains(testing::HasSubstr("season of 7")));
  for (const Signal& s : series.signals) {
    EXPECT_FALSE(s.rule == Rule::outside && s.from % 7 == 0) << "a Monday is nothing special";
  }
  EXPECT_GT(*series.points[7].lower, *series.points[8].lower + 40) << "Mondays have limits of their own";
  EXPECT_EQ(series.trend->variant, "seasonal-mann-kendall");
}

TEST(ChartChoice, JudgesValuesThatHangTogetherByTheirNews) {
  Random random(5);
  std::vector<double> values;
  double a = 0;
  for (int i = 0; i < 120; ++i) {
    a = 0.8 * a + 0.6 * random.normal();
    values.push_back(50 + a);
  }
  Series series = weeks(values);
  add_chart(series, kpi_of(Unit::score, Cohort::ended));
  EXPECT_THAT(series.notes, testing::Contains(testing::HasSubstr("autocorrelation")));
  const auto outside = std::count_if(series.signals.begin(), series.signals.end(),
                                     [](const Signal& s) { return s.rule == Rule::outside; });
  EXPECT_LE(outside, 2);
}

TEST(ChartChoice, DatesAChangeOfLevelWithAnInterval) {
  Random random(6);
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) values.push_back((i < 24 ? 50 : 40) + 2 * random.normal());
  Series series = weeks(values);
  add_chart(series, kpi_of(Unit::score, Cohort::ended));
  ASSERT_EQ(series.changes.size(), 1U);
  EXPECT_LE(series.changes[0].low, 24U);
  EXPECT_GE(series.changes[0].high, 24U);
  EXPECT_NEAR(series.changes[0].before, 50, 2);
  EXPECT_NEAR(series.changes[0].after, 40, 2);
  EXPECT_LT(*series.steadiness, 1e-6);
}

TEST(ChartChoice, GivesTheLevelsOfAShareOverAllTheirCases) {
  Random random(7);
  std::vector<std::int64_t> hits;
  std::vector<std::int64_t> n;
  std::int64_t sum[2][2]{};
  for (int i = 0; i < 40; ++i) {
    const bool large = i % 4 == 0;
    const std::size_t side = i < 20 ? 0 : 1;
    n.push_back(large ? 400 : 40);
    const double share = (side == 0 ? 0.85 : 0.4) + (large ? 0.1 : 0);
    hits.push_back(std::llround(share * static_cast<double>(n.back()) + random.normal()));
    sum[side][0] += hits.back();
    sum[side][1] += n.back();
  }
  Series series = shares(hits, n);
  add_chart(series, kpi_of(Unit::share, Cohort::ended));
  ASSERT_EQ(series.changes.size(), 1U);
  ASSERT_EQ(series.changes[0].first, 20U);
  EXPECT_DOUBLE_EQ(series.changes[0].before, static_cast<double>(sum[0][0]) / static_cast<double>(sum[0][1]));
  EXPECT_DOUBLE_EQ(series.changes[0].after, static_cast<double>(sum[1][0]) / static_cast<double>(sum[1][1]));
}

TEST(ChartChoice, SaysNothingOfAConstantOrShortSeries) {
  for (const std::size_t n : {0U, 1U, 2U, 5U, 6U, 11U, 12U, 40U}) {
    for (const Unit unit : {Unit::seconds, Unit::count, Unit::score, Unit::share}) {
      Series series = weeks(std::vector<double>(n, 0.5));
      add_chart(series, kpi_of(unit));
      EXPECT_EQ(series.chart, n == 0 ? "" : n < 6 ? "run" : series.chart);
      EXPECT_TRUE(series.signals.empty()) << n;
      EXPECT_TRUE(series.changes.empty()) << n;
      for (const auto& l : series.limits) EXPECT_TRUE(std::isfinite(l.lower + l.upper + l.centre)) << n;
    }
  }
}

}  // namespace
}  // namespace debrief::analytics
