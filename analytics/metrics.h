// How well a grouping of texts agrees with a known one.
#pragma once

#include <cstdint>
#include <span>

namespace debrief::analytics {

/// ari       adjusted Rand index: 0 for chance, 1 for the same grouping
/// ri        Rand index
/// nmi_*     mutual information over the arithmetic or geometric mean of both entropies; ami: adjusted for chance
/// fmi       Fowlkes-Mallows
/// purity    share of items in the commonest true group of their cluster
/// accuracy  share right under the best one-to-one matching of clusters to groups
///
/// Conventions of scikit-learn 1.2: two groupings into one group each score 1; one cluster against several groups
/// has homogeneity 0 and completeness 1.
struct Agreement {
  double ari = 0;
  double ri = 0;
  double nmi_arithmetic = 0;
  double nmi_geometric = 0;
  double ami = 0;
  double homogeneity = 0;
  double completeness = 0;
  double v = 0;
  double fmi = 0;
  double purity = 0;
  double accuracy = 0;
};

/// Labels are any numbers; both spans are of one length. No items give all 0.
Agreement agreement(std::span<const std::int32_t> truth, std::span<const std::int32_t> found);

}  // namespace debrief::analytics
