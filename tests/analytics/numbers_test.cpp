// Quantiles, intervals, trend and survival against published figures.

#include <algorithm>
#include <random>

#include "analytics/numbers/interval.h"
#include "analytics/numbers/quantile.h"
#include "analytics/numbers/survival.h"
#include "analytics/numbers/trend.h"
#include "base/text.h"
#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

TEST(Quantile, EqualsAllNineDefinitionsOfR) {
  DEBRIEF_PUBLISHED(expected, "quantile-types");
  auto x = expected["x"].get<std::vector<double>>();
  std::sort(x.begin(), x.end());
  const auto probs = expected["probs"].get<std::vector<double>>();
  for (int type = 1; type <= 9; ++type) {
    const base::Json& row = expected["types"][std::to_string(type)];
    ASSERT_EQ(row.size(), probs.size());
    for (std::size_t i = 0; i < probs.size(); ++i) {
      EXPECT_NEAR(quantile(x, probs[i], type), row[i].get<double>(), 1e-12) << "type " << type << ", p " << probs[i];
    }
  }
}

TEST(Quantile, OfOneValueIsThatValue) {
  for (int type = 1; type <= 9; ++type) EXPECT_EQ(quantile(std::vector{4.0}, 0.3, type), 4) << type;
}

TEST(Summary, EqualsTheSortedQuantilesForEverySize) {
  std::mt19937 random(7);
  for (std::size_t n = 1; n < 60; ++n) {
    std::vector<double> values(n);
    for (double& v : values) v = static_cast<double>(random() % 20);
    std::vector<double> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    const auto s = summary(values);
    ASSERT_TRUE(s);
    EXPECT_NEAR(s->q1, quantile(sorted, 0.25), 1e-9) << n;
    EXPECT_NEAR(s->median, quantile(sorted, 0.5), 1e-9) << n;
    EXPECT_NEAR(s->q3, quantile(sorted, 0.75), 1e-9) << n;
    EXPECT_NEAR(s->p90, quantile(sorted, 0.9), 1e-9) << n;
  }
  EXPECT_FALSE(summary({}));
}

TEST(Wilson, EqualsNewcombesExamples) {
  DEBRIEF_PUBLISHED(expected, "wilson-newcombe-single");
  for (const base::Json& c : expected["cases"]) {
    const auto interval = wilson(c["x"].get<std::int64_t>(), c["n"].get<std::int64_t>());
    ASSERT_TRUE(interval);
    EXPECT_NEAR(interval->low, c["wilson95"][0].get<double>(), 1e-9) << c["x"] << " of " << c["n"];
    EXPECT_NEAR(interval->high, c["wilson95"][1].get<double>(), 1e-9) << c["x"] << " of " << c["n"];
  }
  EXPECT_FALSE(wilson(0, 0));
}

TEST(MedianInterval, TakesTheRanksOfTheSignTest) {
  // Conover's table: n = 10 gives the 2nd and 9th value (97.9 %), n = 20 the 6th and 15th (95.9 %).
  std::vector<double> ten{10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
  auto interval = median_interval(ten);
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->low, 2);
  EXPECT_EQ(interval->high, 9);
  std::vector<double> twenty(20);
  for (int i = 0; i < 20; ++i) twenty[static_cast<std::size_t>(i)] = i + 1;
  interval = median_interval(twenty);
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->low, 6);
  EXPECT_EQ(interval->high, 15);
}

TEST(MedianInterval, NeedsSixValues) {
  std::vector<double> five{1, 2, 3, 4, 5};
  EXPECT_FALSE(median_interval(five));
  std::vector<double> six{1, 2, 3, 4, 5, 6};
  const auto interval = median_interval(six);
  ASSERT_TRUE(interval);
  EXPECT_EQ(interval->low, 1);
  EXPECT_EQ(interval->high, 6);
}

TEST(PoissonInterval, EqualsGarwoodsTable) {
  // Garwood, Biometrika 28, 1936.
  EXPECT_NEAR(poisson_interval(0).high, 3.689, 5e-4);
  EXPECT_EQ(poisson_interval(0).low, 0);
  EXPECT_NEAR(poisson_interval(5).low, 1.623, 5e-4);
  EXPECT_NEAR(poisson_interval(5).high, 11.668, 5e-4);
  EXPECT_NEAR(poisson_interval(100).low, 81.36, 5e-3);
  EXPECT_NEAR(poisson_interval(100).high, 121.63, 5e-3);
}

