// Many tests at once: p-values adjusted for how many there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace debrief::analytics {

/// bh          false discovery rate under independence or positive dependence (Benjamini and Hochberg 1995)
/// by          the same under any dependence (Benjamini and Yekutieli 2001)
/// holm        family-wise error, step-down (Holm 1979)
/// bonferroni  family-wise error
enum class Adjustment : std::uint8_t { bh, by, holm, bonferroni };

/// Adjusted p-values in the order given, at most 1. p within [0, 1], no NaN.
std::vector<double> adjusted(std::span<const double> p, Adjustment method);

/// How many are at or under `level`.
std::size_t rejected(std::span<const double> adjusted_p, double level);

}  // namespace debrief::analytics
