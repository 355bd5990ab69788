// Whether an incident's own times, durations and flags agree with each other.
#pragma once

#include <vector>

#include "base/issue.h"
#include "review/incident.h"

namespace debrief::review {

/// Faults of one folded incident as warnings, each with a stable code:
///   *-before-*                  occurred, opened, acknowledged, resolved, closed must stand in that order; also
///                               detected and restored against the one before
///   day-month-swap              beside one of those: the order would be right with day and month of a date swapped
///   sla-flag-against-dates      the source's flag says met and the times say late, or the reverse
///   duration-against-timestamps the stated time to resolve matches neither resolution nor closing, or the stated
///                               time to the first answer not the acknowledgement
/// `place.column` is the key of the field at fault ("resolved_at").
/// Times are compared at the coarser precision of the two: a date alone is not before any time of its day.
/// row  where the incident first stood in its file
std::vector<base::Issue> contradictions(const Incident& incident, std::int64_t row);

}  // namespace debrief::review
