// The trend report and the other reports over many incidents.

#include <algorithm>

#include <gtest/gtest.h>

#include "documents_fixture.h"
#include "templates/charts/charts.h"
#include "templates/facts/trends.h"

namespace debrief::tests {

using namespace debrief::templates;

namespace {

const analytics::Kpi measure{.id = "m",
                             .title = "Time to resolve",
                             .unit = analytics::Unit::seconds,
                             .better = analytics::Better::lower,
                             .definition = "d",
                             .source = "s"};

/// Weekly values with limits 10 to 30 hours around 20.
analytics::Figure weekly(const std::vector<double>& hours, std::vector<analytics::Signal> signals, bool trial = false) {
  analytics::Figure f;
  f.kpi = &measure;
  analytics::Series s;
  s.chart = "xmr";
  const base::Ms monday = *base::parse_rfc3339("2026-01-05");
  for (std::size_t i = 0; i < hours.size(); ++i) {
    analytics::SeriesPoint p;
    p.window = {monday + static_cast<base::Ms>(i) * 7 * base::day_ms,
                monday + static_cast<base::Ms>(i + 1) * 7 * base::day_ms};
    p.sample.value = hours[i] * 3600;
    p.sample.n = 10;
    s.points.push_back(p);
  }
  s.limits = {{0, hours.size(), 20 * 3600, 10 * 3600, 30 * 3600, trial}};
  s.unjudged = analytics::Unjudged::judged;
  if (!signals.empty()) s.alert = "act";
  s.signals = std::move(signals);
  f.series = s;
  return f;
}

}  // namespace

TEST(ChartFindings, SayThatThereIsNoEvidenceWhereNoRuleFires) {
  std::vector<double> hours(14, 20.0);
  hours[3] = 21;
  const std::string said = series_finding(weekly(hours, {}), base::Zone());
  EXPECT_EQ(
      said,
      "Time to resolve: no evidence of a change over 14 weeks; the figures vary around 20 h as they would by chance.");
  EXPECT_EQ(said.find("better"), std::string::npos);
}

TEST(ChartFindings, OfFiguresThatAreAllAlikeSayThatTheyDoNotVary) {
  auto f = weekly(std::vector<double>(14, 2.0), {});
  f.series->limits = {{0, 14, 7200, 7200, 7200, false}};
  EXPECT_EQ(series_finding(f, base::Zone()),
            "Time to resolve: no evidence of a change over 14 weeks; the figures do not vary, each is 2 h.");
  EXPECT_EQ(xmr_chart(f, base::Zone())->alt.find("limits"), std::string::npos);
  f.series->unjudged = analytics::Unjudged::stock;
  EXPECT_EQ(no_rules(f), "the figure does not vary, it is 2 h in every week");
}

TEST(ChartFindings, OfAGroupNameIt) {
  std::vector<double> hours(14, 20.0);
  hours[3] = 21;
  auto f = weekly(hours, {});
  f.group_name = "cluster";
  f.group_value = "3. late parcels: again";
  EXPECT_TRUE(
      series_finding(f, base::Zone()).starts_with("Time to resolve, theme 3. late parcels: again: no evidence"));
  const auto chart = xmr_chart(f, base::Zone());
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->title, "Time to resolve, theme 3. late parcels: again by week");
  EXPECT_NE(chart->alt.find("chart of Time to resolve, theme 3. late parcels"), std::string::npos);
  EXPECT_EQ(chart->finding, series_finding(f, base::Zone()));
}

TEST(ChartFindings, NameTheWeeksOfAShiftAndItsSide) {
  std::vector<double> hours(14, 20.0);
  for (std::size_t i = 6; i < 14; ++i) hours[i] = 15;
  const std::string said =
      series_finding(weekly(hours, {{analytics::Rule::shift, 6, 13, -1, analytics::Direction::better}}), base::Zone());
  EXPECT_NE(
      said.find(
          "8 weeks in a row lay below the centre line, from the week of 16 February 2026 to the week of 6 April 2026"),
      std::string::npos)
      << said;
  EXPECT_NE(said.find("the better side"), std::string::npos);
}

TEST(ChartFindings, SayNothingAboutChangeWithTooFewPoints) {
  auto f = weekly({20, 21, 19}, {});
  f.series->chart = "run";
  f.series->unjudged = analytics::Unjudged::too_few;
  f.series->limits.clear();
  EXPECT_NE(series_finding(f, base::Zone()).find("too few for control limits"), std::string::npos);
}

