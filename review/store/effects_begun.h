// Statuses in which work on an action has begun, for the store's own files.
#pragma once

#include <cstdint>
#include <string_view>

namespace debrief::review {

/// As a list in SQL. An action may be blocked, rejected or deferred before anything was done.
inline constexpr std::string_view begun_statuses =
    "('in_progress', 'implemented', 'under_observation', 'verified', 'not_effective', 'closed')";

inline bool in_begun_status(std::string_view status) {
  return status == "in_progress" || status == "implemented" || status == "under_observation" || status == "verified" ||
         status == "not_effective" || status == "closed";
}

/// Throws plan-fixed (5).
[[noreturn]] void refuse_fixed_plan(std::int64_t action_id);

}  // namespace debrief::review
