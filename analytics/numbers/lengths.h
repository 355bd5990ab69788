// Many lengths of time in order.
#pragma once

#include <span>
#include <vector>

#include "base/time.h"

namespace debrief::analytics {

/// Lengths in ms, none negative, as seconds in ascending order. Linear time (radix sort from the low digit).
std::vector<double> sorted_seconds(std::span<const base::Ms> lengths);

}  // namespace debrief::analytics
