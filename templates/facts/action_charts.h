// Charts of actions: on the calendar, and what became of their measures. Of the action sheet and of a review.
#pragma once

#include <vector>

#include "review/actions.h"
#include "templates/facts/pir.h"

namespace debrief::templates {

/// Puts into `shown`: "schedule", every action with a date or not yet over; "effects", actions whose data were asked.
/// A chart without anything to show is left out.
void action_charts_into(review::Store& store, const std::vector<review::Action>& actions, const FactsFor& reader,
                        DirectiveData& shown);

}  // namespace debrief::templates
