// Tabular CUSUM and EWMA.

#include "analytics/spc/memory.h"

#include <algorithm>
#include <cmath>

namespace debrief::analytics {

Cusum cusum(std::span<const double> values, const CusumPlan& plan) {
  Cusum c;
  double plus = plan.head_start;
  double minus = plan.head_start;
  std::int64_t n_plus = 0;
  std::int64_t n_minus = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    plus = std::max(0.0, values[i] - (plan.target + plan.slack) + plus);
    minus = std::max(0.0, plan.target - plan.slack - values[i] + minus);
    n_plus = plus > 0 ? n_plus + 1 : 0;
    n_minus = minus > 0 ? n_minus + 1 : 0;
    c.plus.push_back(plus);
    c.minus.push_back(minus);
    c.n_plus.push_back(n_plus);
    c.n_minus.push_back(n_minus);
    if (plus > plan.limit) c.up.push_back(i);
    if (minus > plan.limit) c.down.push_back(i);
    if (!c.change_after && (plus > plan.limit || minus > plan.limit)) {
      c.change_after = static_cast<std::int64_t>(i) + 1 - (plus > plan.limit ? n_plus : n_minus);
    }
  }
  return c;
}

Ewma ewma(std::span<const double> values, const EwmaPlan& plan) {
  Ewma e;
  double z = plan.target;
  for (std::size_t i = 0; i < values.size(); ++i) {
    z = plan.weight * values[i] + (1 - plan.weight) * z;
    const double share = -std::expm1(2 * static_cast<double>(i + 1) * std::log1p(-plan.weight));
    const double half =
        plan.width * plan.sigma * std::sqrt(plan.weight / (2 - plan.weight) * (plan.weight < 1 ? share : 1));
    e.z.push_back(z);
    e.lower.push_back(plan.target - half);
    e.upper.push_back(plan.target + half);
    if (z > e.upper.back() || z < e.lower.back()) e.outside.push_back(i);
  }
  return e;
}

}  // namespace debrief::analytics
