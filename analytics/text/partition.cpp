// Dividing points on the unit sphere into groups.

#include "analytics/text/partition.h"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include <Eigen/Core>

#include "base/error.h"

namespace debrief::analytics {

namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using ConstMap = Eigen::Map<const RowMajor>;

constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

Eigen::Index index(std::size_t i) { return static_cast<Eigen::Index>(i); }

/// Nearest centre of each point and the cosine to it.
void place(const Dense& points, const Dense& centres, std::vector<std::uint32_t>& group, std::vector<float>& cosine) {
  group.resize(points.rows);
  cosine.resize(points.rows);
  const ConstMap all_centres(centres.data.data(), index(centres.rows), index(centres.columns));
  in_chunks(points.rows, 256, [&](std::size_t first, std::size_t last) {
    const ConstMap rows(points.row(first), index(last - first), index(points.columns));
    const RowMajor cosines = rows * all_centres.transpose();
    for (std::size_t i = first; i < last; ++i) {
      Eigen::Index best = 0;
      cosine[i] = cosines.row(index(i - first)).maxCoeff(&best);
      group[i] = static_cast<std::uint32_t>(best);
    }
  });
}

Dense centres_of(const Dense& points, std::span<const double> weights, const std::vector<std::uint32_t>& group,
                 std::size_t k) {
  Dense centres(k, points.columns);
  for (std::size_t i = 0; i < points.rows; ++i) {
    float* centre = centres.row(group[i]);
    const float* point = points.row(i);
    const auto w = static_cast<float>(weights[i]);
    for (std::size_t c = 0; c < points.columns; ++c) centre[c] += w * point[c];
  }
  normalise_rows(centres);
  return centres;
}

/// Gives each empty group the point that fits worst where it is; a group of one is not robbed.
void fill_empty(const Dense& points, std::vector<std::uint32_t>& group, const std::vector<float>& cosine,
                Dense& centres) {
  std::vector<std::size_t> size(centres.rows, 0);
  for (const std::uint32_t g : group) ++size[g];
  std::vector<std::uint32_t> worst_first;
  for (std::size_t g = 0; g < centres.rows; ++g) {
    if (size[g] > 0) continue;
    if (worst_first.empty()) {
      worst_first.resize(points.rows);
      std::iota(worst_first.begin(), worst_first.end(), 0U);
      std::stable_sort(worst_first.begin(), worst_first.end(),
                       [&](std::uint32_t a, std::uint32_t b) { return cosine[a] < cosine[b]; });
    }
    for (const std::uint32_t i : worst_first) {
      if (size[group[i]] < 2) continue;
      --size[group[i]];
      group[i] = static_cast<std::uint32_t>(g);
      size[g] = 1;
      std::copy_n(points.row(i), points.columns, centres.row(g));
      break;
    }
  }
}

struct Joined {
  double cost;
  std::uint32_t a, b;  // a leaf of each side
};

/// Ward's method by the chain of nearest neighbours.
std::vector<Joined> ward(const Dense& centres, std::vector<double> size) {
  const std::size_t m = centres.rows;
  std::vector<double> distance(m * m, 0);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = i + 1; j < m; ++j) {
      double d = 0;
      for (std::size_t c = 0; c < centres.columns; ++c) {
        const double gap = static_cast<double>(centres.row(i)[c]) - static_cast<double>(centres.row(j)[c]);
        d += gap * gap;
      }
      distance[i * m + j] = distance[j * m + i] = d * size[i] * size[j] / (size[i] + size[j]);
    }
  }
  std::vector<bool> alive(m, true);
  std::vector<std::uint32_t> chain;
  std::vector<Joined> joins;
  for (std::size_t left = m; left > 1; --left) {
    if (chain.empty()) {
      chain.push_back(static_cast<std::uint32_t>(std::find(alive.begin(), alive.end(), true) - alive.begin()));
    }
    while (true) {
      const std::uint32_t end = chain.back();
      std::uint32_t nearest = nothing;
      double least = std::numeric_limits<double>::infinity();
      if (chain.size() > 1) {
        nearest = chain[chain.size() - 2];
        least = distance[end * m + nearest];
      }
      for (std::uint32_t j = 0; j < m; ++j) {
        if (alive[j] && j != end && distance[end * m + j] < least) {
          least = distance[end * m + j];
          nearest = j;
        }
      }
      if (chain.size() > 1 && nearest == chain[chain.size() - 2]) {
        chain.pop_back();
        chain.pop_back();
        const std::uint32_t keep = std::min(end, nearest);
        const std::uint32_t gone = std::max(end, nearest);
        joins.push_back({.cost = least, .a = keep, .b = gone});
        for (std::uint32_t j = 0; j < m; ++j) {
          if (!alive[j] || j == keep || j == gone) continue;
          // Lance and Williams' rule for Ward's distance.
          const double updated = ((size[keep] + size[j]) * distance[keep * m + j] +
                                  (size[gone] + size[j]) * distance[gone * m + j] - size[j] * least) /
                                 (size[keep] + size[gone] + size[j]);
          distance[keep * m + j] = distance[j * m + keep] = updated;
        }
        size[keep] += size[gone];
        alive[gone] = false;
        break;
      }
      chain.push_back(nearest);
    }
  }
  std::stable_sort(joins.begin(), joins.end(), [](const Joined& x, const Joined& y) { return x.cost < y.cost; });
  return joins;
}

}  // namespace

