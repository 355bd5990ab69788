// Charts for events so rare that counts per month are mostly 0: the time between, or the good ones between.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// Good cases between two bad ones, counted from 0: a geometric count.
///
/// sigma       sqrt(mean (mean + 1))
/// upper3      mean + 3 sigma; lower3 is 0 whenever it would be under 0, which is always
/// low, high   smallest counts whose share below or at is at least `tail`, and at least 1 - `tail`; nullopt when the
///             mean is 0 and nothing varies
/// Source: Benneyan, Health Care Management Science 4, 2001.
struct GChart {
  std::int64_t n = 0;
  double mean = 0;
  double p = 1;
  double sigma = 0;
  double upper3 = 0, lower3 = 0;
  std::int64_t low = 0, high = 0;
  std::vector<std::size_t> outside3, outside_probability;  // indices
};
/// between  at least one, each 0 or more
GChart g_chart(std::span<const double> between, double tail = 0.00135);

/// Time between events, made near normal by a power, then an individuals chart (Nelson 1994; Montgomery).
///
/// transformed  values ^ power
/// back_*       limits on the scale of the values; a lower limit under 0 is 0 there
struct TChart {
  double power = 0;
  std::vector<double> transformed;
  double mean = 0, average_moving_range = 0, lower = 0, upper = 0;
  std::vector<std::size_t> outside;
  double back_centre = 0, back_lower = 0, back_upper = 0;
};
/// times  at least two, each 0 or more. The power is 1 / 3.6, cut to four digits as the textbooks print it.
TChart t_chart(std::span<const double> times, double power = 0.2777);

}  // namespace debrief::analytics
