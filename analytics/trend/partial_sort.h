// The middle of a sample as the published STL finds it.
#pragma once

#include <span>
#include <vector>

namespace debrief::analytics {

/// The mean of the two values that a partial sort (Chambers, CACM Algorithm 410) leaves at ranks n/2 + 1 and
/// n - n/2 of `values`, asked for in that order. values  at least one
///
/// The algorithm wants its ranks ascending; STL as published, and R's stl() with it, hands them over descending when n
/// is even. The second value is then now and then a neighbour of the true one, and the robust weights of every
/// published decomposition rest on it. Elsewhere use the median.
double published_middle(std::span<const double> values);

}  // namespace debrief::analytics
