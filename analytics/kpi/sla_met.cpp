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

// What a row says, in one byte: an Answer, and what is noted beside it.
constexpr std::uint8_t answer_bits = 7;
constexpr std::uint8_t at_odds_bit = 8;
constexpr std::uint8_t flagged_and_open_bit = 16;
constexpr std::uint8_t overdue_bit = 32;

std::uint8_t of_row(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  const Answer times = by_times(t, background, row);
  const bool open = is_open(t, background, row);
  if (std::isnan(t.sla_met[row])) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(times) | (times == Answer::no && open ? overdue_bit : 0U));
  }
  const Answer flag = t.sla_met[row] != 0 ? Answer::yes : Answer::no;
  const bool odds = (times == Answer::yes || times == Answer::no) && times != flag;
  return static_cast<std::uint8_t>(static_cast<unsigned>(flag) | (odds ? at_odds_bit : 0U) |
                                   (open ? flagged_and_open_bit : 0U));
}

Sample compute(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const BackgroundOf background(q);
  ShareOf share(q);
  std::int64_t at_odds = 0;
  std::int64_t flagged_and_open = 0;
  std::int64_t overdue = 0;
  for (const std::uint32_t row : q.rows) {
    if (!opened_in(q, row)) continue;
    const std::uint8_t said = q.answers.empty() ? of_row(t, *background, row) : q.answers[row];
    share.add(row, static_cast<Answer>(said & answer_bits));
    at_odds += (said & at_odds_bit) != 0 ? 1 : 0;
    flagged_and_open += (said & flagged_and_open_bit) != 0 ? 1 : 0;
    overdue += (said & overdue_bit) != 0 ? 1 : 0;
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
    .reads = {review::Column::sla_due, review::Column::sla_met},
    .answer = of_row,
};

}  // namespace debrief::analytics
