// Season, trend and the rest of a series, by local regression (STL).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// As R's stl(). Windows are odd numbers of points; 0: chosen from the period.
///
/// season_window  0: periodic, the same season in every cycle
/// *_degree  0 or 1
/// *_jump  every so many points are fitted, the rest between them by straight lines; 0: a tenth of the window
/// inner, outer  rounds; 0 inner: 2, or 1 when robust; outer is 0 unless robust, then 15 if 0 is given
struct StlPlan {
  std::size_t period = 12;
  std::size_t season_window = 0, trend_window = 0, low_pass_window = 0;
  int season_degree = -1, trend_degree = 1, low_pass_degree = 1;  // season_degree -1: 0 when periodic, else R's 0
  std::size_t season_jump = 0, trend_jump = 0, low_pass_jump = 0;
  std::size_t inner = 0, outer = 0;
  bool robust = false;
};

/// windows  those used: season, trend, low pass
/// weights  of the robust rounds; 1 each without
struct Stl {
  std::vector<double> season, trend, remainder, weights;
  std::size_t windows[3]{};
};

/// values  no NaN. nullopt unless there are more than two full cycles and the period is at least 2.
/// Source: Cleveland, Cleveland, McRae and Terpenning, Journal of Official Statistics 6, 1990.
std::optional<Stl> stl(std::span<const double> values, const StlPlan& plan);

}  // namespace debrief::analytics
