// How surprising a chart is, so that many charts in one report can be judged together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace debrief::analytics {

/// Chance that a steady process shows a step or a single far point as strong as the strongest in `values`.
///
/// values  on the scale of the chart (logarithms of durations, square roots of counts), time order, no NaN; fewer than
///         6, or all alike, give 1
///
/// The step: largest t of a stretch of 3 or more points against the rest of 3 or more; the point: largest studentised
/// deviation beside that. Both are paid for by how many there were to choose from. Lag-1 autocorrelation is measured
/// after the step is taken out, corrected for the bias of short series, and widens the first test; in a short series it
/// cannot be ruled out, so half a standard error is added.
double steadiness(std::span<const double> values);

/// What stands out most: the stretch [from, until) of 3 or more points that differs most from the rest of 3 or more.
struct OddStretch {
  std::size_t from = 0, until = 0;
  double inside = 0, outside = 0;  // means
};
/// nullopt under 6 values or where all are alike.
std::optional<OddStretch> odd_stretch(std::span<const double> values);

/// What to do about a chart: nothing, keep an eye on it, or act.
enum class Alert : std::uint8_t { none, watch, act };

/// One verdict per chart: act where the false discovery rate over all of them (Benjamini and Hochberg) is at or under
/// 5 %, watch where only its own rules gave a signal.
///
/// p        steadiness of each chart
/// signals  whether each chart's rules gave one
std::vector<Alert> alerts(std::span<const double> p, std::span<const char> signals);

}  // namespace debrief::analytics
