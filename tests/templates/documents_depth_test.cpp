// Reviews as deep as their method, fit for their readers; the register, the plan and the system review.

#include <algorithm>

#include <gtest/gtest.h>

#include "base/json.h"
#include "base/text.h"
#include "documents_fixture.h"
#include "review/actions.h"
#include "review/incidents.h"
#include "review/review_fields.h"
#include "review/reviews.h"
#include "templates/audience.h"
#include "templates/facts/register.h"

namespace debrief::tests {

using namespace debrief::templates;

namespace {

bool says(const std::string& text, std::string_view what) { return text.find(what) != std::string::npos; }

Built made(review::Store& store, std::int64_t id, const std::string& audience) {
  BuildOptions options;
  options.audience = audience;
  options.pseudonym_salt = "salt";
  return build_pir(store, id, options);
}

std::vector<std::string> headings(const Document& document) {
  std::vector<std::string> out;
  for (const Block& b : document.blocks) {
    if (const auto* h = std::get_if<Heading>(&b.value)) out.push_back(plain(h->text));
  }
  return out;
}

bool has_open_question(const Blocks& blocks) {
  return std::any_of(blocks.begin(), blocks.end(), [](const Block& b) {
    const auto* passage = std::get_if<Passage>(&b.value);
    const auto inside = inner(b);
    return (passage != nullptr && passage->empty) ||
           std::any_of(inside.begin(), inside.end(), [](const Blocks* i) { return has_open_question(*i); });
  });
}

/// INC-0 reviewed, with one action that worked and one that is not judged; then a draft about INC-1.
std::int64_t after_a_reviewed_one(review::Store& store) {
  const auto earlier = review::draft_review(store, {"INC-0"}, "after_action");
  review::Action a;
  a.review_id = earlier.id;
  a.title = "Watch the dates of certificates";
  a.owner = "Helen Marchetti";
  a.status = "implemented";
  const auto id = review::add_action(store, a);
  review::verify_action(store, id, "worked", "Gareth Llewellin", "none since");
  a.title = "Call the supplier each month";
  review::add_action(store, a);
  return review::draft_review(store, {"INC-1"}).id;
}

}  // namespace

TEST(ReviewDepth, PartsOfTheDelayInTheViewAddUpToTheWhole) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = review::draft_review(store, {"INC-1"}).id;
  const auto view = *base::parse_json(build_pir(store, id).view);
  double sum = 0;
  for (const auto& stage : view["response"]["stages"]) sum += stage["seconds"].get<double>();
  EXPECT_GT(sum, 0);
  EXPECT_DOUBLE_EQ(sum, view["response"]["whole"]["value"].get<double>());
}

TEST(ReviewDepth, FollowsTheMethod) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto full = all_text(*build_pir(store, review::draft_review(store, {"INC-1"}, "full").id).document);
  const auto swarm = all_text(*build_pir(store, review::draft_review(store, {"INC-0"}, "swarm").id).document);
  EXPECT_TRUE(says(full, "Appendix: the timeline, entry by entry"));
  EXPECT_FALSE(says(swarm, "Appendix"));
  const Folder other;
  auto second = small_workspace(other);
  const auto table = all_text(*build_pir(second, review::draft_review(second, {"INC-1"}, "round_table").id).document);
  EXPECT_TRUE(says(table, "Causes"));
  EXPECT_FALSE(says(table, "Appendix"));
}

TEST(ReviewDepth, SummaryStandsBeforeTheContents) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto built = build_pir(store, review::draft_review(store, {"INC-1"}).id);
  const auto& blocks = built.document->blocks;
  const auto at = [&](auto wanted) { return std::find_if(blocks.begin(), blocks.end(), wanted) - blocks.begin(); };
  const auto summary = at([](const Block& b) {
    const auto* h = std::get_if<Heading>(&b.value);
    return h != nullptr && plain(h->text) == "Summary";
  });
  const auto contents = at([](const Block& b) { return std::holds_alternative<Contents>(b.value); });
  EXPECT_LT(summary, contents);
  EXPECT_LT(contents, static_cast<std::ptrdiff_t>(blocks.size()));
}

TEST(ReviewDepth, SilencesStandInTheTimelineBetweenTheEntries) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto built = build_pir(store, review::draft_review(store, {"INC-1"}).id);
  const auto* timeline = table_captioned(*built.document, "Timeline");
  ASSERT_NE(timeline, nullptr);
  const auto silent =
      std::count_if(timeline->body.begin(), timeline->body.end(), [](const Row& r) { return r.mark == "gap"; });
  EXPECT_GE(silent, 1);
  EXPECT_TRUE(says(all_text(*built.document), "No message to Customers for 45 min"));
}

