// Two labels seen together.

#include "analytics/numbers/association.h"

#include <cmath>

#include "analytics/numbers/adjust.h"
#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

struct Margins {
  std::vector<double> rows, columns;
  double all = 0;
};

Margins margins(const CrossTable& table) {
  Margins m{std::vector<double>(table.rows, 0), std::vector<double>(table.columns, 0), 0};
  for (std::size_t r = 0; r < table.rows; ++r) {
    for (std::size_t c = 0; c < table.columns; ++c) {
      const double n = static_cast<double>(table.at(r, c));
      m.rows[r] += n;
      m.columns[c] += n;
      m.all += n;
    }
  }
  return m;
}

std::int64_t filled(std::span<const double> totals) {
  std::int64_t n = 0;
  for (const double t : totals) n += t > 0 ? 1 : 0;
  return n;
}

}  // namespace

Independence independence(const CrossTable& table) {
  const Margins m = margins(table);
  Independence result;
  result.residuals.assign(table.counts.size(), 0);
  if (m.all <= 0) return result;
  for (std::size_t r = 0; r < table.rows; ++r) {
    for (std::size_t c = 0; c < table.columns; ++c) {
      const double expected = m.rows[r] * m.columns[c] / m.all;
      if (expected <= 0) continue;
      const double difference = static_cast<double>(table.at(r, c)) - expected;
      result.chi2 += difference * difference / expected;
      const double spread = expected * (1 - m.rows[r] / m.all) * (1 - m.columns[c] / m.all);
      if (spread > 0) result.residuals[r * table.columns + c] = difference / std::sqrt(spread);
    }
  }
  const std::int64_t rows = filled(m.rows);
  const std::int64_t columns = filled(m.columns);
  if (rows < 2 || columns < 2) {
    result.chi2 = 0;
    return result;
  }
  result.df = (rows - 1) * (columns - 1);
  result.p = chi_squared_upper(result.chi2, static_cast<double>(result.df));
  return result;
}

std::vector<Pair> pairs(const CrossTable& table) {
  const Margins m = margins(table);
  std::vector<Pair> all;
  std::vector<double> p;
  for (std::size_t r = 0; r < table.rows; ++r) {
    for (std::size_t c = 0; c < table.columns; ++c) {
      Pair pair{.row = r, .column = c, .n = table.at(r, c)};
      const double n = static_cast<double>(pair.n);
      if (m.all > 0) {
        pair.support = n / m.all;
        pair.confidence = m.rows[r] > 0 ? n / m.rows[r] : 0;
        pair.lift = m.columns[c] > 0 ? pair.confidence / (m.columns[c] / m.all) : 0;
        pair.leverage = pair.support - m.rows[r] / m.all * (m.columns[c] / m.all);
        pair.p =
            hypergeometric_at_least(pair.n, std::llround(m.all), std::llround(m.rows[r]), std::llround(m.columns[c]));
      }
      p.push_back(pair.p);
      all.push_back(pair);
    }
  }
  const auto q = adjusted(p, Adjustment::bh);
  for (std::size_t i = 0; i < all.size(); ++i) all[i].q = q[i];
  return all;
}

}  // namespace debrief::analytics
