// What the methods promise, measured on made data with fixed seeds.

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include <gtest/gtest.h>

#include "analytics/effect/verdict.h"
#include "analytics/numbers/interval.h"
#include "analytics/numbers/lifetimes.h"
#include "analytics/numbers/random.h"
#include "analytics/numbers/rates.h"
#include "analytics/spc.h"
#include "analytics/spc/strength.h"
#include "analytics/trend/changepoint.h"
#include "analytics/trend/choose.h"

namespace debrief::analytics {
namespace {

/// A first-order autoregression with spread 1.
std::vector<double> autoregression(std::size_t n, double r, Random& random) {
  std::vector<double> x;
  double a = random.normal();
  for (std::size_t i = 0; i < n; ++i) {
    a = r * a + std::sqrt(1 - r * r) * random.normal();
    x.push_back(a);
  }
  return x;
}

bool signals_anything(const std::vector<double>& x) { return !signals(x, xmr(x, Screening::on)).empty(); }

TEST(WholeReport, OfTwoHundredSteadyChartsRarelyAsksToAct) {
  Random random(2);
  constexpr int runs = 100;
  int alarmed = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<double> p;
    for (int chart = 0; chart < 200; ++chart) {
      std::vector<double> x = autoregression(24, chart % 4 == 3 ? 0.3 : 0, random);
      const double mean = 3 + 20 * random.uniform();
      for (double& v : x) {
        if (chart % 4 == 1) v = std::log(std::exp(8 + 1.4 * v / std::sqrt(20)));  // geometric means of durations
        if (chart % 4 == 2) v = 2 * std::sqrt(static_cast<double>(random.poisson(mean)) + 0.375);
      }
      p.push_back(steadiness(x));
    }
    const auto verdicts = alerts(p, std::vector<char>(p.size(), 1));
    alarmed += std::count(verdicts.begin(), verdicts.end(), Alert::act) > 0 ? 1 : 0;
  }
  EXPECT_LE(alarmed, 0.10 * runs);
}

TEST(WholeReport, SeesAShiftOfTwoSigmaOverEightPointsInFourChartsOfFive) {
  Random random(22);
  constexpr int runs = 500;
  for (const std::size_t from : {0U, 8U, 16U}) {
    int seen = 0;
    for (int run = 0; run < runs; ++run) {
      std::vector<double> x = autoregression(24, 0, random);
      for (std::size_t i = from; i < from + 8; ++i) x[i] += 2;
      seen += signals_anything(x) || steadiness(x) <= 0.05 ? 1 : 0;
    }
    EXPECT_GE(seen, 0.80 * runs) << "from point " << from;
  }
}

TEST(Intervals, CoverWhatTheySay) {
  Random random(3);
  constexpr double sigma = 1.4;
  const double tau = std::numbers::e;
  const auto phi = [](double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); };
  const double true_mean = std::exp(sigma * sigma / 2) * phi((1 - sigma * sigma) / sigma) + tau * (1 - phi(1 / sigma));
  constexpr int runs = 2000;
  double median = 0;
  double mean = 0;
  double share = 0;
  double ratio = 0;
  int cells = 0;
  for (const int n : {15, 25, 40, 80, 200}) {
    ++cells;
    for (int run = 0; run < runs; ++run) {
      std::vector<Lifetime> durations;
      for (int i = 0; i < n; ++i) {
        const double ended = std::exp(sigma * random.normal());
        const double last_seen = std::exp(1.665 + 1.4 * random.normal());  // censors one in five
        durations.push_back({std::min(ended, last_seen), ended <= last_seen});
      }
      const auto curve = kaplan_meier(durations);
      const auto band = quantile_band(curve, 0.5, CurveLimits::log_log);
      median += (!band.low || *band.low <= 1) && (!band.high || *band.high >= 1) ? 1 : 0;
      const auto limits = restricted_mean_limits(restricted_mean(curve, tau), tau);
      mean += limits.low <= true_mean && true_mean <= limits.high ? 1 : 0;
      const double p = 0.05 + 0.9 * random.uniform();
      std::int64_t x = 0;
      for (int i = 0; i < n; ++i) x += random.uniform() < p ? 1 : 0;
      const auto w = wilson(x, n);
      share += w->low <= p && p <= w->high ? 1 : 0;
      const auto c = compare_rates(random.poisson(n / 4.0), 1, random.poisson(n / 4.0 * 1.5), 1.5);
      ratio += c.low <= 1 && (!c.high || *c.high >= 1) ? 1 : 0;
    }
  }
  const double all = static_cast<double>(runs) * cells;
  EXPECT_GE(median / all, 0.935);
  EXPECT_LE(median / all, 0.965);
  EXPECT_GE(mean / all, 0.935);
  EXPECT_LE(mean / all, 0.965);
  EXPECT_GE(share / all, 0.935);
  EXPECT_GE(ratio / all, 0.935) << "exact: may cover more";
}

