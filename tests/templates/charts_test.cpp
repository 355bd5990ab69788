// Charts made from figures and records: their sentences, their text alternatives, and what they hold.

#include <algorithm>

#include "base/error.h"
#include "documents_fixture.h"
#include "review/actions.h"
#include "review/reviews.h"
#include "templates/audience.h"
#include "templates/build.h"
#include "templates/charts/charts.h"

namespace debrief::templates {

namespace {

using tests::Folder;

const Chart* chart_titled(const Document& document, std::string_view title) {
  const Chart* found = nullptr;
  const auto look = [&](const auto& self, const Blocks& blocks) -> void {
    for (const Block& b : blocks) {
      if (const auto* f = std::get_if<Figure>(&b.value); f != nullptr && f->chart.title == title) found = &f->chart;
      for (const Blocks* inside : inner(b)) self(self, *inside);
    }
  };
  look(look, document.blocks);
  return found;
}

struct Reviewed {
  Folder folder;
  review::Store store = tests::small_workspace(folder);
  review::Review review = review::draft_review(store, {"INC-1"});

  std::int64_t add(std::string kind, std::string text, std::string area = "", std::int64_t under = 0,
                   std::string outcome = "", bool shown_by_a_row = true) {
    review::Finding f;
    f.review_id = review.id;
    f.kind = std::move(kind);
    f.text = std::move(text);
    f.cause = std::move(area);
    f.parent = under;
    f.outcome = std::move(outcome);
    if (shown_by_a_row) f.evidence.push_back({review.incidents.front(), 1});
    return review::add_finding(store, f);
  }

