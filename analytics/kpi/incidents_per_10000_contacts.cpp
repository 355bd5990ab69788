// Incidents per 10,000 contacts: incidents measured by the traffic they came out of.

#include <cmath>

#include "analytics/cohort.h"
#include "analytics/contacts.h"
#include "analytics/numbers/interval.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  Sample s;
  std::int64_t incidents = 0;
  for (const std::uint32_t row : q.rows) incidents += in(q.window, q.incidents.opened[row]) ? 1 : 0;
  auto contacts = static_cast<double>(contacts_of(q).size());
  for (const std::uint32_t row : intervals_of(q)) {
    const double offered = q.incidents.intervals.offered_in(row);
    if (!std::isnan(offered)) contacts += offered;
  }
  if (contacts <= 0) {
    s.missing = incidents;
    return s;
  }
  s.n = std::llround(contacts);
  s.numerator = incidents;
  s.denominator = s.n;
  s.value = 10'000 * static_cast<double>(incidents) / contacts;
  const Interval95 interval = poisson_interval(incidents);
  s.ci_low = 10'000 * interval.low / contacts;
  s.ci_high = 10'000 * interval.high / contacts;
  return s;
}

}  // namespace

extern const Kpi incidents_per_10000_contacts{
    .id = "incidents_per_10000_contacts",
    .title = "Incidents per 10,000 contacts",
    .unit = Unit::per_10000,
    .better = Better::lower,
    .definition =
        "Incidents opened in the period x 10,000 / contacts that began in it. Twice the traffic with twice the "
        "incidents "
        "leaves it as it is. The interval is the exact one of a Poisson count.",
    .source = "house definition, a rate by exposure as in u charts; Garwood 1936 for the interval",
    .compute = compute,
    .reads = {},
};

}  // namespace debrief::analytics
