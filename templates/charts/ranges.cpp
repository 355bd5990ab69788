// Moving ranges: how far each value lies from the one before.

#include <cmath>

#include "templates/chart.h"

namespace debrief::templates {

Chart moving_range_of(const Chart& chart) {
  Chart out;
  out.kind = ChartKind::xmr;
  out.title = "Moving ranges: " + chart.title;
  out.finding = "How far each value lies from the one before.";
  out.unit = chart.unit;
  out.x_title = chart.x_title;
  out.y_title = "Moving range";
  out.zone = chart.zone;
  for (const ChartPoint& p : chart.points) out.points.push_back({p.label, std::nan(""), ""});
  const auto counts = [&](std::size_t i) {
    return std::isfinite(chart.points[i].value) && chart.points[i].mark != "partial";
  };
  for (const ChartLimits& l : chart.limits) {
    double sum = 0;
    std::size_t n = 0;
    for (std::size_t i = l.from + 1; i < l.until && i < chart.points.size(); ++i) {
      if (!counts(i) || !counts(i - 1)) continue;
      out.points[i].value = std::fabs(chart.points[i].value - chart.points[i - 1].value);
      sum += out.points[i].value;
      ++n;
    }
    if (n < 2) continue;
    const double mean = sum / static_cast<double>(n);
    out.limits.push_back({l.from, l.until, mean, std::nullopt, upper_range_factor * mean, l.trial});
    for (std::size_t i = l.from; i < l.until && i < chart.points.size(); ++i) {
      if (out.points[i].value > upper_range_factor * mean) out.points[i].mark = "outside";
    }
  }
  out.alt = "Control chart of moving ranges. " + out.finding;
  return out;
}

}  // namespace debrief::templates
