// Exponential smoothing with trend and season, and its forecast.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

enum class Seasonal : std::uint8_t { none, additive, multiplicative };

/// Parameters within [0, 1]; nullopt: chosen for the least squared error one step ahead.
///
/// beta_off  no trend (simple exponential smoothing, or season only)
/// start_periods  cycles whose classical decomposition gives the start values, at least 2
struct HoltWintersPlan {
  std::optional<double> alpha, beta, gamma;
  bool trend = true;
  Seasonal seasonal = Seasonal::additive;
  std::size_t period = 12;
  std::size_t start_periods = 2;
};

/// level, slope, season  at the end; season in order of the steps to come
/// fitted  one step ahead; nullopt where the start values are
struct HoltWinters {
  double alpha = 0, beta = 0, gamma = 0;
  double sse = 0;
  double level = 0, slope = 0;
  std::vector<double> season;
  std::vector<std::optional<double>> fitted;
  Seasonal seasonal = Seasonal::additive;
  /// `steps` steps on from the end.
  std::vector<double> forecast(std::size_t steps) const;
};

/// values  no NaN. nullopt with too few: two full cycles with a season, 3 with a trend, 2 otherwise; and for
/// multiplicative seasons unless all values are above 0. Equal to R's HoltWinters for given parameters.
/// Source: Holt 1957, Winters 1960.
std::optional<HoltWinters> holt_winters(std::span<const double> values, const HoltWintersPlan& plan);

}  // namespace debrief::analytics
