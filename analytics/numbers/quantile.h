// Quantiles: the nine definitions of Hyndman and Fan, and the quick one that figures use.
#pragma once

#include <optional>
#include <span>

namespace debrief::analytics {

/// Quantile `p` (0 to 1) of `sorted` (ascending, at least one value, no NaN) by definition `type`, 1 to 9.
///
/// Type 7 is what spreadsheets and R give without being asked; type 8 is nearly unbiased for small samples.
/// Source: Hyndman and Fan, The American Statistician 50, 1996.
double quantile(std::span<const double> sorted, double p, int type = 7);

/// Five figures of a sample, quantiles by type 7.
struct Summary {
  double q1 = 0;
  double median = 0;
  double q3 = 0;
  double p90 = 0;
  double mean = 0;
};

/// nullopt for no values. Puts `values` in another order; linear time.
std::optional<Summary> summary(std::span<double> values);
/// The same of values in ascending order.
std::optional<Summary> summary_sorted(std::span<const double> sorted);

}  // namespace debrief::analytics
