// Where a series changes its level: the exact best cut into pieces, and the date of a change with its interval.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// What a piece costs, as minus twice its log-likelihood but for constants.
///
/// l2          sum of squares about the piece's mean
/// poisson     counts over an exposure
/// normal      mean and variance of its own
/// log_normal  as normal, on logarithms; values above 0
enum class Cost : std::uint8_t { l2, poisson, normal, log_normal };

/// Indices of the first points of all pieces but the first, ascending: the exact minimum of cost + penalty per cut
/// over all ways to cut. Of equal ones, the one with fewer and earlier cuts.
///
/// values    no NaN; fewer than 2 `shortest` give no cut
/// exposure  one per value, above 0; empty: 1 each. Only `poisson` looks at it
/// shortest  points a piece has at least; 1 or more (normal and log_normal need 2)
/// Takes n squared steps at worst, fewer with pruning. Source: Jackson et al. 2005; Killick et al. 2012 (pruning).
std::vector<std::size_t> optimal_partition(std::span<const double> values, Cost cost, double penalty,
                                           std::size_t shortest = 2, std::span<const double> exposure = {});

/// The best single change of the mean.
///
/// first          index of the first point after the change
/// f              largest F of a change anywhere between the trimmed ends
/// low, high      95 % interval of the index of the last point before it (Bai 1997, with the variances of both sides);
///                nullopt where it is not defined
struct SingleChange {
  std::size_t first = 0;
  double mean_before = 0, mean_after = 0;
  double rss_without = 0, rss_with = 0;
  double f = 0;
  std::optional<std::int64_t> low, high;
};
/// trim  share of points kept clear at both ends, as R's strucchange; nullopt with fewer than 4 values
/// Source: Bai 1997; Andrews 1993; Zeileis et al. 2003.
std::optional<SingleChange> single_change(std::span<const double> values, double trim = 0.15, double confidence = 0.95);

/// Changes that stand up to a test, each with its date interval.
struct Change {
  std::size_t first = 0;          // index of the first point after it
  std::size_t low = 0, high = 0;  // 95 % interval of that index
  double before = 0, after = 0;   // levels: medians of the pieces
  double p = 1;                   // permutation test of this cut between its neighbours
};
/// Optimal partition with penalty 3 log n times a robust variance (from the median difference of neighbours), pieces
/// of at least 6, each cut confirmed by 999 permutations at 5 %, Holm over the cuts. Autocorrelation is measured
/// within the pieces and the penalty raised by (1 + r) / (1 - r), the permutations then move blocks.
std::vector<Change> confirmed_changes(std::span<const double> values, std::uint64_t seed = 1);

}  // namespace debrief::analytics
