// Time to acknowledge: how long until a person took the incident on.

#include "analytics/clock/service.h"
#include "analytics/cohort.h"
#include "analytics/ended.h"

namespace debrief::analytics {

namespace {

bool still_open(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  return t.acknowledged[row] == review::no_time && is_open(t, background, row);
}

Sample compute(const Question& q) {
  return duration_from_opening(q, q.incidents.acknowledged, still_open,
                               q.service != nullptr ? &q.service->acknowledge : nullptr);
}

}  // namespace

extern const Kpi time_to_acknowledge{
    .id = "time_to_acknowledge",
    .title = "Time to acknowledge",
    .unit = Unit::seconds,
    .better = Better::lower,
    .definition =
        "Median time from opening to the first response by a person, of the incidents opened in the period. "
        "Ended without a response: missing. No response and not ended: open.",
    .source = "ITIL 4, incident management practice; \"MTTA\" of on-call tools",
    .compute = compute,
    .cohort = Cohort::opened,
    .reads = {review::Column::acknowledged},
    .on_service_clock =
        "Median time on the service clock (open hours of the calendar, less the pauses the log shows) from opening to "
        "the "
        "first response by a person, of the incidents opened in the period. Ended without a response: missing. No "
        "response and not ended: open.",
};

}  // namespace debrief::analytics
