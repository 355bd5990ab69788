// Decisions about themes: applied, kept over runs, taken back, and said where they cannot be followed.

#include "review/themes.h"

#include "review/actions.h"
#include "review/audit.h"
#include "review/clusters.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "workspace.h"

namespace debrief::review {
namespace {

using ThemeTest = Workspace;

/// One theme per number, with that many members; incident ids from 1 upwards, in order.
FoundThemes found(const std::vector<std::pair<std::int64_t, int>>& sizes) {
  FoundThemes f;
  std::int64_t id = 0;
  for (const auto& [number, size] : sizes) {
    StoredTheme t;
    t.number = number;
    t.label = "theme " + std::to_string(number);
    t.terms = {"word " + std::to_string(number)};
    t.stability = 0.5;
    if (number > 0) f.themes.push_back(t);
    for (int i = 0; i < size; ++i) f.members.push_back({++id, number, 0.5});
  }
  return f;
}

ThemeDecision merge(std::int64_t into, std::vector<std::int64_t> others) {
  ThemeDecision d;
  d.id = 1;
  d.act = ThemeAct::merge;
  d.theme = into;
  d.others = std::move(others);
  return d;
}

ThemeDecision split(std::int64_t theme, std::vector<ThemeDecision::Part> parts) {
  ThemeDecision d;
  d.id = 2;
  d.act = ThemeAct::split;
  d.theme = theme;
  d.parts = std::move(parts);
  return d;
}

ThemeDecision rename(std::int64_t theme, std::string label) {
  ThemeDecision d;
  d.id = 3;
  d.theme = theme;
  d.label = std::move(label);
  return d;
}

ThemeDecision moved(std::int64_t to, std::vector<std::int64_t> incidents) {
  ThemeDecision d;
  d.id = 4;
  d.act = ThemeAct::move;
  d.theme = to;
  d.incidents = std::move(incidents);
  return d;
}

/// New incidents go to the last part.
std::vector<std::size_t> to_last(const std::vector<std::int64_t>& incidents,
                                 const std::vector<std::vector<std::int64_t>>& parts) {
  return std::vector<std::size_t>(incidents.size(), parts.size() - 1);
}

ShownThemes shown(FoundThemes f, std::vector<ThemeDecision> decisions) {
  return decided(std::move(f), decisions, to_last);
}

std::vector<std::pair<std::int64_t, std::int64_t>> sizes(const ShownThemes& s) {
  std::vector<std::pair<std::int64_t, std::int64_t>> out;
  for (const auto& t : s.themes) out.emplace_back(t.number, t.size);
  return out;
}

using Sizes = std::vector<std::pair<std::int64_t, std::int64_t>>;

TEST(ThemeDecisions, WithoutAnyShowWhatWasFound) {
  const auto s = shown(found({{1, 3}, {2, 5}, {0, 2}}), {});
  EXPECT_EQ(sizes(s), (Sizes{{2, 5}, {1, 3}}));
  EXPECT_FALSE(s.themes[0].decided);
  EXPECT_TRUE(s.unapplied.empty());
}

TEST(ThemeDecisions, MergeUnderTheFirstNumberWithTheWordsOfAll) {
  const auto s = shown(found({{1, 3}, {2, 5}, {3, 1}}), {merge(1, {3, 2})});
  EXPECT_EQ(sizes(s), (Sizes{{1, 9}}));
  EXPECT_EQ(s.themes[0].label, "theme 1");
  EXPECT_EQ(s.themes[0].terms, (std::vector<std::string>{"word 1", "word 3", "word 2"}));
  EXPECT_TRUE(s.themes[0].decided);
}

TEST(ThemeDecisions, KeepTheNumberOfAMergeWhoseFirstThemeIsGone) {
  const auto s = shown(found({{2, 5}, {3, 1}}), {merge(1, {2, 3})});
  EXPECT_EQ(sizes(s), (Sizes{{1, 6}}));
  EXPECT_TRUE(s.unapplied.empty());
}

TEST(ThemeDecisions, SayThatAMergeOfThemesThatAreGoneCannotBeFollowed) {
  const auto s = shown(found({{4, 5}}), {merge(1, {2, 3})});
  EXPECT_EQ(sizes(s), (Sizes{{4, 5}}));
  ASSERT_EQ(s.unapplied.size(), 1U);
  EXPECT_EQ(s.unapplied[0], "decision 1 (merged 2 and 3 into 1): none of these themes is found any more");
}

TEST(ThemeDecisions, SplitIntoPartsAndPutNewIncidentsWhereTheyBelong) {
  // Incidents 1 to 5 are in theme 1; 5 came after the split.
  const auto s =
      shown(found({{1, 5}, {2, 2}}), {split(1, {{1, "", {}, {}, {1, 2}}, {7, "cut out", {"cut"}, 0.9, {3, 4}}})});
  EXPECT_EQ(sizes(s), (Sizes{{7, 3}, {1, 2}, {2, 2}}));
  EXPECT_EQ(s.themes[0].label, "cut out");
  EXPECT_DOUBLE_EQ(s.themes[0].stability, 0.9);
  EXPECT_EQ(s.themes[1].label, "theme 1");
  EXPECT_EQ(s.members[4].number, 7);
}

TEST(ThemeDecisions, DoNotSplitWhereOnlyOnePartIsLeft) {
  const auto s = shown(found({{1, 2}}), {split(1, {{1, "", {}, {}, {1, 2}}, {7, "cut out", {}, {}, {30}}})});
  EXPECT_EQ(sizes(s), (Sizes{{1, 2}}));
  EXPECT_EQ(s.unapplied.size(), 1U);
}

TEST(ThemeDecisions, ApplyInOrder) {
  const auto s = shown(found({{1, 4}, {2, 2}}), {split(1, {{1, "", {}, {}, {1, 2}}, {7, "", {}, {}, {3, 4}}}),
                                                 merge(2, {7}), rename(2, "Both")});
  EXPECT_EQ(sizes(s), (Sizes{{2, 4}, {1, 2}}));
  EXPECT_EQ(s.themes[0].label, "Both");
}

TEST(ThemeDecisions, MoveIncidentsIntoAThemeAndOutOfAny) {
  const auto s = shown(found({{1, 3}, {2, 2}, {0, 1}}), {moved(2, {1, 6}), moved(0, {4})});
  EXPECT_EQ(sizes(s), (Sizes{{2, 3}, {1, 2}}));
  EXPECT_EQ(s.members[0].number, 2);
  EXPECT_EQ(s.members[5].number, 2);
  EXPECT_EQ(s.members[3].number, 0);
}

TEST(ThemeDecisions, SayHowManyOfTheMovedIncidentsAreGone) {
  const auto s = shown(found({{1, 3}, {2, 2}}), {moved(2, {1, 99})});
  EXPECT_EQ(sizes(s), (Sizes{{2, 3}, {1, 2}}));
  ASSERT_EQ(s.unapplied.size(), 1U);
  EXPECT_NE(s.unapplied[0].find("1 of these incidents is no longer there"), std::string::npos);
}

TEST(ThemeDecisions, ThatWereTakenBackChangeNothing) {
  auto d = rename(1, "Mine");
  d.undone_ms = noon;
  EXPECT_EQ(shown(found({{1, 3}}), {d}).themes[0].label, "theme 1");
}

TEST(ThemeDecisions, LeaveNoTwoThemesWithOneName) {
  const auto s = shown(found({{1, 3}, {2, 2}}), {rename(2, "theme 1")});
  EXPECT_EQ(s.themes[0].label, "theme 1");
  EXPECT_EQ(s.themes[1].label, "theme 1 (2)");
}

TEST(CustomersIn, ReadsOneNumberOrNone) {
  const std::vector<std::pair<const char*, std::optional<double>>> cases{
      {"120", 120},
      {"~50", 50},
      {"1,204", 1204},
      {"1 204 567", 1204567},
      {"about 30 customers", 30},
      {"all", std::nullopt},
      {"", std::nullopt},
      {"10-20", std::nullopt},
      {"0", 0},
      {"12,5000", std::nullopt},
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(customers_in(text), expected) << text;
}

TEST_F(ThemeTest, DecisionsAreKeptWithTheirIncidentsAndTheirAudit) {
  Store store = open();
  import(store, {draft(2, "A", "one"), draft(3, "B", "two"), draft(4, "C", "three")});
  const auto id = [&](const char* ref) { return incident_by_ref(store, ref).id; };
  ThemeDecision d = split(1, {{1, "", {}, {}, {id("A")}}, {5, "cut out", {"cut", "out"}, 0.75, {id("B"), id("C")}}});
  const auto kept = add_theme_decision(store, d);
  add_theme_decision(store, rename(5, "Cut"));
  undo_theme_decision(store, 2);
  const auto all = theme_decisions(store);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].id, kept);
  EXPECT_EQ(all[0].by, "tester");
  ASSERT_EQ(all[0].parts.size(), 2U);
  EXPECT_EQ(all[0].parts[1].incidents, (std::vector<std::int64_t>{id("B"), id("C")}));
  EXPECT_EQ(all[0].parts[1].stability, 0.75);
  EXPECT_EQ(said(all[0]), "split 1 into 1 and 5");
  EXPECT_TRUE(all[1].undone_ms);
  EXPECT_EQ(next_theme_number(store), 6) << "the number of a part is not given again";
  EXPECT_THROW(undo_theme_decision(store, 2), base::Error);
  const auto entries = audit_entries(store, 10);
  EXPECT_EQ(entries[0].act, "cluster.undo");
  EXPECT_EQ(entries[2].act, "cluster.split");
  EXPECT_FALSE(verify_audit(store).first_bad);
}

TEST_F(ThemeTest, ARunIsShownAsDecidedAndStaysAsFound) {
  Store store = open();
  import(store, {draft(2, "A", "one"), draft(3, "B", "two"), draft(4, "C", "three")});
  std::vector<std::int64_t> ids;
  for (const char* ref : {"A", "B", "C"}) ids.push_back(incident_by_ref(store, ref).id);
  StoredClusterRun run;
  run.n = 3;
  run.outliers = 1;
  for (const std::int64_t number : {1, 2}) {
    StoredTheme t;
    t.number = number;
    t.label = "t" + std::to_string(number);
    run.themes.push_back(t);
  }
  const auto run_id = save_cluster_run(store, run, {{ids[0], 1, 0.9}, {ids[1], 2, 0.8}, {ids[2], 0, 0}});
  add_theme_decision(store, merge(1, {2}));
  add_theme_decision(store, moved(1, {ids[2]}));
  auto s = decided(found_themes(store, run_id), theme_decisions(store), to_last);
  s.themes[0].group = 1;
  show_themes(store, run_id, s, {{1, "all of it"}});
  const auto kept = newest_cluster_run(store);
  ASSERT_EQ(kept->themes.size(), 1U);
  EXPECT_EQ(kept->themes[0].size, 3);
  EXPECT_EQ(kept->themes[0].group, 1);
  EXPECT_EQ(kept->outliers, 0);
  EXPECT_EQ(kept->groups[0].label, "all of it");
  EXPECT_EQ(cluster_members(store, run_id, 1).size(), 3U);
  EXPECT_EQ(found_themes(store, run_id).themes.size(), 2U);
  show_themes(store, run_id, decided(found_themes(store, run_id), {}, to_last), {});
  EXPECT_EQ(newest_cluster_run(store)->themes.size(), 2U);
  EXPECT_EQ(newest_cluster_run(store)->outliers, 1);
}

TEST_F(ThemeTest, ARunKnowsThatIncidentsCameAfterIt) {
  Store store = open();
  import(store, {draft(2, "A", "one")});
  StoredClusterRun run;
  run.n = 1;
  save_cluster_run(store, run, {{incident_by_ref(store, "A").id, 0, 0}});
  EXPECT_FALSE(run_age(store, *newest_cluster_run(store)).old());
  import(store, {draft(2, "B", "two", 2)});
  const auto age = run_age(store, *newest_cluster_run(store));
  EXPECT_TRUE(age.old());
  EXPECT_EQ(age.new_incidents, 1);
}

TEST_F(ThemeTest, WorkIsThatOfReviewsThatCoverTheThemesIncidents) {
  Store store = open();
  import(store, {draft(2, "A", "one"), draft(3, "B", "two"), draft(4, "C", "three")});
  StoredClusterRun run;
  run.n = 3;
  for (const std::int64_t number : {1, 2}) {
    StoredTheme t;
    t.number = number;
    t.label = "t" + std::to_string(number);
    run.themes.push_back(t);
  }
  save_cluster_run(store, run,
                   {{incident_by_ref(store, "A").id, 1, 1},
                    {incident_by_ref(store, "B").id, 1, 1},
                    {incident_by_ref(store, "C").id, 2, 1}});
  const auto review = draft_review(store, {"A", "B"});
  Finding f;
  f.review_id = review.id;
  f.kind = "root";
  f.text = "The form asks twice";
  f.cause = "tools";
  add_finding(store, f);
  Action open_one;
  open_one.review_id = review.id;
  open_one.title = "Change the form";
  add_action(store, open_one);
  const auto done = add_action(store, open_one);
  update_action(store, done, "reason", "not worth it");
  update_action(store, done, "status", "rejected");
  const auto work = theme_work(store, *newest_cluster_run(store));
  ASSERT_EQ(work.size(), 2U);
  EXPECT_EQ(work[0].incidents_reviewed, 2);
  EXPECT_EQ(work[0].reviews, (std::vector<std::int64_t>{review.id}));
  EXPECT_EQ(work[0].actions.size(), 1U);
  ASSERT_EQ(work[0].causes.size(), 1U);
  EXPECT_EQ(work[0].causes[0].cause, "tools");
  EXPECT_TRUE(work[1].reviews.empty());
  EXPECT_TRUE(work[1].actions.empty());
}

}  // namespace
}  // namespace debrief::review
