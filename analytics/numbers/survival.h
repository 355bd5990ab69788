// Durations of which some have not ended yet: the Kaplan-Meier estimate.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// ended false: still running when last seen at `t`.
struct Lifetime {
  double t = 0;
  bool ended = true;
};

/// One step of the curve, at each time something ended.
///
/// at_risk   still running just before t; one last seen at t itself counts
/// survival  share still running after t
/// se        Greenwood; nullopt where nothing is left
struct SurvivalStep {
  double t = 0;
  std::int64_t at_risk = 0;
  std::int64_t ended = 0;
  double survival = 1;
  std::optional<double> se;
};

/// Source: Kaplan and Meier 1958.
std::vector<SurvivalStep> kaplan_meier(std::span<const Lifetime> lifetimes);

/// Smallest t with survival at or under one half; nullopt when the curve never gets there.
std::optional<double> median_survival(std::span<const SurvivalStep> curve);
/// The same from the times themselves, without the curve: linear in the events, whatever their order.
///
/// Between two censored times nobody leaves but by an event, so the estimate there is one fraction, and only the
/// events of the stretch that crosses one half need ranking. Both spans are reordered.
/// ended    times of those that ended; running  times of those censored; a tie counts the event first
std::optional<double> median_survival(std::span<double> ended, std::span<double> running);
/// The same of times in ascending order.
std::optional<double> median_survival_sorted(std::span<const double> ended, std::span<const double> running);

}  // namespace debrief::analytics
