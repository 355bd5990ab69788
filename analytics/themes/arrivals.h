// When incidents come in: hour by weekday, and which cells hold more or fewer than hour and weekday alone would make.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/time.h"
#include "review/columns.h"

namespace debrief::analytics {

/// One hour of one weekday.
///
/// expected  if the hours were spread alike on every weekday
/// residual  adjusted, standard normal under that (Haberman 1973)
/// q         p that the count is as far out as it is, given the totals of its hour and its weekday (exact, two-sided,
///           mid-p), adjusted for the whole table (Holm 1979)
/// signal    1 more than expected, -1 fewer: q at most 0.05 and a residual beyond 2; else 0
struct ArrivalCell {
  std::int64_t n = 0;
  double expected = 0;
  double residual = 0;
  double q = 1;
  int signal = 0;
};

/// cells    7 weekdays from Monday, 24 hours each
/// without  records that say no hour: no opening time, or a date only
struct Arrivals {
  std::array<ArrivalCell, 7 * 24> cells;
  std::int64_t n = 0, without = 0;
  const ArrivalCell& at(int weekday, int hour) const { return cells[static_cast<std::size_t>(weekday * 24 + hour)]; }
};

/// Hours are those of the zone's clock.
Arrivals arrivals(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                  const base::Zone& zone);

/// Midnight to the second stands for "no time said" where more than one in fifty of the times are that: chance makes it
/// of one in 1,440 at most.
bool midnight_is_no_time(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                         const base::Zone& zone);

}  // namespace debrief::analytics
