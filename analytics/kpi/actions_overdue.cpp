// Actions overdue: promises whose day has passed.

#include <fmt/format.h>

#include "analytics/follow_through.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const review::ActionColumns& a = q.incidents.actions;
  const base::Ms until = looks_until(q);
  Sample s;
  std::int64_t overdue = 0;
  for (const std::uint32_t row : actions_of(q)) {
    if (a.created[row] >= until) continue;
    if (a.dropped[row] != 0 || (a.over[row] != review::no_time && a.over[row] < until)) continue;
    if (a.due[row] == review::no_time) {
      ++s.missing;
      continue;
    }
    ++s.n;
    if (a.due[row] < until) ++overdue;
  }
  s.numerator = overdue;
  s.denominator = s.n;
  if (s.n > 0 || s.missing > 0) s.value = static_cast<double>(overdue);
  if (s.missing > 0) {
    s.notes.push_back(fmt::format("{} no due date and cannot be overdue",
                                  base::counted(s.missing, "open action has", "open actions have")));
  }
  return s;
}

}  // namespace

extern const Kpi actions_overdue{
    .id = "actions_overdue",
    .title = "Actions overdue",
    .unit = Unit::count,
    .better = Better::lower,
    .definition =
        "Actions not yet carried out at the end of the period whose due date had passed by then; n counts all with a "
        "due "
        "date that were not yet carried out. Rejected and deferred ones are in neither; those without a due date are "
        "missing.",
    .source = "ISO 9001:2015, 10.2 (corrective action)",
    .compute = compute,
    .per_period = false,
    .reads = {},
};

}  // namespace debrief::analytics
