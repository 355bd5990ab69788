// Interrupted time series: did the level of a rate step at a date, given where it was heading anyway?
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "analytics/effect/regression.h"

namespace debrief::analytics {

/// Columns of one length, in time order.
///
/// exposure  above 0, or empty: 1 each
/// step      0 before, 1 after (or a share between)
/// time      what the trend goes by; empty: 1, 2, 3, …
/// season    place in the cycle (month 1 to 12); needed for harmonics only
struct InterruptedData {
  std::vector<double> counts, exposure, step, time, season;
};

/// harmonics  sine and cosine pairs of the cycle; 0: none
/// slope      the trend may change with the step, too
/// quasi      standard errors by the spread the data show, else Poisson
struct InterruptedModel {
  bool trend = true;
  bool slope = false;
  bool quasi = true;
  std::size_t harmonics = 0;
  double period = 12;
};

/// ratio  rate after over rate before at the step (with a slope: at time 0), and its 95 % interval by the normal
///        approximation
struct InterruptedFit {
  std::vector<std::string> names;  // "(Intercept)", "step", "time", "h1", …, "step:time"
  CountRegression regression;
  std::vector<double> se;  // with the dispersion in it
  double dispersion = 1;
  double ratio = 1, low = 0, high = 0;
};
/// nullopt where the regression cannot be done: no point before or after, too few points.
/// Source: Lopez Bernal, Cummins and Gasparrini, International Journal of Epidemiology 46, 2017.
std::optional<InterruptedFit> interrupted(const InterruptedData& data, const InterruptedModel& model);

}  // namespace debrief::analytics
