// Figures by group and period: what is counted where, which periods are whole, when limits appear.

#include "analytics/figures.h"

#include <random>

#include "base/error.h"
#include "tests/analytics/incidents.h"

namespace debrief::analytics {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> codes(const Figures& figures) {
  std::vector<std::string> out;
  for (const Warning& w : figures.warnings) out.push_back(w.code);
  return out;
}

FigureRequest weekly(std::vector<std::string> ids) {
  FigureRequest request;
  request.ids = std::move(ids);
  request.period = base::Period::week;
  return request;
}

/// `per_day` incidents each day, resolved after `hours`.
std::vector<Made> steady(int days, int per_day, double hours) {
  std::vector<Made> rows;
  for (int d = 0; d < days; ++d) {
    for (int i = 0; i < per_day; ++i) {
      const double opened = d * 24.0 + 9 + i;
      rows.push_back({.opened = hour(opened), .resolved = hour(opened + hours)});
    }
  }
  return rows;
}

TEST(ComputeFigures, NamesTheNearestKpiForAnUnknownOne) {
  FigureRequest request;
  request.ids = {"time_to_resolv"};
  try {
    compute_figures(incidents_made({}), request);
    FAIL();
  } catch (const base::Error& e) {
    EXPECT_EQ(e.status(), base::Status::usage);
    EXPECT_EQ(e.code(), "unknown-kpi");
    EXPECT_EQ(e.hint(), "did you mean time_to_resolve?");
  }
}

TEST(ComputeFigures, OfNothingHasAllFiguresAndNoNumbers) {
  FigureRequest request;
  request.period = base::Period::week;
  const Figures figures = compute_figures(review::IncidentColumns{}, request);
  EXPECT_EQ(figures.figures.size(), all_kpi().size());
  EXPECT_THAT(codes(figures), ElementsAre("no-records"));
  for (const Figure& f : figures.figures) {
    EXPECT_EQ(f.sample.n, 0) << f.kpi->id;
    EXPECT_TRUE(!f.series || f.series->points.empty());
  }
}

TEST(ComputeFigures, CountsTheIncidentOpenedAtTheVeryCutOff) {
  FigureRequest request;
  request.ids = {"incidents"};
  const Figures figures = compute_figures(incidents_made({{.opened = hour(3)}}), request);
  EXPECT_EQ(figures.figures[0].sample.value, 1.0);
  EXPECT_EQ(figures.window.from, hour(3));
  EXPECT_EQ(figures.window.until, hour(3));
  EXPECT_THAT(codes(figures), ElementsAre("small-sample"));
}

TEST(ComputeFigures, AreOverIncidentsUnlessAskedOtherwise) {
  const auto t = incidents_made({{.opened = hour(0)}, {.opened = hour(1), .kind = review::Kind::request}});
  FigureRequest request;
  request.ids = {"incidents"};
  EXPECT_EQ(compute_figures(t, request).figures[0].sample.value, 1.0);
  request.kinds = {review::Kind::request, review::Kind::incident};
  EXPECT_EQ(compute_figures(t, request).figures[0].sample.value, 2.0);
  request.kinds = {};
  request.all_kinds = true;
  EXPECT_EQ(compute_figures(t, request).figures[0].sample.value, 2.0);
}

TEST(ComputeFigures, UseTheOneKindAWorkspaceHoldsAndSaySo) {
  const auto t = incidents_made({{.opened = hour(0), .kind = review::Kind::complaint}});
  FigureRequest request;
  request.ids = {"incidents"};
  const Figures figures = compute_figures(t, request);
  EXPECT_EQ(figures.figures[0].sample.value, 1.0);
  EXPECT_THAT(codes(figures), ::testing::Contains("single-kind"));
  EXPECT_THAT(figures.kinds, ElementsAre(review::Kind::complaint));
}

TEST(ComputeFigures, GroupPrioritiesByLevelAndPutTheUnlabelledLast) {
  const auto t = incidents_made({{.opened = hour(0), .priority = "Low"},
                                 {.opened = hour(0), .priority = ""},
                                 {.opened = hour(0), .priority = "Critical"},
                                 {.opened = hour(0), .priority = "Low"}});
  FigureRequest request;
  request.ids = {"incidents"};
  request.by = GroupBy::priority;
  std::vector<std::string> groups;
  std::vector<double> values;
  for (const Figure& f : compute_figures(t, request).figures) {
    EXPECT_EQ(f.group_name, "priority");
    groups.push_back(f.group_value);
    values.push_back(f.sample.value.value());
  }
  EXPECT_THAT(groups, ElementsAre("Critical", "Low", ""));
  EXPECT_THAT(values, ElementsAre(1, 2, 1));
}

TEST(ComputeFigures, PutThePeriodsOnTheClockOfTheZone) {
  // 23:30 UTC on a summer Sunday is Monday in London.
  const base::Ms sunday = *base::parse_rfc3339("2024-06-09T23:30:00Z");
  const auto t = incidents_made({{.opened = sunday}}, sunday + 20 * base::day_ms);
  FigureRequest request = weekly({"incidents"});
  request.zone = *base::Zone::named("Europe/London");
  const Series series = *compute_figures(t, request).figures[0].series;
  EXPECT_EQ(base::rfc3339(series.points.front().window.from), "2024-06-09T23:00:00Z");
  EXPECT_EQ(series.points.front().sample.value, 1.0);
}

TEST(Series, EqualsEachKpiComputedOverAllRowsForEveryPeriod) {
  std::mt19937 random(11);
  std::vector<Made> rows;
  double opened = 0;
  for (int i = 0; i < 600; ++i) {
    opened += static_cast<double>(random() % 400) / 100.0;
    Made m{.opened = hour(opened)};
    const auto after = [&](double h) { return hour(opened + static_cast<double>(random() % 1000) / 1000.0 * h); };
    if (random() % 10 != 0) m.resolved = after(400);
    if (random() % 3 == 0 && m.resolved != never) m.closed = m.resolved + base::hour_ms;
    if (random() % 8 == 0 && m.resolved != never) {
      m.first_resolved = (m.opened + m.resolved) / 2;
      m.reopened = m.first_resolved + (m.resolved - m.first_resolved) / 2;
    }
    if (random() % 2 == 0) m.acknowledged = after(3);
    if (random() % 4 == 0) m.csat = 1 + static_cast<double>(random() % 5);
    if (random() % 50 == 0) m.resolved = m.opened - base::hour_ms;
    if (random() % 30 == 0) m.status = "Closed";
    m.sla_due = hour(opened + 100);
    m.major = random() % 20 == 0 ? 1 : 0;
    m.category = "c" + std::to_string(random() % 4);
    m.closure_code = "k";
    rows.push_back(m);
  }
  const auto t = incidents_made(rows);
  const Figures figures = compute_figures(t, weekly({}));
  int points = 0;
  for (const Figure& f : figures.figures) {
    if (!f.series) continue;
    for (const SeriesPoint& p : f.series->points) {
      SCOPED_TRACE(std::string(f.kpi->id) + " " + base::rfc3339(p.window.from));
      const Sample direct = computed(std::string(f.kpi->id).c_str(), t, p.window);
      EXPECT_EQ(p.sample.n, direct.n);
      EXPECT_EQ(p.sample.value, direct.value);
      EXPECT_EQ(p.sample.numerator, direct.numerator);
      ++points;
    }
  }
  EXPECT_GT(points, 100);
}

TEST(Series, MarksTheFirstAndLastPeriodPartialWhenTheDataBeginOrEndInsideThem) {
  std::vector<Made> rows = steady(30, 2, 1);
  rows.erase(rows.begin(), rows.begin() + 6);  // begins on a Thursday, ends on a Tuesday
  const Series series = *compute_figures(incidents_made(rows), weekly({"incidents"})).figures[0].series;
  std::vector<bool> partial;
  for (const SeriesPoint& p : series.points) partial.push_back(p.partial);
  EXPECT_THAT(partial, ElementsAre(true, false, false, false, true));
}

TEST(Series, HasNoLimitsUnderSixPointsAndTrialLimitsUnderTwelve) {
  struct Case {
    int whole_weeks;
    const char* chart;
    bool limits;
    bool trial;
  };
  for (const Case& c : std::vector<Case>{
           {5, "run", false, false}, {6, "xmr", true, true}, {11, "xmr", true, true}, {12, "xmr", true, false}}) {
    // One day more than the weeks, so that the last week is over.
    const auto t = incidents_made(steady(c.whole_weeks * 7 + 1, 3, 2));
    const Series series = *compute_figures(t, weekly({"time_to_resolve"})).figures[0].series;
    EXPECT_EQ(series.chart, c.chart) << c.whole_weeks;
    EXPECT_EQ(!series.limits.empty(), c.limits) << c.whole_weeks;
    EXPECT_EQ(c.limits && series.limits[0].trial, c.trial) << c.whole_weeks;
    EXPECT_TRUE(series.signals.empty()) << "a constant series signals nothing";
  }
}

TEST(Series, ChartsDurationsOnTheLogScaleSoThatLimitsStayAboveZero) {
  std::vector<Made> rows;
  const std::vector<double> hours{1, 30, 2, 40, 1, 25, 3, 35, 1, 50, 2, 20, 1, 30};
  for (std::size_t w = 0; w < hours.size(); ++w) {
    for (int i = 0; i < 3; ++i) {
      const double opened = static_cast<double>(w) * 168 + i;
      rows.push_back({.opened = hour(opened), .resolved = hour(opened + hours[w])});
    }
  }
  rows.push_back({.opened = hour(14 * 168 + 1), .resolved = hour(14 * 168 + 2)});
  const Series series = *compute_figures(incidents_made(rows), weekly({"time_to_resolve"})).figures[0].series;
  ASSERT_EQ(series.limits.size(), 1U);
  EXPECT_GT(series.limits[0].lower, 0);
  double log_sum = 0;
  for (const double h : hours) log_sum += std::log(h * 3600);
  EXPECT_NEAR(series.limits[0].centre, std::exp(log_sum / static_cast<double>(hours.size())), 1e-6);
}

TEST(Series, SaysWhetherAChangeIsForTheBetter) {
  // Eight slow weeks, then eight quick ones.
  std::vector<Made> rows;
  for (int w = 0; w < 16; ++w) {
    for (int i = 0; i < 3; ++i) {
      const double opened = w * 168.0 + i;
      rows.push_back({.opened = hour(opened), .resolved = hour(opened + (w < 8 ? 40 : 4) + w % 2)});
    }
  }
  rows.push_back({.opened = hour(16 * 168 + 1), .resolved = hour(16 * 168 + 5)});
  const Series series = *compute_figures(incidents_made(rows), weekly({"time_to_resolve"})).figures[0].series;
  std::vector<std::pair<std::size_t, Direction>> shifts;
  for (const Signal& s : series.signals) {
    if (s.rule == Rule::shift) shifts.emplace_back(s.from, s.direction);
  }
  EXPECT_THAT(shifts,
              ElementsAre(std::pair(std::size_t{0}, Direction::worse), std::pair(std::size_t{8}, Direction::better)));
  ASSERT_TRUE(series.trend);
  EXPECT_EQ(series.trend->verdict, "falling");
}

TEST(Series, OfACountIsZeroInAQuietPeriodAndItsLowerLimitNotUnderZero) {
  std::vector<Made> rows;
  for (int w = 0; w < 13; ++w) {
    for (int i = 0; i < (w % 3 == 0 ? 4 : 0) + (w == 12 ? 1 : 0); ++i)
      rows.push_back({.opened = hour(w * 168 + 10 + i)});
  }
  const Series series = *compute_figures(incidents_made(rows, day(13 * 7)), weekly({"incidents"})).figures[0].series;
  EXPECT_EQ(series.points[1].sample.value, 0.0);
  ASSERT_EQ(series.limits.size(), 1U);
  EXPECT_EQ(series.limits[0].lower, 0);
}

TEST(Warnings, SeeAnExtractSelectedByClosingDate) {
  std::mt19937 random(3);
  std::vector<Made> all;
  for (int i = 0; i < 4000; ++i) {
    const double opened = i * 0.5;
    const double lasts = 2.0 + static_cast<double>(random() % 400);
    all.push_back({.opened = hour(opened), .resolved = hour(opened + lasts), .closed = hour(opened + lasts)});
  }
  std::vector<Made> closed_in_march;
  std::vector<Made> opened_in_march;
  for (const Made& m : all) {
    if (m.closed >= hour(500) && m.closed < hour(1200)) closed_in_march.push_back(m);
    if (m.opened >= hour(500) && m.opened < hour(1200)) opened_in_march.push_back(m);
  }
  FigureRequest request;
  request.ids = {"incidents"};
  EXPECT_THAT(codes(compute_figures(incidents_made(closed_in_march), request)),
              ElementsAre("selected-by-closing-date"));
  EXPECT_THAT(codes(compute_figures(incidents_made(opened_in_march), request)), ElementsAre("openings-end-early"));
}

TEST(Warnings, KeepPeriodsAfterTheLastOpeningOutOfLimits) {
  std::vector<Made> rows = steady(60, 3, 2);
  rows.back().closed = day(120);
  const Figures figures = compute_figures(incidents_made(rows), weekly({"incidents"}));
  EXPECT_THAT(codes(figures), ElementsAre("openings-end-early"));
  ASSERT_EQ(figures.figures[0].series->limits.size(), 1U);
  EXPECT_DOUBLE_EQ(figures.figures[0].series->limits[0].centre, 21);
}

TEST(Pareto, SortsByCountThenNameAndSumsToOne) {
  const auto t = incidents_made({{.team = "b"}, {.team = "a"}, {.team = "c"}, {.team = "c"}, {.team = ""}});
  std::vector<std::string> labels;
  const auto bars = pareto(t.team, all_rows(t));
  for (const ParetoBar& bar : bars) labels.push_back(bar.label);
  EXPECT_THAT(labels, ElementsAre("c", "(none)", "a", "b"));
  EXPECT_DOUBLE_EQ(bars[0].share, 0.4);
  EXPECT_DOUBLE_EQ(bars.back().cumulative, 1);
  EXPECT_TRUE(pareto(t.team, {}).empty());
}

}  // namespace
}  // namespace debrief::analytics
