// SLA met: how often the incident ended within the time agreed for it.

#include <cmath>

#include "analytics/cohort.h"
#include "analytics/ended.h"

namespace debrief::analytics {

namespace {

/// What the times say, on the wall clock: the source's own flag may know pauses and opening hours, these do not.
Answer by_times(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  const base::Ms due = t.sla_due[row];
  if (due == review::no_time) return Answer::missing;
  const base::Ms end = last_ended(t, row);
  const bool open = is_open(t, background, row);
  if (end != review::no_time && !open) return end <= due ? Answer::yes : Answer::no;
  if (!open) return Answer::missing;
  return t.as_of != review::no_time && t.as_of > due ? Answer::no : Answer::open;
}

Sample compute(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const BackgroundOf background(q);
  ShareOf share(q.rows.size());
  std::int64_t at_odds = 0;
  std::int64_t flagged_and_open = 0;
  std::int64_t overdue = 0;
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, t.opened[row])) continue;
    const Answer times = by_times(t, *background, row);
    if (std::isnan(t.sla_met[row])) {
      share.add(row, times);
      if (times == Answer::no && is_open(t, *background, row)) ++overdue;
      continue;
    }
    const Answer flag = t.sla_met[row] != 0 ? Answer::yes : Answer::no;
    share.add(row, flag);
    if ((times == Answer::yes || times == Answer::no) && times != flag) ++at_odds;
    if (is_open(t, *background, row)) ++flagged_and_open;
  }
  Sample s = std::move(share).sample();
  note(s, at_odds, "incident where the source's SLA flag and its times disagree; the flag counts",
       "incidents where the source's SLA flag and its times disagree; the flag counts");
  note(s, flagged_and_open, "incident flagged by the source is still open",
       "incidents flagged by the source are still open");
  note(s, overdue, "open incident is past its due time and counts as not met",
       "open incidents are past their due times and count as not met");
  return s;
}

}  // namespace

extern const Kpi sla_met{
    .id = "sla_met",
    .title = "SLA met",
    .unit = Unit::share,
    .better = Better::higher,
    .definition =
        "Met / (met + not met), of the incidents opened in the period. The source's own flag counts where it "
        "has one; else ended by the due time (inclusive). Open and past due: not met. Open and not yet due: "
        "open, left out. No flag and no due time: missing.",
    .source = "ISO/IEC 20000-1, service level management",
    .compute = compute,
    .cohort = Cohort::opened,
};

}  // namespace debrief::analytics
