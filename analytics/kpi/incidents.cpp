// Incidents: how many were opened.

#include "analytics/cohort.h"
#include "analytics/ended.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const BackgroundOf background(q);
  Sample s;
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, q.incidents.opened[row])) continue;
    s.rows.push_back(row);
    if (is_open(q.incidents, *background, row)) ++s.open;
  }
  s.n = static_cast<std::int64_t>(s.rows.size());
  s.value = static_cast<double>(s.n);
  return s;
}

}  // namespace

extern const Kpi incidents{
    .id = "incidents",
    .title = "Incidents",
    .unit = Unit::count,
    .better = Better::lower,
    .definition = "Incidents opened in the period. Of these, `open` had not ended at the cut-off of the data.",
    .source = "ITIL 4, incident management practice",
    .compute = compute,
    .cohort = Cohort::opened,
    .reads = {},
};

}  // namespace debrief::analytics
