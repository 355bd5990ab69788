// What a learner's rows amount to against a unit's criteria. Pure: facts in, claims and gaps out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "review/incidents.h"
#include "review/learners.h"

namespace debrief::review {

/// A criterion of a unit file (unit-definition/1; see the files' README for meanings).
struct Criterion {
  std::string id, text, verb, nature, outcome_id, outcome_title, log_strength, involvement, measure, range;
  std::vector<std::string> evidence_types, log_signals, themes;
  int min_incidents = 1, min_evidence_types = 1, min_independent_sources = 0, min_span_days = 0,
      min_learner_answers = 0;
  bool needs_major = false;  // range: only major incidents (flag, or priority 1) count
  int min_teams = 1;         // range: teams that took part in an incident
};
struct Unit {
  std::string id, title, awarding_body, source_kind, source_note, unit_type;
  int level = 0;
  std::vector<Criterion> criteria;
};
/// `measure` and `range` hold the file's text and JSON; outcomes keep their order.
/// Throws bad-unit (5) with the JSON path of what is wrong.
Unit parse_unit(std::string_view definition_json);

/// How the learner stands to a row: A recorded actor, B owned the incident then, C typed it in for someone else,
/// D only mentioned, E not connected. Only A and B carry a claim; C only a logging claim.
enum class Grade : char { A = 'A', B = 'B', C = 'C', D = 'D', E = 'E' };

/// A review of an incident as far as criteria ask for it.
/// people  who owns, led or signed it
struct CaseReview {
  std::vector<std::string> people;
  std::int64_t at_ms = 0;  // signed, else begun
  std::int64_t root_causes = 0, actions = 0, actions_closed = 0;
};

/// Everything about one incident that the rules look at.
/// shared_logins  names of this learner that another learner acts under too
struct Case {
  StoredIncident incident;
  std::vector<StoredEvent> events;
  std::int64_t children = 0;
  std::vector<CaseReview> reviews;
  std::vector<std::string> shared_logins;
};

struct Claim {
  std::int64_t incident_id = 0;
  std::string incident;  // ref
  std::int64_t row = 0;  // of the source file
  std::int64_t seq = 0;
  Grade grade = Grade::E;
  std::int64_t at_ms = 0;
  std::string signal;   // event.communication, incident.priority_changed, …
  std::string why;      // what the row shows, in roles and acts, without names
  bool late = false;    // written after the event by more than the limit
  bool ageing = false;  // older than current_months, not yet than oldest_months
};

/// state  claimed | thin | none; the program never says more
struct CriterionCoverage {
  Criterion criterion;
  std::string state;
  std::vector<Claim> claims;
  std::vector<EvidenceItem> items;   // further evidence offered for it
  std::vector<Claim> expired;        // would be claims but for their age; not counted
  std::vector<std::string> missing;  // in words, what would still be needed
  struct Suggestion {
    std::string incident;
    std::string why;
    std::string still_missing;
  };
  std::vector<Suggestion> suggestions;  // uncited incidents that could fill it, at most 3
};

struct CoverageOptions {
  base::Ms as_of = 0;
  int current_months = 12;                // newer is current
  int oldest_months = 24;                 // older is not counted; as_of 0 counts everything
  int late_minutes = 30;                  // from the event to its writing down
  std::size_t claims_per_criterion = 12;  // strongest and most varied first
};

struct Coverage {
  Unit unit;
  std::vector<CriterionCoverage> criteria;
  std::vector<std::string> warnings;  // shared logins, missing signals, …
  std::int64_t incidents_with_rows = 0;
  std::int64_t rows_by_learner = 0;
};

/// What the rows and the items amount to, criterion by criterion, by the unit file's `coverage_default`.
///
/// cases  every incident in which the learner acted, owned or is mentioned
/// names  the learner's name and aliases; an alias that several people share ("Shift desk") is flagged, not credited
///
/// A row carries a claim when the learner stood to it as the criterion's `involvement` asks (actor: grade A, and C for
/// logging themes; owner: A or B in an incident the learner owned then; author: A) and it gives one of the criterion's
/// signals that says more than that a row exists. Rows never carry criteria of log_strength context or none.
/// claimed  all minima of the file hold. For log_strength strong the log itself, kept by the system, stands in for one
///          independent source and one type of evidence; that another source would help is still listed. For
///          supporting at least one further item must be held.
/// thin     something counts, but not enough
Coverage coverage(const Unit& unit, const Learner& learner, const std::vector<Case>& cases,
                  const std::vector<EvidenceItem>& evidence, const CoverageOptions& options);

/// How the learner stands to a row. Names compare whole, without case, titles or order ("Pryce, Tom"); a first name
/// alone is nobody. The owner is followed through the recorded changes of the assignee.
Grade grade_of(const Case& c, const StoredEvent& event, const Learner& learner);

/// Signals one row or incident gives: names as in the units' README. The fields of the incident count for the row
/// that set them: the logging row, or the one whose changes name them.
std::set<std::string> signals_of(const Case& c, const StoredEvent& event);

/// The incidents chosen beside all the learner has rows in: shows whether the choice flatters.
/// by_priority, by_category  value -> number; "" where the log says nothing
/// targets  incidents whose result against the target is known, and how many hit it
struct SampleSide {
  std::int64_t incidents = 0;
  std::map<std::string, std::int64_t> by_priority, by_category;
  std::int64_t targets = 0, targets_hit = 0;
  std::optional<double> median_resolve_seconds;
};
struct FairSample {
  SampleSide cited, all;
};
/// cited  ids of incidents in `cases`
FairSample fair_sample(const std::vector<Case>& cases, const Learner& learner, const std::set<std::int64_t>& cited);

/// Reads the cases of a learner from the workspace: incidents with rows of theirs, and those assigned to them.
std::vector<Case> cases_of(Store& store, const Learner& learner);

}  // namespace debrief::review
