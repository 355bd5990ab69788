// Which few hold most, and how sure their order is.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace debrief::analytics {

/// Place by count, 1 the largest, with a 95 % interval.
struct RankInterval {
  std::size_t rank = 0, low = 0, high = 0;
};

/// few  the fewest groups that hold `share` of all cases, with a 95 % interval; 0 without a case
struct VitalFew {
  std::vector<RankInterval> ranks;  // per group, in the order given
  std::size_t few = 0, few_low = 0, few_high = 0;
  double held = 0;  // share of all that these few hold
};

/// How the order of groups would vary if the same process were counted again: each count drawn 1,000 times as a Poisson
/// number with its mean (the Poisson bootstrap of Hanley and MacGibbon 2006), ties shared. With 50 cases the places 2
/// to 6 usually overlap.
///
/// counts  per group, 0 or more
VitalFew vital_few(std::span<const std::int64_t> counts, std::uint64_t seed, double share = 0.8);

}  // namespace debrief::analytics
