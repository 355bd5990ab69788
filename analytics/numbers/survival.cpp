// The Kaplan-Meier estimate.

#include "analytics/numbers/survival.h"

#include <algorithm>
#include <cmath>

namespace debrief::analytics {

std::vector<SurvivalStep> kaplan_meier(std::span<const Lifetime> lifetimes) {
  std::vector<Lifetime> sorted(lifetimes.begin(), lifetimes.end());
  std::sort(sorted.begin(), sorted.end(), [](const Lifetime& a, const Lifetime& b) { return a.t < b.t; });
  std::vector<SurvivalStep> curve;
  double survival = 1;
  double greenwood = 0;
  for (std::size_t i = 0; i < sorted.size();) {
    std::size_t next = i;
    std::int64_t ended = 0;
    for (; next < sorted.size() && sorted[next].t == sorted[i].t; ++next) ended += sorted[next].ended ? 1 : 0;
    if (ended > 0) {
      const auto at_risk = static_cast<std::int64_t>(sorted.size() - i);
      const double d = static_cast<double>(ended);
      const double r = static_cast<double>(at_risk);
      survival *= (r - d) / r;
      SurvivalStep step{.t = sorted[i].t, .at_risk = at_risk, .ended = ended, .survival = survival, .se = std::nullopt};
      if (ended < at_risk) {
        greenwood += d / (r * (r - d));
        step.se = survival * std::sqrt(greenwood);
      }
      curve.push_back(step);
    }
    i = next;
  }
  return curve;
}

std::optional<double> median_survival(std::span<const SurvivalStep> curve) {
  // Products of fractions miss one half by rounding: 11/12 * 10/11 * ... must still count as reaching it.
  for (const SurvivalStep& step : curve) {
    if (step.survival <= 0.5 + 1e-12) return step.t;
  }
  return std::nullopt;
}

}  // namespace debrief::analytics