  Document document(const std::string& audience = "internal") {
    BuildOptions options;
    options.now = tests::test_now;
    options.audience = audience;
    options.pseudonym_salt = "salt";
    return *build_pir(store, review.id, options).document;
  }
};

}  // namespace

TEST(CauseRecords, AreDrawnAsWhysAndBowTieWithAllTheyHold) {
  Reviewed r;
  const auto first = r.add("immediate", "The certificate ran out", "external");
  const auto second = r.add("underlying", "The list was kept by hand", "organisation", first);
  r.add("contributing", "Nobody was told", "people", 0, "", false);
  r.add("control", "Monthly check", "", second, "failed");
  const auto lost = r.add("consequence", "40 callers lost");
  r.add("control", "Call-backs", "", lost, "held");
  const Document d = r.document();
  const Chart* whys = chart_titled(d, "Why it happened");
  const Chart* tie = chart_titled(d, "Causes, controls and what followed");
  ASSERT_NE(whys, nullptr);
  ASSERT_NE(tie, nullptr);
  ASSERT_EQ(whys->causes.size(), 6U);
  ASSERT_EQ(tie->causes.size(), 6U);
  EXPECT_EQ(whys->causes[1].parent, 0);
  EXPECT_EQ(whys->causes[1].area, "Organisation");
  EXPECT_TRUE(whys->causes[2].hypothesis);
  EXPECT_EQ(tie->causes[3].role, "control");
  EXPECT_EQ(tie->causes[3].outcome, "failed");
  EXPECT_EQ(tie->causes[5].parent, 4);
  EXPECT_EQ(whys->finding, "3 causes, 1 of them a hypothesis, in 2 branches, the longest 2 whys deep.");
  EXPECT_EQ(tie->finding, "3 causes, 1 of them a hypothesis; of 2 controls 1 held and 1 failed.");
  EXPECT_NE(whys->alt.find("Nobody was told (hypothesis)"), std::string::npos);
}

TEST(CauseRecords, WithoutChainsAreDrawnByArea) {
  Reviewed r;
  r.add("immediate", "The certificate ran out", "external");
  r.add("contributing", "Nobody was told", "people");
  const Document d = r.document();
  const Chart* fishbone = chart_titled(d, "Causes by area");
  ASSERT_NE(fishbone, nullptr);
  EXPECT_EQ(fishbone->finding, "2 causes: external (1) and people (1).");
  EXPECT_EQ(chart_titled(d, "Why it happened"), nullptr);
  EXPECT_EQ(chart_titled(d, "Causes, controls and what followed"), nullptr);
}

TEST(CauseRecords, GoIntoTheNextVersionWithWhatTheyHangFrom) {
  Reviewed r;
  const auto first = r.add("immediate", "The certificate ran out");
  r.add("underlying", "The list was kept by hand", "", first);
  r.add("control", "Monthly check", "", first, "failed");
  review::sign_review(r.store, r.review.id, "Ngozi Bello", "no action is needed");
  const auto next = review::draft_review(r.store, {"INC-1"});
  const auto now = review::findings_of(r.store, next.id);
  ASSERT_EQ(now.size(), 3U);
  EXPECT_EQ(now[1].parent, now[0].id);
  EXPECT_EQ(now[2].parent, now[0].id);
  EXPECT_EQ(now[2].outcome, "failed");
  EXPECT_NE(now[0].id, first);
}

TEST(CauseRecords, RefuseAPersonForACause) {
  Reviewed r;
  for (const char* text : {"Helen Marchetti did not look", "It was down to Amara Osei's decision"}) {
    try {
      r.add("underlying", text);
      FAIL() << text;
    } catch (const base::Error& e) {
      EXPECT_EQ(e.code(), "cause-names-person");
    }
  }
  EXPECT_GT(r.add("underlying", "The service desk had no runbook for it"), 0) << "a desk is no person";
  EXPECT_GT(r.add("went_well", "Helen Marchetti raised it at once"), 0) << "praise may have a name";
}

TEST(CauseRecords, HangOnlyFromWhatFits) {
  Reviewed r;
  const auto cause = r.add("immediate", "The certificate ran out");
  const auto followed = r.add("consequence", "40 callers lost");
  const auto well = r.add("went_well", "Raised early");
  const auto code_of = [&](std::string kind, std::int64_t under, std::string outcome = "") -> std::string {
    try {
      r.add(std::move(kind), "text", "", under, std::move(outcome));
      return "";
    } catch (const base::Error& e) {
      return std::string(e.code());
    }
  };
  EXPECT_EQ(code_of("control", 0), "bad-parent") << "a control guards something";
  EXPECT_EQ(code_of("control", well), "bad-parent");
  EXPECT_EQ(code_of("underlying", followed), "bad-parent");
  EXPECT_EQ(code_of("consequence", cause), "bad-parent");
  EXPECT_EQ(code_of("underlying", 9999), "no-such-finding");
  EXPECT_EQ(code_of("underlying", cause, "held"), "bad-outcome");
  EXPECT_EQ(code_of("control", cause, "perhaps"), "bad-value");
  EXPECT_EQ(code_of("control", followed, "held"), "");
}

TEST(CauseRecords, ShowNoNameToThoseWhoMayNotSeeIt) {
  Reviewed r;
  const auto first = r.add("immediate", "The certificate ran out");
  r.add("underlying", "The list was kept by hand", "", first);
  r.add("consequence", "Helen Marchetti was called at night");
  for (const char* audience : {"external", "share"}) {
    const Document d = r.document(audience);
    EXPECT_EQ(tests::all_text(d).find("Marchetti"), std::string::npos);
    const Chart* tie = chart_titled(d, "Causes, controls and what followed");
    if (tie == nullptr) continue;
    for (const auto& c : tie->causes) EXPECT_EQ(c.text.find("Marchetti"), std::string::npos) << c.text;
  }
}

TEST(Gate, CleansEveryTextThatAChartCanHold) {
  Folder folder;
  auto store = tests::small_workspace(folder);
  const std::string name = "Helen Marchetti 07700 900933";
  Chart c;
  c.kind = ChartKind::bar;
  c.title = c.finding = c.alt = c.x_title = c.y_title = c.event = name;
  c.points = {{name, 1, ""}};
  c.rows = {name};
  c.moments = {{0, 0, name, name, ""}};
  c.stacks = {{name, {1}}};
  c.causes.resize(1);
  c.causes[0].text = c.causes[0].evidence = name;
  c.spreads = {{name, 1, 1, 2, 3, 4, 5}};
  c.tasks.resize(1);
  c.tasks[0].label = name;
  c.effects.resize(1);
  c.effects[0].label = c.effects[0].measure = c.effects[0].before = c.effects[0].after = name;
  Document d;
  d.blocks.push_back({"f", Figure{c, name}});
  Gate gate(Audience::external, people_of(store), "salt");
  gate.apply(d);
  const Chart& seen = std::get<Figure>(d.blocks[0].value).chart;
  std::vector<std::string> texts{seen.title, seen.finding, seen.alt, seen.x_title, seen.y_title, seen.event,
                                 seen.points[0].label, seen.rows[0], seen.moments[0].label, seen.moments[0].lane,
                                 seen.stacks[0].name, seen.causes[0].text, seen.causes[0].evidence,
                                 seen.spreads[0].label, seen.tasks[0].label, seen.effects[0].label,
                                 seen.effects[0].measure, seen.effects[0].before, seen.effects[0].after};
  for (const std::string& text : texts) {
    EXPECT_EQ(text.find("Marchetti"), std::string::npos) << text;
    EXPECT_EQ(text.find("900933"), std::string::npos) << text;
  }
}

TEST(ActionCharts, PutTheLongestOverdueFirst) {
  std::vector<ChartTask> tasks(4);
  const base::Ms now = tests::test_now;
  tasks[0] = {"A-1", now - 40 * base::day_ms, {}, now + 5 * base::day_ms, {}, "open"};
  tasks[1] = {"A-2", now - 40 * base::day_ms, {}, now - 3 * base::day_ms, {}, "overdue"};
  tasks[2] = {"A-3", now - 40 * base::day_ms, {}, now - 9 * base::day_ms, {}, "overdue"};
  tasks[3] = {"A-4", now - 40 * base::day_ms, {}, now - 20 * base::day_ms, now - 12 * base::day_ms, "done"};
  const Chart c = ageing_chart("Actions", tasks, now, base::Zone());
  EXPECT_EQ(c.tasks[0].label, "A-3");
  EXPECT_EQ(c.tasks[3].label, "A-4");
  EXPECT_EQ(c.finding,
            "3 actions are open, 2 of them overdue, the longest by 9 days; 1 carried out, 1 of them late.");
  EXPECT_NE(c.alt.find("A-3: due"), std::string::npos);
  EXPECT_EQ(ageing_chart("Actions", {}, now, base::Zone()).finding, "No action has been recorded.");
}

TEST(ActionCharts, TellEachEffectWithItsInterval) {
  const Chart c = effect_chart("Effects", {{"A-1 Renew", "recurrence", "6", "2", 0.31, 0.16, 0.55, "worked"},
                                           {"A-2 Train", "", "", "", {}, {}, {}, "cannot tell yet"}});
  EXPECT_EQ(c.finding, "Of 2 actions whose data were asked: 1 worked and 1 cannot tell yet.");
  EXPECT_NE(c.alt.find("A-1 Renew: 31 % of before (95 % interval 16 to 55 %), worked."), std::string::npos);
  EXPECT_EQ(effect_chart("Effects", {}).finding, "No action has a measured effect yet.");
}

TEST(BoxPlots, WantTwoGroupsOfTenCases) {
  const analytics::Kpi* kpi = analytics::kpi_named("time_to_resolve");
  ASSERT_NE(kpi, nullptr);
  const auto figure = [&](std::string group, int n, double scale) {
    analytics::Figure f;
    f.kpi = kpi;
    f.group_value = std::move(group);
    for (int i = 1; i <= n; ++i) f.sample.values.push_back(i * scale);
    f.sample.n = n;
    f.sample.q1 = n * 0.25 * scale;
    f.sample.median = f.sample.value = n * 0.5 * scale;
    f.sample.q3 = n * 0.75 * scale;
    f.sample.p90 = n * 0.9 * scale;
    return f;
  };
  const auto voice = figure("Voice", 40, 600), billing = figure("Billing", 40, 6000), few = figure("Few", 9, 600);
  EXPECT_FALSE(box_chart("Times", "team", {&voice, &few, nullptr}));
  const auto chart = box_chart("Times", "team", {&voice, &few, &billing});
  ASSERT_TRUE(chart);
  ASSERT_EQ(chart->spreads.size(), 2U);
  EXPECT_LE(chart->spreads[0].low, chart->spreads[0].lower_quarter);
  EXPECT_EQ(chart->finding,
            "The median is highest in Billing (1 d 9 h) and lowest in Voice (3 h 20 min); their middle halves do "
            "not overlap.");
  EXPECT_NE(chart->alt.find("n = 40"), std::string::npos);
}

TEST(StackedBars, LeaveOutAPartThatNoBarHas) {
  const Chart c = stacked_chart("Open", "2 open.", "actions", {"new", "old"}, {{"in time", {1, 0}}, {"overdue", {0, 1}}, {"no date", {0, 0}}});
  ASSERT_EQ(c.stacks.size(), 2U);
  EXPECT_EQ(c.alt, "Stacked bar chart. 2 open. New: 1 (1 in time). Old: 1 (1 overdue).");
  EXPECT_EQ(c.points[1].value, 1);
}

}  // namespace debrief::templates