TEST(MannKendall, EqualsThePublishedSeriesOf360MonthsWithGaps) {
  DEBRIEF_PUBLISHED(expected, "mann-kendall-360");
  const std::string csv = base::read_file(base::Path(DEBRIEF_SHARED) / "reference/analytics/mann-kendall-360/data.csv");
  std::vector<double> values;
  bool heading = true;
  for (const std::string& line : base::split(csv, '\n')) {
    if (base::trimmed(line).empty()) continue;
    const std::string last = base::split(line, ',').back();
    if (!std::exchange(heading, false))
      values.push_back(base::trimmed(last).empty() || last.starts_with("N") || last.starts_with("n") ? absent
                                                                                                     : std::stod(last));
  }
  const MannKendall test = mann_kendall(values);
  const base::Json& e = expected["mann_kendall"];
  EXPECT_EQ(test.n, e["n"].get<std::int64_t>());
  EXPECT_EQ(test.s, e["S"].get<std::int64_t>());
  EXPECT_NEAR(test.var_s, e["var_s"].get<double>(), 1e-3);
  EXPECT_NEAR(test.z, e["z"].get<double>(), 1e-9);
  EXPECT_NEAR(test.p, e["p"].get<double>(), 1e-9);
  EXPECT_NEAR(test.tau, e["tau"].get<double>(), 1e-9);
  const auto sen = sen_slope(values);
  ASSERT_TRUE(sen);
  EXPECT_NEAR(sen->slope, expected["sen"]["slope"].get<double>(), 1e-12);
  EXPECT_NEAR(sen->intercept, expected["sen"]["intercept"].get<double>(), 1e-6);
}

TEST(MannKendall, SaysNothingAboutAConstantSeriesOrTwoPoints) {
  EXPECT_EQ(mann_kendall(std::vector{3.0, 3.0, 3.0, 3.0}).p, 1);
  EXPECT_EQ(mann_kendall(std::vector{1.0, 2.0}).p, 1);
  EXPECT_FALSE(sen_slope(std::vector{1.0}));
}

TEST(KaplanMeier, EqualsTheLeukaemiaCurvesOfFreireich) {
  DEBRIEF_PUBLISHED(expected, "kaplan-meier-leukemia-6mp");
  const std::string csv =
      base::read_file(base::Path(DEBRIEF_SHARED) / "reference/analytics/kaplan-meier-leukemia-6mp/data.csv");
  std::map<std::string, std::vector<Lifetime>> arms;
  std::vector<std::string> heading;
  for (const std::string& line : base::split(csv, '\n')) {
    const std::vector<std::string> cells = base::split(base::trimmed(line), ',');
    if (heading.empty()) {
      heading = cells;
    } else if (cells.size() == heading.size()) {
      const auto cell = [&](std::string_view name) {
        return cells[static_cast<std::size_t>(std::find(heading.begin(), heading.end(), name) - heading.begin())];
      };
      arms["treat=" + cell("group")].push_back({std::stod(cell("time")), cell("event") == "1"});
    }
  }
  std::size_t compared = 0;
  for (const auto& [arm, lifetimes] : arms) {
    for (const SurvivalStep& step : kaplan_meier(lifetimes)) {
      for (const base::Json& e : expected["curve"]) {
        if (e["group"] != arm || e["time"].get<double>() != step.t) continue;
        ++compared;
        EXPECT_EQ(step.at_risk, e["n_risk"].get<std::int64_t>());
        EXPECT_EQ(step.ended, e["n_event"].get<std::int64_t>());
        EXPECT_NEAR(step.survival, e["surv"].get<double>(), 1e-9);
        if (e["se"].is_null()) {
          EXPECT_FALSE(step.se);
        } else {
          EXPECT_NEAR(step.se.value(), e["se"].get<double>(), 1e-9);
        }
      }
    }
    for (const base::Json& g : expected["groups"]) {
      if (g["_row"] != arm) continue;
      EXPECT_EQ(median_survival(kaplan_meier(lifetimes)), g["median"].get<double>());
    }
  }
  EXPECT_EQ(compared, expected["curve"].size());
}

TEST(KaplanMeier, HasNoMedianWhileMostAreStillRunning) {
  EXPECT_FALSE(median_survival(kaplan_meier(std::vector<Lifetime>{{1, true}, {2, false}, {3, false}})));
  EXPECT_TRUE(kaplan_meier({}).empty());
}

TEST(Survival, MedianFromTheTimesIsThatOfTheCurve) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t n = random() % 40;
    const std::size_t longest = 1 + random() % 30;  // few different times: ties, also of events with censored ones
    std::vector<Lifetime> lifetimes;
    std::vector<double> ended, running;
    for (std::size_t i = 0; i < n; ++i) {
      lifetimes.push_back({static_cast<double>(random() % longest), random() % 3 != 0});
      (lifetimes.back().ended ? ended : running).push_back(lifetimes.back().t);
    }
    EXPECT_EQ(median_survival(ended, running), median_survival(kaplan_meier(lifetimes))) << "round " << round;
  }
}

}  // namespace
}  // namespace debrief::analytics
