// Two labels seen together: more often than chance would have it?
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace debrief::analytics {

/// Counts of a table with `rows` x `columns` cells, row by row.
struct CrossTable {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::int64_t> counts;
  std::int64_t at(std::size_t r, std::size_t c) const { return counts[r * columns + c]; }
};

/// Chi-squared test of independence (Pearson 1900) with adjusted residuals: standard normal under independence
/// (Haberman 1973).
///
/// p  1 and df 0 when fewer than 2 rows or columns hold anything
/// residuals  as the counts; 0 where a row or column holds all or nothing
struct Independence {
  double chi2 = 0;
  std::int64_t df = 0;
  double p = 1;
  std::vector<double> residuals;
};
Independence independence(const CrossTable& table);

/// One pair of values: how often together, and against what their shares would give.
///
/// confidence  share of the row's cases that are in the column
/// lift        confidence over the column's own share; 0 where that is 0
/// p           one-sided Fisher: as many together or more
/// q           p adjusted for all pairs of the table (Benjamini and Hochberg)
struct Pair {
  std::size_t row = 0;
  std::size_t column = 0;
  std::int64_t n = 0;
  double support = 0, confidence = 0, lift = 0, leverage = 0;
  double p = 1, q = 1;
};
/// Every pair, row by row. Source: Agrawal et al. 1993; Fisher 1935.
std::vector<Pair> pairs(const CrossTable& table);

}  // namespace debrief::analytics
