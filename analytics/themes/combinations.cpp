// Pairs and triples of values that occur together too often.

#include "analytics/themes/combinations.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <unordered_map>

#include "analytics/numbers/adjust.h"
#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

/// P(X > n) + P(X = n) / 2 for the marked ones in a draw. Terms follow from one another, as logarithms of factorials
/// for each would take most of the time.
double upper_mid_p(std::int64_t n, std::int64_t all, std::int64_t marked, std::int64_t drawn) {
  double mass = std::exp(log_choose(marked, n) + log_choose(all - marked, drawn - n) - log_choose(all, drawn));
  double sum = mass / 2;
  const std::int64_t most = std::min(marked, drawn);
  for (std::int64_t j = n; j < most; ++j) {
    mass *= static_cast<double>(marked - j) / static_cast<double>(j + 1) * static_cast<double>(drawn - j) /
            static_cast<double>(all - marked - drawn + j + 1);
    sum += mass;
    if (mass < sum * 1e-16) break;
  }
  return std::min(1.0, sum);
}

/// Codes of a dimension with rare values in one that is not tested, so that tables stay small.
struct Tested {
  std::size_t dimension = 0;
  std::vector<std::int32_t> codes;  // -1 unknown, else below size()
  std::vector<std::size_t> value;   // of each code but the last, which is the rare ones'
  std::size_t size() const { return value.size() + 1; }
};

Tested tested_of(const Dimension& d, std::size_t number, std::int64_t least) {
  std::vector<std::int64_t> counts(d.values.size(), 0);
  for (const std::int32_t c : d.codes) {
    if (c >= 0) ++counts[static_cast<std::size_t>(c)];
  }
  Tested t{.dimension = number, .codes = {}, .value = {}};
  std::vector<std::int32_t> place(d.values.size(), -1);
  for (std::size_t v = 0; v < counts.size(); ++v) {
    if (counts[v] < least) continue;
    place[v] = static_cast<std::int32_t>(t.value.size());
    t.value.push_back(v);
  }
  t.codes.reserve(d.codes.size());
  for (const std::int32_t c : d.codes) {
    if (c < 0) {
      t.codes.push_back(-1);
    } else {
      const std::int32_t p = place[static_cast<std::size_t>(c)];
      t.codes.push_back(p >= 0 ? p : static_cast<std::int32_t>(t.value.size()));
    }
  }
  return t;
}

/// Counts of the cases for which two or three dimensions are known.
struct Two {
  std::size_t columns = 0;
  std::vector<std::int64_t> counts;
  std::int64_t& at(std::size_t a, std::size_t b) { return counts[a * columns + b]; }
  std::int64_t at(std::size_t a, std::size_t b) const { return counts[a * columns + b]; }
};

Two two(const Tested& a, const Tested& b) { return {b.size(), std::vector<std::int64_t>(a.size() * b.size(), 0)}; }

std::vector<std::int64_t> row_sums(const Two& t) {
  std::vector<std::int64_t> out(t.counts.size() / t.columns, 0);
  for (std::size_t i = 0; i < t.counts.size(); ++i) out[i / t.columns] += t.counts[i];
  return out;
}

std::vector<std::int64_t> column_sums(const Two& t) {
  std::vector<std::int64_t> out(t.columns, 0);
  for (std::size_t i = 0; i < t.counts.size(); ++i) out[i % t.columns] += t.counts[i];
  return out;
}

double product(std::int64_t a, std::int64_t b, std::int64_t over) {
  return static_cast<double>(a) * static_cast<double>(b) / static_cast<double>(over);
}

class Search {
 public:
  Search(const CombinationRule& rule, std::vector<Combination>& found) : rule_(rule), found_(found) {}

  void pairs(const Tested& a, const Tested& b) {
    Two t = two(a, b);
    std::int64_t all = 0;
    for (std::size_t i = 0; i < a.codes.size(); ++i) {
      if (a.codes[i] < 0 || b.codes[i] < 0) continue;
      ++t.at(static_cast<std::size_t>(a.codes[i]), static_cast<std::size_t>(b.codes[i]));
      ++all;
    }
    const auto rows = row_sums(t);
    const auto columns = column_sums(t);
    for (std::size_t i = 0; i + 1 < a.size(); ++i) {
      for (std::size_t j = 0; j + 1 < b.size(); ++j) {
        if (rows[i] < rule_.least || columns[j] < rule_.least) continue;
        ++tested_;
        const std::int64_t n = t.at(i, j);
        const double expected = product(rows[i], columns[j], all);
        if (n < rule_.least || static_cast<double>(n) <= expected) continue;
        Combination c;
        c.parts = {{a.dimension, a.value[i]}, {b.dimension, b.value[j]}};
        c.n = n;
        c.of = all;
        c.expected = expected;
        c.lift = c.gain = static_cast<double>(n) / expected;
        c.p = upper_mid_p(n, all, rows[i], columns[j]);
        found_.push_back(std::move(c));
      }
    }
  }

