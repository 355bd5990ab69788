// SLA met: how often the incident ended within the time agreed for it.

#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "analytics/clock/service.h"
#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "base/text.h"

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

/// What the service clock says, where a calendar and a target are given; nullopt where they are not.
std::optional<Answer> by_clock(const Question& q, std::size_t row) {
  if (q.service == nullptr) return std::nullopt;
  switch (q.service->met[row]) {
    case ServiceState::met:
      return Answer::yes;
    case ServiceState::breached:
      return Answer::no;
    case ServiceState::pending:
      return Answer::open;
    case ServiceState::missing:
      return Answer::missing;
    case ServiceState::without_target:
      break;
  }
  return std::nullopt;
}

/// Keeps what field and clock say of one incident side by side.
void compare(TwoWays& both, std::uint32_t row, std::optional<Answer> field, std::optional<Answer> clock) {
  if (field) {
    ++both.field_n;
    both.field_met += *field == Answer::yes ? 1 : 0;
  }
  if (!clock) {
    ++both.without_target;
    return;
  }
  if (*clock == Answer::open) ++both.pending;
  if (*clock != Answer::yes && *clock != Answer::no) return;
  ++both.clock_n;
  both.clock_met += *clock == Answer::yes ? 1 : 0;
  if (!field || *field == *clock) return;
  (*clock == Answer::yes ? both.breached_but_met : both.met_but_breached).push_back(row);
}

void say(Sample& s, const TwoWays& both) {
  const auto count = [](std::size_t n) { return base::grouped(static_cast<long long>(n)); };
  if (both.clock_n > 0) {
    s.notes.push_back(
        fmt::format("by the service clock {} of {} met their target ({:.1f} %), by the source's field {} "
                    "of {}",
                    base::grouped(both.clock_met), base::grouped(both.clock_n),
                    100 * static_cast<double>(both.clock_met) / static_cast<double>(both.clock_n),
                    base::grouped(both.field_met), base::grouped(both.field_n)));
  }
  if (!both.breached_but_met.empty()) {
    s.notes.push_back("field says breached, clock says met: " + count(both.breached_but_met.size()));
  }
  if (!both.met_but_breached.empty()) {
    s.notes.push_back("field says met, clock says breached: " + count(both.met_but_breached.size()));
  }
  note(s, both.without_target, "incident has a priority without a target",
       "incidents have a priority without a target");
}

Sample compute(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const BackgroundOf background(q);
  ShareOf share(q.rows.size());
  std::int64_t at_odds = 0;
  std::int64_t flagged_and_open = 0;
  std::int64_t overdue = 0;
  TwoWays both;
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, t.opened[row])) continue;
    const std::optional<Answer> clock = by_clock(q, row);
    const Answer times = clock ? *clock : by_times(t, *background, row);
    if (q.service != nullptr) {
      std::optional<Answer> field;
      if (!std::isnan(t.sla_met[row])) field = t.sla_met[row] != 0 ? Answer::yes : Answer::no;
      compare(both, row, field, clock);
    }
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
  if (q.service != nullptr) {
    say(s, both);
    s.two_ways = std::move(both);
    at_odds = 0;  // said already, both ways
  }
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
    .on_service_clock =
        "Met / (met + not met), of the incidents opened in the period. The source's own flag counts where it has one; "
        "else resolved within the target of its priority (inclusive) on the service clock: open hours of the calendar, "
        "less the pauses the log shows; else ended by the due time. Open and past the target: not met. Open and within "
        "it: open, left out. A note says what field and clock say where both do.",
};

}  // namespace debrief::analytics
