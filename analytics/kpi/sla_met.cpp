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

// What a row says by field and times, in one byte: the field's Answer or, without one, that of the times; and what is
// noted beside it.
constexpr std::uint8_t answer_bits = 7;
constexpr std::uint8_t at_odds_bit = 8;
constexpr std::uint8_t flagged_and_open_bit = 16;
constexpr std::uint8_t overdue_bit = 32;

std::uint8_t coded(const review::IncidentColumns& t, const Background& background, std::size_t row, Answer times) {
  const bool open = is_open(t, background, row);
  if (std::isnan(t.sla_met[row])) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(times) | (times == Answer::no && open ? overdue_bit : 0U));
  }
  const Answer flag = t.sla_met[row] != 0 ? Answer::yes : Answer::no;
  const bool odds = (times == Answer::yes || times == Answer::no) && times != flag;
  return static_cast<std::uint8_t>(static_cast<unsigned>(flag) | (odds ? at_odds_bit : 0U) |
                                   (open ? flagged_and_open_bit : 0U));
}

std::uint8_t of_row(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  return coded(t, background, row, by_times(t, background, row));
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
  ShareOf share(q);
  std::int64_t at_odds = 0;
  std::int64_t flagged_and_open = 0;
  std::int64_t overdue = 0;
  TwoWays both;
  for (const std::uint32_t row : q.rows) {
    if (!opened_in(q, row)) continue;
    std::uint8_t said = 0;
    if (q.service != nullptr) {
      const std::optional<Answer> clock = by_clock(q, row);
      std::optional<Answer> field;
      if (!std::isnan(t.sla_met[row])) field = t.sla_met[row] != 0 ? Answer::yes : Answer::no;
      compare(both, row, field, clock);
      said = coded(t, *background, row, clock ? *clock : by_times(t, *background, row));
    } else {
      said = q.answers.empty() ? of_row(t, *background, row) : q.answers[row];
    }
    share.add(row, static_cast<Answer>(said & answer_bits));
    at_odds += (said & at_odds_bit) != 0 ? 1 : 0;
    flagged_and_open += (said & flagged_and_open_bit) != 0 ? 1 : 0;
    overdue += (said & overdue_bit) != 0 ? 1 : 0;
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
    .reads = {review::Column::sla_due, review::Column::sla_met},
    .answer = of_row,
    .on_service_clock =
        "Met / (met + not met), of the incidents opened in the period. The source's own flag counts where it has one; "
        "else resolved within the target of its priority (inclusive) on the service clock: open hours of the calendar, "
        "less the pauses the log shows; else ended by the due time. Open and past the target: not met. Open and within "
        "it: open, left out. A note says what field and clock say where both do.",
};

}  // namespace debrief::analytics