TEST(ChartFindings, MakeNothingOfRareCountsOrSharesThatHardlyMove) {
  static const analytics::Kpi count{.id = "c",
                                    .title = "Major incidents",
                                    .unit = analytics::Unit::count,
                                    .better = analytics::Better::lower,
                                    .definition = "d",
                                    .source = "s"};
  static const analytics::Kpi share{.id = "s",
                                    .title = "Completeness",
                                    .unit = analytics::Unit::share,
                                    .better = analytics::Better::higher,
                                    .definition = "d",
                                    .source = "s"};
  auto f = weekly(std::vector<double>(14, 0.0), {{analytics::Rule::shift, 0, 13, -1, analytics::Direction::better}});
  f.kpi = &count;
  f.series->limits[0].centre = 0.4;
  f.series->unjudged = analytics::Unjudged::too_few_events;
  f.series->alert.clear();
  EXPECT_FALSE(shows_change(f));
  EXPECT_NE(series_finding(f, base::Zone()).find("nothing is said about change"), std::string::npos);
  EXPECT_EQ(xmr_chart(f, base::Zone())->kind, ChartKind::run);
  f.kpi = &share;
  f.series->limits[0] = {0, 14, 0.999, 0.997, 1.001, false};
  f.series->unjudged = analytics::Unjudged::hardly_moves;
  EXPECT_FALSE(shows_change(f));
}

TEST(ChartFindings, FollowTheOneVerdictAndNothingElse) {
  auto f = weekly(std::vector<double>(14, 20.0), {{analytics::Rule::outside, 3, 3, 1, analytics::Direction::worse}});
  f.series->alert = "watch";
  EXPECT_FALSE(shows_change(f));
  EXPECT_NE(series_finding(f, base::Zone()).find("to be watched: it stood above the upper limit"), std::string::npos);
  f.series->unjudged = analytics::Unjudged::stock;
  f.series->alert.clear();
  const std::string said = series_finding(f, base::Zone());
  EXPECT_NE(said.find("nothing is said about change"), std::string::npos);
  EXPECT_EQ(said.find("limit for"), std::string::npos) << said;
  EXPECT_EQ(xmr_chart(f, base::Zone())->points[3].mark, "") << "a mark would contradict the sentence";
}

TEST(ChartFindings, OfRareEventsSpeakOfWhatLiesBetween) {
  auto f = weekly(std::vector<double>(14, 20.0), {{analytics::Rule::outside, 3, 3, -1, analytics::Direction::better}});
  analytics::Between b{.unit = "days", .gaps = {}, .centre = 10, .lower = 1, .upper = 40, .outside = {1}, .odd = {}};
  const base::Ms day = base::day_ms;
  const base::Ms first = f.series->points[0].window.from;
  b.gaps = {{first, first + 9 * day, 9}, {first + 9 * day, first + 59 * day, 50}};
  f.series->between = b;
  f.series->alert = "watch";
  EXPECT_NE(series_finding(f, base::Zone()).find("no other one for 50 d between 14 January 2026 and 5 March 2026"),
            std::string::npos)
      << series_finding(f, base::Zone());
  const auto chart = xmr_chart(f, base::Zone());
  ASSERT_TRUE(chart);
  ASSERT_EQ(chart->points.size(), 2U);
  EXPECT_EQ(chart->points[1].mark, "outside");
  EXPECT_DOUBLE_EQ(chart->points[1].value, 50) << "one picture: that of the days between";
}

TEST(XmrChart, DrawsAtMostOneUnfinishedPeriodAtEitherEnd) {
  auto f = weekly(std::vector<double>(30, 20.0), {});
  for (std::size_t i = 0; i < 30; ++i) f.series->points[i].partial = i < 5 || i >= 20;
  f.series->limits = {{5, 20, 20 * 3600, 10 * 3600, 30 * 3600, false}};
  const auto chart = xmr_chart(f, base::Zone());
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->points.size(), 17U);
  EXPECT_EQ(chart->points.front().mark, "partial");
  EXPECT_EQ(chart->limits.front().from, 1U);
}

TEST(XmrChart, PlotsHoursMarksSignalsAndNeverShowsLimitsBelowZero) {
  std::vector<double> hours(14, 20.0);
  hours[3] = 23;
  auto f = weekly(hours, {{analytics::Rule::outside, 3, 3, 1, analytics::Direction::worse}});
  f.series->limits[0].lower = -3600;
  const auto chart = xmr_chart(f, base::Zone());
  ASSERT_TRUE(chart);
  EXPECT_EQ(chart->unit, "h");
  EXPECT_DOUBLE_EQ(chart->points[0].value, 20);
  EXPECT_EQ(chart->points[3].mark, "outside");
  EXPECT_DOUBLE_EQ(*chart->limits[0].lower, 0);
  EXPECT_NE(chart->alt.find("Lowest 20 h, highest 23 h"), std::string::npos) << chart->alt;
}

TEST(ParetoChart, NamesTheFewThatHoldMost) {
  const Chart c = pareto_chart("t",
                               {{"Telephony", 70, 0.7, 0.7},
                                {"CRM", 15, 0.15, 0.85},
                                {"Billing", 5, 0.05, 0.9},
                                {"Post", 5, 0.05, 0.95},
                                {"Other", 5, 0.05, 1}},
                               "incidents");
  EXPECT_EQ(c.finding, "2 of 5 labels hold 85 % of 100 incidents, led by Telephony and CRM.");
  const Chart even = pareto_chart("t", {{"a", 10, 0.5, 0.5}, {"b", 10, 0.5, 1}}, "incidents");
  EXPECT_NE(even.finding.find("no small group"), std::string::npos);
}

