// Time to resolve: how long the caller waited until it worked again, for good.

#include "analytics/clock/service.h"
#include "analytics/cohort.h"
#include "analytics/ended.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  return duration_from_opening(q, q.incidents.resolved, is_open, q.service != nullptr ? &q.service->resolve : nullptr);
}

}  // namespace

extern const Kpi time_to_resolve{
    .id = "time_to_resolve",
    .title = "Time to resolve",
    .unit = Unit::seconds,
    .better = Better::lower,
    .definition =
        "Median time from opening to the last resolution, of the incidents opened in the period; time in "
        "which a reopened incident was wrongly resolved counts. Closed without a resolution time: missing. "
        "Incidents still open are counted beside the figure, never as resolved.",
    .source = "ITIL 4, incident management practice; quantiles by Hyndman and Fan 1996, type 7",
    .compute = compute,
    .cohort = Cohort::opened,
    .reads = {},
    .on_service_clock =
        "Median time on the service clock (open hours of the calendar, less the pauses the log shows) from opening to "
        "the "
        "last resolution, of the incidents opened in the period; time in which a reopened incident was wrongly "
        "resolved "
        "counts. Closed without a resolution time: missing. Incidents still open are counted beside the figure, never "
        "as "
        "resolved.",
};

}  // namespace debrief::analytics
