// What the rules of coverage share while one unit is reckoned.
#pragma once

#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "review/coverage.h"
#include "review/coverage/rows.h"

namespace debrief::review {

/// One row with what the rules need of it, reckoned once for all criteria.
struct Row {
  const Case* c = nullptr;
  const StoredEvent* e = nullptr;
  Standing standing;
  std::set<std::string> signals;
  base::Ms at = 0;
  bool late = false;
};

struct Work {
  const Unit& unit;
  const std::vector<Case>& cases;
  const CoverageOptions& options;
  std::vector<Row> rows;                 // grades A, B and C
  std::set<std::string> signals_in_log;  // of any row of any case
  std::map<std::int64_t, const Case*> by_id;
  base::Ms current_from = std::numeric_limits<base::Ms>::min();
  base::Ms counted_from = std::numeric_limits<base::Ms>::min();
};

/// The signals by which a row can carry the criterion: those that say more than that a row exists.
std::vector<std::string> carrying(const Criterion& c);
/// The incident fulfils the criterion's `range`.
bool in_range(const Criterion& c, const Case& of);

/// Fills state and missing by the minima of the unit file.
///
/// out_of_range  rows that would carry it but for the range
void judge(const Work& w, CriterionCoverage& cc, const Names& names, std::int64_t out_of_range);

/// Fills the suggestions of a criterion that is not claimed: incidents not cited for it whose rows by the learner give
/// some of its signals, best three first.
void suggest(const Work& w, CriterionCoverage& cc, const Names& names);

/// Somebody else who acts in an incident: "a colleague in the role Supervisor"; "" where nobody does.
std::string other_person(const Case& c, const Names& names);

/// "an assessor's observation" for OBS.
std::string evidence_said(std::string_view code);
/// "a, b or c".
std::string any_of_said(const std::vector<std::string>& words);

}  // namespace debrief::review
