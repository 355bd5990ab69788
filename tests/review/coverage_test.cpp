// The rules of coverage, on cases built by hand and the shipped unit files.

#include "review/coverage.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "review/reviews.h"
#include "tests/review/workspace.h"

namespace debrief::review {
namespace {

using base::day_ms;
using base::minute_ms;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr base::Ms start = 1754006400000;  // 2025-08-01T00:00:00Z

std::string unit_text(const std::string& id) {
  std::ifstream in(std::string(DEBRIEF_TOP) + "/templates/units/" + id + ".json");
  EXPECT_TRUE(in) << id;
  std::stringstream s;
  s << in.rdbuf();
  return s.str();
}
Unit unit(const std::string& id) { return parse_unit(unit_text(id)); }

/// The unit with one number changed: `criterion`'s coverage_default `key`.
Unit unit_with(const std::string& id, const std::string& criterion, const std::string& key, int number) {
  auto j = *base::parse_json(unit_text(id));
  for (auto& outcome : j["learning_outcomes"]) {
    for (auto& c : outcome["criteria"]) {
      if (c["id"] == criterion) c["coverage_default"][key] = number;
    }
  }
  return parse_unit(j.dump());
}

Learner tom() { return {1, "Tom Pryce", {"Tom Pryce", "tpryce"}, 0}; }

base::Stamp at(base::Ms ms) { return {ms, base::Precision::second, "UTC", base::rfc3339(ms)}; }

/// An incident of one day, whose rows follow each other every two minutes from nine o'clock.
struct Made {
  Case c;
  Made(std::int64_t id, int day, std::string priority = "P2", std::string category = "Telephony") {
    c.incident.id = id;
    c.incident.completeness = 1;
    Incident& i = c.incident.incident;
    i.source = "test";
    i.ref = fmt::format("INC-{}", id);
    const base::Ms nine = start + day * day_ms + 9 * 60 * minute_ms;
    i[TextField::title] = "Calls drop";
    i[TextField::description] = "Calls drop after ten seconds";
    i[TextField::priority] = std::move(priority);
    i[TextField::category] = std::move(category);
    i[TextField::impact] = "High";
    i[TextField::urgency] = "High";
    i[TextField::channel] = "Phone";
    i[TextField::caller] = "Priya Nair";
    i[TextField::team] = "Frontline A";
    i[TextField::assignee] = "Tom Pryce";
    i[TextField::status] = "Closed";
    i[TextField::closure_code] = "Restored";
    i[TimeField::opened] = at(nine);
    i[TimeField::resolved] = at(nine + 60 * minute_ms);
    i[TimeField::closed] = at(nine + 90 * minute_ms);
    i[TimeField::sla_due] = at(nine + 240 * minute_ms);
  }
  Made& row(EventKind kind, std::string actor, std::string text = "", std::string changes = "") {
    StoredEvent e;
    e.seq = static_cast<std::int64_t>(c.events.size()) + 1;
    e.event.kind = kind;
    e.event.at =
        at(c.incident.incident[TimeField::opened]->at + static_cast<base::Ms>(c.events.size()) * 2 * minute_ms);
    e.event.actor = std::move(actor);
    e.event.actor_role = e.event.actor == "Tom Pryce" ? "Agent" : "Supervisor";
    e.event.text = std::move(text);
    e.event.changes = std::move(changes);
    e.event.row = c.incident.id * 100 + e.seq;
    c.events.push_back(std::move(e));
    return *this;
  }
  Made& tell(std::string actor, std::string audience, std::string channel) {
    row(EventKind::communication, std::move(actor), "Free text of Priya Nair, 07700 900123");
    c.events.back().event.audience = std::move(audience);
    c.events.back().event.channel = std::move(channel);
    c.events.back().event.direction = "Outbound";
    return *this;
  }
  operator Case() const { return c; }  // NOLINT(google-explicit-constructor)
};

/// Three incidents over three months in which Tom logs, tells, acts, escalates, hands over and closes.
std::vector<Case> busy(const std::string& actor = "Tom Pryce") {
  std::vector<Case> out;
  for (int k = 1; k <= 3; ++k) {
    out.push_back(Made(k, k * 30, k == 1 ? "P1" : "P2", k == 1 ? "Telephony" : "Billing")
                      .row(EventKind::logged, actor)
                      .tell(actor, "Customers", "SMS")
                      .row(EventKind::action, actor, "Restarted the gateway by the runbook")
                      .row(EventKind::escalated, actor, "", "priority: P3 -> P2")
                      .row(EventKind::assigned, actor, "", "team: Frontline A -> Billing")
                      .row(EventKind::note, "Ruth Abernethy", "Agreed")
                      .row(EventKind::resolved, actor)
                      .row(EventKind::closed, actor));
  }
  return out;
}

CoverageOptions soon_after() {
  CoverageOptions o;
  o.as_of = start + 120 * day_ms;
  return o;
}

const CriterionCoverage& of(const Coverage& c, const std::string& id) {
  const auto it =
      std::find_if(c.criteria.begin(), c.criteria.end(), [&](const auto& k) { return k.criterion.id == id; });
  if (it == c.criteria.end()) throw std::out_of_range(id);
  return *it;
}

std::string said(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& t : texts) out += t + "\n";
  return out;
}

EvidenceItem item(const std::string& type, const std::string& unit_id, const std::string& criterion,
                  const std::string& status = "held") {
  EvidenceItem i;
  i.id = 1;
  i.learner_id = 1;
  i.type = type;
  i.title = "An item";
  i.status = status;
  i.claims = {{unit_id, criterion, ""}};
  return i;
}

const std::vector<std::string> all_units{"CG-L3-MIR",    "EDI-L23-PHI",     "ICAN-L4-MIMS",   "IQ-PHI",
                                         "NOS-INSCC011", "OFQUAL-K5030421", "PEARSON-L4-MIMS"};

TEST(Units, TheShippedFilesAreReadWhole) {
  std::map<std::string, std::size_t> criteria;
  for (const auto& id : all_units) criteria[id] = unit(id).criteria.size();
  EXPECT_EQ(criteria, (std::map<std::string, std::size_t>{{"CG-L3-MIR", 8},
                                                          {"EDI-L23-PHI", 16},
                                                          {"ICAN-L4-MIMS", 5},
                                                          {"IQ-PHI", 5},
                                                          {"NOS-INSCC011", 10},
                                                          {"OFQUAL-K5030421", 18},
                                                          {"PEARSON-L4-MIMS", 9}}));
  const Unit pearson = unit("PEARSON-L4-MIMS");
  EXPECT_EQ(pearson.source_kind, "document-derived");
  const auto a2 =
      std::find_if(pearson.criteria.begin(), pearson.criteria.end(), [](const auto& c) { return c.id == "A2"; });
  ASSERT_NE(a2, pearson.criteria.end());
  EXPECT_TRUE(a2->needs_major);
  EXPECT_EQ(a2->min_teams, 2);
  EXPECT_EQ(a2->min_span_days, 28);
}

TEST(Units, AFaultIsNamedByItsPath) {
  const auto fault = [](auto change) -> std::string {
    auto j = *base::parse_json(unit_text("CG-L3-MIR"));
    change(j);
    try {
      parse_unit(j.dump());
    } catch (const base::Error& e) {
      EXPECT_EQ(e.code(), "bad-unit");
      EXPECT_EQ(e.status(), base::Status::refused);
      return e.what();
    }
    return "read without complaint";
  };
  EXPECT_THAT(fault([](auto& j) { j["learning_outcomes"][0]["criteria"][1]["log_strength"] = "mighty"; }),
              HasSubstr("/learning_outcomes/0/criteria/1/log_strength"));
  EXPECT_THAT(
      fault([](auto& j) { j["learning_outcomes"][0]["criteria"][1]["coverage_default"]["min_incidents"] = "two"; }),
      HasSubstr("/coverage_default/min_incidents"));
  EXPECT_THAT(fault([](auto& j) { j["learning_outcomes"][1]["criteria"][0]["id"] = "A1"; }),
              HasSubstr("/learning_outcomes/1/criteria/0/id"));
  EXPECT_THAT(fault([](auto& j) { j.erase("unit_id"); }), HasSubstr("/unit_id"));
  EXPECT_THAT(fault([](auto& j) { j["schema"] = "unit-definition/9"; }), HasSubstr("/schema"));
  EXPECT_THROW(parse_unit("{\"unit_id\": "), base::Error);
  EXPECT_THROW(parse_unit("[]"), base::Error);
}

TEST(Coverage, TheLogAloneNeverCarriesCriteriaItSaysNothingOn) {
  for (const auto& id : all_units) {
    const auto c = coverage(unit(id), tom(), busy(), {}, soon_after());
    for (const auto& k : c.criteria) {
      if (k.criterion.log_strength == "strong" || k.criterion.log_strength == "supporting") continue;
      EXPECT_EQ(k.state, "none") << id << "/" << k.criterion.id;
      EXPECT_THAT(k.claims, IsEmpty()) << id << "/" << k.criterion.id;
      EXPECT_THAT(k.missing, Not(IsEmpty())) << id << "/" << k.criterion.id;
    }
  }
}

TEST(Coverage, TheLearnersRowsCarryWhatTheLogIsStrongOn) {
  const auto c = coverage(unit("CG-L3-MIR"), tom(), busy(), {}, soon_after());
  for (const char* id : {"A1", "A2", "A3"}) {
    EXPECT_EQ(of(c, id).state, "claimed") << id << "\n" << said(of(c, id).missing);
    EXPECT_THAT(said(of(c, id).missing), HasSubstr("independent source")) << "what would still help is listed";
  }
  EXPECT_EQ(of(c, "A5").state, "thin") << "supporting: another source has to stand beside the rows";
  EXPECT_EQ(c.rows_by_learner, 21);
  EXPECT_EQ(c.incidents_with_rows, 3);
  for (const auto& k : c.criteria) {
    for (const auto& claim : k.claims) {
      EXPECT_TRUE(claim.grade == Grade::A || claim.grade == Grade::B);
      EXPECT_GT(claim.row, 0);
    }
  }
}

TEST(Coverage, ASupportingCriterionIsClaimedOnceAWitnessStandsBesideTheRows) {
  const Unit u = unit("CG-L3-MIR");
  EXPECT_EQ(of(coverage(u, tom(), busy(), {item("WT", u.id, "A5", "requested")}, soon_after()), "A5").state, "thin");
  EXPECT_EQ(of(coverage(u, tom(), busy(), {item("WT", u.id, "A5")}, soon_after()), "A5").state, "claimed");
  EXPECT_EQ(of(coverage(u, tom(), busy(), {item("SIM", u.id, "A5")}, soon_after()), "A5").state, "thin")
      << "a simulation does not count here";
}

TEST(Coverage, AKnowledgeCriterionIsClaimedByTheLearnersAnswerOnly) {
  const Unit u = unit("CG-L3-MIR");
  EXPECT_THAT(said(of(coverage(u, tom(), busy(), {}, soon_after()), "A7").missing),
              HasSubstr("the learner's own answer"));
  EXPECT_EQ(of(coverage(u, tom(), busy(), {item("QA", u.id, "A7")}, soon_after()), "A7").state, "claimed");
}

TEST(Coverage, OneIncidentAloneNeverMakesACompetenceCriterionClaimed) {
  for (const auto& id : all_units) {
    std::vector<Case> one{busy()[0]};
    std::vector<EvidenceItem> items;
    const Unit u = unit(id);
    for (const auto& c : u.criteria) items.push_back(item("WT", id, c.id));
    for (const auto& k : coverage(u, tom(), one, items, soon_after()).criteria) {
      if (k.criterion.nature == "competence") {
        EXPECT_NE(k.state, "claimed") << id << "/" << k.criterion.id;
      }
    }
  }
}

TEST(Coverage, FollowsTheNumbersOfTheUnitFile) {
  const auto state = [&](const Unit& u, std::vector<EvidenceItem> items = {}) {
    return of(coverage(u, tom(), busy(), items, soon_after()), "A3").state;
  };
  EXPECT_EQ(state(unit("CG-L3-MIR")), "claimed");
  EXPECT_EQ(state(unit_with("CG-L3-MIR", "A3", "min_incidents", 4)), "thin");
  EXPECT_EQ(state(unit_with("CG-L3-MIR", "A3", "min_span_days", 61)), "thin");
  EXPECT_EQ(state(unit_with("CG-L3-MIR", "A3", "min_span_days", 60)), "claimed");
  EXPECT_EQ(state(unit_with("CG-L3-MIR", "A3", "min_evidence_types", 3)), "thin");
  EXPECT_EQ(state(unit_with("CG-L3-MIR", "A3", "min_independent_sources", 2)), "thin");
  EXPECT_EQ(state(unit_with("CG-L3-MIR", "A3", "min_independent_sources", 2), {item("OBS", "CG-L3-MIR", "A3")}),
            "claimed");
  EXPECT_EQ(state(unit_with("CG-L3-MIR", "A3", "min_learner_answers", 1)), "thin");
}

TEST(Coverage, TheMissingIncidentIsCounted) {
  const auto c = coverage(unit_with("CG-L3-MIR", "A3", "min_incidents", 5), tom(), busy(), {}, soon_after());
  EXPECT_THAT(said(of(c, "A3").missing), HasSubstr("2 more incidents (5 wanted, 3 so far)"));
}

TEST(Coverage, AnotherPersonOfTheSameFirstNameIsNobody) {
  const auto c = coverage(unit("CG-L3-MIR"), tom(), busy("Tom Price"), {}, soon_after());
  EXPECT_EQ(c.rows_by_learner, 0);
  for (const auto& k : c.criteria) {
    for (const auto& claim : k.claims) EXPECT_NE(claim.grade, Grade::A);
  }
  EXPECT_EQ(coverage(unit("CG-L3-MIR"), tom(), busy("Tom"), {}, soon_after()).rows_by_learner, 0)
      << "a first name alone is nobody";
  EXPECT_EQ(coverage(unit("CG-L3-MIR"), tom(), busy("PRYCE, Tom"), {}, soon_after()).rows_by_learner, 21);
  EXPECT_EQ(coverage(unit("CG-L3-MIR"), tom(), busy("TPryce"), {}, soon_after()).rows_by_learner, 21);
}

TEST(Coverage, ANameInSomebodyElsesNoteIsOnlyAMention) {
  Case c = Made(7, 3)
               .row(EventKind::logged, "Ruth Abernethy")
               .row(EventKind::note, "Ruth Abernethy", "Tom Pryce rang the supplier")
               .row(EventKind::note, "Ruth Abernethy", "Tom said so");
  c.incident.incident[TextField::assignee] = "Ruth Abernethy";
  EXPECT_EQ(grade_of(c, c.events[1], tom()), Grade::D);
  EXPECT_EQ(grade_of(c, c.events[2], tom()), Grade::E);
  const auto result = coverage(unit("CG-L3-MIR"), tom(), {c}, {}, soon_after());
  for (const auto& k : result.criteria) EXPECT_THAT(k.claims, IsEmpty()) << k.criterion.id;
}

TEST(Coverage, AnIncidentHandedOnBeforeTheRowIsNoLongerOwned) {
  Case c = Made(8, 3)
               .row(EventKind::logged, "Ruth Abernethy")
               .row(EventKind::assigned, "Ruth Abernethy", "", "assignee: (empty) -> Tom Pryce")
               .row(EventKind::action, "Ruth Abernethy", "First fix")
               .row(EventKind::assigned, "Tom Pryce", "", "assignee: Tom Pryce -> Ruth Abernethy")
               .row(EventKind::action, "Ruth Abernethy", "Second fix");
  c.incident.incident[TextField::assignee] = "Ruth Abernethy";
  EXPECT_EQ(grade_of(c, c.events[0], tom()), Grade::E);
  EXPECT_EQ(grade_of(c, c.events[2], tom()), Grade::B);
  EXPECT_EQ(grade_of(c, c.events[3], tom()), Grade::A);
  EXPECT_EQ(grade_of(c, c.events[4], tom()), Grade::E);
}

TEST(Coverage, WithoutAHistoryOfOwnersOnlyTheLastOneIsKnown) {
  const Case c = Made(9, 3)
                     .row(EventKind::logged, "Ruth Abernethy")
                     .row(EventKind::action, "Ruth Abernethy")
                     .row(EventKind::assigned, "Ruth Abernethy")
                     .row(EventKind::action, "Ruth Abernethy");
  EXPECT_EQ(grade_of(c, c.events[1], tom()), Grade::E) << "who owned it before the hand-over is not told";
  EXPECT_EQ(grade_of(c, c.events[3], tom()), Grade::B);
}

TEST(Coverage, ARowTypedForAnotherShowsLoggingOnly) {
  std::vector<Case> cases;
  for (int k = 1; k <= 3; ++k) {
    cases.push_back(Made(k, k * 30)
                        .row(EventKind::logged, "Tom Pryce", "Logged on behalf of Ruth Abernethy")
                        .row(EventKind::action, "Tom Pryce", "Typed in for Ruth: rebooted the switch"));
    EXPECT_EQ(grade_of(cases.back(), cases.back().events[0], tom()), Grade::C);
    EXPECT_EQ(grade_of(cases.back(), cases.back().events[1], tom()), Grade::C);
  }
  const auto c = coverage(unit("CG-L3-MIR"), tom(), cases, {}, soon_after());
  for (const auto& k : c.criteria) {
    const bool logging =
        std::find(k.criterion.themes.begin(), k.criterion.themes.end(), "log") != k.criterion.themes.end();
    if (!logging) {
      EXPECT_THAT(k.claims, IsEmpty()) << k.criterion.id;
    }
  }
  EXPECT_THAT(of(c, "A1").claims, Not(IsEmpty()));
  const Case plain = Made(4, 1).row(EventKind::logged, "Tom Pryce", "Logged for customer, will ring back");
  EXPECT_EQ(grade_of(plain, plain.events[0], tom()), Grade::A) << "logging for a caller is what logging is";
}

TEST(Coverage, ASharedLoginIsFlaggedAndNotCredited) {
  Learner learner = tom();
  learner.aliases.push_back("Shift desk");
  auto cases = busy("Shift desk");
  for (auto& c : cases) c.incident.incident[TextField::assignee] = "Shift desk";
  const auto c = coverage(unit("CG-L3-MIR"), learner, cases, {}, soon_after());
  EXPECT_EQ(c.rows_by_learner, 0);
  for (const auto& k : c.criteria) EXPECT_THAT(k.claims, IsEmpty()) << k.criterion.id;
  EXPECT_THAT(c.warnings, Contains(HasSubstr("\"Shift desk\" is shared: 21 rows under it are")));
}

TEST(Coverage, ALoginAnotherLearnerHasTooIsShared) {
  Learner learner = tom();
  learner.aliases.push_back("frontline1");
  auto cases = busy("frontline1");
  EXPECT_EQ(coverage(unit("CG-L3-MIR"), learner, cases, {}, soon_after()).rows_by_learner, 21);
  for (auto& c : cases) c.shared_logins = {"frontline1"};
  const auto c = coverage(unit("CG-L3-MIR"), learner, cases, {}, soon_after());
  EXPECT_EQ(c.rows_by_learner, 0);
  EXPECT_THAT(c.warnings, Contains(HasSubstr("\"frontline1\" is shared")));
}

TEST(Coverage, LateRowsAreMarkedWhereTheyAreCited) {
  auto cases = busy();
  for (auto& c : cases) {
    for (auto& e : c.events) e.event.logged_at = at(e.event.at->at + 31 * minute_ms);
  }
  const auto c = coverage(unit("CG-L3-MIR"), tom(), cases, {}, soon_after());
  ASSERT_THAT(of(c, "A3").claims, Not(IsEmpty()));
  for (const auto& claim : of(c, "A3").claims) EXPECT_TRUE(claim.late);
  CoverageOptions lenient = soon_after();
  lenient.late_minutes = 31;
  const auto later = coverage(unit("CG-L3-MIR"), tom(), cases, {}, lenient);
  for (const auto& claim : of(later, "A3").claims) EXPECT_FALSE(claim.late);
}

TEST(Coverage, WhatIsTooOldIsShownAndNotCounted) {
  CoverageOptions o = soon_after();
  o.as_of = start + 90 * day_ms + 760 * day_ms;  // the third incident is just over 24 months old
  const auto c = coverage(unit("CG-L3-MIR"), tom(), busy(), {}, o);
  EXPECT_EQ(of(c, "A3").state, "none");
  EXPECT_THAT(of(c, "A3").claims, IsEmpty());
  EXPECT_EQ(of(c, "A3").expired.size(), 3U);
  EXPECT_THAT(said(of(c, "A3").missing), HasSubstr("3 rows older than 24 months are not counted"));
  o.as_of = start + 90 * day_ms + 400 * day_ms;
  const auto ageing = coverage(unit("CG-L3-MIR"), tom(), busy(), {}, o);
  EXPECT_EQ(of(ageing, "A3").state, "claimed");
  for (const auto& claim : of(ageing, "A3").claims) EXPECT_TRUE(claim.ageing);
}

TEST(Coverage, SaysWhoCouldBeAskedWithoutSayingTheirName) {
  const auto c = coverage(unit("CG-L3-MIR"), tom(), busy(), {}, soon_after());
  EXPECT_THAT(said(of(c, "A5").missing), HasSubstr("a colleague in the role Supervisor who acts in INC-"));
}

TEST(Coverage, TheReasonIsFactsAndNeverANameOrTheRowsWords) {
  auto cases = busy();
  cases[0].incident.incident[TextField::team] = "Ruth Abernethy";
  cases[1].events[1].event.audience = "Priya Nair";
  for (const auto& id : all_units) {
    const auto c = coverage(unit(id), tom(), cases, {}, soon_after());
    for (const auto& k : c.criteria) {
      std::string all = said(k.missing);
      for (const auto& claim : k.claims) all += claim.why + "\n";
      for (const auto& s : k.suggestions) all += s.why + "\n" + s.still_missing + "\n";
      for (const char* never : {"Tom", "Pryce", "Ruth", "Abernethy", "Priya", "Nair", "07700", "gateway", " met",
                                "competent", "achieved", "pass"}) {
        EXPECT_THAT(all, Not(HasSubstr(never))) << id << "/" << k.criterion.id;
      }
    }
  }
  const auto c = coverage(unit("CG-L3-MIR"), tom(), busy(), {}, soon_after());
  ASSERT_THAT(of(c, "A3").claims, Not(IsEmpty()));
  EXPECT_EQ(of(c, "A3").claims[0].why, "outbound communication to Customers by SMS at 09:02, 2 minutes after logging");
  ASSERT_THAT(of(c, "A1").claims, Not(IsEmpty()));
  EXPECT_THAT(of(c, "A1").claims[0].why,
              HasSubstr("logged with caller, category, priority, impact, urgency and channel recorded"));
}

TEST(Coverage, OnlyMajorIncidentsWithEnoughTeamsCountWhereTheUnitSaysSo) {
  const Unit u = unit("PEARSON-L4-MIMS");
  const auto c = coverage(u, tom(), busy(), {}, soon_after());
  for (const auto& claim : of(c, "A2").claims) EXPECT_EQ(claim.incident, "INC-1") << "the only one of priority 1";
  EXPECT_THAT(of(c, "A2").claims, Not(IsEmpty()));
  EXPECT_THAT(said(of(c, "A2").missing), HasSubstr("major incidents with 2 teams"));
  auto one_team = busy();
  for (auto& k : one_team) {
    for (auto& e : k.events) e.event.changes.clear();
  }
  EXPECT_THAT(of(coverage(u, tom(), one_team, {}, soon_after()), "A2").claims, IsEmpty());
}

TEST(Coverage, AMessageToCustomersDoesNotShowDealingsWithOutsideOrganisations) {
  const Unit u = unit("OFQUAL-K5030421");
  EXPECT_THAT(of(coverage(u, tom(), busy(), {}, soon_after()), "2.1").claims, IsEmpty());
  auto cases = busy();
  for (auto& c : cases) c.events[1].event.audience = "Supplier";
  EXPECT_EQ(of(coverage(u, tom(), cases, {}, soon_after()), "2.1").state, "claimed");
}

TEST(Coverage, ASignalTheLogLacksIsNamedAndNothingStops) {
  auto cases = busy();
  for (auto& c : cases) {
    for (const auto f : {TextField::impact, TextField::urgency, TextField::priority}) c.incident.incident[f].reset();
    for (auto& e : c.events) e.event.changes.clear();
  }
  const auto c = coverage(unit("NOS-INSCC011"), tom(), cases, {}, soon_after());
  EXPECT_EQ(of(c, "3").state, "none");
  EXPECT_THAT(said(of(c, "3").missing),
              HasSubstr("the log as it stands does not give the impact, the urgency or the priority"));
  EXPECT_THAT(c.warnings, Contains(HasSubstr("one time per row")));
}

TEST(Coverage, SuggestionsNameUncitedIncidentsWhoseRowsGiveTheSignals) {
  auto cases = busy();
  cases.push_back(Made(50, 95).row(EventKind::logged, "Tom Price").row(EventKind::escalated, "Tom Price"));
  cases.back().incident.incident[TextField::assignee] = "Tom Price";
  for (const auto& id : all_units) {
    CoverageOptions few = soon_after();
    few.claims_per_criterion = 1;
    const auto c = coverage(unit(id), tom(), cases, {}, few);
    for (const auto& k : c.criteria) {
      EXPECT_LE(k.suggestions.size(), 3U);
      for (const auto& s : k.suggestions) {
        EXPECT_NE(s.incident, "INC-50") << "no row of the learner's";
        const bool cited = std::any_of(k.claims.begin(), k.claims.end(),
                                       [&](const auto& claim) { return claim.incident == s.incident; });
        EXPECT_FALSE(cited) << id << "/" << k.criterion.id << " " << s.incident;
        const auto named = std::find_if(cases.begin(), cases.end(),
                                        [&](const Case& made) { return made.incident.incident.ref == s.incident; });
        ASSERT_NE(named, cases.end());
        bool gives = false;
        for (const auto& e : named->events) {
          const auto signals = signals_of(*named, e);
          const Grade g = grade_of(*named, e, tom());
          if (g != Grade::A && g != Grade::B) continue;
          if (s.why.find(std::to_string(e.event.row)) == std::string::npos) continue;
          for (const auto& wanted : k.criterion.log_signals) gives = gives || signals.contains(wanted);
        }
        EXPECT_TRUE(gives) << id << "/" << k.criterion.id << ": " << s.why;
        EXPECT_FALSE(s.still_missing.empty());
      }
    }
  }
  const auto c = coverage(unit("OFQUAL-K5030421"), tom(), busy(), {}, soon_after());
  ASSERT_THAT(of(c, "3.5").suggestions, Not(IsEmpty())) << "facts for the learner's own answer";
  EXPECT_THAT(of(c, "3.5").suggestions[0].still_missing, HasSubstr("the learner's own answer"));
}

TEST(Coverage, AReviewTheLearnerLedIsClaimedAtTheirRowInTheIncident) {
  auto cases = busy();
  for (auto& c : cases) c.reviews.push_back({{"Tom Pryce"}, start, 2, 3, 1});
  const auto c = coverage(unit("CG-L3-MIR"), tom(), cases, {}, soon_after());
  EXPECT_EQ(of(c, "A4").state, "claimed");
  EXPECT_THAT(of(c, "A4").claims[0].why, HasSubstr("2 causes with evidence, 3 actions, 1 of them closed"));
  for (auto& k : cases) k.reviews[0].people = {"Ruth Abernethy"};
  EXPECT_EQ(of(coverage(unit("CG-L3-MIR"), tom(), cases, {}, soon_after()), "A4").state, "none");
}

TEST(Coverage, CitesDifferentIncidentsBeforeMoreOfOne) {
  std::vector<Case> cases;
  for (int k = 0; k < 20; ++k) {
    Made m(k + 1, k, k % 2 == 0 ? "P2" : "P3", k % 5 == 0 ? "Billing" : "Telephony");
    for (int n = 0; n < 6; ++n) m.tell("Tom Pryce", "Customers", "Email");
    cases.push_back(m);
  }
  const auto c = coverage(unit_with("CG-L3-MIR", "A3", "min_span_days", 18), tom(), cases, {}, soon_after());
  std::set<std::string> incidents;
  for (const auto& claim : of(c, "A3").claims) incidents.insert(claim.incident);
  EXPECT_EQ(of(c, "A3").claims.size(), 12U);
  EXPECT_EQ(incidents.size(), 12U);
  EXPECT_EQ(of(c, "A3").state, "claimed") << "the first and last far enough apart are among them\n"
                                          << said(of(c, "A3").missing);
}

TEST(Signals, FollowTheRowAndWhatItChanged) {
  const Case c = busy()[0];
  const auto logged = signals_of(c, c.events[0]);
  for (const char* s :
       {"event.author", "event.at", "incident.logged_at", "incident.caller", "incident.category", "incident.impact",
        "incident.urgency", "incident.priority", "incident.fields_complete", "incident.sla_target"}) {
    EXPECT_TRUE(logged.contains(s)) << s;
  }
  EXPECT_FALSE(logged.contains("event.action"));
  const auto told = signals_of(c, c.events[1]);
  for (const char* s : {"event.communication", "event.audience", "event.channel", "event.free_text_pii"})
    EXPECT_TRUE(told.contains(s)) << s;
  EXPECT_FALSE(told.contains("incident.priority")) << "a message sets no priority";
  EXPECT_TRUE(signals_of(c, c.events[2]).contains("event.procedure_step"));
  EXPECT_TRUE(signals_of(c, c.events[3]).contains("event.escalation"));
  EXPECT_TRUE(signals_of(c, c.events[3]).contains("incident.priority_changed"));
  EXPECT_TRUE(signals_of(c, c.events[4]).contains("event.handover"));
  EXPECT_TRUE(signals_of(c, c.events[6]).contains("incident.resolved_at"));
  EXPECT_FALSE(signals_of(c, c.events[5]).contains("event.action")) << "a note is no act";
}

TEST(FairSample, ShowsTheChosenBesideAllMissedTargetsIncluded) {
  auto cases = busy();
  cases[2].incident.incident[TimeField::resolved] = at(cases[2].incident.incident[TimeField::sla_due]->at + 1);
  const auto s = fair_sample(cases, tom(), {1, 2});
  EXPECT_EQ(s.cited.incidents, 2);
  EXPECT_EQ(s.all.incidents, 3);
  EXPECT_EQ(s.all.by_priority, (std::map<std::string, std::int64_t>{{"P1", 1}, {"P2", 2}}));
  EXPECT_EQ(s.cited.targets_hit, 2);
  EXPECT_EQ(s.all.targets, 3);
  EXPECT_EQ(s.all.targets_hit, 2);
  EXPECT_EQ(s.cited.median_resolve_seconds, 3600.0);
}

class CasesOf : public Workspace {};

TEST_F(CasesOf, AreTheIncidentsWithRowsOfTheirsAndThoseAssignedToThem) {
  auto store = open();
  auto acted = draft(2, "R-1", "acted in", 1), assigned = draft(3, "R-2", "assigned", 2),
       other = draft(4, "R-3", "other", 3);
  const auto row = [](const char* actor, std::int64_t n) {
    Event e;
    e.kind = EventKind::action;
    e.at = at(noon);
    e.actor = actor;
    e.row = n;
    return e;
  };
  acted.events = {row("Pryce, Tom", 2)};
  assigned.incident[TextField::assignee] = "Tom Pryce";
  assigned.events = {row("Ruth Abernethy", 3)};
  other.events = {row("Tom Price", 4)};
  import(store, {acted, assigned, other});
  add_learner(store, "Tom Pryce", {"frontline1"});
  add_learner(store, "Ruth Abernethy", {"frontline1"});
  draft_review(store, {"R-1"});
  const auto cases = cases_of(store, learner(store, "Tom Pryce"));
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].incident.incident.ref, "R-1");
  EXPECT_EQ(cases[0].events.size(), 1U);
  EXPECT_EQ(cases[0].reviews.size(), 1U);
  EXPECT_EQ(cases[1].incident.incident.ref, "R-2");
  EXPECT_THAT(cases[0].shared_logins, Contains("frontline1"));
}

}  // namespace
}  // namespace debrief::review
