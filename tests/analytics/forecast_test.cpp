// Forecasts: shown where the past shows that they can be given, and then with an interval that keeps its word.

#include "analytics/trend/forecast.h"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

#include "analytics/figures.h"
#include "analytics/findings.h"
#include "analytics/numbers/random.h"
#include "incidents.h"

namespace debrief::analytics {
namespace {

/// Daily counts with a week and a level that wanders slowly.
std::vector<double> days_with_a_week(Random& random, std::size_t n) {
  static constexpr double weekdays[] = {1.3, 1.2, 1.1, 1.1, 1.0, 0.7, 0.6};
  std::vector<double> out;
  double level = 40;
  for (std::size_t i = 0; i < n; ++i) {
    level = std::max(10.0, level + 0.4 * random.normal());
    out.push_back(static_cast<double>(random.poisson(level * weekdays[i % 7])));
  }
  return out;
}

TEST(Forecast, IntervalsOfEightyPercentHoldFourTimesInFive) {
  Random random(20);
  std::size_t held = 0;
  std::size_t told = 0;
  std::size_t shown = 0;
  constexpr std::size_t runs = 150;
  for (std::size_t r = 0; r < runs; ++r) {
    const std::vector<double> all = days_with_a_week(random, 127);
    const auto outcome = forecast(std::span(all).first(120), {.season = 7, .steps = 7});
    if (!outcome.forecast) continue;
    ++shown;
    EXPECT_LT(outcome.forecast->mase, 1);
    EXPECT_GE(outcome.forecast->origins, 8U);
    for (std::size_t h = 0; h < 7; ++h) {
      const ForecastStep& step = outcome.forecast->steps[h];
      ++told;
      held += step.low <= all[120 + h] && all[120 + h] <= step.high ? 1 : 0;
    }
  }
  EXPECT_GT(shown, runs * 3 / 4) << "a week and a steady level can be foretold";
  const double share = static_cast<double>(held) / static_cast<double>(told);
  RecordProperty("shown", static_cast<int>(shown));
  RecordProperty("covered", std::to_string(share));
  EXPECT_GE(share, 0.75);
  EXPECT_LE(share, 0.85);
}

TEST(Forecast, IsMostlyWithheldOnARandomWalkAndOnWhiteNoise) {
  Random random(7);
  std::size_t walks = 0;
  std::size_t noises = 0;
  constexpr std::size_t runs = 100;
  for (std::size_t r = 0; r < runs; ++r) {
    std::vector<double> walk;
    std::vector<double> noise;
    double at = 500;
    for (std::size_t i = 0; i < 80; ++i) {
      walk.push_back(at += 5 * random.normal());
      noise.push_back(100 + 10 * random.normal());
    }
    walks += forecast(walk, {.season = 1, .steps = 4}).forecast ? 1 : 0;
    noises += forecast(noise, {.season = 1, .steps = 4}).forecast ? 1 : 0;
  }
  RecordProperty("walks", static_cast<int>(walks));
  RecordProperty("noises", static_cast<int>(noises));
  EXPECT_LE(walks, runs / 4);
  EXPECT_LE(noises, runs / 4);
}

TEST(Forecast, OfNoiseSaysThatOnlyTheAverageCanBeForetold) {
  Random random(3);
  std::vector<double> noise;
  for (std::size_t i = 0; i < 80; ++i) noise.push_back(100 + 10 * random.normal());
  const auto outcome = forecast(noise, {.season = 1, .steps = 4});
  EXPECT_FALSE(outcome.forecast);
  EXPECT_EQ(outcome.verdict, ForecastVerdict::only_average);
  ASSERT_TRUE(outcome.mase);
  EXPECT_LT(*outcome.mase, 1) << "the level beats the last value, which is no reason to show it";
}

TEST(Forecast, FollowsASlopeAndAWeek) {
  std::vector<double> values;
  Random random(5);
  for (std::size_t i = 0; i < 84; ++i) {
    values.push_back(50 + 0.5 * static_cast<double>(i) +
                     20 * std::sin(2 * std::numbers::pi * static_cast<double>(i) / 7) + random.normal());
  }
  const auto outcome = forecast(values, {.season = 7, .steps = 7});
  ASSERT_TRUE(outcome.forecast);
  for (std::size_t h = 0; h < 7; ++h) {
    const double truth =
        50 + 0.5 * static_cast<double>(84 + h) + 20 * std::sin(2 * std::numbers::pi * static_cast<double>(84 + h) / 7);
    EXPECT_NEAR(outcome.forecast->steps[h].value, truth, 4) << h;
    EXPECT_LE(outcome.forecast->steps[h].low, outcome.forecast->steps[h].value);
    EXPECT_GE(outcome.forecast->steps[h].high, outcome.forecast->steps[h].value);
  }
}

TEST(Forecast, OfFewOrConstantPointsSaysWhyThereIsNone) {
  for (const std::size_t n : {0U, 1U, 2U, 5U, 11U}) {
    const std::vector<double> values(n, 3.0);
    EXPECT_EQ(forecast(values, {.season = 7, .steps = 7}).verdict, ForecastVerdict::too_short) << n;
    EXPECT_EQ(forecast_stock(values, 4, 1).verdict, ForecastVerdict::too_short) << n;
  }
  const std::vector<double> same(60, 4.0);
  EXPECT_EQ(forecast(same, {.season = 7, .steps = 7}).verdict, ForecastVerdict::constant);
  EXPECT_EQ(forecast_stock(same, 7, 7).verdict, ForecastVerdict::constant);
  const std::vector<double> zeros(60, 0.0);
  EXPECT_EQ(forecast(zeros, {.season = 1, .steps = 4}).verdict, ForecastVerdict::constant);
}

TEST(Forecast, OfACountIsNeverUnderZero) {
  std::vector<double> values;
  Random random(9);
  for (std::size_t i = 0; i < 84; ++i) values.push_back(i % 7 < 5 ? static_cast<double>(random.poisson(6)) : 0);
  const auto outcome = forecast(values, {.season = 7, .steps = 7});
  ASSERT_TRUE(outcome.forecast);
  for (const ForecastStep& step : outcome.forecast->steps) {
    EXPECT_GE(step.low, 0);
    EXPECT_GE(step.value, 0);
  }
}

TEST(StockForecast, GoesOnWithWhatComesInLessWhatIsClosed) {
  Random random(12);
  std::vector<double> backlog;
  double at = 100;
  for (std::size_t i = 0; i < 40; ++i) backlog.push_back(at += 6 + random.normal());
  const auto outcome = forecast_stock(backlog, 4, 1);
  ASSERT_TRUE(outcome.forecast);
  EXPECT_EQ(outcome.forecast->method, ForecastMethod::flow);
  EXPECT_NEAR(outcome.forecast->steps[3].value, backlog.back() + 24, 4);
  EXPECT_LT(outcome.forecast->steps[3].low, outcome.forecast->steps[3].value);
  EXPECT_GT(outcome.forecast->steps[3].high, outcome.forecast->steps[3].value);
}

TEST(StockForecast, IsWithheldWhereArrivalsAndClosuresBalance) {
  Random random(13);
  std::size_t shown = 0;
  for (std::size_t r = 0; r < 60; ++r) {
    std::vector<double> backlog;
    double at = 100;
    for (std::size_t i = 0; i < 40; ++i) backlog.push_back(at = std::max(0.0, at + 5 * random.normal()));
    shown += forecast_stock(backlog, 4, 1).forecast ? 1 : 0;
  }
  EXPECT_LE(shown, 15U);
}

TEST(FigureForecast, IsOnVolumeAndBacklogOnlyAndGivesItsPeriods) {
  std::vector<Made> rows;
  Random random(30);
  for (int d = 0; d < 84; ++d) {
    const std::int64_t n = random.poisson(d % 7 < 5 ? 12 : 3);
    for (std::int64_t k = 0; k < n; ++k) {
      const base::Ms opened = day(d) + static_cast<base::Ms>(random.below(base::day_ms));
      rows.push_back({.opened = opened, .resolved = opened + base::hour_ms});
    }
  }
  std::sort(rows.begin(), rows.end(), [](const Made& a, const Made& b) { return a.opened < b.opened; });
  FigureRequest request;
  request.period = base::Period::day;
  request.ids = {"incidents", "backlog", "time_to_resolve"};
  const Figures figures = compute_figures(incidents_made(rows, day(84)), request);
  const Figure& volume = figures.figures.at(0);
  ASSERT_TRUE(volume.forecast && volume.forecast->forecast) << name(volume.forecast->verdict);
  ASSERT_EQ(volume.forecast_windows.size(), 7U);
  EXPECT_EQ(volume.forecast_windows[0].from, day(84));
  EXPECT_GT(volume.forecast->forecast->steps[1].value, volume.forecast->forecast->steps[5].value)
      << "weekends are quiet";
  EXPECT_TRUE(figures.figures.at(1).forecast);
  EXPECT_FALSE(figures.figures.at(2).forecast);
}

}  // namespace
}  // namespace debrief::analytics
