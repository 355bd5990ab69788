// The facts of a service improvement plan (requirement R51), view model service-improvement-plan/1.
//
// schema, audience, title, prepared, window  as in trends/1
// periods    {earlier, later, lines[]}: two_periods.h; off_target[]: the lines that got worse
// places     [] {category, n, share, hours, hours_each, open_actions, reviews, benefit}: where incidents take most
// time,
//            most first; `benefit` is what would be saved a month if half of them did not come
// actions    [] {key, title, answers, measure, direction, owner, due, status, overdue}: those still to be done, by
// priority effects    {carried_out, judged, worked, said}: what came of the actions carried out causes     [] {text,
// review, area, standing, answered}: what reviews found, and which action answers it next       [] {what, why,
// benefit}: what to do next, the largest benefit first tables     names of those that exist
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "templates/facts/trends.h"

namespace debrief::templates {

nlohmann::ordered_json improvement_facts(review::Store& store, const TrendsAsked& asked, const FactsFor& reader,
                                         Ledger& ledger, DirectiveData& shown);

}  // namespace debrief::templates
