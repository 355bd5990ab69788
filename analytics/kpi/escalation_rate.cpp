// Escalation rate: how often an incident had to go up a level.

#include "analytics/cohort.h"

namespace debrief::analytics {

namespace {

/// A log that records no escalation at all does not keep them, which is not the same as having had none.
Sample compute(const Question& q) {
  const BackgroundOf background(q);
  ShareOf share(q.rows.size());
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, q.incidents.opened[row])) continue;
    if (!background->has_escalations) {
      share.add(row, Answer::missing);
    } else {
      share.add(row, q.incidents.escalated[row] != review::no_time ? Answer::yes : Answer::no);
    }
  }
  return std::move(share).sample();
}

}  // namespace

extern const Kpi escalation_rate{
    .id = "escalation_rate",
    .title = "Escalation rate",
    .unit = Unit::share,
    .better = Better::lower,
    .definition =
        "Incidents with at least one escalation / incidents opened in the period. A log without any escalation "
        "does not record them: missing, not 0.",
    .source = "ITIL 4, incident management practice",
    .compute = compute,
    .cohort = Cohort::opened,
    .reads = {review::Column::escalated},
};

}  // namespace debrief::analytics
