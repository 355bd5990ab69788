// The facts of a review of the incident process itself (requirement R59), view model system-review/1.
//
// schema, title, window, audience  as in trends/1
// kpis        [] as in trends/1: completeness, reviews, actions, escalation, reopening
// findings    [] {area, text, source}: what the record shows of logging, classification, escalation, communication,
//             review and follow-through
// unreviewed  [] {ref, title, why, age}: incidents that meet the review rule and have no review
// kinds       [] {kind, n, complete, said, mean, lacks[]}: how complete the records are
// periods     two_periods.h: the two halves of the window beside each other
// proposals   [] {what, why}: changes of the process that a figure asks for
// lessons     {all, undelivered}
// tables      names of those that exist
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "templates/facts/trends.h"

namespace debrief::templates {

nlohmann::ordered_json system_review_facts(review::Store& store, const TrendsAsked& asked, const FactsFor& reader,
                                           Ledger& ledger, DirectiveData& shown);

}  // namespace debrief::templates
