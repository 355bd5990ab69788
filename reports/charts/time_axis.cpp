// A time axis on the clock of a zone.

#include "reports/charts/time_axis.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace debrief::reports {

namespace {

/// Steps a clock face knows, in ms.
constexpr base::Ms steps[] = {base::second_ms * 10, base::minute_ms,      base::minute_ms * 2,  base::minute_ms * 5,
                              base::minute_ms * 10, base::minute_ms * 15, base::minute_ms * 30, base::hour_ms,
                              base::hour_ms * 2,    base::hour_ms * 3,    base::hour_ms * 6,    base::hour_ms * 12,
                              base::day_ms,         base::day_ms * 2,     base::day_ms * 7,     base::day_ms * 14,
                              base::day_ms * 28,    base::day_ms * 91,    base::day_ms * 365};

std::string tick_text(base::Ms at, const base::Zone& zone, base::Ms step, bool with_date) {
  const base::Civil c = zone.civil(at);
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string date = fmt::format("{} {}", c.day, months[c.month - 1]);
  if (step >= base::day_ms) return step >= base::day_ms * 91 ? fmt::format("{} {}", date, c.year) : date;
  std::string time = fmt::format("{:02}:{:02}", c.hour, c.minute);
  if (step < base::minute_ms) time += fmt::format(":{:02}", c.second);
  return with_date ? date + ", " + time : time;
}

}  // namespace

TimeAxis time_axis(base::Ms from, base::Ms until, const base::Zone& zone, double left, double right) {
  TimeAxis a;
  a.left = left;
  a.right = right;
  const base::Ms span = std::max<base::Ms>(until - from, base::minute_ms);
  a.step = *std::find_if(std::begin(steps), std::end(steps) - 1, [&](base::Ms s) { return span / s <= 7; });
  while (span / a.step > 9) a.step *= 2;
  // Ticks stand on round times of the wall clock, not of UTC.
  const base::Ms offset = static_cast<base::Ms>(zone.offset_minutes(from)) * base::minute_ms;
  const auto floor_to = [&](base::Ms t) {
    const base::Ms local = t + offset;
    return local - ((local % a.step) + a.step) % a.step - offset;
  };
  a.from = floor_to(from);
  a.until = std::max(floor_to(until + a.step - 1), a.from + a.step);
  return a;
}

void add_time_ticks(Scene& scene, const TimeAxis& axis, const base::Zone& zone, double top, double bottom) {
  base::Ms last_day = -1;
  double last_end = -100;
  // Dates are all about as wide: where they would touch, every second or third is named.
  const double apart = (axis.right - axis.left) * static_cast<double>(axis.step) /
                       static_cast<double>(axis.until - axis.from);
  const double wide = text_width(tick_text(axis.until, zone, axis.step, false), 13) + 12;
  const auto every = static_cast<int>(std::max(1.0, std::ceil(wide / std::max(apart, 1.0))));
  int nth = 0;
  for (base::Ms t = axis.from; t <= axis.until; t += axis.step) {
    scene.strokes.push_back({{{axis.x(t), top}, {axis.x(t), bottom}}, Ink::grid, 1, {}, false, false});
    if (nth++ % every != 0) continue;
    const base::Civil c = zone.civil(t);
    const base::Ms day = c.year * 400 + c.month * 32 + c.day;
    std::string text = tick_text(t, zone, axis.step, day != last_day);
    double half = text_width(text, 13) / 2;
    if (axis.x(t) - half < last_end + 6) {
      text = tick_text(t, zone, axis.step, false);
      half = text_width(text, 13) / 2;
    }
    if (axis.x(t) - half < last_end + 6) continue;
    const double centre = std::clamp(axis.x(t), half + 2, scene.width - half - 2);
    if (centre - half < last_end + 6) continue;
    last_end = centre + half;
    last_day = day;
    scene.labels.push_back({{centre, bottom + 18}, text, 13, false, Ink::muted, Anchor::middle, 0});
  }
  scene.strokes.push_back({{{axis.left, bottom}, {axis.right, bottom}}, Ink::axis, 1, {}, false, false});
}

}  // namespace debrief::reports
