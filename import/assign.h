// The best way to give each role to one column.
#pragma once

#include <vector>

namespace debrief::import {

/// weight[row][column], all rows equally long, 0 for a pair that must not be made, at most 1 otherwise.
/// Gives the column of each row, -1 where it goes without; no column twice; the sum of weights is the greatest
/// possible. Hungarian method with potentials, O(rows² × columns).
std::vector<int> best_assignment(const std::vector<std::vector<double>>& weight);

}  // namespace debrief::import
