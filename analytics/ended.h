// Has an incident ended, and when? The one place that says what open, resolved and closed mean to the figures.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>

#include "analytics/background.h"
#include "base/time.h"
#include "review/columns.h"

namespace debrief::analytics {

/// True for a status that says the work is over: "Closed", "Resolved", "Done", "Cancelled", "Won't fix".
/// "Reopened", "Unresolved", "Not done" and unknown words are not.
bool closed_like(std::string_view status);

/// Still open as far as the log knows: neither resolved nor closed, and no status that says it is over; or
/// opened again after its last resolution.
bool is_open(const review::IncidentColumns& incidents, std::size_t row);
/// The same for many rows: worked out once for each, in the background.
inline bool is_open(const review::IncidentColumns&, const Background& background, std::size_t row) {
  return background.open[row] != 0;
}

/// Neither resolved nor closed, or opened again since.
inline bool has_no_end(const review::IncidentColumns& incidents, std::size_t row) {
  const base::Ms end = std::max(incidents.resolved[row], incidents.closed[row]);  // no_time is the smallest
  const base::Ms again = incidents.first_reopened[row];
  return end == review::no_time || (again != review::no_time && again > end);
}

/// First resolution, else closing; no_time where neither is known.
inline base::Ms first_ended(const review::IncidentColumns& incidents, std::size_t row) {
  if (incidents.first_resolved[row] != review::no_time) return incidents.first_resolved[row];
  if (incidents.resolved[row] != review::no_time) return incidents.resolved[row];
  return incidents.closed[row];
}

/// Last resolution, else closing; no_time where neither is known.
inline base::Ms last_ended(const review::IncidentColumns& incidents, std::size_t row) {
  return incidents.resolved[row] != review::no_time ? incidents.resolved[row] : incidents.closed[row];
}

/// The time that puts an incident in the ended cohort: first resolution, else closing, else opening.
inline base::Ms ended_or_opened(const review::IncidentColumns& incidents, std::size_t row) {
  const base::Ms end = first_ended(incidents, row);
  return end != review::no_time ? end : incidents.opened[row];
}

/// Was it open at `t`: opened by then, and not ended by then, or opened again since. nullopt when the log says it
/// is over but not since when.
std::optional<bool> open_at(const review::IncidentColumns& incidents, const Background& background, std::size_t row,
                            base::Ms t);

}  // namespace debrief::analytics
