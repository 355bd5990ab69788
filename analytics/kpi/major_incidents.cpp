// Major incidents: how many were of the gravest kind.

#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "analytics/major.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const BackgroundOf background(q);
  Sample s;
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, q.incidents.opened[row])) continue;
    const std::optional<bool> major = is_major(q.incidents, *background, row);
    if (!major) {
      ++s.missing;
    } else {
      ++s.n;
      if (*major) s.rows.push_back(row);
      if (*major && is_open(q.incidents, *background, row)) ++s.open;
    }
  }
  // With incidents of which none says how grave it is, their number is unknown, not 0.
  if (s.n > 0 || s.missing == 0) s.value = static_cast<double>(s.rows.size());
  if (!background->has_major_flags && s.n > 0)
    s.notes.emplace_back("counted by priority: the log flags no major incidents");
  return s;
}

}  // namespace

extern const Kpi major_incidents{
    .id = "major_incidents",
    .title = "Major incidents",
    .unit = Unit::count,
    .better = Better::lower,
    .definition =
        "Incidents opened in the period that the source flags as major or, where it has no such flag, whose "
        "priority is of level 1. n is the number of incidents that say one way or the other.",
    .source = "ITIL 4, incident management practice",
    .compute = compute,
    .cohort = Cohort::opened,
    .reads = {review::Column::major, review::Column::priority},
};

}  // namespace debrief::analytics
