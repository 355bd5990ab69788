// Time to close: how long until the record was finished, checks and paperwork included.

#include "analytics/cohort.h"
#include "analytics/ended.h"

namespace debrief::analytics {

namespace {

bool still_open(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  return t.closed[row] == review::no_time && is_open(t, background, row);
}

Sample compute(const Question& q) { return duration_from_opening(q, q.incidents.closed, still_open); }

}  // namespace

extern const Kpi time_to_close{
    .id = "time_to_close",
    .title = "Time to close",
    .unit = Unit::seconds,
    .better = Better::lower,
    .definition =
        "Median time from opening to closing, of the incidents opened in the period. Ended without a closing "
        "time: missing. Not ended: open.",
    .source = "ITIL 4, incident management practice",
    .compute = compute,
    .cohort = Cohort::opened,
    .reads = {},
};

}  // namespace debrief::analytics
