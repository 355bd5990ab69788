// Average handling time: talk, hold and after-contact work per answered contact.

#include <cmath>

#include "analytics/contacts.h"

namespace debrief::analytics {

namespace {

/// Talk with what is known of hold and after-contact work; NaN without a talk time.
double handled(double talk, double hold, double acw) {
  if (std::isnan(talk)) return talk;
  return talk + (std::isnan(hold) ? 0 : hold) + (std::isnan(acw) ? 0 : acw);
}

Sample compute(const Question& q) {
  const review::ContactColumns& t = q.incidents.contacts;
  const review::IntervalColumns& v = q.incidents.intervals;
  Sample s = mean_per_answered(
      q, [&](std::uint32_t row) { return handled(t.talk[row], t.hold[row], t.acw[row]); },
      [&](std::uint32_t row) {
        return std::isnan(v.aht[row]) ? handled(v.talk[row], v.hold[row], v.acw[row]) : v.aht[row];
      });
  bool work = false;
  for (const std::uint32_t row : contacts_of(q)) work = work || !std::isnan(t.acw[row]);
  if (s.n > 0 && t.size() > 0 && !work)
    s.notes.emplace_back("no after-contact work is recorded, so this is talk and hold only");
  return s;
}

}  // namespace

extern const Kpi aht{
    .id = "aht",
    .title = "Average handling time",
    .unit = Unit::seconds,
    .better = Better::neither,
    .definition =
        "Talk + hold + after-contact work of the answered contacts / answered contacts. What a source does not record "
        "is "
        "not in it, and a note says so. Interval averages are weighted by the contacts answered.",
    .source = "COPC CX Standard; ISO 18295-1",
    .compute = compute,
    .reads = {},
};

}  // namespace debrief::analytics
