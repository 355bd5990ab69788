// Whether an incident's own times, durations and flags agree with each other.
#pragma once

#include <vector>

#include "base/issue.h"
#include "review/incident.h"

namespace debrief::review {

/// Faults of one folded incident as warnings, each with a stable code:
///   opened-before-occurred, detected-before-occurred, acknowledged-before-opened, resolved-before-opened,
///   resolved-before-acknowledged, closed-before-opened, closed-before-resolved
///   sla-flag-against-dates      the source's flag says met and the times say late, or the reverse
///   duration-against-timestamps the stated time to resolve matches neither resolution nor closing
/// Times are compared at the coarser precision of the two: a date alone is not before any time of its day.
/// row  where the incident first stood in its file
std::vector<base::Issue> contradictions(const Incident& incident, std::int64_t row);

}  // namespace debrief::review