TEST(ReviewDepth, TellsWhetherTheActionsOfSimilarIncidentsWorked) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto text = all_text(*build_pir(store, after_a_reviewed_one(store)).document);
  EXPECT_TRUE(says(text, "Did the actions that followed them work?"));
  EXPECT_TRUE(says(text, "Watch the dates of certificates: worked"));
  EXPECT_TRUE(says(text, "Call the supplier each month: not yet verified"));
}

TEST(ReviewDepth, ActionsTurnedDownAreListedWithTheirReason) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = review::draft_review(store, {"INC-1"}).id;
  review::Action a;
  a.review_id = id;
  a.title = "Rent a second set of lines";
  a.status = "rejected";
  a.reason = "costs more than it saves";
  review::add_action(store, a);
  EXPECT_TRUE(
      says(all_text(*build_pir(store, id).document), "Rent a second set of lines: rejected, costs more than it saves"));
}

TEST(ReviewDepth, WhatIsEnteredStandsOnTheControlPageAndNamesOnlyWhereTheyMay) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = review::draft_review(store, {"INC-1"}).id;
  review::set_review_field(store, id, "author", "Zebulon Quist");
  review::set_review_field(store, id, "follow_up", "2026-09-01");
  review::set_review_field(store, id, "data_breach", "no");
  const auto inside = all_text(*build_pir(store, id).document);
  EXPECT_TRUE(says(inside, "Author: Zebulon Quist"));
  EXPECT_TRUE(says(inside, "follow-up on 1 September 2026"));
  EXPECT_TRUE(says(inside, "Personal data breached\tNo"));
  for (const char* audience : {"external", "assessor", "share"}) {
    const auto built = made(store, id, audience);
    EXPECT_FALSE(says(all_text(*built.document) + built.view, "Quist")) << audience;
  }
  EXPECT_TRUE(says(all_text(*made(store, id, "external").document), "No personal data were exposed."));
}

TEST(ReviewDepth, VersionsSayWhatChanged) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto first = review::draft_review(store, {"INC-1"});
  review::write_passage(store, first.id, "summary.cause", "A certificate ran out.");
  review::sign_review(store, first.id, "Sam Lee", "the evidence is in another system");
  const auto second = review::draft_review(store, {"INC-1"});
  review::write_passage(store, second.id, "summary.cause", "A certificate of the supplier ran out.");
  const auto text = all_text(*build_pir(store, second.id).document);
  EXPECT_TRUE(says(text, "1 passage new or rewritten: summary.cause"));
  EXPECT_TRUE(says(text, "first version"));
}

TEST(ReviewForOutside, IsALetterWithoutQuestionsRowsOrInternalParts) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = review::draft_review(store, {"INC-1"}).id;
  review::write_passage(store, id, "external.statement", "Our lines could not be reached.");
  const auto built = made(store, id, "external");
  const std::string text = all_text(*built.document);
  EXPECT_FALSE(has_open_question(built.document->blocks));
  EXPECT_TRUE(says(text, "Our lines could not be reached."));
  EXPECT_FALSE(says(text, "(row"));
  EXPECT_FALSE(says(text, "SHA-256"));
  const auto inside = headings(*build_pir(store, id).document);
  for (const auto& heading : headings(*built.document)) {
    const bool title = heading == inside.front();
    EXPECT_TRUE(title || std::find(inside.begin(), inside.end(), heading) == inside.end()) << heading;
  }
}

TEST(ReviewForOutside, HasNoHeadingWithNothingUnderIt) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = review::draft_review(store, {"INC-1"}).id;
  for (const char* audience : {"external", "share"}) {
    const auto built = made(store, id, audience);
    EXPECT_FALSE(has_open_question(built.document->blocks)) << audience;
    int before = 0;
    std::string name;
    for (const Block& b : built.document->blocks) {
      const auto* h = std::get_if<Heading>(&b.value);
      if (h != nullptr && before >= 2) {
        EXPECT_GT(h->level, before) << name << " for " << audience;
      }
      before = h == nullptr ? 0 : h->level;
      if (h != nullptr) name = plain(h->text);
    }
  }
}

