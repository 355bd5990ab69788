// Backlog: how many incidents stand open at one instant.

#include <algorithm>

#include <fmt/format.h>

#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "analytics/numbers/quantile.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

/// Nothing is known after `as_of`, so a window that ends later is read at `as_of`.
Sample compute(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const base::Ms at = t.as_of == review::no_time ? q.window.until : std::min(q.window.until, t.as_of);
  const BackgroundOf background(q);
  Sample s;
  std::vector<double> ages;
  for (const std::uint32_t row : q.rows) {
    const base::Ms last = last_ended(t, row);
    if (last != review::no_time && t.opened[row] != review::no_time && last < t.opened[row]) {
      if (t.opened[row] <= at) ++s.invalid;
      continue;
    }
    const std::optional<bool> open = open_at(t, *background, row, at);
    if (!open) {
      ++s.missing;
    } else if (*open) {
      s.rows.push_back(row);
      ages.push_back(static_cast<double>(at - t.opened[row]) / 1000.0);
    }
  }
  s.n = s.open = static_cast<std::int64_t>(s.rows.size());
  s.value = static_cast<double>(s.n);
  if (const auto age = summary(ages)) s.notes.push_back("median age " + base::plain_duration(age->median));
  note(s, s.missing, "incident is over, but the log does not say since when",
       "incidents are over, but the log does not say since when");
  return s;
}

}  // namespace

extern const Kpi backlog{
    .id = "backlog",
    .title = "Backlog",
    .unit = Unit::count,
    .better = Better::lower,
    .definition =
        "Incidents open at the end of the period: opened by then, and not resolved or closed by then, or "
        "opened again since. Incidents that end before they begin are left out and counted.",
    .source = "ITIL 4, incident management practice",
    .compute = compute,
    .cohort = Cohort::standing,
    .reads = {},
};

}  // namespace debrief::analytics
