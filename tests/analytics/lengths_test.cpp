// Lengths in order, and what is read off them.

#include "analytics/numbers/lengths.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "analytics/clock/period_of.h"
#include "analytics/numbers/interval.h"
#include "analytics/numbers/quantile.h"
#include "analytics/numbers/survival.h"

namespace debrief::analytics {
namespace {

struct Case {
  const char* why;
  std::size_t n;
  base::Ms unit, most;
};

constexpr Case cases[] = {{"none", 0, 1, 1},
                          {"one", 1, 1, 1000},
                          {"few, compared", 150, 1000, 100'000},
                          {"all at once", 1000, 1000, 1},
                          {"seconds of days", 5000, 1000, 300'000},
                          {"seconds of years", 30'000, 1000, 400'000'000},
                          {"seconds beyond 32 bits", 3000, 1000, 9'000'000'000},
                          {"ms", 5000, 1, 700'000'000},
                          {"ms beyond 40 bits", 5000, 1, 4'000'000'000'000},
                          {"many alike", 20'000, 60'000, 7}};

std::vector<base::Ms> lengths_of(const Case& c, std::mt19937_64& chance) {
  std::vector<base::Ms> out;
  for (std::size_t i = 0; i < c.n; ++i)
    out.push_back(static_cast<base::Ms>(chance() % static_cast<std::uint64_t>(c.most)) * c.unit);
  return out;
}

TEST(Lengths, StandInOrderAsSeconds) {
  std::mt19937_64 chance(1);
  for (const Case& c : cases) {
    const auto lengths = lengths_of(c, chance);
    std::vector<double> expected;
    for (const base::Ms ms : lengths) expected.push_back(static_cast<double>(ms) / 1000.0);
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(sorted_seconds(lengths), expected) << c.why;
  }
}

TEST(Lengths, WhatIsReadOffTheOrderIsWhatSelectionFinds) {
  std::mt19937_64 chance(2);
  for (int round = 0; round < 20; ++round) {
    for (const Case& c : cases) {
      const auto sorted = sorted_seconds(lengths_of(c, chance));
      const auto running = sorted_seconds(lengths_of({"", chance() % (c.n + 2), c.unit, c.most + 5}, chance));
      std::vector<double> any = sorted;
      std::shuffle(any.begin(), any.end(), chance);
      std::vector<double> censored = running;
      std::shuffle(censored.begin(), censored.end(), chance);

      const auto a = summary_sorted(sorted);
      std::vector<double> copy = any;
      const auto b = summary(copy);
      ASSERT_EQ(a.has_value(), b.has_value()) << c.why;
      if (a) {
        EXPECT_EQ(a->q1, b->q1) << c.why;
        EXPECT_EQ(a->median, b->median) << c.why;
        EXPECT_EQ(a->q3, b->q3) << c.why;
        EXPECT_EQ(a->p90, b->p90) << c.why;
        EXPECT_NEAR(a->mean, b->mean, 1e-9 * b->mean) << c.why;
      }
      copy = any;
      const auto low = median_interval_sorted(sorted);
      const auto known = median_interval(copy);
      ASSERT_EQ(low.has_value(), known.has_value()) << c.why;
      if (low) {
        EXPECT_EQ(low->low, known->low) << c.why;
        EXPECT_EQ(low->high, known->high) << c.why;
      }
      copy = any;
      EXPECT_EQ(median_survival_sorted(sorted, running), median_survival(copy, censored)) << c.why;
    }
  }
}

TEST(PeriodOf, FindsThePeriodThatBinarySearchFinds) {
  std::mt19937_64 chance(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<base::Ms> bounds{static_cast<base::Ms>(chance() % 1'000'000) - 500'000};
    const std::size_t periods = chance() % 70;
    for (std::size_t i = 0; i < periods; ++i)
      bounds.push_back(bounds.back() + 1 + chance() % (i % 7 == 0 ? 3 : 90'000'000));
    const PeriodOf period_of(bounds);
    std::vector<base::Ms> asked{bounds.front() - 1, bounds.back(), std::numeric_limits<base::Ms>::min()};
    for (const base::Ms b : bounds) asked.insert(asked.end(), {b, b - 1, b + 1});
    for (int i = 0; i < 50; ++i) asked.push_back(bounds.front() + static_cast<base::Ms>(chance() % 4'000'000'000));
    for (const base::Ms at : asked) {
      const auto after = std::upper_bound(bounds.begin(), bounds.end(), at) - bounds.begin();
      const bool inside = after > 0 && after < static_cast<std::ptrdiff_t>(bounds.size());
      EXPECT_EQ(period_of(at), inside ? static_cast<std::uint32_t>(after - 1) : PeriodOf::none);
    }
  }
  EXPECT_EQ(PeriodOf({})(0), PeriodOf::none);
}

}  // namespace
}  // namespace debrief::analytics
