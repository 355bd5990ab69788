// Does the choice of incidents flatter? The chosen beside all.

#include <algorithm>

#include "review/coverage.h"
#include "review/coverage/rows.h"

namespace debrief::review {

namespace {

void add(SampleSide& side, std::vector<double>& seconds, const Case& c) {
  const Incident& i = c.incident.incident;
  ++side.incidents;
  ++side.by_priority[i[TextField::priority].value_or("")];
  ++side.by_category[i[TextField::category].value_or("")];
  const auto &opened = i[TimeField::opened], &resolved = i[TimeField::resolved], &due = i[TimeField::sla_due];
  if (i[NumberField::sla_met]) {
    ++side.targets;
    side.targets_hit += *i[NumberField::sla_met] > 0 ? 1 : 0;
  } else if (due && resolved) {
    ++side.targets;
    side.targets_hit += resolved->at <= due->at ? 1 : 0;
  }
  if (opened && resolved && resolved->at >= opened->at)
    seconds.push_back(static_cast<double>(resolved->at - opened->at) / 1000.0);
}

std::optional<double> median(std::vector<double> v) {
  if (v.empty()) return std::nullopt;
  std::sort(v.begin(), v.end());
  const std::size_t middle = v.size() / 2;
  return v.size() % 2 == 1 ? v[middle] : (v[middle - 1] + v[middle]) / 2;
}

}  // namespace

FairSample fair_sample(const std::vector<Case>& cases, const Learner& learner, const std::set<std::int64_t>& cited) {
  FairSample out;
  std::vector<double> all, chosen;
  for (const Case& c : cases) {
    const auto standing = standings(c, Names(learner, c.shared_logins));
    const bool own = std::any_of(standing.begin(), standing.end(),
                                 [](const Standing& s) { return s.grade == Grade::A || s.grade == Grade::B; });
    if (own) add(out.all, all, c);
    if (cited.contains(c.incident.id)) add(out.cited, chosen, c);
  }
  out.all.median_resolve_seconds = median(all);
  out.cited.median_resolve_seconds = median(chosen);
  return out;
}

}  // namespace debrief::review
