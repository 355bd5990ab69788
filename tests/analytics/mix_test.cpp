// Totals that mislead.

#include "analytics/mix.h"

#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/figures.h"
#include "incidents.h"

namespace debrief::analytics {
namespace {

MixTable table_of(std::initializer_list<std::array<double, 4>> groups) {
  MixTable t;
  for (const auto& g : groups) {
    t.groups.push_back({{static_cast<std::int64_t>(g[0]), g[1]}, {static_cast<std::int64_t>(g[2]), g[3]}});
  }
  return t;
}

TEST(Mix, TakesTheKidneyStonesApart) {
  // Charig et al., BMJ 292, 1986: open surgery 81/87 and 192/263, keyhole 234/270 and 55/80, small and large stones.
  const MixTable t = table_of({{87, 81, 270, 234}, {263, 192, 80, 55}});
  const MixEffects e = mix_effects(t);
  EXPECT_NEAR(e.before, 273.0 / 350, 1e-12);
  EXPECT_NEAR(e.after, 289.0 / 350, 1e-12);
  EXPECT_NEAR(e.mix + e.within, e.after - e.before, 1e-12);
  EXPECT_LT(e.within, 0) << "each group did worse";
  EXPECT_GT(e.after - e.before, 0) << "the total did better";
  EXPECT_TRUE(misleads(t, 0.005));
}

TEST(Mix, IsNoParadoxWhereGroupsAndTotalAgreeOrSizesStay) {
  EXPECT_FALSE(misleads(table_of({{100, 50, 100, 60}, {100, 20, 100, 30}}), 0.005));
  EXPECT_FALSE(misleads(table_of({{100, 50, 101, 50}, {100, 20, 100, 20}}), 0.005));
  EXPECT_FALSE(misleads(table_of({}), 0.005));
  EXPECT_FALSE(misleads(table_of({{100, 50, 0, 0}}), 0.005));
}

TEST(Mix, PartsAddUpWithGroupsThatComeAndGo) {
  const MixEffects e = mix_effects(table_of({{100, 50, 0, 0}, {0, 0, 80, 8}, {50, 10, 50, 20}}));
  EXPECT_NEAR(e.mix + e.within, e.after - e.before, 1e-12);
}

/// First half: mostly P1, slow to meet; second half mostly P3, which meets often, each a little worse than before.
std::vector<Made> shifted() {
  std::vector<Made> rows;
  const auto add = [&](int days_from, int n, const char* priority, double share) {
    for (int i = 0; i < n; ++i) {
      const double met = i < n * share ? 1 : 0;
      const base::Ms opened = day(days_from) + static_cast<base::Ms>(i) * 40 * base::day_ms / n;
      rows.push_back({.opened = opened, .resolved = opened + base::hour_ms, .sla_met = met, .priority = priority});
    }
  };
  add(0, 200, "P1", 0.50);
  add(0, 60, "P3", 0.90);
  add(50, 60, "P1", 0.40);
  add(50, 200, "P3", 0.80);
  std::sort(rows.begin(), rows.end(), [](const Made& a, const Made& b) { return a.opened < b.opened; });
  return rows;
}

TEST(Mix, IsWarnedOfInFiguresWithTheDecomposition) {
  FigureRequest request;
  request.ids = {"sla_met"};
  const Figures figures = compute_figures(incidents_made(shifted(), day(91)), request);
  ASSERT_EQ(figures.mix.size(), 1U);
  const MixShift& m = figures.mix.front();
  EXPECT_EQ(m.kpi, "sla_met");
  EXPECT_EQ(m.by, "priority");
  EXPECT_GT(m.after, m.before);
  EXPECT_LT(m.within, 0);
  EXPECT_NEAR(m.mix + m.within, m.after - m.before, 1e-9);
  ASSERT_EQ(m.groups.size(), 2U);
  EXPECT_THAT(figures.warnings, testing::Contains(testing::Field(&Warning::code, "mix-shift")));
}

TEST(Mix, OfDurationsIsInFactors) {
  std::vector<Made> rows;
  for (int i = 0; i < 200; ++i) {
    const bool after = i >= 100;
    const bool urgent = i % 100 < (after ? 80 : 20);
    const double hours = (urgent ? 2 : 20) * (after ? 1.5 : 1);
    rows.push_back({.opened = hour(i * 12), .resolved = hour(i * 12 + hours), .priority = urgent ? "P1" : "P3"});
  }
  FigureRequest request;
  request.ids = {"time_to_resolve"};
  const Figures figures = compute_figures(incidents_made(rows), request);
  ASSERT_EQ(figures.mix.size(), 1U);
  const MixShift& m = figures.mix.front();
  EXPECT_LT(m.after, m.before) << "the total fell";
  EXPECT_NEAR(m.within, 1.5, 0.01) << "each group took half as long again";
  EXPECT_NEAR(m.mix * m.within, m.after / m.before, 0.01);
}

TEST(Mix, IsNotLookedForWithFewOrNoRecords) {
  for (const std::size_t n : {0U, 1U, 2U, 5U, 11U}) {
    std::vector<Made> rows = shifted();
    rows.resize(n);
    EXPECT_TRUE(compute_figures(incidents_made(rows), {}).mix.empty()) << n;
  }
}

}  // namespace
}  // namespace debrief::analytics
