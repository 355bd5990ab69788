// Actions verified: how many of those carried out have shown whether they worked.

#include <fmt/format.h>

#include "analytics/contacts.h"
#include "analytics/follow_through.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const review::ActionColumns& a = q.incidents.actions;
  const base::Ms until = looks_until(q);
  std::int64_t judged = 0;
  std::int64_t due = 0;
  std::int64_t watched = 0;
  for (const std::uint32_t row : actions_of(q)) {
    if (a.done[row] == review::no_time || a.done[row] < q.window.from || a.done[row] >= until) continue;
    if (a.judged[row] != 0) {
      ++judged;
      ++due;
    } else if (a.watched_until[row] >= until) {
      ++watched;
    } else {
      ++due;
    }
  }
  Sample s = share_of(judged, due, 0);
  s.open = watched;
  if (watched > 0) {
    s.notes.push_back(fmt::format("the effect of {} is still being watched",
                                  base::counted(watched, "further action", "further actions")));
  }
  return s;
}

}  // namespace

extern const Kpi actions_verified{
    .id = "actions_verified",
    .title = "Actions verified",
    .unit = Unit::share,
    .better = Better::higher,
    .definition =
        "Actions with a verdict on their effect / actions carried out in the period whose time of watching is over or "
        "that "
        "have a verdict. A verdict of cannot tell yet is none; those still being watched are open.",
    .source = "ISO 13485:2016, 8.5.2 (effectiveness of corrective action)",
    .compute = compute,
    .per_period = false,
    .reads = {},
};

}  // namespace debrief::analytics