TEST(Withheld, TheListAtTheEndIsWhatTheReportAnswers) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = after_a_reviewed_one(store);
  BuildOptions options;
  options.pseudonym_salt = "salt";
  for (const char* audience : {"manager", "assessor", "external", "share"}) {
    options.audience = audience;
    for (const Built& built : {build_pir(store, id, options), build_actions(store, {}, options),
                               build_trends(store, options), build_register(store, options),
                               build_system_review(store, options), build_improvement_plan(store, options)}) {
      SCOPED_TRACE(built.kind + " for " + audience);
      const auto* box = std::get_if<Callout>(&built.document->blocks.back().value);
      ASSERT_NE(box, nullptr);
      EXPECT_EQ(box->kind, "withheld");
      const Document only{{}, {built.document->blocks.back()}};
      const std::string text = all_text(only);
      auto counts = built.withheld;
      counts.erase("SECTION");
      EXPECT_TRUE(says(text, counts.empty() ? "had to be replaced" : withheld_said(counts))) << text;
      for (const auto& part : built.parts_withheld) EXPECT_TRUE(says(text, part)) << text;
      EXPECT_EQ(built.parts_withheld.empty(), !built.withheld.contains("SECTION"));
    }
  }
  EXPECT_FALSE(says(all_text(*build_pir(store, id).document), "What this version leaves out"));
}

TEST(RegisterDocument, ShowsTheNewestAndSaysHowManyItLeavesOut) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto built = build_register(store);
  ASSERT_TRUE(built.document);
  const auto* table = table_captioned(*built.document, "Incident register");
  ASSERT_NE(table, nullptr);
  EXPECT_EQ(table->body.size(), 3U);
  EXPECT_TRUE(says(all_text(*built.document), "All records are shown"));
  if (!std::filesystem::exists(demo_log())) GTEST_SKIP() << "the demo log is not there";
  const Folder other;
  auto large = log_workspace(other, demo_log());
  const auto many = build_register(large);
  EXPECT_EQ(table_captioned(*many.document, "Incident register")->body.size(), most_register_rows);
  const auto view = *base::parse_json(many.view);
  EXPECT_EQ(view["left_out"].get<std::int64_t>() + view["shown"].get<std::int64_t>(),
            view["incidents"].get<std::int64_t>());
}

TEST(ImprovementPlan, PutsOverdueAndUnjudgedActionsAmongTheNextSteps) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = review::draft_review(store, {"INC-1"}).id;
  review::Action late;
  late.review_id = id;
  late.title = "Name an owner for certificate dates";
  late.due_ms = test_now - 5 * base::day_ms;
  review::add_action(store, late);
  review::Action done = late;
  done.title = "List every certificate";
  done.status = "implemented";
  review::add_action(store, done);
  const auto text = all_text(*build_improvement_plan(store).document);
  EXPECT_TRUE(says(text, "or give it a new date and a reason: Name an owner for certificate dates"));
  EXPECT_TRUE(says(text, "Have somebody other than its owner judge"));
}

TEST(ImprovementPlan, IsMadeFromAnEmptyWorkspace) {
  const Folder folder;
  auto store = review::Store::open(folder.path() / "e.db", review::Store::Mode::write, base::Clock(test_now), "tester");
  EXPECT_TRUE(says(all_text(*build_improvement_plan(store).document), "Nothing waits to be done"));
  EXPECT_TRUE(says(all_text(*build_register(store).document), "There are no records"));
  EXPECT_TRUE(build_system_review(store).document);
}

TEST(SystemReview, GivesSharesWithTheirIntervalAndTheTimeBefore) {
  if (!std::filesystem::exists(demo_log())) GTEST_SKIP() << "the demo log is not there";
  const Folder folder;
  auto store = log_workspace(folder, demo_log());
  const auto built = build_system_review(store);
  const auto view = *base::parse_json(built.view);
  ASSERT_FALSE(view["kinds"].empty());
  for (const auto& k : view["kinds"]) {
    EXPECT_LE(k["complete"].get<std::int64_t>(), k["n"].get<std::int64_t>());
    EXPECT_TRUE(says(k["said"].get<std::string>(), "95 %: "));
  }
  EXPECT_FALSE(view["periods"]["lines"].empty());
  // Proposals come from figures: each names the one it answers.
  for (const auto& p : view["proposals"]) EXPECT_FALSE(p["why"].get<std::string>().empty());
}

TEST(Typography, NoLineEndsBetweenANumberAndItsPercentSign) {
  const Folder folder;
  auto store = small_workspace(folder);
  const auto id = review::draft_review(store, {"INC-1"}).id;
  const std::string text = all_text(*build_pir(store, id).document);
  EXPECT_TRUE(says(text, "100\u00A0%"));
  EXPECT_FALSE(says(text, "100 %"));
}

}  // namespace debrief::tests
