// Totals that move because the mix of cases moves: Simpson's paradox, taken apart.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace debrief::analytics {

/// One group before and after: cases, and the level of its figure.
struct MixGroup {
  std::string value;
  std::int64_t n_before = 0, n_after = 0;
  double before = 0, after = 0;
};

/// A total whose direction its groups contradict. Shares as they are; durations as geometric means, seconds.
///
/// split   the instant that parts before from after
/// before, after  the level of all cases
/// mix, within    what the change of the groups' sizes and what the change inside the groups add to it: their sum is
///                after - before (for durations: their product is after / before)
struct MixShift {
  std::string_view kpi;
  std::string by;
  base::Ms split = 0;
  double before = 0, after = 0;
  double mix = 0, within = 0;
  std::vector<MixGroup> groups;  // largest first
};

/// Sums per group, enough for the decomposition.
struct MixTable {
  struct Side {
    std::int64_t n = 0;
    double sum = 0;
  };
  struct Group {
    Side before, after;
  };
  std::vector<Group> groups;
};

/// Effects of mix and of change within groups (Kitagawa 1955): each group's change in size at its mean level, and its
/// change in level at its mean size. Groups with cases on one side only count as mix.
struct MixEffects {
  double before = 0, after = 0;
  double mix = 0, within = 0;
};
MixEffects mix_effects(const MixTable& table);

/// Does the total mislead: the sizes of the groups moved (chi-squared, p under 1 %), the total went one way by at least
/// `least`, and what changed within the groups went the other way by at least that, in groups that hold nine tenths of
/// the cases. Groups under 5 cases on either side are not heard.
bool misleads(const MixTable& table, double least);

}  // namespace debrief::analytics
