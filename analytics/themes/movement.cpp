// The latest openings of each theme against those before.

#include "analytics/themes/movement.h"

#include <algorithm>
#include <cmath>

#include "analytics/numbers/adjust.h"

namespace debrief::analytics {

namespace {

constexpr double shortest = 14;
constexpr double least_recent = 7;
constexpr double most_recent = 91;
constexpr double level = 0.05;

double days_in(const Window& w) { return static_cast<double>(w.until - w.from) / static_cast<double>(base::day_ms); }

Movement movement_of(const ThemeMovement& m) {
  if (m.q > level) return Movement::none;
  if (m.before == 0) return Movement::appeared;
  if (m.recent == 0) return Movement::vanished;
  return m.rates.ratio.value_or(1) > 1 ? Movement::growing : Movement::shrinking;
}

}  // namespace

std::string_view name(Movement movement) {
  switch (movement) {
    case Movement::none:
      return "no evidence of a change";
    case Movement::growing:
      return "growing";
    case Movement::shrinking:
      return "shrinking";
    case Movement::appeared:
      return "new";
    case Movement::vanished:
      return "vanished";
  }
  return "";
}

std::optional<Periods> periods_of(const review::IncidentColumns& incidents, const base::Zone& zone) {
  base::Ms first = 0;
  base::Ms last = 0;
  bool any = false;
  for (const base::Ms at : incidents.opened) {
    if (at == review::no_time) continue;
    first = any ? std::min(first, at) : at;
    last = any ? std::max(last, at) : at;
    any = true;
  }
  if (!any) return std::nullopt;
  const base::Ms from = base::period_start(first, base::Period::day, zone);
  const base::Ms until = base::period_end(last, base::Period::day, zone);
  const double span = days_in({from, until});
  if (span < shortest) return std::nullopt;
  const double recent = std::clamp(std::floor(span / 4), least_recent, most_recent);
  // Counted back from noon, so that a day of 23 or 25 hours moves no midnight.
  const base::Ms cut = base::period_start(until - static_cast<base::Ms>(recent) * base::day_ms + base::day_ms / 2,
                                          base::Period::day, zone);
  Periods periods{.before = {from, cut}, .recent = {cut, until}};
  periods.days_before = days_in(periods.before);
  periods.days_recent = days_in(periods.recent);
  return periods;
}

std::vector<ThemeMovement> theme_movements(const review::IncidentColumns& incidents,
                                           std::span<const std::int32_t> theme_of, std::size_t themes,
                                           const Periods& periods) {
  std::vector<ThemeMovement> out(themes);
  for (std::size_t row = 0; row < theme_of.size(); ++row) {
    const base::Ms at = incidents.opened[row];
    if (theme_of[row] < 0 || at == review::no_time) continue;
    ThemeMovement& m = out[static_cast<std::size_t>(theme_of[row])];
    if (at >= periods.recent.from && at < periods.recent.until) ++m.recent;
    if (at >= periods.before.from && at < periods.before.until) ++m.before;
  }
  std::vector<double> p;
  for (ThemeMovement& m : out) {
    m.rates = compare_rates(m.recent, periods.days_recent, m.before, periods.days_before);
    p.push_back(m.rates.p);
  }
  const std::vector<double> q = adjusted(p, Adjustment::bh);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i].q = q[i];
    out[i].movement = movement_of(out[i]);
  }
  return out;
}

}  // namespace debrief::analytics
