// The story of the demo.

#include "app/demo_story.h"

#include <algorithm>

#include "base/error.h"
#include "review/actions.h"
#include "review/incidents.h"
#include "review/learners.h"
#include "review/review_fields.h"
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
      {"external.actions",
       "We keep a list of every certificate our telephones depend on and renew each one in good time. We are adding test "
       "calls that ring our queues from outside every few minutes. In an emergency we may now write to you without "
       "waiting for approval."},
      {"impact.harm",
       "One customer on home oxygen tried for 40 minutes; his equipment worked and he was looked after until calm. "
       "Agents called back 204 of 252 numbers the same day, those with a vulnerability flag first. Only call records "
       "were used, which we hold anyway: no personal data were exposed."},
      {"impact.potential",
       "On a winter evening, with the priority line on the same platform and no mobiles in the store, a customer "
       "without heating or power could have had no way to reach us for an hour and a half."},
      {"leadup.background",
       "The supplier renewed certificates in April and left out its second node. At Quayside an access switch got new "
       "firmware at lunch time (CHG-4471); it had nothing to do with the fault, but it was the first suspect. Volume and "
       "staffing were normal."},
      {"detection.sooner",
       "A test call through to a queue, every five minutes. The monitor looked at trunks, which were registered all "
       "the time, so 12 minutes passed until somebody noticed that nobody was ringing."},
      {"timeline.unknown",
       "Until 15:02 the number of lost callers was a guess (400; it was 318 by then). Until 14:36 it was not known that "
       "the switch was innocent, although Millbrook, which is not behind it, was just as silent."},
      {"response.resources",
       "Enough people on both sites; 31 and 24 agents stood ready. Six mobiles were in the store and charged, which "
       "nobody had checked beforehand. Authority to release customer messages lay with people who were in a meeting."},
      {"response.restoration",
       "Node 1 alone carried 60 lines from 15:16; node 2 came back in steps of 10 and 50 lines with 24 of 24 test calls "
       "good. The divert of the priority line was taken out on 13 May. No temporary measure is still in place."},
      {"communications.assessment",
       "Staff and management heard from us as announced. Customers did not: one message was 29 minutes late because its "
       "wording waited for a sign-off that a P1 does not need. The short form should be the rule from the start."},
      {"causes.why",
       "Why did calls fail? A certificate ran out. Why was it not renewed? The supplier's list was kept by hand and one "
       "node was not on it. Why did we not know? We had no list of our own. Second branch: why did nobody see it at "
       "once? The monitor checks trunks, not calls. Third branch: why did customers hear nothing for 37 minutes? Wording "
       "needed a sign-off that the procedure for a P1 does not ask for, and few knew that."},
      {"causes.controls",
       "Supplier's renewal list: failed, incomplete. Trunk monitor: worked as built, but watches the wrong thing. "
       "Change calendar: worked, and misled. Procedure for customer messages in a P1: there, but not known."},
      {"similar.pattern",
       "No earlier record of this log names an expired certificate. Whether other lines and systems depend on dates "
       "that nobody watches is what A-1 looks into."},
      {"assessment.badly",
       "Twelve minutes on a theory that one look at the other site would have ruled out. No count of lost calls until "
       "15:02. Two of the six people on the mobiles had never used the priority services script."},
      {"assessment.human",
       "A call with a distressed customer was followed by five minutes off the line and a second talk at the end of the "
       "shift. Breaks were moved, then given back in two halves. Pressure to find a cause quickly made the only change "
       "of the day look guilty."},
      {"assessment.compliance",
       "Ofcom's reporting threshold was not reached; the reasons were written down the next morning. Equality Act and "
       "priority services obligations were met by the divert. The house rule of an update every 30 minutes in a P1 was "
       "broken once; likely again unless the short form is the default, with complaints as the consequence."},
      {"expected.d20260512t132630",
       "Expected: calls return when the switch is rolled back. Actual: no effect, 12 minutes gone. Millbrook's silence "
       "already spoke against it. Lesson: ask first what all affected sites share."},
      {"expected.d20260512t133105",
       "Expected and got: an incident manager, a bridge and a supplier engineer within a quarter of an hour. No "
       "difference, so no lesson beyond keeping it: do not wait for a count."},
      {"expected.d20260512t134900",
       "Expected: priority callers get through within ten minutes. Actual: five. It worked because mobiles happened to "
       "be charged; that is now checked every month."},
      {"expected.d20260512t140900",
       "Expected: half the lines in minutes, all within 40. Actual: 7 and 36 minutes. No difference."},
      {"expected.d20260512t143830",
       "Expected: faults show with 10 lines rather than with 110. Actual: none showed. No lesson; the stepwise return is "
       "in the procedure already."},
      {"risk.residual",
       "A second supplier for inbound lines was turned down: some £60,000 a year against one such failure in years. Until "
       "the supplier changes its notice (A-5), a certificate that is not on our list can still run out unseen; the "
       "Service assurance manager accepts this until 31 October 2026."},
      {"lessons.learned",
       "When both sites fail alike, look first at what they share. Do not wait for a count before protecting those who "
       "have no "
       "other way to reach us."},
  };
  return all;
}

/// Who took part and who may read it; the approver is still to be named.
const std::vector<std::pair<std::string_view, std::string_view>>& fields() {
  static const std::vector<std::pair<std::string_view, std::string_view>> all{
      {"author", "Service assurance manager"},
      {"owner", "Head of operations"},
      {"facilitator", "Quality lead"},
      {"participants", "Incident manager, IT support, both floors, communications, Northline Telecom (15 May 2026)"},
      {"distribution", "Board, operations, IT, communications; Northline Telecom gets the external version"},
      {"interviews", "Two agents of the priority services team; first report of the supplier, 13 May 2026"},
      {"related", "CHG-4471 (ruled out), NL-88213 (supplier's case)"},
      {"follow_up", "2026-11-30"},
      {"data_breach", "no"},
      {"authorities", "No: under Ofcom's threshold, decided 13 May 2026"},
      {"cost", "About £5,900: 190 hours of overtime and call-backs"},
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
    for (const auto& [name, value] : fields()) review::set_review_field(store, records.review_id, name, value);
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
