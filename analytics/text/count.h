// How many themes there are.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "analytics/text/matrix.h"

namespace debrief::analytics {

/// The number of groups that comes back best when a fifth of the points is left out (Hennig 2007), and stands apart
/// best (Rousseeuw 1987), among numbers each a fifth more than the one before. Points that are smoothed all the way
/// make small groups look steadier than they are: hand over such as are smoothed once, in the order of a hash.
///
/// Of many points the first 5,000 decide; under 60, as many groups as stand well apart. 0 for no points, else 1 or
/// more. `between` is called with a share of the work done, 0 to 1.
std::size_t chosen_count(const Dense& points, std::span<const double> weights, std::uint64_t seed,
                         const std::function<void(double)>& between);

}  // namespace debrief::analytics
