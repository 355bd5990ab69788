// The story of the demo.

#include "app/demo_story.h"

#include <algorithm>

#include "base/error.h"
#include "review/actions.h"
#include "review/incidents.h"
#include "review/learners.h"
#include "review/reviews.h"

namespace debrief::app {

namespace {

/// rows     words from the entries that show it; none: a hypothesis
/// under    place in the list, from 1, of what it explains or guards; 0 none
/// outcome  of a control
struct StoryFinding {
  std::string_view kind;
  std::string_view cause;
  std::string_view confidence;
  std::string_view text;
  std::vector<std::string_view> rows;
  std::size_t under = 0;
  std::string_view outcome = "";
};

const std::vector<StoryFinding>& findings() {
  static const std::vector<StoryFinding> all{
      {"immediate",
       "external",
       "high",
       "The TLS certificate of the supplier's second session border controller ran out at 14:05, and calls sent to "
       "that "
       "node were rejected.",
       {"Northline engineer finds the TLS certificate"}},
      {"underlying",
       "external",
       "high",
       "The supplier kept its list of certificates by hand, and the second node was left out at the renewal in April.",
       {"list was kept by hand"},
       1},
      {"underlying",
       "tools",
       "high",
       "The monitor of the telephone lines checks that trunks are registered, not that a call reaches a queue, so it "
       "stayed green.",
       {"Monitor is green"}},
      {"contributing",
       "tasks",
       "medium",
       "Twelve minutes went into a change made at lunch time, although one of the two sites without calls did not use "
       "it.",
       {"Roll back CHG-4471 before calling Northline", "Wrong tree. CHG-4471 ruled out"}},
      {"contributing",
       "organisation",
       "high",
       "Wording for customers waited for a sign-off by people who were in a meeting; customers heard nothing for 37 "
       "minutes.",
       {"customers have heard nothing since 14:52", "Was waiting for wording to be signed off"}},
      {"contributing",
       "people",
       "low",
       "Agents outside the priority services team did not know that its script exists.",
       {}},
      {"went_well",
       "tasks",
       "high",
       "The incident was raised to P1 before the number of lost callers was known, because priority services share the "
       "platform.",
       {"Raised P2 to P1"}},
      {"went_well",
       "organisation",
       "high",
       "The priority services line was diverted to mobiles within five minutes of the decision, half an hour before "
       "the fix.",
       {"Priority services line first", "In place 14:54"}},
      {"lucky",
       "environment",
       "medium",
       "It happened on a weekday afternoon with the incident manager on duty and six charged mobiles in the store.",
       {"Six mobiles from the store"}},
      {"underlying",
       "organisation",
       "low",
       "The contract does not oblige the supplier to tell us when its certificates end.",
       {},
       2},
      {"contributing",
       "organisation",
       "high",
       "Nobody in the meeting knew that a P1 allows the short form of words without a sign-off.",
       {"Helen says use the short form"},
       5},
      {"control", "", "high", "The supplier's list of certificates", {"list was kept by hand"}, 2, "failed"},
      {"control", "", "high", "Monitor of the telephone lines", {"Monitor is green"}, 3, "failed"},
      {"control", "", "", "A test call through to a queue", {}, 3, "missing"},
      {"consequence", "", "high", "438 calls failed to 15:16, for 102 minutes in all", {"438 calls failed to 15:16"}},
      {"consequence",
       "",
       "high",
       "Callers on the priority services register could not reach us for 49 minutes",
       {"In place 14:54"}},
      {"control", "", "high", "Divert to mobiles", {"In place 14:54"}, 16, "held"},
  };
  return all;
}

/// key, text: what the review group wrote.
const std::vector<std::pair<std::string_view, std::string_view>>& passages() {
  static const std::vector<std::pair<std::string_view, std::string_view>> all{
      {"summary.cause",
       "A security certificate at our telephone supplier ran out, and nobody was told before it did: neither their "
       "list of "
       "certificates nor our monitor would have shown it."},
      {"external.statement",
       "On 12 May our telephone lines could not be reached for part of the afternoon because a certificate at our "
       "telephone "
       "supplier had run out. We are sorry for the trouble this caused. Customers on our priority services register "
       "were given "
       "another way to reach us during the disturbance. We now watch these certificates ourselves and test our lines "
       "with real "
       "calls."},
      {"impact.narrative",
       "Most callers heard the menu and were then cut off, several of them more than once. Callers on the priority "
       "services "
       "register had no other way to reach us until the divert was in place. No harm was reported. No personal data "
       "was at risk."},
      {"expected.overall",
       "The monitor should have raised an alarm within five minutes of calls no longer reaching a queue. Customers "
       "should hear "
       "from us every 30 minutes in a P1."},
      {"causes.underlying",
       "Two safeguards failed in the same way: each was a list that somebody had to remember to keep. Neither looked "
       "at what a "
       "caller would meet."},
      {"assessment.well",
       "Floor and incident manager worked from one list of roles from 14:33 on. The step-by-step return of the second "
       "node was "
       "tested from both sites before it was declared over."},
      {"lessons.learned",
       "When both sites fail alike, look first at what they share. Do not wait for a count before protecting those who "
       "have no "
       "other way to reach us."},
  };
  return all;
}

struct StoryAction {
  std::string_view title, type, category, priority, owner, due, status, measure, direction, evidence;
  std::string_view verdict, verifier, note;  // verdict "" while it is not judged
};

const std::vector<StoryAction>& actions() {
  static const std::vector<StoryAction> all{
      {"List every certificate the telephone service depends on, with its end date and an owner", "preventive",
       "procedure", "high", "Telephony lead", "2026-06-15", "verified", "major_incidents", "lower",
       "Register of 14 June, 23 entries", "worked", "Service assurance manager",
       "Two certificates were renewed from the list in August, 20 days ahead"},
      {"Place a test call through to a queue from outside every five minutes and raise an alarm after two failures",
       "detective", "system", "high", "Telephony lead", "2026-09-15", "in_progress", "time_to_acknowledge", "lower",
       "Alarm shown in a drill", "", "", ""},
      {"Let the incident manager release short customer messages in a P1 without sign-off", "corrective", "procedure",
       "high", "Communications lead", "2026-05-29", "implemented", "", "", "Procedure PR-12, version 4", "", "", ""},
      {"Train all agents of both sites in the priority services script, with two calls played through each",
       "improvement", "training", "medium", "Training lead", "2026-11-30", "accepted", "completeness", "higher",
       "Attendance list and call checks", "", "", ""},
      {"Agree with the supplier that certificate changes are announced five working days ahead", "preventive",
       "supplier", "medium", "Supplier manager", "2026-10-31", "accepted", "", "",
       "Signed change to the service schedule", "", "", ""},
  };
  return all;
}

std::optional<std::string> given(std::string_view text) {
  return text.empty() ? std::nullopt : std::optional(std::string(text));
}

review::Finding::Link row_with(review::Store& store, std::int64_t incident_id, std::string_view words) {
  for (const auto& event : review::events_of(store, incident_id)) {
    if (event.event.text.find(words) != std::string::npos) return {incident_id, event.seq};
  }
  DEBRIEF_CHECK(false, "the story quotes words that stand in the demo log");
  return {};
}

void write_findings(review::Store& store, std::int64_t review_id, std::int64_t incident_id) {
  std::vector<std::int64_t> ids{0};
  for (const StoryFinding& f : findings()) {
    review::Finding finding;
    finding.review_id = review_id;
    finding.kind = f.kind;
    finding.cause = f.cause;
    finding.confidence = f.confidence;
    finding.text = f.text;
    for (const std::string_view words : f.rows) finding.evidence.push_back(row_with(store, incident_id, words));
    finding.parent = ids[f.under];
    finding.outcome = f.outcome;
    ids.push_back(review::add_finding(store, finding));
  }
}

/// 15 May 2026, 12:00 UTC: the meeting in which they were agreed.
constexpr base::Ms reviewed_ms = 1778846400000;

void write_actions(review::Store& store, std::int64_t review_id) {
  for (const StoryAction& a : actions()) {
    review::Action action;
    action.review_id = review_id;
    action.title = a.title;
    action.type = a.type;
    action.category = given(a.category);
    action.priority = given(a.priority);
    action.owner = given(a.owner);
    action.status = a.verdict.empty() ? std::string(a.status) : "implemented";
    action.created_ms = reviewed_ms;
    action.due_ms = review::end_of_day(store, a.due);
    action.measure = given(a.measure);
    action.direction = given(a.direction);
    action.evidence = given(a.evidence);
    action.window_days = 90;
    const std::int64_t id = review::add_action(store, action);
    if (a.status == "implemented" || !a.verdict.empty()) review::update_action(store, id, "done", a.due);
    if (!a.verdict.empty()) review::verify_action(store, id, a.verdict, a.verifier, a.note);
  }
}

}  // namespace

DemoRecords write_demo_story(review::Store& store) {
  DemoRecords records;
  store.transaction([&] {
    const auto candidates = review::review_candidates(store);
    DEBRIEF_CHECK(!candidates.empty(), "the demo log holds major incidents");
    const auto& largest = *std::max_element(candidates.begin(), candidates.end(),
                                            [](const auto& a, const auto& b) { return a.children < b.children; });
    records.incident = largest.ref;
    records.review_id = review::draft_review(store, {largest.ref}).id;
    write_findings(store, records.review_id, largest.incident_id);
    for (const auto& [key, text] : passages()) review::write_passage(store, records.review_id, key, text);
    write_actions(store, records.review_id);
    review::Lesson lesson;
    lesson.review_id = records.review_id;
    lesson.text =
        "When several sites fail alike, look first at what they share, and give those who depend on us another way in.";
    lesson.destination = "training";
    lesson.owner = "Training lead";
    lesson.created_ms = store.now();
    review::add_lesson(store, lesson);

    records.learners.push_back(review::add_learner(store, "Amara Osei", {}));
    records.learners.push_back(review::add_learner(store, "Tom Pryce", {}));
    review::EvidenceItem testimony;
    testimony.learner_id = records.learners.front();
    testimony.type = "WT";
    testimony.title = "Witness testimony about the telephone outage";
    testimony.incident_id = largest.incident_id;
    testimony.author_role = "Duty incident manager";
    testimony.status = "requested";
    testimony.created_ms = store.now();
    review::add_evidence(store, testimony);
  });
  return records;
}

}  // namespace debrief::app
