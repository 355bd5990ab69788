// Charts that remember: tabular CUSUM and EWMA, for small shifts that stay.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// target, slack (K) and limit (H) in the unit of the values; head_start (fast initial response) 0 or up to H.
struct CusumPlan {
  double target = 0;
  double slack = 0;
  double limit = 0;
  double head_start = 0;
};

/// plus, minus    the two sums, both 0 or more
/// n_plus, n_minus  points since the sum was last 0: how far back the change is dated
/// up, down       indices of points with a sum strictly over the limit
/// Source: Page 1954; Lucas and Crosier 1982; Montgomery, Introduction to Statistical Quality Control.
struct Cusum {
  std::vector<double> plus, minus;
  std::vector<std::int64_t> n_plus, n_minus;
  std::vector<std::size_t> up, down;
  /// The last point, counted from 1, before the change that the first signal dates; nullopt without a signal.
  std::optional<std::int64_t> change_after;
};
Cusum cusum(std::span<const double> values, const CusumPlan& plan);

/// weight (lambda) in (0, 1]; width (L) in standard deviations of the average.
struct EwmaPlan {
  double target = 0;
  double sigma = 1;
  double weight = 0.2;
  double width = 2.962;
};

/// z  the weighted average; lower, upper widen with time to their final width; outside strictly.
/// Source: Roberts 1959; Lucas and Saccucci 1990.
struct Ewma {
  std::vector<double> z, lower, upper;
  std::vector<std::size_t> outside;
};
Ewma ewma(std::span<const double> values, const EwmaPlan& plan);

}  // namespace debrief::analytics
