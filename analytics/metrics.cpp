// How well a grouping agrees with a known one.

#include "analytics/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>
#include <vector>

#include "base/error.h"

namespace debrief::analytics {

namespace {

/// Counts of items by (true group, cluster), with the margins.
struct Contingency {
  std::vector<std::vector<std::int64_t>> cells;
  std::vector<std::int64_t> rows;
  std::vector<std::int64_t> columns;
  std::int64_t n = 0;
};

std::vector<std::size_t> numbered(std::span<const std::int32_t> labels, std::size_t& count) {
  std::map<std::int32_t, std::size_t> numbers;
  std::vector<std::size_t> out;
  out.reserve(labels.size());
  for (const std::int32_t label : labels) out.push_back(numbers.try_emplace(label, numbers.size()).first->second);
  count = numbers.size();
  return out;
}

Contingency contingency(std::span<const std::int32_t> truth, std::span<const std::int32_t> found) {
  std::size_t groups = 0;
  std::size_t clusters = 0;
  const auto t = numbered(truth, groups);
  const auto f = numbered(found, clusters);
  Contingency c;
  c.n = static_cast<std::int64_t>(truth.size());
  c.cells.assign(groups, std::vector<std::int64_t>(clusters, 0));
  c.rows.assign(groups, 0);
  c.columns.assign(clusters, 0);
  for (std::size_t i = 0; i < t.size(); ++i) {
    ++c.cells[t[i]][f[i]];
    ++c.rows[t[i]];
    ++c.columns[f[i]];
  }
  return c;
}

double entropy(const std::vector<std::int64_t>& margin, std::int64_t n) {
  double h = 0;
  for (const std::int64_t m : margin) {
    const double p = static_cast<double>(m) / static_cast<double>(n);
    if (m > 0) h -= p * std::log(p);
  }
  return h;
}

double mutual_information(const Contingency& c) {
  const double n = static_cast<double>(c.n);
  double mi = 0;
  for (std::size_t i = 0; i < c.rows.size(); ++i) {
    for (std::size_t j = 0; j < c.columns.size(); ++j) {
      if (c.cells[i][j] == 0) continue;
      const double nij = static_cast<double>(c.cells[i][j]);
      mi += nij / n * std::log(n * nij / (static_cast<double>(c.rows[i]) * static_cast<double>(c.columns[j])));
    }
  }
  return std::max(0.0, mi);
}

/// Mutual information of chance groupings with the same margins (Vinh, Epps and Bailey 2010).
double expected_information(const Contingency& c) {
  const double n = static_cast<double>(c.n);
  const auto log_factorial = [](std::int64_t k) { return std::lgamma(static_cast<double>(k) + 1); };
  double sum = 0;
  for (const std::int64_t a : c.rows) {
    for (const std::int64_t b : c.columns) {
      for (std::int64_t k = std::max<std::int64_t>(1, a + b - c.n); k <= std::min(a, b); ++k) {
        const double term = static_cast<double>(k) / n *
                            std::log(n * static_cast<double>(k) / (static_cast<double>(a) * static_cast<double>(b)));
        const double log_chance = log_factorial(a) + log_factorial(b) + log_factorial(c.n - a) +
                                  log_factorial(c.n - b) - log_factorial(c.n) - log_factorial(k) -
                                  log_factorial(a - k) - log_factorial(b - k) - log_factorial(c.n - a - b + k);
        sum += term * std::exp(log_chance);
      }
    }
  }
  return sum;
}

double pairs(std::int64_t k) { return 0.5 * static_cast<double>(k) * static_cast<double>(k - 1); }

/// Largest sum of matched cells, one per row and column: the Hungarian method with potentials, on negated counts.
std::int64_t best_matching(const Contingency& c) {
  const std::size_t size = std::max(c.rows.size(), c.columns.size());
  const auto cost = [&](std::size_t i, std::size_t j) {
    return i < c.rows.size() && j < c.columns.size() ? -static_cast<double>(c.cells[i][j]) : 0.0;
  };
  std::vector<double> u(size + 1, 0);
  std::vector<double> v(size + 1, 0);
  std::vector<std::size_t> match(size + 1, 0);
  for (std::size_t i = 1; i <= size; ++i) {
    std::vector<double> least(size + 1, std::numeric_limits<double>::infinity());
    std::vector<std::size_t> way(size + 1, 0);
    std::vector<bool> used(size + 1, false);
    match[0] = i;
    std::size_t column = 0;
    do {
      used[column] = true;
      double delta = std::numeric_limits<double>::infinity();
      std::size_t next = 0;
      for (std::size_t j = 1; j <= size; ++j) {
        if (used[j]) continue;
        const double reduced = cost(match[column] - 1, j - 1) - u[match[column]] - v[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          way[j] = column;
        }
        if (least[j] < delta) {
          delta = least[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= size; ++j) {
        if (used[j]) {
          u[match[j]] += delta;
          v[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      column = next;
    } while (match[column] != 0);
    for (; column != 0; column = way[column]) match[column] = match[way[column]];
  }
  double sum = 0;
  for (std::size_t j = 1; j <= size; ++j) sum -= cost(match[j] - 1, j - 1);
  return static_cast<std::int64_t>(std::llround(sum));
}

}  // namespace

Agreement agreement(std::span<const std::int32_t> truth, std::span<const std::int32_t> found) {
  DEBRIEF_CHECK(truth.size() == found.size(), "each item has a true group and a cluster");
  Agreement a;
  if (truth.empty()) return a;
  const Contingency c = contingency(truth, found);
  const double n = static_cast<double>(c.n);

  double together = 0;
  double in_rows = 0;
  double in_columns = 0;
  std::int64_t pure = 0;
  for (const auto& row : c.cells) {
    for (const std::int64_t cell : row) together += pairs(cell);
  }
  for (const std::int64_t m : c.rows) in_rows += pairs(m);
  for (std::size_t j = 0; j < c.columns.size(); ++j) {
    in_columns += pairs(c.columns[j]);
    std::int64_t most = 0;
    for (const auto& row : c.cells) most = std::max(most, row[j]);
    pure += most;
  }
  const double all = pairs(c.n);
  const bool same = together == in_rows && together == in_columns;
  const double by_chance = all > 0 ? in_rows * in_columns / all : 0;
  const double most = (in_rows + in_columns) / 2;
  a.ari = same ? 1 : most == by_chance ? 0 : (together - by_chance) / (most - by_chance);
  a.ri = all > 0 ? (all + 2 * together - in_rows - in_columns) / all : 1;
  a.fmi = together > 0 ? together / std::sqrt(in_rows * in_columns) : same ? 1 : 0;
  a.purity = static_cast<double>(pure) / n;
  a.accuracy = static_cast<double>(best_matching(c)) / n;

  const double h_truth = entropy(c.rows, c.n);
  const double h_found = entropy(c.columns, c.n);
  const double mi = mutual_information(c);
  a.homogeneity = h_truth > 0 ? mi / h_truth : 1;
  a.completeness = h_found > 0 ? mi / h_found : 1;
  a.v = a.homogeneity + a.completeness > 0 ? 2 * a.homogeneity * a.completeness / (a.homogeneity + a.completeness) : 0;
  if (c.rows.size() == 1 && c.columns.size() == 1) {
    a.nmi_arithmetic = a.nmi_geometric = a.ami = 1;
    return a;
  }
  const double mean = (h_truth + h_found) / 2;
  const double root = std::sqrt(h_truth * h_found);
  a.nmi_arithmetic = mean > 0 ? mi / mean : 0;
  a.nmi_geometric = root > 0 ? mi / root : 0;
  const double expected = expected_information(c);
  const double room = mean - expected;
  a.ami = std::fabs(room) < 1e-15 ? 0 : (mi - expected) / room;
  return a;
}

}  // namespace debrief::analytics
