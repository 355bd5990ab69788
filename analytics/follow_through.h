// What the KPIs over actions and reviews share: until when a question looks, and which actions it is about.
#pragma once

#include <cstdint>
#include <vector>

#include "analytics/kpi.h"

namespace debrief::analytics {

/// Where the question goes to the end of the incidents, actions and reviews count up to the moment of asking: they go
/// on after the log ends.
base::Ms looks_until(const Question& q);

/// Actions of the group asked for, ascending: all without a group, those of a team, none of any other group.
std::vector<std::uint32_t> actions_of(const Question& q);

}  // namespace debrief::analytics
