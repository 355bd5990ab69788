// Abandon rate: how many gave up before they were answered.

#include <cmath>

#include <fmt/format.h>

#include "analytics/contacts.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

constexpr double short_seconds = 5;

Sample compute(const Question& q) {
  const review::ContactColumns& t = q.incidents.contacts;
  std::int64_t offered = 0;
  std::int64_t abandoned = 0;
  std::int64_t quick = 0;
  std::int64_t missing = 0;
  for (const std::uint32_t row : contacts_of(q)) {
    if (std::isnan(t.answered[row]) && std::isnan(t.abandoned[row])) {
      ++missing;
    } else if (t.abandoned[row] == 1) {
      if (t.queue_wait[row] <= short_seconds) {  // false where the wait is not known
        ++quick;
      } else {
        ++offered;
        ++abandoned;
      }
    } else if (t.answered[row] == 1) {
      ++offered;
    }
  }
  const review::IntervalColumns& v = q.incidents.intervals;
  double offered_there = 0;
  double abandoned_there = 0;
  for (const std::uint32_t row : intervals_of(q)) {
    const double of_row = v.offered_in(row);
    const double lost = v.abandoned_in(row);
    if (std::isnan(of_row) || std::isnan(lost)) {
      ++missing;
      continue;
    }
    offered_there += of_row;
    abandoned_there += lost;
  }
  Sample s = share_of(abandoned + std::llround(abandoned_there), offered + std::llround(offered_there), missing);
  if (quick > 0) {
    s.notes.push_back(fmt::format("{} abandoned within {} seconds {} left out", base::counted(quick, "contact"),
                                  short_seconds, quick == 1 ? "is" : "are"));
  }
  return s;
}

}  // namespace

extern const Kpi abandon_rate{
    .id = "abandon_rate",
    .title = "Abandon rate",
    .unit = Unit::share,
    .better = Better::lower,
    .definition =
        "Abandoned / (answered + abandoned), of the contacts that began in the period; those abandoned within 5 "
        "seconds "
        "are in neither. Counts of interval reports are added up as they stand.",
    .source = "COPC CX Standard; ISO 18295-1",
    .compute = compute,
    .reads = {},
};

}  // namespace debrief::analytics
