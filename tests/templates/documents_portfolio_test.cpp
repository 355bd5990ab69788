// The evidence report: claims with their rows, blanks where people decide or write, nobody given away.

#include <algorithm>
#include <regex>

#include <gtest/gtest.h>

#include "base/error.h"
#include "documents_fixture.h"
#include "review/incidents.h"
#include "review/learners.h"

namespace debrief::tests {

using namespace debrief::templates;

namespace {

constexpr std::string_view unit_json = R"({
 "schema": "unit-definition/1", "unit_id": "TEST-L3", "title": "Handle incidents", "awarding_body": "Example Body",
 "qualifications": [], "level": 3, "unit_type": "competence", "unit_number": null,
 "source": {"kind": "document-derived", "source_document": "x", "document_names_unit": true, "official_wording": false, "note": "a note"},
 "learning_outcomes": [{"id": "LO1", "title": "Handle incidents", "title_origin": "document-derived", "criteria": [
  {"id": "A1", "text": "Tells affected people in time", "command_verb": "communicate", "nature": "competence", "source_section": "x", "source_bullet": 1,
   "evidence_types": ["LOGX", "WT"], "log_signals": ["event.communication", "event.audience"], "log_strength": "strong", "involvement": "actor",
   "themes": ["communicate"], "coverage_default": {"min_incidents": 2, "min_evidence_types": 2, "min_independent_sources": 1}},
  {"id": "A2", "text": "Explains data protection law", "command_verb": "explain", "nature": "knowledge", "source_section": "x", "source_bullet": 2,
   "evidence_types": ["QA"], "log_signals": [], "log_strength": "none", "involvement": "none", "themes": ["law"], "coverage_default": {"min_learner_answers": 1}}
 ]}], "guidance": [], "pitfalls": []})";

struct Pack {
  Folder folder;
  review::Store store = small_workspace(folder);
  std::int64_t learner = 0;
  Pack() {
    review::add_unit(store, unit_json);
    learner = review::add_learner(store, "Amara Osei", {});
  }
  Built build(const std::string& audience = "assessor") {
    BuildOptions options;
    options.audience = audience;
    options.pseudonym_salt = "pack salt";
    return build_portfolio(store, std::to_string(learner), {"TEST-L3"}, options);
  }
};

}  // namespace

TEST(EvidenceReport, ClaimsNameIncidentRowTimeAndStanding) {
  Pack pack;
  const auto built = pack.build();
  ASSERT_FALSE(built.claims.empty());
  for (const auto& c : built.claims) {
    EXPECT_EQ(c.unit, "TEST-L3");
    EXPECT_EQ(c.criterion, "A1") << "the log says nothing about A2";
    EXPECT_EQ(c.incident, "INC-1");
    EXPECT_GT(c.row, 1);
    EXPECT_TRUE(c.grade == 'A' || c.grade == 'B');
    EXPECT_GT(c.at, 0);
    EXPECT_EQ(c.quote_hash.size(), 64U);
  }
  const Table* t = table_captioned(*built.document, "Claims: ");
  ASSERT_NE(t, nullptr);
  EXPECT_EQ(t->body.size(), built.claims.size());
}

TEST(EvidenceReport, NeverSaysWhatOnlyAnAssessorMaySay) {
  Pack pack;
  for (const char* audience : {"assessor", "share"}) {
    const std::string text = all_text(*pack.build(audience).document);
    EXPECT_FALSE(std::regex_search(text, std::regex(R"(\b(met|competent|achieved|pass|passed)\b)", std::regex::icase)))
        << audience;
  }
}

TEST(EvidenceReport, HasNoSentenceInTheFirstPersonAndLeavesAccountsEmpty) {
  Pack pack;
  const auto built = pack.build();
  EXPECT_FALSE(std::regex_search(all_text(*built.document), std::regex(R"((^|[^A-Za-z'])(I|my|we|our)([^A-Za-z']))")));
  EXPECT_FALSE(built.unwritten.empty());
  for (const auto& key : built.unwritten) EXPECT_TRUE(key.starts_with("reflect.")) << key;
}

TEST(EvidenceReport, PrintsWhereTheCriteriaComeFrom) {
  Pack pack;
  const std::string text = all_text(*pack.build().document);
  EXPECT_NE(text.find("not the awarding organisation's wording"), std::string::npos);
  EXPECT_NE(text.find("document-derived"), std::string::npos);
}

