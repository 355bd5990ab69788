// A grid over periods.

#include "analytics/clock/period_of.h"

namespace debrief::analytics {

PeriodOf::PeriodOf(const std::vector<base::Ms>& bounds) : bounds_(bounds) {
  if (bounds.size() < 2) return;
  const auto range = static_cast<std::uint64_t>(bounds.back() - bounds.front());
  while ((range >> shift_) > 8 * bounds.size()) ++shift_;
  first_.resize(static_cast<std::size_t>(range >> shift_) + 1);
  std::uint32_t period = 0;
  for (std::size_t cell = 0; cell < first_.size(); ++cell) {
    const base::Ms begins = bounds.front() + static_cast<base::Ms>(std::uint64_t{cell} << shift_);
    while (period + 2 < bounds.size() && bounds[period + 1] <= begins) ++period;
    first_[cell] = period;
  }
}

}  // namespace debrief::analytics
