// Dividing points on the unit sphere into groups, how many groups, and how steady they are.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "analytics/text/matrix.h"

namespace debrief::analytics {

/// group    per point
/// centres  unit vectors, one per group; every group has a point
struct Partition {
  std::vector<std::uint32_t> group;
  Dense centres;
};

/// A tree over the points, from which a division into any number of groups can be cut: Ward's method over at most
/// so many small groups. No randomness but the order of the points, which the caller fixes by content.
class Tree {
 public:
  static constexpr std::size_t usual_leaves = 500;
  Tree(const Dense& points, std::span<const double> weights, std::size_t most_leaves = usual_leaves);
  /// k from 1 to leaves(). Groups are numbered by their first leaf.
  std::vector<std::uint32_t> cut(std::size_t k) const;
  std::size_t leaves() const { return leaves_; }

 private:
  std::size_t leaves_ = 0;
  std::vector<std::uint32_t> leaf_of_;                           // per point
  std::vector<std::pair<std::uint32_t, std::uint32_t>> merges_;  // leaves joined, nearest first
};

/// Spherical k-means from a given start, at most `rounds` rounds. Ties go to the lower group, an emptied group takes
/// the point worst placed.
Partition settled(const Dense& points, std::span<const double> weights, std::vector<std::uint32_t> start, std::size_t k,
                  int rounds);

/// What three divisions into k groups agree on, each from a tree of another fineness: points that are together in all
/// three stay together, the others go with those they share most groups with. Where k-means alone ends up depends on
/// little things of its start; this depends on them less. k at most Tree::usual_leaves and the number of points.
/// Source: Strehl and Ghosh, Journal of Machine Learning Research 3, 2002.
Partition agreed(const Dense& points, std::span<const double> weights, std::size_t k);

/// Per group of a division into k, the Jaccard overlap with its best counterpart in another of the same points; -1 for
/// a group without points.
std::vector<double> best_overlaps(std::span<const std::uint32_t> group, std::size_t k,
                                  std::span<const std::uint32_t> other, std::size_t others,
                                  std::span<const double> weights);

/// How well the groups come back when a fifth of the points is left out: per group the mean Jaccard overlap with its
/// best counterpart over the repeats. Source: Hennig, Computational Statistics & Data Analysis 52, 2007.
class Stability {
 public:
  /// Keeps trees over `repeats` subsamples of the points.
  Stability(const Dense& points, std::span<const double> weights, int repeats, std::uint64_t seed);
  /// Per group of `partition`, 0 to 1.
  std::vector<double> of(const Partition& partition, int rounds) const;

 private:
  struct Subsample {
    std::vector<std::uint32_t> rows;
    Dense points;
    std::vector<double> weights;
    std::vector<Tree> tree;  // one
  };
  std::vector<Subsample> subsamples_;
  std::vector<double> weights_;
};

}  // namespace debrief::analytics
