// Which incidents are major ones.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

#include "analytics/background.h"
#include "review/columns.h"

namespace debrief::analytics {

/// The source's flag; where the log has no such flag at all, priority level 1. nullopt where neither is given.
inline std::optional<bool> is_major(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  if (!std::isnan(t.major[row])) return t.major[row] != 0;
  if (background.has_major_flags) return false;
  if (t.priority.codes[row] == 0) return std::nullopt;
  return background.most_urgent[t.priority.codes[row]];
}

}  // namespace debrief::analytics
