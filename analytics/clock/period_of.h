// Many instants, each into its period.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "base/time.h"

namespace debrief::analytics {

/// Which period an instant lies in. A grid over the periods says where to begin, so that most look-ups compare once.
class PeriodOf {
 public:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

  /// bounds  ascending, one more than periods; they must outlive it
  explicit PeriodOf(const std::vector<base::Ms>& bounds);

  /// none before the first period and after the last.
  std::uint32_t operator()(base::Ms at) const {
    if (first_.empty() || at < bounds_.front() || at >= bounds_.back()) return none;
    std::uint32_t period = first_[static_cast<std::uint64_t>(at - bounds_.front()) >> shift_];
    while (bounds_[period + 1] <= at) ++period;
    return period;
  }

 private:
  const std::vector<base::Ms>& bounds_;
  unsigned shift_ = 0;
  std::vector<std::uint32_t> first_;  // per cell: the period its first instant lies in
};

}  // namespace debrief::analytics
