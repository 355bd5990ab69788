// Average speed of answer: how long those who were answered had waited.

#include "analytics/contacts.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  return mean_per_answered(
      q, [&](std::uint32_t row) { return q.incidents.contacts.queue_wait[row]; },
      [&](std::uint32_t row) { return q.incidents.intervals.asa[row]; });
}

}  // namespace

extern const Kpi asa{
    .id = "asa",
    .title = "Average speed of answer",
    .unit = Unit::seconds,
    .better = Better::lower,
    .definition =
        "Total waiting time of the answered contacts / answered contacts. Abandoned ones are left out; median and 90th "
        "percentile stand beside the mean. Interval averages are weighted by the contacts answered.",
    .source = "COPC CX Standard; ISO 18295-1",
    .compute = compute,
    .reads = {},
};

}  // namespace debrief::analytics
