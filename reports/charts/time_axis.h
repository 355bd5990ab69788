// A time axis on the clock of a zone: round steps, ticks, dates where a day begins.
#pragma once

#include "base/time.h"
#include "reports/charts/scene.h"

namespace debrief::reports {

/// Times [from, until] in ms since 1970 UTC, on x [left, right] of a scene.
struct TimeAxis {
  base::Ms from = 0;
  base::Ms until = 0;
  base::Ms step = 0;
  double left = 0;
  double right = 0;
  double x(base::Ms at) const {
    return left + static_cast<double>(at - from) / static_cast<double>(until - from) * (right - left);
  }
};

/// The axis that holds [from, until], its ends and ticks on round times of the zone's clock; at least a minute long.
TimeAxis time_axis(base::Ms from, base::Ms until, const base::Zone& zone, double left, double right);

/// Grid lines from `top` to `bottom` and their times below, thinned so that none touch.
void add_time_ticks(Scene& scene, const TimeAxis& axis, const base::Zone& zone, double top, double bottom);

}  // namespace debrief::reports
