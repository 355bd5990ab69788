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
  int min_incidents = 1, min_evidence_types = 1, min_independent_sources = 0, min_span_days = 0, min_learner_answers = 0;
};
struct Unit {
  std::string id, title, awarding_body, source_kind, source_note, unit_type;
  int level = 0;
  std::vector<Criterion> criteria;
};
/// Throws bad-unit (5) with the JSON path of what is wrong.
Unit parse_unit(std::string_view definition_json);

/// How the learner stands to a row: A recorded actor, B owned the incident then, C typed it in for someone else,
/// D only mentioned, E not connected. Only A and B carry a claim; C only a logging claim.
enum class Grade : char { A = 'A', B = 'B', C = 'C', D = 'D', E = 'E' };

/// Everything about one incident that the rules look at.
struct Case {
  StoredIncident incident;
  std::vector<StoredEvent> events;
  std::int64_t children = 0;
};

struct Claim {
  std::int64_t incident_id = 0;
  std::string incident;        // ref
  std::int64_t row = 0;        // of the source file
  std::int64_t seq = 0;
  Grade grade = Grade::E;
  std::int64_t at_ms = 0;
  std::string signal;          // event.communication, incident.priority_changed, …
  std::string why;             // what the row shows, in roles and acts, without names
  bool late = false;           // written after the event by more than the limit
};

/// state  claimed | thin | none; the program never says more
struct CriterionCoverage {
  Criterion criterion;
  std::string state;
  std::vector<Claim> claims;
  std::vector<EvidenceItem> items;       // further evidence offered for it
  std::vector<std::string> missing;      // in words, what would still be needed
  struct Suggestion {
    std::string incident;
    std::string why;
    std::string still_missing;
  };
  std::vector<Suggestion> suggestions;   // uncited incidents that could fill it, at most 3
};

struct CoverageOptions {
  base::Ms as_of = 0;
  int current_months = 12;     // newer is current
  int oldest_months = 24;      // older is not counted
  std::size_t claims_per_criterion = 12;   // strongest and most varied first
};

struct Coverage {
  Unit unit;
  std::vector<CriterionCoverage> criteria;
  std::vector<std::string> warnings;     // shared logins, missing signals, …
  std::int64_t incidents_with_rows = 0;
  std::int64_t rows_by_learner = 0;
};

/// cases  every incident in which the learner acted, owned or is mentioned
/// names  the learner's name and aliases; an alias that several people share ("Shift desk") is flagged, not credited
Coverage coverage(const Unit& unit, const Learner& learner, const std::vector<Case>& cases,
                  const std::vector<EvidenceItem>& evidence, const CoverageOptions& options);

/// Signals one row or incident gives: names as in the units' README.
std::set<std::string> signals_of(const Case& c, const StoredEvent& event);

/// Reads the cases of a learner from the workspace.
std::vector<Case> cases_of(Store& store, const Learner& learner);

}  // namespace debrief::review
