// The Hungarian method (Kuhn 1955, in the shortest-path form of Jonker and Volgenant).

#include "import/assign.h"

#include <cstddef>
#include <limits>

namespace debrief::import {

std::vector<int> best_assignment(const std::vector<std::vector<double>>& weight) {
  const std::size_t rows = weight.size();
  if (rows == 0) return {};
  const std::size_t given = weight[0].size();
  // One column more per row, worth nothing: a row takes it when no real column adds to the sum.
  const std::size_t columns = given + rows;
  const auto cost = [&](std::size_t r, std::size_t c) {
    if (c >= given) return c - given == r ? 0.0 : 1.0;
    return weight[r][c] > 0 ? -weight[r][c] : 2.0;
  };
  std::vector<double> u(rows + 1, 0);
  std::vector<double> v(columns + 1, 0);
  std::vector<std::size_t> row_of(columns + 1, 0);
  std::vector<std::size_t> way(columns + 1, 0);
  constexpr double infinite = std::numeric_limits<double>::infinity();
  for (std::size_t i = 1; i <= rows; ++i) {
    row_of[0] = i;
    std::size_t j0 = 0;
    std::vector<double> least(columns + 1, infinite);
    std::vector<bool> used(columns + 1, false);
    do {
      used[j0] = true;
      const std::size_t i0 = row_of[j0];
      double delta = infinite;
      std::size_t j1 = 0;
      for (std::size_t j = 1; j <= columns; ++j) {
        if (used[j]) continue;
        const double reduced = cost(i0 - 1, j - 1) - u[i0] - v[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          way[j] = j0;
        }
        if (least[j] < delta) {
          delta = least[j];
          j1 = j;
        }
      }
      for (std::size_t j = 0; j <= columns; ++j) {
        if (used[j]) {
          u[row_of[j]] += delta;
          v[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      j0 = j1;
    } while (row_of[j0] != 0);
    do {
      const std::size_t j1 = way[j0];
      row_of[j0] = row_of[j1];
      j0 = j1;
    } while (j0 != 0);
  }
  std::vector<int> out(rows, -1);
  for (std::size_t j = 1; j <= given; ++j) {
    if (row_of[j] != 0 && weight[row_of[j] - 1][j - 1] > 0) out[row_of[j] - 1] = static_cast<int>(j) - 1;
  }
  return out;
}

}  // namespace debrief::import