TEST(EvidenceReport, NamesTheLearnerAndNobodyElse) {
  Pack pack;
  const auto built = pack.build();
  const std::string text = all_text(*built.document) + built.view;
  EXPECT_NE(text.find("Amara Osei"), std::string::npos);
  for (const char* secret : {"Deirdre", "Onyango", "900933", "Marchetti", "Whitcombe"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
}

TEST(EvidenceReport, TheSharedProfileNamesNobodyNoDayAndNoWords) {
  Pack pack;
  const auto built = pack.build("share");
  const std::string text = all_text(*built.document) + built.view;
  for (const char* secret : {"Amara", "Osei", "Onyango", "Marchetti", "12 May 2026", "14:31", "INC-1", "Raised P2"})
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
  EXPECT_NE(text.find("LEARNER"), std::string::npos);
  EXPECT_NE(text.find("T+"), std::string::npos);
}

TEST(EvidenceReport, MarksTheLearnersRowsInTheCourse) {
  Pack pack;
  const auto built = pack.build();
  const Table* t = table_captioned(*built.document, "E01: course");
  ASSERT_NE(t, nullptr);
  EXPECT_EQ(std::count_if(t->body.begin(), t->body.end(), [](const Row& r) { return r.mark == "learner"; }), 4);
}

TEST(EvidenceReport, MatrixTotalsEqualTheClaims) {
  Pack pack;
  review::EvidenceItem item;
  item.learner_id = pack.learner;
  item.type = "WT";
  item.title = "Statement by the incident manager";
  item.status = "requested";
  item.claims = {{"TEST-L3", "A1", "saw the updates go out"}};
  review::add_evidence(pack.store, item);
  const auto built = pack.build();
  const Table* t = table_captioned(*built.document, "Criteria and evidence");
  ASSERT_NE(t, nullptr);
  EXPECT_EQ(plain(t->body.back().cells.back().text), std::to_string(built.claims.size()));
  std::int64_t sum = 0;
  for (std::size_t i = 0; i + 1 < t->body.size(); ++i) sum += std::stoll(plain(t->body[i].cells.back().text));
  EXPECT_EQ(sum, static_cast<std::int64_t>(built.claims.size()));
}

TEST(EvidenceReport, LeavesDecisionsBlank) {
  Pack pack;
  const auto built = pack.build();
  const Table* t = table_captioned(*built.document, "Tracking sheet");
  ASSERT_NE(t, nullptr);
  for (const Row& r : t->body) {
    for (std::size_t i = r.cells.size() - 3; i < r.cells.size(); ++i) EXPECT_TRUE(plain(r.cells[i].text).empty());
  }
}

TEST(EvidenceReport, AnUnknownUnitIsNamedWithTheNearest) {
  Pack pack;
  try {
    build_portfolio(pack.store, "Amara Osei", {"TEST-L4"});
    FAIL();
  } catch (const base::Error& e) {
    EXPECT_EQ(e.code(), "no-such-unit");
    EXPECT_NE(e.hint().find("TEST-L3"), std::string::npos);
  }
}

TEST(EvidenceReport, IsMadeForBothLearnersOfTheDemoLogWithNobodyGivenAway) {
  if (!std::filesystem::exists(demo_log())) GTEST_SKIP() << "the demo log is not there";
  const Folder folder;
  auto store = log_workspace(folder, demo_log());
  review::add_unit(store, unit_json);
  for (const char* name : {"Amara Osei", "Tom Pryce"}) {
    review::add_learner(store, name, {});
    BuildOptions options;
    options.audience = "assessor";
    const auto built = build_portfolio(store, name, {"TEST-L3"}, options);
    const std::string text = all_text(*built.document);
    EXPECT_NE(text.find(name), std::string::npos);
    EXPECT_EQ(text.find("07700"), std::string::npos);
    for (const auto& person : review::person_values(store)) {
      if (person.value == name || person.value.find(' ') == std::string::npos || person.field == "caller_contact")
        continue;
      EXPECT_EQ(text.find(person.value), std::string::npos) << person.value << " for " << name;
    }
  }
}

}  // namespace debrief::tests