Tree::Tree(const Dense& points, std::span<const double> weights, std::size_t most_leaves) {
  leaves_ = std::min(points.rows, most_leaves);
  leaf_of_.resize(points.rows);
  std::iota(leaf_of_.begin(), leaf_of_.end(), 0U);
  Dense centres = points;
  if (points.rows > leaves_) {
    // The caller has the points in the order of a hash: the first ones are as good as drawn at random.
    for (std::size_t i = 0; i < points.rows; ++i) leaf_of_[i] = static_cast<std::uint32_t>(i % leaves_);
    Dense first(leaves_, points.columns);
    std::copy_n(points.data.begin(), first.data.size(), first.data.begin());
    std::vector<float> cosine;
    place(points, first, leaf_of_, cosine);
    fill_empty(points, leaf_of_, cosine, first);
    Partition small = settled(points, weights, leaf_of_, leaves_, 4);
    leaf_of_ = std::move(small.group);
    centres = std::move(small.centres);
  }
  std::vector<double> size(leaves_, 0);
  for (std::size_t i = 0; i < points.rows; ++i) size[leaf_of_[i]] += weights[i];
  for (const Joined& j : ward(centres, size)) merges_.emplace_back(j.a, j.b);
}

std::vector<std::uint32_t> Tree::cut(std::size_t k) const {
  DEBRIEF_CHECK(k >= 1 && k <= leaves_, "a tree is cut into 1 to as many groups as it has leaves");
  std::vector<std::uint32_t> root(leaves_);
  std::iota(root.begin(), root.end(), 0U);
  const auto find = [&](std::uint32_t leaf) {
    while (root[leaf] != leaf) leaf = root[leaf] = root[root[leaf]];
    return leaf;
  };
  for (std::size_t m = 0; m + k < leaves_; ++m) {
    const std::uint32_t a = find(merges_[m].first);
    const std::uint32_t b = find(merges_[m].second);
    root[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::uint32_t> number(leaves_, nothing);
  std::uint32_t next = 0;
  for (std::uint32_t leaf = 0; leaf < leaves_; ++leaf) {
    const std::uint32_t r = find(leaf);
    if (number[r] == nothing) number[r] = next++;
  }
  std::vector<std::uint32_t> group(leaf_of_.size());
  for (std::size_t i = 0; i < group.size(); ++i) group[i] = number[find(leaf_of_[i])];
  return group;
}

Partition settled(const Dense& points, std::span<const double> weights, std::vector<std::uint32_t> start, std::size_t k,
                  int rounds) {
  Partition p{.group = std::move(start), .centres = {}};
  std::vector<std::uint32_t> next;
  std::vector<float> cosine;
  p.centres = centres_of(points, weights, p.group, k);
  for (int round = 0; round < rounds; ++round) {
    place(points, p.centres, next, cosine);
    fill_empty(points, next, cosine, p.centres);
    if (next == p.group) break;
    p.group.swap(next);
    p.centres = centres_of(points, weights, p.group, k);
  }
  return p;
}

Partition agreed(const Dense& points, std::span<const double> weights, std::size_t k) {
  constexpr std::array<std::size_t, 3> fineness{350, 500, 700};
  constexpr int rounds = 30;
  Dense memberships(points.rows, k * fineness.size());
  for (std::size_t view = 0; view < fineness.size(); ++view) {
    const Tree tree(points, weights, std::max(fineness[view], k));
    const Partition p = settled(points, weights, tree.cut(k), k, rounds);
    for (std::size_t i = 0; i < points.rows; ++i) memberships.row(i)[view * k + p.group[i]] = 1;
  }
  normalise_rows(memberships);
  const Tree tree(memberships, weights);
  Partition p = settled(memberships, weights, tree.cut(k), k, rounds);
  return settled(points, weights, std::move(p.group), k, 1);
}

Stability::Stability(const Dense& points, std::span<const double> weights, int repeats, std::uint64_t seed)
    : weights_(weights.begin(), weights.end()) {
  for (int r = 0; r < repeats; ++r) {
    Subsample s;
    for (std::uint32_t i = 0; i < points.rows; ++i) {
      if (mixed(mixed(seed, static_cast<std::uint64_t>(r) + 1000), i) % 5 != 0) s.rows.push_back(i);
    }
    s.points = Dense(s.rows.size(), points.columns);
    for (std::size_t i = 0; i < s.rows.size(); ++i) {
      std::copy_n(points.row(s.rows[i]), points.columns, s.points.row(i));
      s.weights.push_back(weights_[s.rows[i]]);
    }
    if (s.rows.empty()) continue;
    s.tree.emplace_back(s.points, s.weights);
    subsamples_.push_back(std::move(s));
  }
}

std::vector<double> best_overlaps(std::span<const std::uint32_t> group, std::size_t k,
                                  std::span<const std::uint32_t> other, std::size_t others,
                                  std::span<const double> weights) {
  std::vector<double> both(k * others, 0);
  std::vector<double> mine(k, 0);
  std::vector<double> theirs(others, 0);
  for (std::size_t i = 0; i < group.size(); ++i) {
    both[group[i] * others + other[i]] += weights[i];
    mine[group[i]] += weights[i];
    theirs[other[i]] += weights[i];
  }
  std::vector<double> best(k, -1);
  for (std::size_t g = 0; g < k; ++g) {
    for (std::size_t h = 0; mine[g] > 0 && h < others; ++h) {
      const double b = both[g * others + h];
      best[g] = std::max(best[g], b / (mine[g] + theirs[h] - b));
    }
  }
  return best;
}

std::vector<double> Stability::of(const Partition& partition, int rounds) const {
  const std::size_t k = partition.centres.rows;
  std::vector<double> sum(k, 0);
  std::vector<int> times(k, 0);
  std::vector<std::uint32_t> group;
  for (const Subsample& s : subsamples_) {
    const std::size_t there = std::min(k, s.tree[0].leaves());
    const Partition again = settled(s.points, s.weights, s.tree[0].cut(there), there, rounds);
    group.clear();
    for (const std::uint32_t i : s.rows) group.push_back(partition.group[i]);
    const std::vector<double> best = best_overlaps(group, k, again.group, there, s.weights);
    for (std::size_t g = 0; g < k; ++g) {
      if (best[g] < 0) continue;
      sum[g] += best[g];
      ++times[g];
    }
  }
  for (std::size_t g = 0; g < k; ++g) sum[g] = times[g] > 0 ? sum[g] / times[g] : 1.0;
  return sum;
}

}  // namespace debrief::analytics
