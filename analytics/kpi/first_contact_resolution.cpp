// First-contact resolution: how often one contact was enough.

#include "analytics/contacts.h"

#include <cmath>

#include <fmt/format.h>

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const review::ContactColumns& t = q.incidents.contacts;
  std::int64_t solved = 0;
  std::int64_t answered = 0;
  std::int64_t missing = 0;
  std::int64_t all = 0;
  for (const std::uint32_t row : contacts_of(q)) {
    all += t.answered[row] == 1 || t.abandoned[row] == 1 ? 1 : 0;
    if (t.answered[row] == 0) continue;   // nobody could solve it
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
        "period. A note gives the share of all contacts.",
    .source = "ISO 18295-1; MetricNet, first contact resolution rate (net)",
    .compute = compute,
};

}  // namespace debrief::analytics