TEST(ChangeDate, IsWithinTwoPointsAndItsIntervalHoldsIt) {
  Random random(4);
  constexpr int runs = 300;
  int near = 0;
  int found = 0;
  int held = 0;
  for (int run = 0; run < runs; ++run) {
    const auto at = static_cast<std::size_t>(15 + random.below(31));
    std::vector<double> x = autoregression(60, 0, random);
    for (std::size_t i = at; i < x.size(); ++i) x[i] += 2;
    const auto changes = confirmed_changes(x);
    if (changes.empty()) continue;
    ++found;
    const auto away = [at](const Change& c) { return c.first > at ? c.first - at : at - c.first; };
    const Change& best = *std::min_element(changes.begin(), changes.end(),
                                           [&](const Change& a, const Change& b) { return away(a) < away(b); });
    near += away(best) <= 2 ? 1 : 0;
    held += best.low <= at && at <= best.high ? 1 : 0;
  }
  EXPECT_GE(near, 0.80 * runs);
  EXPECT_GE(held, 0.93 * found);
}

TEST(ChangeDate, IsNotMadeUpWhereNothingChanged) {
  Random random(5);
  constexpr int runs = 400;
  int made_up = 0;
  for (int run = 0; run < runs; ++run) made_up += confirmed_changes(autoregression(60, 0, random)).empty() ? 0 : 1;
  EXPECT_LE(made_up, 0.05 * runs);
}

TEST(TrendChoice, DoesNotTakeMemoryOrSeasonForATrend) {
  Random random(6);
  constexpr int runs = 1000;
  for (const double memory : {0.0, 0.4}) {
    for (const double season : {0.0, 2.0}) {
      int trends = 0;
      int risen = 0;
      for (int run = 0; run < runs; ++run) {
        std::vector<double> x = autoregression(60, memory, random);
        for (std::size_t i = 0; i < x.size(); ++i) {
          x[i] += season * std::sin(2 * std::numbers::pi * static_cast<double>(i) / 12);
        }
        trends += choose_trend(x, 12).test.p < 0.05 ? 1 : 0;
        if (run % 10 != 0) continue;
        for (std::size_t i = 0; i < x.size(); ++i) x[i] += 6 * static_cast<double>(i) / 60;
        risen += choose_trend(x, 12).test.p < 0.05 ? 1 : 0;
      }
      EXPECT_LE(trends, 0.06 * runs) << "lag-1 " << memory << ", season " << season;
      EXPECT_GE(risen, 0.8 * runs / 10) << "lag-1 " << memory << ", season " << season;
    }
  }
}

TEST(EffectVerdict, RarelyPraisesAnActionWithoutEffectAndMostlySeesAStrongOne) {
  Random random(16);
  constexpr int runs = 2000;
  const EffectPlan plan{.worthwhile_cut = 0.5, .window = 4};
  int praised = 0;
  int seen = 0;
  for (int run = 0; run < runs; ++run) {
    const auto none = judge(BeforeAfter{random.poisson(48), 12, random.poisson(16), 4}, plan).verdict;
    praised += none == Verdict::worked || none == Verdict::worked_in_part ? 1 : 0;
    seen += judge(BeforeAfter{random.poisson(48), 12, random.poisson(16 * 0.3), 4}, plan).verdict == Verdict::worked;
  }
  EXPECT_LE(praised, 0.025 * runs);
  EXPECT_GE(seen, 0.80 * runs);
}

TEST(EffectVerdict, IsNeverGivenBeforeThePlannedWindow) {
  for (double waited = 0; waited < 4; waited += 0.5) {
    const auto answer = judge(BeforeAfter{480, 12, 0, waited}, {.worthwhile_cut = 0.5, .window = 4});
    EXPECT_EQ(answer.verdict, Verdict::cannot_tell_yet) << waited;
    EXPECT_NEAR(*answer.next_look, 4 - waited, 1e-9);
  }
  EXPECT_EQ(judge(BeforeAfter{480, 12, 0, 4}, {.worthwhile_cut = 0.5, .window = 4}).verdict, Verdict::worked);
}

TEST(EffectVerdict, NamesAllFive) {
  const EffectPlan plan{.worthwhile_cut = 0.5, .window = 12};
  EXPECT_EQ(judge(BeforeAfter{100, 12, 20, 12}, plan).verdict, Verdict::worked);
  EXPECT_EQ(judge(BeforeAfter{200, 12, 140, 12}, plan).verdict, Verdict::worked_in_part);
  EXPECT_EQ(judge(BeforeAfter{100, 12, 160, 12}, plan).verdict, Verdict::worse);
  EXPECT_EQ(judge(BeforeAfter{2000, 12, 2010, 12}, plan).verdict, Verdict::no_relevant_change);
  EXPECT_EQ(judge(BeforeAfter{5, 12, 4, 12}, plan).verdict, Verdict::cannot_tell_yet);
  EXPECT_EQ(judge(BeforeAfter{0, 12, 0, 12}, plan).verdict, Verdict::cannot_tell_yet);
  EXPECT_EQ(judge(BeforeAfter{}, plan).verdict, Verdict::cannot_tell_yet);
}

TEST(EffectVerdict, BySeriesTakesTheTrendIntoAccount) {
  // Falling anyway: the raw ratio is far under 1, the step is not.
  Random random(17);
  std::vector<double> counts;
  for (int i = 0; i < 48; ++i) counts.push_back(static_cast<double>(random.poisson(60 * std::exp(-0.03 * i))));
  const auto answer = judge(EffectSeries{counts, {}, 24, 0, 0}, {.worthwhile_cut = 0.3, .window = 12});
  EXPECT_TRUE(answer.by_regression);
  EXPECT_NE(answer.answer.verdict, Verdict::worked);
}

}  // namespace
}  // namespace debrief::analytics
