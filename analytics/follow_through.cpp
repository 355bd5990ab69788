// Actions and reviews.

#include "analytics/follow_through.h"

#include <algorithm>

#include "base/text.h"

namespace debrief::analytics {

base::Ms looks_until(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const bool to_the_end = t.as_of == review::no_time || q.window.until > t.as_of;
  return to_the_end && t.now != review::no_time ? std::max(q.window.until, t.now + 1) : q.window.until;
}

std::vector<std::uint32_t> actions_of(const Question& q) {
  const review::ActionColumns& a = q.incidents.actions;
  std::vector<std::uint32_t> rows;
  const bool grouped = q.contact_group != nullptr;
  if (grouped && q.contact_group->by != "team") return rows;
  for (std::uint32_t row = 0; row < a.size(); ++row) {
    if (!grouped || base::folded(a.team.at(row)) == base::folded(q.contact_group->value)) rows.push_back(row);
  }
  return rows;
}

}  // namespace debrief::analytics
