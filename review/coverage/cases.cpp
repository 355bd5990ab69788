// The cases of a learner, read from the workspace.

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "review/actions.h"
#include "review/coverage.h"
#include "review/incidents.h"
#include "review/learner_names.h"
#include "review/privacy/people.h"
#include "review/reviews.h"
#include "review/store.h"

namespace debrief::review {

namespace {

/// Reviews by incident, with what criteria ask of them.
std::map<std::int64_t, std::vector<CaseReview>> reviews_by_incident(Store& store) {
  std::map<std::int64_t, std::vector<CaseReview>> out;
  for (const Review& r : list_reviews(store)) {
    CaseReview c;
    for (const auto& who : {r.facilitator, r.owner, r.signed_by}) {
      if (who && !who->empty()) c.people.push_back(*who);
    }
    c.at_ms = r.signed_ms.value_or(r.created_ms);
    for (const Finding& f : findings_of(store, r.id)) {
      if ((f.kind == "root" || f.kind == "underlying") && !f.evidence.empty()) ++c.root_causes;
    }
    for (const Action& a : list_actions(store, r.id)) {
      ++c.actions;
      if (ended(a.status)) ++c.actions_closed;
    }
    for (const std::int64_t id : r.incidents) out[id].push_back(c);
  }
  return out;
}

/// A value in a --where condition; commas part conditions.
Condition assigned_to(const std::string& name) { return {"assignee", "=", name}; }

}  // namespace

std::vector<std::string> near_spellings(Store& store, const Learner& learner) {
  std::vector<std::string> mine = learner.aliases;
  mine.push_back(learner.name);
  std::set<std::string> folded, plainly;
  for (const std::string& name : mine) {
    folded.insert(base::folded(base::squeezed(name)));
    plainly.insert(privacy::name_key(name));
    plainly.insert(privacy::name_key(privacy::written_out(name)));
  }
  plainly.erase("");
  std::vector<std::string> out;
  for (const auto& value : person_values(store)) {
    if (value.field != "assignee" && value.field != "actor") continue;
    if (folded.contains(base::folded(base::squeezed(value.value)))) continue;
    const std::string key = privacy::name_key(value.value);
    const bool near = !key.empty() && (plainly.contains(key) || plainly.contains(privacy::name_key(privacy::written_out(value.value))) ||
                                       std::any_of(plainly.begin(), plainly.end(), [&](const std::string& name) {
                                         return name.size() >= 6 && !base::nearest(name, std::vector<std::string>{key}).empty();
                                       }));
    if (near && std::find(out.begin(), out.end(), value.value) == out.end() && out.size() < 5) out.push_back(value.value);
  }
  return out;
}

std::vector<Case> cases_of(Store& store, const Learner& learner) {
  std::vector<std::string> names = learner.aliases;
  names.push_back(learner.name);
  // "Pryce, Tom" in the log is Tom Pryce
  for (std::size_t i = 0, n = names.size(); i < n; ++i) {
    const std::string name = base::squeezed(names[i]);
    const auto blank = name.rfind(' ');
    if (blank != std::string::npos && name.find(',') == std::string::npos)
      names.push_back(name.substr(blank + 1) + ", " + name.substr(0, blank));
  }

  std::vector<std::string> shared;
  for (const Learner& other : list_learners(store)) {
    if (other.id == learner.id) continue;
    std::set<std::string> theirs{base::folded(base::squeezed(other.name))};
    for (const auto& a : other.aliases) theirs.insert(base::folded(base::squeezed(a)));
    for (const auto& mine : names) {
      if (theirs.contains(base::folded(base::squeezed(mine)))) shared.push_back(mine);
    }
  }

  std::map<std::int64_t, StoredIncident> incidents;
  for (ActorEvent& a : events_by_actor(store, names)) incidents.emplace(a.incident.id, std::move(a.incident));
  for (const std::string& name : names) {
    if (base::trimmed(name).empty()) continue;
    stream_incidents(store, {assigned_to(name)}, [&](const StoredIncident& i) {
      incidents.emplace(i.id, i);
      return true;
    });
  }

  const auto reviews = reviews_by_incident(store);
  std::vector<Case> out;
  out.reserve(incidents.size());
  for (auto& [id, incident] : incidents) {
    Case c;
    c.events = events_of(store, id);
    c.children = static_cast<std::int64_t>(children_of(store, incident).size());
    c.incident = std::move(incident);
    if (const auto found = reviews.find(id); found != reviews.end()) c.reviews = found->second;
    c.shared_logins = shared;
    out.push_back(std::move(c));
  }
  std::sort(out.begin(), out.end(), [](const Case& a, const Case& b) {
    const auto opened = [](const Case& c) {
      const auto& at = c.incident.incident[TimeField::opened];
      return at ? at->at : std::numeric_limits<base::Ms>::max();
    };
    return std::pair(opened(a), a.incident.id) < std::pair(opened(b), b.incident.id);
  });
  return out;
}

}  // namespace debrief::review