  void triples(const Tested& a, const Tested& b, const Tested& c) {
    Two ab = two(a, b);
    Two ac = two(a, c);
    Two bc = two(b, c);
    std::unordered_map<std::uint64_t, std::int64_t> cells;
    std::int64_t all = 0;
    for (std::size_t i = 0; i < a.codes.size(); ++i) {
      if (a.codes[i] < 0 || b.codes[i] < 0 || c.codes[i] < 0) continue;
      const auto x = static_cast<std::size_t>(a.codes[i]);
      const auto y = static_cast<std::size_t>(b.codes[i]);
      const auto z = static_cast<std::size_t>(c.codes[i]);
      ++ab.at(x, y);
      ++ac.at(x, z);
      ++bc.at(y, z);
      ++cells[(x * b.size() + y) * c.size() + z];
      ++all;
    }
    const auto na = row_sums(ab);
    const auto nb = column_sums(ab);
    const auto nc = column_sums(ac);
    for (std::size_t x = 0; x + 1 < a.size(); ++x) {
      for (std::size_t y = 0; y + 1 < b.size(); ++y) {
        if (ab.at(x, y) < rule_.least) continue;
        for (std::size_t z = 0; z + 1 < c.size(); ++z) {
          if (ac.at(x, z) < rule_.least || bc.at(y, z) < rule_.least) continue;
          ++tested_;
          const auto cell = cells.find((x * b.size() + y) * c.size() + z);
          if (cell == cells.end() || cell->second < rule_.least) continue;
          // Out of how many, how many are marked, how many are drawn: what each model expects of the cell.
          struct Model {
            std::int64_t all, marked, drawn;
          };
          const std::array<Model, 6> models{{{all, ab.at(x, y), nc[z]},
                                             {all, ac.at(x, z), nb[y]},
                                             {all, bc.at(y, z), na[x]},
                                             {na[x], ab.at(x, y), ac.at(x, z)},
                                             {nb[y], ab.at(x, y), bc.at(y, z)},
                                             {nc[z], ac.at(x, z), bc.at(y, z)}}};
          const auto expects = [](const Model& m) { return product(m.marked, m.drawn, m.all); };
          const Model& best = *std::max_element(
              models.begin(), models.end(), [&](const Model& l, const Model& r) { return expects(l) < expects(r); });
          Combination found;
          found.n = cell->second;
          found.of = all;
          found.expected = expects(best);
          if (static_cast<double>(found.n) <= found.expected) continue;
          found.parts = {{a.dimension, a.value[x]}, {b.dimension, b.value[y]}, {c.dimension, c.value[z]}};
          found.gain = static_cast<double>(found.n) / found.expected;
          found.lift = static_cast<double>(found.n) * static_cast<double>(all) * static_cast<double>(all) /
                       (static_cast<double>(na[x]) * static_cast<double>(nb[y]) * static_cast<double>(nc[z]));
          found.p = upper_mid_p(found.n, best.all, best.marked, best.drawn);
          found_.push_back(std::move(found));
        }
      }
    }
  }

  std::int64_t tested() const { return tested_; }

 private:
  const CombinationRule& rule_;
  std::vector<Combination>& found_;
  std::int64_t tested_ = 0;
};

/// Those not kept had too few cases or fewer than expected: their p counts as 1.
void add_q(std::vector<Combination>& found, std::int64_t tested) {
  std::sort(found.begin(), found.end(), [](const Combination& a, const Combination& b) { return a.p < b.p; });
  double least = 1;
  for (std::size_t i = found.size(); i-- > 0;) {
    least = std::min(least, found[i].p * static_cast<double>(tested) / static_cast<double>(i + 1));
    found[i].q = least;
  }
}

}  // namespace

Combinations over_represented(std::span<const Dimension> dimensions, const CombinationRule& rule) {
  std::vector<Tested> t;
  for (std::size_t d = 0; d < dimensions.size(); ++d) t.push_back(tested_of(dimensions[d], d, rule.least));
  std::vector<Combination> all;
  Search search(rule, all);
  for (std::size_t a = 0; a < t.size(); ++a) {
    for (std::size_t b = a + 1; b < t.size(); ++b) {
      search.pairs(t[a], t[b]);
      for (std::size_t c = b + 1; c < t.size(); ++c) search.triples(t[a], t[b], t[c]);
    }
  }
  add_q(all, search.tested());
  Combinations out{.found = {}, .tested = search.tested()};
  for (Combination& c : all) {
    if (c.q > rule.level || c.lift < rule.lift || (c.parts.size() > 2 && c.gain < rule.gain)) continue;
    out.found.push_back(std::move(c));
  }
  const auto beyond = [](const Combination& c) { return static_cast<double>(c.n) - c.expected; };
  const auto words = [&](const Combination& c) {
    std::vector<std::string_view> w;
    for (const auto& part : c.parts) {
      w.emplace_back(dimensions[part.dimension].name);
      w.emplace_back(dimensions[part.dimension].values[part.value]);
    }
    return w;
  };
  std::sort(out.found.begin(), out.found.end(), [&](const Combination& a, const Combination& b) {
    if (beyond(a) != beyond(b)) return beyond(a) > beyond(b);
    return words(a) < words(b);
  });
  return out;
}

}  // namespace debrief::analytics
