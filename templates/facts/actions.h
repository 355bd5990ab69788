// The facts of the action sheet as a document, view model actions/1.
//
// schema     "actions/1"
// audience   as in pir/1
// title      "Actions of PIR-3", "Actions"
// prepared   date
// review     {id, title, incidents[]} or null for all
// counts     {all, open, overdue, done, verified, without_owner, without_due, without_measure}
// actions    [] {key, review, title, type, category, priority, owner, team, status, created, due, first_due, overdue,
//            done, measure, direction, baseline, target, window, verifier, verified, verdict, note, reason, evidence,
//            faults[]}; null where absent
// wording    [] {key, faults}: actions whose wording could be more specific
// ageing     [] {label, n}: open actions by days since they were made
// tables     actions, effects, moved (moved due dates), wording: names of those that exist
#pragma once

#include <cstdint>
#include <optional>

#include <nlohmann/json_fwd.hpp>

#include "templates/facts/pir.h"

namespace debrief::templates {

nlohmann::ordered_json actions_facts(review::Store& store, std::optional<std::int64_t> review_id,
                                     const FactsFor& reader, Ledger& ledger, DirectiveData& shown);

}  // namespace debrief::templates
