// How many themes there are: stability and silhouette over a grid.

#include "analytics/text/count.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <limits>
#include <vector>

#include "analytics/text/partition.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t most_for_choice = 4'000;
constexpr double far_apart = 0.6;

/// Mean over the points of (cosine to their own centre less that to the nearest other): how far apart the groups are.
double separation(const Dense& points, std::span<const double> weights, const Partition& p) {
  double sum = 0;
  double all = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    double other = -1;
    for (std::size_t g = 0; g < p.centres.rows; ++g) {
      if (g != p.group[i])
        other = std::max(other, static_cast<double>(dot(points.row(i), p.centres.row(g), points.columns)));
    }
    const double own = dot(points.row(i), p.centres.row(p.group[i]), points.columns);
    sum += weights[i] * (own - other) / std::max(1e-9, 1 - std::min(own, other));
    all += weights[i];
  }
  return all > 0 ? sum / all : 0;
}

/// Rousseeuw's silhouette by cosine distance, -1 to 1: how much nearer each text is to its own group than to the next.
/// A text alone in its group counts 0. Points have length 1, so the mean distance to a group follows from its sum.
double silhouette(const Dense& points, std::span<const double> weights, const Partition& p) {
  const std::size_t k = p.centres.rows;
  Dense sums(k, points.columns);
  std::vector<double> size(k, 0);
  for (std::size_t i = 0; i < points.rows; ++i) {
    size[p.group[i]] += weights[i];
    float* sum = sums.row(p.group[i]);
    for (std::size_t c = 0; c < points.columns; ++c) sum[c] += static_cast<float>(weights[i]) * points.row(i)[c];
  }
  std::vector<double> of_point(points.rows, 0);
  in_chunks(points.rows, 256, [&](std::size_t first, std::size_t last) {
    for (std::size_t i = first; i < last; ++i) {
      const std::uint32_t own = p.group[i];
      if (size[own] <= 1) continue;
      double other = std::numeric_limits<double>::infinity();
      double mine = 0;
      for (std::size_t g = 0; g < k; ++g) {
        const double together = dot(points.row(i), sums.row(g), points.columns);
        if (g == own) {
          mine = std::max(0.0, 1 - (together - 1) / (size[g] - 1));
        } else if (size[g] > 0) {
          other = std::min(other, std::max(0.0, 1 - together / size[g]));
        }
      }
      if (std::isfinite(other)) of_point[i] = (other - mine) / std::max({mine, other, 1e-9});
    }
  });
  double sum = 0;
  double all = 0;
  for (std::size_t i = 0; i < points.rows; ++i) {
    sum += weights[i] * of_point[i];
    all += weights[i];
  }
  return all > 0 ? sum / all : 0;
}

double weighted_mean(const std::vector<double>& stability, const Partition& p, std::span<const double> weights) {
  double sum = 0;
  double all = 0;
  for (std::size_t i = 0; i < p.group.size(); ++i) {
    sum += weights[i] * stability[p.group[i]];
    all += weights[i];
  }
  return all > 0 ? sum / all : 0;
}

/// Numbers of themes worth trying: each a fifth or so more than the one before.
std::vector<std::size_t> grid(std::size_t points) {
  const double n = static_cast<double>(points);
  const auto first = static_cast<std::size_t>(std::max(2.0, std::floor(std::sqrt(n) / 2)));
  const auto last = static_cast<std::size_t>(std::max(static_cast<double>(first), n / 12));
  std::vector<std::size_t> ks;
  for (double k = static_cast<double>(first); k <= static_cast<double>(last) + 0.5; k = std::max(k + 1, k * 1.1)) {
    ks.push_back(static_cast<std::size_t>(k));
  }
  return ks;
}

}  // namespace

std::size_t chosen_count(const Dense& points, std::span<const double> weights, std::uint64_t seed,
                         const std::function<void(double)>& between) {
  const std::size_t m = std::min(points.rows, most_for_choice);
  if (m <= 1) return m;
  Dense sample(m, points.columns);
  std::copy_n(points.data.begin(), sample.data.size(), sample.data.begin());
  const std::span sample_weights = weights.first(m);
  const Tree tree(sample, sample_weights);
  const auto at = [&](std::size_t k) { return settled(sample, sample_weights, tree.cut(k), k, 6); };

  if (m < 60) {
    // Too few to leave any out: as many groups as stand well apart.
    std::size_t best = 1;
    double most = 0.15;
    for (std::size_t k = 2; k <= m; ++k) {
      const double apart = silhouette(sample, sample_weights, at(k));
      if (apart > most + 1e-6) {
        most = apart;
        best = k;
      }
    }
    return best;
  }
  const Stability stability(sample, sample_weights, 3, seed);
  const auto steadiness = [&](const Partition& p) {
    return weighted_mean(stability.of(p, 5), p, sample_weights) + silhouette(sample, sample_weights, p);
  };
  const std::vector<std::size_t> ks = grid(m);
  std::vector<double> steady;
  for (const std::size_t k : ks) {
    if (k > tree.leaves()) break;
    steady.push_back(steadiness(at(k)));
    between(static_cast<double>(steady.size()) / static_cast<double>(ks.size()));
  }
  // One k more or less changes little, so its neighbours on the grid have a say. Of numbers that are as good the
  // smallest is taken: what stability and silhouette add up to is not known closer than that, and a reader splits a
  // theme more easily than he finds that two are one.
  constexpr std::ptrdiff_t reach = 4;
  constexpr double as_good = 0.005;
  std::vector<double> smooth;
  for (std::ptrdiff_t i = 0; i < std::ssize(steady); ++i) {
    double sum = 0;
    double all = 0;
    for (std::ptrdiff_t j = std::max<std::ptrdiff_t>(0, i - reach); j <= std::min(std::ssize(steady) - 1, i + reach);
         ++j) {
      const auto say = static_cast<double>(reach + 1 - std::abs(i - j));
      sum += say * steady[static_cast<std::size_t>(j)];
      all += say;
    }
    smooth.push_back(sum / all);
  }
  std::size_t best = 1;
  double most = -1;
  if (!smooth.empty()) {
    most = *std::max_element(smooth.begin(), smooth.end());
    const auto first = std::find_if(smooth.begin(), smooth.end(), [&](double v) { return v >= most - as_good; });
    best = ks[static_cast<std::size_t>(first - smooth.begin())];
  }
  // Few groups come back by their size alone; they are believed when they also stand far apart.
  for (std::size_t k = 2; k < ks.front(); ++k) {
    const Partition p = at(k);
    const double apart = separation(sample, sample_weights, p);
    if (apart < far_apart) continue;
    const double score = steadiness(p) + (apart - far_apart);
    if (score > most) {
      most = score;
      best = k;
    }
  }
  return best;
}

}  // namespace debrief::analytics