TEST(TrendPeriods, AreChosenForEnoughPointsAndEnoughCases) {
  const base::Ms from = *base::parse_rfc3339("2025-08-01");
  EXPECT_EQ(period_for(from, from + 426 * base::day_ms, 1500), base::Period::week);
  EXPECT_EQ(period_for(from, from + 426 * base::day_ms, 150), base::Period::month);
  EXPECT_EQ(period_for(from, from + 1500 * base::day_ms, 20000), base::Period::month);
  EXPECT_EQ(period_for(from, from + 30 * base::day_ms, 600), base::Period::day);
  EXPECT_EQ(period_for(from, from + 120 * base::day_ms, 20), base::Period::week);
}

TEST(TrendReport, IsMadeFromASmallWorkspaceToo) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto built = build_trends(store);
  ASSERT_TRUE(built.document);
  const std::string text = all_text(*built.document);
  EXPECT_NE(text.find("Complaint: 1 in the workspace, not counted here."), std::string::npos) << text.substr(0, 3000);
  EXPECT_FALSE(built.kpis.empty());
}

TEST(TrendReport, IsMadeFromAnEmptyWorkspace) {
  const Folder folder;
  auto store = review::Store::open(folder.path() / "e.db", review::Store::Mode::write, base::Clock(test_now), "tester");
  EXPECT_NE(all_text(*build_trends(store).document).find("There are no records"), std::string::npos);
  EXPECT_TRUE(build_system_review(store).document);
  EXPECT_TRUE(build_register(store).workbook->sheets.front().rows.empty());
}

TEST(TrendReport, FindsThePlantedChangesInTheDemoLog) {
  if (!std::filesystem::exists(demo_log())) GTEST_SKIP() << "the demo log is not there";
  const Folder folder;
  auto store = log_workspace(folder, demo_log());
  const auto built = build_trends(store);
  const std::string text = all_text(*built.document);
  EXPECT_NE(text.find("Categories that changed"), std::string::npos);
  EXPECT_NE(text.find("Billing: "), std::string::npos);
  for (const char* secret : {"Amara Osei", "Tom Pryce", "07700"}) EXPECT_EQ(text.find(secret), std::string::npos);
  EXPECT_GE(built.facts.size(), 10U);
  const auto process = build_system_review(store);
  EXPECT_NE(all_text(*process.document).find("Priority differs from the usual matrix"), std::string::npos);
}

TEST(Register, HasOneRowPerRecordAndNoPersonForReadersOutside) {
  const Folder folder;
  auto store = small_workspace(folder);
  EXPECT_EQ(build_register(store).workbook->sheets.front().rows.size(), 3U);
  BuildOptions options;
  options.audience = "external";
  const auto built = build_register(store, options);
  const std::string text = all_text(*built.workbook);
  for (const char* secret : {"Onyango", "900933", "Marchetti", "Osei"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
}

TEST(TrendPack, OpensWithEachMeasureInWordsAndHasNoSecondsToReadBeforeTheLastSheet) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto built = build_trends(store);
  ASSERT_TRUE(built.workbook);
  const auto& sheets = built.workbook->sheets;
  EXPECT_EQ(sheets.front().name, "Overview");
  EXPECT_EQ(sheets.front().title, built.workbook->title);
  EXPECT_FALSE(sheets.front().rows.empty());
  EXPECT_EQ(sheets.back().name, "Figures");
  for (const Sheet& s : sheets) {
    if (s.name == "Figures") continue;
    for (const auto& note : s.notes) EXPECT_EQ(note.find("second"), std::string::npos) << s.name;
    for (const auto& c : s.columns) EXPECT_NE(c.header, "Unit") << s.name;
    for (const auto& row : s.rows) EXPECT_EQ(row.size(), s.columns.size()) << s.name;
  }
}

TEST(TrendPack, HasALineForEachPeriodWithItsMeasuresSideBySide) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto built = build_trends(store);
  ASSERT_TRUE(built.workbook);
  std::size_t seen = 0;
  for (const Sheet& s : built.workbook->sheets) {
    if (!s.name.ends_with("by period")) continue;
    ++seen;
    std::int64_t before = 0;
    for (const auto& row : s.rows) {
      const auto from = std::get<SheetDate>(row[0]).wall_ms;
      EXPECT_GT(from, before) << s.name;
      before = from;
    }
    for (std::size_t c = 3; c < s.columns.size(); ++c) {
      if (s.columns[c].type == SheetType::number && s.columns[c].header.find(", ") != std::string::npos) continue;
      EXPECT_EQ(s.columns.at(c + 1).header, s.columns[c].header + ", n") << "a figure stands beside its cases";
      EXPECT_TRUE(std::any_of(s.rows.begin(), s.rows.end(), [&](const auto& row) { return row[c].index() != 0; }))
          << s.columns[c].header;
    }
  }
  EXPECT_GT(seen, 0U);
}

}  // namespace debrief::tests
