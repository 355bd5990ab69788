// Reopen rate: how often an incident that was done came back.

#include <cmath>

#include <fmt/format.h>

#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

constexpr base::Ms reopen_window = 14 * base::day_ms;

/// A counter over 0, or a reopening within 14 days of the first resolution. A source that keeps neither a counter
/// nor any reopening says nothing about the matter.
Answer reopened(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  if (t.reopen_count[row] > 0) return Answer::yes;
  const base::Ms again = t.first_reopened[row];
  if (again != review::no_time) {
    const base::Ms first = first_ended(t, row);
    return again >= first && again - first <= reopen_window ? Answer::yes : Answer::no;
  }
  if (!std::isnan(t.reopen_count[row]) || background.has_reopenings) return Answer::no;
  return Answer::missing;
}

std::uint8_t of_row(const review::IncidentColumns& t, const Background& background, std::size_t row) {
  return static_cast<std::uint8_t>(reopened(t, background, row));
}

Sample compute(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const BackgroundOf background(q);
  ShareOf share(q);
  std::int64_t old_enough = 0;
  std::int64_t old_enough_reopened = 0;
  for (const std::uint32_t row : q.rows) {
    const base::Ms end = first_ended(t, row);
    if (!in(q.window, end)) continue;
    const Answer answer = q.answers.empty() ? reopened(t, *background, row) : static_cast<Answer>(q.answers[row]);
    share.add(row, answer);
    if (answer == Answer::missing || t.as_of == review::no_time || end + reopen_window > t.as_of) continue;
    ++old_enough;
    if (answer == Answer::yes) ++old_enough_reopened;
  }
  Sample s = std::move(share).sample();
  if (old_enough > 0 && old_enough < s.n) {
    s.notes.push_back(fmt::format("of the {} resolved at least 14 days before the data end, {} were reopened",
                                  base::grouped(old_enough), base::grouped(old_enough_reopened)));
  }
  return s;
}

}  // namespace

extern const Kpi reopen_rate{
    .id = "reopen_rate",
    .title = "Reopen rate",
    .unit = Unit::share,
    .better = Better::lower,
    .definition =
        "Reopened / resolved, of the incidents first resolved (or closed) in the period. Reopened: the source's "
        "counter is over 0, or a reopening is logged within 14 days of the first resolution.",
    .source = "ITIL 4, incident management practice; the 14 days are the house's",
    .compute = compute,
    .cohort = Cohort::ended,
    .reads = {review::Column::reopen_count},
    .answer = of_row,
};

}  // namespace debrief::analytics
