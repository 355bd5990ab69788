// Totals that move because the mix of cases moves.

#include "analytics/mix.h"

#include <cmath>

#include "analytics/numbers/association.h"

namespace debrief::analytics {

namespace {

constexpr std::int64_t fewest_cases = 5;
constexpr double moved_at = 0.01;
constexpr double most_cases = 0.9;

double level(const MixTable::Side& side) { return side.n > 0 ? side.sum / static_cast<double>(side.n) : 0; }

MixTable::Group total(const MixTable& table) {
  MixTable::Group all;
  for (const MixTable::Group& g : table.groups) {
    all.before.n += g.before.n;
    all.before.sum += g.before.sum;
    all.after.n += g.after.n;
    all.after.sum += g.after.sum;
  }
  return all;
}

}  // namespace

MixEffects mix_effects(const MixTable& table) {
  const MixTable::Group all = total(table);
  MixEffects e{.before = level(all.before), .after = level(all.after)};
  if (all.before.n == 0 || all.after.n == 0) return e;
  for (const MixTable::Group& g : table.groups) {
    const double w0 = static_cast<double>(g.before.n) / static_cast<double>(all.before.n);
    const double w1 = static_cast<double>(g.after.n) / static_cast<double>(all.after.n);
    // A group that was not there has no level of its own to change.
    const double r0 = g.before.n > 0 ? level(g.before) : level(g.after);
    const double r1 = g.after.n > 0 ? level(g.after) : r0;
    e.mix += (w1 - w0) * (r0 + r1) / 2;
    e.within += (w0 + w1) / 2 * (r1 - r0);
  }
  return e;
}

bool misleads(const MixTable& table, double least) {
  const MixTable::Group all = total(table);
  if (all.before.n == 0 || all.after.n == 0) return false;
  const MixEffects e = mix_effects(table);
  const double change = e.after - e.before;
  if (std::fabs(change) < least || std::fabs(e.within) < least || (change > 0) == (e.within > 0)) return false;
  std::int64_t against = 0;
  CrossTable sizes{.rows = 2, .columns = table.groups.size(), .counts = {}};
  for (const MixTable::Group& g : table.groups) {
    sizes.counts.push_back(g.before.n);
    if (g.before.n < fewest_cases || g.after.n < fewest_cases) continue;
    const double moved = level(g.after) - level(g.before);
    if (moved != 0 && (moved > 0) != (change > 0)) against += g.before.n + g.after.n;
  }
  for (const MixTable::Group& g : table.groups) sizes.counts.push_back(g.after.n);
  if (static_cast<double>(against) < most_cases * static_cast<double>(all.before.n + all.after.n)) return false;
  return independence(sizes).p < moved_at;
}

}  // namespace debrief::analytics
