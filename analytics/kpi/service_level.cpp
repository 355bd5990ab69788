// Service level: how many were answered in time.

#include <cmath>

#include "analytics/contacts.h"

namespace debrief::analytics {

namespace {

constexpr double threshold_seconds = 20;
constexpr double short_seconds = 5;

Sample compute(const Question& q) {
  const review::ContactColumns& t = q.incidents.contacts;
  std::int64_t in_time = 0;
  std::int64_t offered = 0;
  std::int64_t missing = 0;
  for (const std::uint32_t row : contacts_of(q)) {
    if (t.answered[row] == 1) {
      if (std::isnan(t.queue_wait[row])) {
        ++missing;
        continue;
      }
      ++offered;
      in_time += t.queue_wait[row] <= threshold_seconds ? 1 : 0;
    } else if (t.abandoned[row] == 1) {
      offered += t.queue_wait[row] <= short_seconds ? 0 : 1;  // an unknown wait is no short one
    } else {
      ++missing;
    }
  }
  const review::IntervalColumns& v = q.incidents.intervals;
  double in_time_there = 0;
  double offered_there = 0;
  for (const std::uint32_t row : intervals_of(q)) {
    const double of_row = v.offered_in(row);
    const double met = std::isnan(v.within_threshold[row]) ? v.service_level[row] * of_row : v.within_threshold[row];
    if (std::isnan(of_row) || std::isnan(met)) {
      ++missing;
      continue;
    }
    offered_there += of_row;
    in_time_there += met;
  }
  Sample s = share_of(in_time + std::llround(in_time_there), offered + std::llround(offered_there), missing);
  if (offered_there > 0) {
    s.value = in_time_there / offered_there;
    s.notes.emplace_back("from interval reports, weighted by the contacts offered; the threshold is the report's own");
  }
  return s;
}

}  // namespace

extern const Kpi service_level{
    .id = "service_level",
    .title = "Service level",
    .unit = Unit::share,
    .better = Better::higher,
    .definition =
        "Answered within 20 seconds / (answered + abandoned), of the contacts that began in the period; those "
        "abandoned "
        "within 5 seconds are in neither. Both limits are inclusive. Reports of intervals: their own share, weighted "
        "by the "
        "contacts offered.",
    .source = "COPC CX Standard; ISO 18295-1",
    .compute = compute,
    .reads = {},
};

}  // namespace debrief::analytics
