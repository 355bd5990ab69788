// Themes, what occurs together and when records come in, as the trend report prints them.

#include <map>

#include <gtest/gtest.h>

#include "documents_fixture.h"
#include "review/clusters.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "review/themes.h"
#include "templates/charts/charts.h"
#include "templates/facts/themes_view.h"

namespace debrief::tests {

using namespace templates;

namespace {

/// A run whose themes are the categories, so that what is found can be known beforehand. Every tenth is in none.
std::int64_t run_by_category(review::Store& store) {
  const auto columns = review::incident_columns(store);
  review::StoredClusterRun run;
  run.n = static_cast<std::int64_t>(columns.size());
  run.method = "hand";
  std::vector<review::StoredMember> members;
  for (std::size_t code = 1; code < columns.category.values.size(); ++code) {
    review::StoredTheme theme;
    theme.number = static_cast<std::int64_t>(code);
    theme.label = "about " + columns.category.values[code];
    theme.stability = code == 1 ? 0.4 : 0.9;
    run.themes.push_back(theme);
  }
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::int64_t number = i % 10 == 9 ? 0 : columns.category.codes[i];
    run.outliers += number == 0 ? 1 : 0;
    members.push_back({columns.id[i], number, 0.5});
  }
  return review::save_cluster_run(store, run, members);
}

analytics::Arrivals one_peak() {
  analytics::Arrivals a;
  a.n = 100;
  a.cells[9].n = 60;
  a.cells[9].expected = 30.5;
  a.cells[9].signal = 1;
  a.cells[24 + 9].n = 40;
  return a;
}

}  // namespace

TEST(ArrivalsChart, NamesTheBusiestHourAndTheCellsThatStandOut) {
  const Chart c = arrivals_chart("t", one_peak(), *base::Zone::named("Europe/London"));
  EXPECT_EQ(c.kind, ChartKind::heatmap);
  EXPECT_EQ(c.rows.size(), 7U);
  EXPECT_EQ(c.points.size(), 168U);
  EXPECT_EQ(c.points[9].mark, "more");
  EXPECT_EQ(
      c.finding,
      "Most are opened on Monday from 09:00. More than the hour and the weekday alone would make: Monday 09:00 (60 "
      "against 30.5 expected).");
  EXPECT_NE(c.x_title.find("Europe/London"), std::string::npos);
}

TEST(ArrivalsChart, SaysThatNothingStandsOut) {
  auto a = one_peak();
  a.cells[9].signal = 0;
  EXPECT_NE(arrivals_chart("t", a, base::Zone()).finding.find("No hour of a weekday stands out"), std::string::npos);
  EXPECT_EQ(arrivals_chart("t", analytics::Arrivals{}, base::Zone()).finding,
            "No record says at which hour it was opened.");
}

TEST(ThemesInTheTrendReport, StandWithShareStabilityRankAndCost) {
  if (!std::filesystem::exists(demo_log())) GTEST_SKIP() << "the demo log is not there";
  const Folder folder;
  auto store = log_workspace(folder, demo_log());
  run_by_category(store);
  const auto built = build_trends(store);
  ASSERT_TRUE(built.document);
  const std::string text = all_text(*built.document);
  EXPECT_NE(text.find("(tentative)"), std::string::npos);
  EXPECT_NE(text.find("belong to none"), std::string::npos);
  EXPECT_NE(text.find("counted again"), std::string::npos);
  EXPECT_NE(text.find("Records by hour and weekday"), std::string::npos);
  const Table* together = table_captioned(*built.document, "What occurs together");
  ASSERT_NE(together, nullptr);
  EXPECT_LE(together->body.size(), 20U);
  const Table* work = table_captioned(*built.document, "What themes take");
  ASSERT_NE(work, nullptr);
  EXPECT_FALSE(work->body.empty());
  ASSERT_NE(table_captioned(*built.document, "Largest themes"), nullptr);
  EXPECT_EQ(table_captioned(*built.document, "Groups of themes"), nullptr) << "the run has none";
}

