// The run chart: no limits, only the median, and whether the runs about it look like chance.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// useful          points not on the median
/// runs            stretches on one side of it
/// longest, longest_allowed     longest run, and the longest that chance makes likely: log2(useful) + 3
/// crossings, crossings_needed  times the line crosses the median, and the 5 % point of what chance gives
/// p_runs          two-sided exact probability of so few or so many runs (Wald and Wolfowitz 1940); nullopt when all
///                 useful points are on one side or there are none
/// shift           longest > longest_allowed or crossings < crossings_needed
/// Source: Anhoej and Olesen, PLoS ONE 9(11), 2014; Perla, Provost and Murray, BMJ Quality & Safety 20, 2011.
struct RunChart {
  std::int64_t n = 0;
  double median = 0;
  std::int64_t useful = 0, above = 0, below = 0;
  std::int64_t runs = 0, longest = 0, longest_allowed = 0;
  std::int64_t crossings = 0, crossings_needed = 0;
  std::optional<double> p_runs;
  bool shift = false;
  /// Indices of points in runs of 6 or more on one side, and in 5 or more steadily up or down (Perla et al.).
  std::vector<std::size_t> run_of_six, trend_of_five;
};
/// values  at least one, in time order, no NaN
RunChart run_chart(std::span<const double> values);

}  // namespace debrief::analytics
