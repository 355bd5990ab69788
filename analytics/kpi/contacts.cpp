// Contacts: how many came in.

#include "analytics/contacts.h"

#include <cmath>

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  Sample s;
  // A log of tickets says nothing about contacts, not that there were none.
  if (q.incidents.contacts.size() == 0 && q.incidents.intervals.size() == 0) return s;
  s.n = static_cast<std::int64_t>(contacts_of(q).size());
  double offered = 0;
  for (const std::uint32_t row : intervals_of(q)) {
    const double of_row = q.incidents.intervals.offered_in(row);
    if (std::isnan(of_row)) {
      ++s.missing;
    } else {
      offered += of_row;
    }
  }
  s.n += std::llround(offered);
  s.value = static_cast<double>(s.n);
  return s;
}

}  // namespace

extern const Kpi contacts{
    .id = "contacts",
    .title = "Contacts",
    .unit = Unit::count,
    .better = Better::neither,
    .definition =
        "Contacts that began in the period, answered or not; without records of single contacts, those offered in the "
        "intervals of queue reports.",
    .source = "ISO 18295-1; COPC",
    .compute = compute,
    .reads = {},
};

}  // namespace debrief::analytics