TEST(ThemesInTheTrendReport, SayWhenTheRunIsOlderThanTheRecords) {
  const Folder folder;
  auto store = small_workspace(folder);
  review::StoredClusterRun run;
  run.n = 0;
  review::save_cluster_run(store, run, {});
  const std::string text = all_text(*build_trends(store).document);
  EXPECT_NE(text.find("came after these themes were looked for"), std::string::npos);
}

TEST(ThemesInTheTrendReport, StandWithoutAThemeToo) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto columns = review::incident_columns(store);
  review::StoredClusterRun run;
  run.n = run.outliers = static_cast<std::int64_t>(columns.size());
  std::vector<review::StoredMember> members;
  for (const std::int64_t id : columns.id) members.push_back({id, 0, 0});
  review::save_cluster_run(store, run, members);
  const std::string text = all_text(*build_trends(store).document);
  EXPECT_NE(text.find("there are no themes"), std::string::npos);
  EXPECT_NE(text.find("The records have no text that tells them apart, so there are no themes."), std::string::npos)
      << text;
}

TEST(ThemesInTheTrendReport, ShowCausesOfReviewsToReadersInside) {
  const Folder folder;
  auto store = small_workspace(folder);
  run_by_category(store);
  const auto review = review::draft_review(store, {"INC-1"});
  review::Finding f;
  f.review_id = review.id;
  f.kind = "root";
  f.text = "The certificate ran out unseen";
  f.cause = "tools";
  review::add_finding(store, f);
  EXPECT_NE(all_text(*build_trends(store).document).find("The certificate ran out unseen"), std::string::npos);
  BuildOptions outside;
  outside.audience = "external";
  EXPECT_EQ(all_text(*build_trends(store, outside).document).find("The certificate ran out unseen"), std::string::npos);
}

TEST(ThemesView, CountsEachThemesRecordsOnceAndKeepsWhatIsMissing) {
  if (!std::filesystem::exists(demo_log())) GTEST_SKIP() << "the demo log is not there";
  const Folder folder;
  auto store = log_workspace(folder, demo_log());
  run_by_category(store);
  const auto columns = review::incident_columns(store);
  const auto run = review::newest_cluster_run(store);
  const auto view = themes_view(store, columns, *run, base::Zone());
  std::size_t rows = 0;
  for (std::size_t t = 0; t < view.themes.size(); ++t) {
    const ThemeView& theme = view.themes[t];
    rows += theme.rows.size();
    EXPECT_EQ(static_cast<std::int64_t>(theme.rows.size()), run->themes[t].size);
    const ThemeCost& c = theme.cost;
    EXPECT_EQ(c.resolved + c.unresolved + c.resolve_missing, run->themes[t].size);
    EXPECT_EQ(c.sla_known + c.sla_missing, run->themes[t].size);
    EXPECT_EQ(c.customers_known + c.customers_missing, run->themes[t].size);
    std::int64_t codes = theme.without_code;
    for (const auto& [code, n] : theme.codes) codes += n;
    EXPECT_EQ(codes, run->themes[t].size);
    EXPECT_EQ(theme.tentative, run->themes[t].stability < 0.6);
    ASSERT_TRUE(theme.movement);
    EXPECT_EQ(theme.movement->recent + theme.movement->before, run->themes[t].size);
    // A theme that is a category is over-represented in it.
    bool own = false;
    for (const std::size_t i : theme.over) {
      const auto& part = view.combinations.found[i].parts[1];
      own = own || "about " + view.dimensions[part.dimension].values[part.value] == run->themes[t].label;
    }
    EXPECT_TRUE(own || theme.rows.size() < 5) << run->themes[t].label;
  }
  EXPECT_EQ(static_cast<std::int64_t>(rows), run->n - run->outliers);
}

}  // namespace debrief::tests
