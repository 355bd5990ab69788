// First-contact resolution: how often one contact was enough.

#include <cmath>

#include <fmt/format.h>

#include "analytics/cohort.h"
#include "analytics/contacts.h"
#include "analytics/ended.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

/// A caller may still come back with the same matter.
constexpr base::Ms repeat_window = 7 * base::day_ms;

/// Tickets, where there are no contacts to ask: those ended in the window whose source says it.
Sample of_tickets(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  std::int64_t mature = 0;
  std::int64_t mature_solved = 0;
  Sample s;
  for (const std::uint32_t row : q.rows) {
    const base::Ms end = first_ended(t, row);
    if (!in(q.window, end)) continue;
    if (std::isnan(t.first_contact[row])) {
      ++s.missing;
      continue;
    }
    s.rows.push_back(row);
    const bool yes = t.first_contact[row] != 0;
    if (yes) s.hits.push_back(row);
    if (t.as_of == review::no_time || end + repeat_window > t.as_of) continue;
    ++mature;
    mature_solved += yes ? 1 : 0;
  }
  const auto n = static_cast<std::int64_t>(s.rows.size());
  Sample out = share_of(static_cast<std::int64_t>(s.hits.size()), n, n > 0 ? s.missing : 0);
  out.rows = std::move(s.rows);
  out.hits = std::move(s.hits);
  if (mature > 0 && mature < n) {
    out.notes.push_back(fmt::format("of the {} resolved at least 7 days before the data end, {} on the first contact",
                                    base::grouped(mature), base::grouped(mature_solved)));
  }
  return out;
}

Sample compute(const Question& q) {
  if (q.incidents.contacts.size() == 0 && q.incidents.intervals.size() == 0) return of_tickets(q);
  const review::ContactColumns& t = q.incidents.contacts;
  std::int64_t solved = 0;
  std::int64_t answered = 0;
  std::int64_t missing = 0;
  std::int64_t all = 0;
  for (const std::uint32_t row : contacts_of(q)) {
    all += t.answered[row] == 1 || t.abandoned[row] == 1 ? 1 : 0;
    if (t.answered[row] == 0) continue;  // nobody could solve it
    if (std::isnan(t.fcr[row])) {
      ++missing;
      continue;
    }
    ++answered;
    solved += t.fcr[row] == 1 ? 1 : 0;
  }
  const review::IntervalColumns& v = q.incidents.intervals;
  double solved_there = 0;
  double answered_there = 0;
  for (const std::uint32_t row : intervals_of(q)) {
    const double handled = v.answered_or_rest(row);
    if (std::isnan(v.fcr[row]) || std::isnan(handled)) {
      ++missing;
      continue;
    }
    solved_there += v.fcr[row] * handled;
    answered_there += handled;
  }
  Sample s = share_of(solved + std::llround(solved_there), answered + std::llround(answered_there), missing);
  if (answered > 0 && all > answered) {
    s.notes.push_back(fmt::format("{:.2f} % of all contacts, those nobody answered among them",
                                  100.0 * static_cast<double>(solved) / static_cast<double>(all)));
  }
  return s;
}

}  // namespace

extern const Kpi first_contact_resolution{
    .id = "first_contact_resolution",
    .title = "First-contact resolution",
    .unit = Unit::share,
    .better = Better::higher,
    .definition =
        "Resolved on the first contact, as the source says / answered contacts that say so, of those that began in the "
        "period. A note gives the share of all contacts. Without records of contacts: tickets whose source says yes / "
        "those that say yes or no, of those first resolved (or closed) in the period.",
    .source = "ISO 18295-1; MetricNet, first contact resolution rate (net)",
    .compute = compute,
    .cohort = Cohort::ended,
    .reads = {review::Column::first_contact},
};

}  // namespace debrief::analytics
