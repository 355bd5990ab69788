// One verdict per series, what it may rest on, and the incidents behind each figure.

#include <algorithm>
#include <cmath>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analytics/background.h"
#include "analytics/figures.h"
#include "analytics/numbers/random.h"
#include "incidents.h"

namespace debrief::analytics {
namespace {

const Figure& figure(const Figures& figures, std::string_view id) {
  for (const Figure& f : figures.figures) {
    if (f.kpi->id == id) return f;
  }
  throw std::runtime_error("no figure " + std::string(id));
}

/// A steady process; chosen by closing date where asked: only what closed in weeks 20 to 40.
review::IncidentColumns steady_log(bool chosen, std::uint64_t seed = 1) {
  Random random(seed);
  std::vector<Made> rows;
  for (int h = 0; h < 60 * 7 * 24; h += 2) {
    const base::Ms opened = hour(h);
    const double days = std::exp(1.2 + 1.1 * random.normal());
    const base::Ms closed = opened + static_cast<base::Ms>(days * base::day_ms);
    if (chosen && (closed < day(140) || closed >= day(280))) continue;
    rows.push_back({.opened = opened,
                    .resolved = closed,
                    .closed = closed,
                    .sla_met = days < 5 ? 1.0 : 0.0,
                    .category = random.below(2) == 0 ? "A" : "B"});
  }
  return incidents_made(rows, chosen ? day(280) : day(60 * 7));
}

TEST(Selection, BringsNoVerdictOnASteadyLogChosenByClosingDate) {
  for (const auto by : {GroupBy::none, GroupBy::category}) {
    FigureRequest request;
    request.period = base::Period::week;
    request.ids = {"incidents", "time_to_resolve", "sla_met", "time_to_close"};
    request.by = by;
    const Figures figures = compute_figures(steady_log(true), request);
    EXPECT_THAT(figures.warnings, testing::Contains(testing::Field(&Warning::code, "selected-by-closing-date")));
    for (const Figure& f : figures.figures) {
      EXPECT_NE(f.series->alert, "act") << f.kpi->id << " " << f.group_value << ": the selection alone explains it";
    }
  }
}

TEST(Selection, StillLetsARealChangeInItsMiddleBeSeen) {
  Random random(6);
  std::vector<Made> rows;
  for (int h = 0; h < 60 * 7 * 24; h += 2) {
    const base::Ms opened = hour(h);
    const base::Ms closed = opened + static_cast<base::Ms>((0.5 + 3 * random.uniform()) * base::day_ms);
    if (closed < day(70) || closed >= day(350)) continue;
    rows.push_back({.opened = opened, .resolved = closed, .closed = closed});
    if (h > 210 * 24) rows.push_back({.opened = opened, .resolved = closed, .closed = closed});
  }
  FigureRequest request;
  request.period = base::Period::week;
  request.ids = {"incidents"};
  const Figures figures = compute_figures(incidents_made(rows, day(350)), request);
  EXPECT_EQ(figure(figures, "incidents").series->alert, "act") << "twice as many from week 30 on";
}

TEST(Verdict, IsAlwaysEmptyWhereNothingCanBeSaid) {
  Random random(8);
  std::vector<Made> rows;
  for (int d = 0; d < 30 * 7; ++d) {
    for (int k = 0; k < (d < 105 ? 3 : 9); ++k)
      rows.push_back({.opened = day(d) + k, .resolved = day(d + 1), .major = d % 40 == 0 && k == 0 ? 1.0 : 0.0});
  }
  FigureRequest request;
  request.period = base::Period::week;
  Figures figures = compute_figures(incidents_made(rows, day(210)), request);
  for (const Figure& f : figures.figures) {
    if (!f.series) continue;
    if (f.series->unjudged != Unjudged::judged) {
      EXPECT_EQ(f.series->alert, "") << f.kpi->id;
      EXPECT_FALSE(f.series->small_shift) << f.kpi->id;
    }
  }
  EXPECT_EQ(figure(figures, "backlog").series->unjudged, Unjudged::stock);
  EXPECT_EQ(figure(figures, "major_incidents").series->unjudged, Unjudged::too_few_events);
  EXPECT_EQ(figure(figures, "incidents").series->alert, "act");
  withhold_verdicts(figures);
  for (const Figure& f : figures.figures) EXPECT_TRUE(!f.series || f.series->alert.empty());
  EXPECT_EQ(figure(figures, "incidents").series->unjudged, Unjudged::dates);
}

TEST(RareEvents, HaveOneChartAndOneNote) {
  std::vector<Made> rows;
  for (int d = 0; d < 60 * 7; ++d)
    rows.push_back({.opened = day(d), .resolved = day(d + 0.5), .major = d % 9 == 0 ? 1.0 : 0.0});
  FigureRequest request;
  request.period = base::Period::week;
  request.ids = {"major_incidents"};
  const Figures figures = compute_figures(incidents_made(rows, day(420)), request);
  const Series& s = *figures.figures[0].series;
  EXPECT_EQ(s.chart, "t");
  ASSERT_TRUE(s.between);
  EXPECT_EQ(s.between->unit, "days");
  EXPECT_EQ(std::count_if(s.notes.begin(), s.notes.end(), [](const std::string& n) { return n.starts_with("chart "); }),
            1);
}

TEST(RareEvents, OfAShareAreJudgedByTheCasesBetween) {
  std::vector<Made> rows;
  Random random(3);
  for (int h = 0; h < 60 * 7 * 24; h += 6) {
    rows.push_back({.opened = hour(h), .resolved = hour(h + 3), .reopen_count = random.uniform() < 0.04 ? 1.0 : 0.0});
  }
  FigureRequest request;
  request.period = base::Period::week;
  request.ids = {"reopen_rate"};
  const Figures figures = compute_figures(incidents_made(rows, day(430)), request);
  const Series& s = *figures.figures[0].series;
  EXPECT_EQ(s.chart, "g");
  ASSERT_TRUE(s.between);
  EXPECT_EQ(s.between->unit, "cases");
  EXPECT_NEAR(s.between->centre, 24, 14);
  EXPECT_NE(s.alert, "act");
}

TEST(Cases, BehindEachFigureGiveTheSameValueAgain) {
  Random random(17);
  std::vector<Made> rows;
  for (int i = 0; i < 300; ++i) {
    const base::Ms opened = hour(i * 7);
    const bool open = random.below(10) == 0;
    const base::Ms resolved = open ? never : opened + static_cast<base::Ms>(random.uniform() * 3 * base::day_ms);
    rows.push_back({.opened = opened,
                    .acknowledged = random.below(5) == 0 ? never : opened + base::hour_ms,
                    .resolved = resolved,
                    .closed = resolved,
                    .reopened = !open && random.below(9) == 0 ? resolved + base::hour_ms / 2 : never,
                    .escalated = random.below(6) == 0 ? opened + base::hour_ms : never,
                    .csat = random.below(2) == 0 ? static_cast<double>(random.below(5) + 1) : absent,
                    .sla_met = random.below(3) == 0 ? 1.0 : 0.0,
                    .completeness = random.uniform(),
                    .major = random.below(20) == 0 ? 1.0 : 0.0,
                    .first_contact = random.below(2) == 0 ? 1.0 : 0.0,
                    .category = random.below(2) == 0 ? "A" : "B",
                    .subcategory = random.below(2) == 0 ? "x" : "y"});
  }
  const auto t = incidents_made(rows, day(100));
  const Background background = background_of(t, all_rows(t));
  const Figures figures = compute_figures(t, {});
  std::size_t checked = 0;
  for (const Figure& f : figures.figures) {
    if (f.sample.rows.empty()) continue;
    const Question again{t, f.sample.rows, {figures.window.from, figures.window.until + 1}, base::Zone{}, &background};
    const Sample s = f.kpi->compute(again);
    EXPECT_EQ(s.value, f.sample.value) << f.kpi->id;
    EXPECT_EQ(s.rows, f.sample.rows) << f.kpi->id;
    if (f.kpi->unit == Unit::share && f.sample.numerator) {
      EXPECT_EQ(static_cast<std::int64_t>(f.sample.hits.size()), *f.sample.numerator) << f.kpi->id;
      EXPECT_TRUE(
          std::includes(f.sample.rows.begin(), f.sample.rows.end(), f.sample.hits.begin(), f.sample.hits.end()));
    }
    ++checked;
  }
  EXPECT_GE(checked, 12U);
}

TEST(SmallData, HasWordsAndNoNumberThatIsNone) {
  for (const std::size_t n : {0U, 1U, 2U, 5U, 11U}) {
    for (const bool open : {false, true}) {
      std::vector<Made> rows;
      for (std::size_t i = 0; i < n; ++i) {
        rows.push_back({.opened = hour(0), .resolved = open ? never : hour(0), .priority = "P1"});
      }
      for (const auto period : {base::Period::day, base::Period::week, base::Period::month}) {
        FigureRequest request;
        request.period = period;
        const Figures figures = compute_figures(incidents_made(rows, hour(1)), request);
        for (const Figure& f : figures.figures) {
          for (const auto& x : {f.sample.value, f.sample.median, f.sample.p90, f.sample.ci_low, f.sample.ci_high}) {
            EXPECT_TRUE(!x || std::isfinite(*x)) << f.kpi->id << " of " << n;
          }
          if (!f.series) continue;
          EXPECT_TRUE(f.series->limits.empty()) << f.kpi->id << " of " << n;
          EXPECT_NE(f.series->unjudged, Unjudged::judged) << f.kpi->id << " of " << n;
          EXPECT_TRUE(!f.forecast || !f.forecast->forecast) << f.kpi->id << " of " << n;
        }
      }
    }
  }
}

}  // namespace
}  // namespace debrief::analytics
