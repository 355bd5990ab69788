// The facts of an evidence report, view model portfolio/1. What is claimed, never what is decided.
//
// schema      "portfolio/1"
// pack        "P-3F2A91C0": from the learner, the units and the salt
// profile     assessor | share | …
// learner     {name, aliases_n}: "LEARNER" in the share profile
// period      {first, last}: of the cited rows; null when nothing is cited
// units       [] {id, title, awarding_body, level, type, source_kind, source_said, note, outcomes[] {id, title},
//             counts {claimed, thin, none, criteria}, criteria[] {id, text, state, strength, strength_said, claims_n,
//             incidents[], rows, evidence[], independent, why_weak[], missing[], suggestions[] {incident, why,
//             still_missing}}}
// evidence    [] {number (E01), title, type, incident, date, criteria[], original, rows}: the index
// incidents   [] {ref, number, title, category, priority, opened, resolved, took, target, rows_by_learner, rows, role,
//             told[], review, table}: those cited, one summary each
// matrix      {table}: criteria down, evidence across
// sample      {cited, all, rows[] {measure, cited, all}}
// prompts     [] {key, incident, situation, result, actions[], questions[]}
// witnesses   [] {role, who, rows, events[]}
// discussion  [] {criterion, questions[], figures[], weak}
// gaps        [] {criterion, unit, missing, suggestions[]}
// seen        [] {incident, row, fields}: rows to look at in place
// words       {data, learner}: who wrote how much
// tables      names of those that exist
#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "review/coverage.h"
#include "templates/build.h"
#include "templates/facts/pir.h"

namespace debrief::templates {

/// salt    of the pack: pseudonyms, the pack id and the draw of rows to look at
/// claims  gets one line per claim, in the order of units, criteria and rows
nlohmann::ordered_json portfolio_facts(review::Store& store, const review::Learner& learner,
                                       const std::vector<review::Unit>& units, const FactsFor& reader,
                                       const std::string& salt, Ledger& ledger, DirectiveData& shown,
                                       std::vector<ClaimLine>& claims);

}  // namespace debrief::templates
