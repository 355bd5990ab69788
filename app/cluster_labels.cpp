// Themes as labels.

#include "app/cluster_labels.h"

#include <unordered_map>

#include "base/error.h"
#include "review/clusters.h"

namespace debrief::app {

review::Labels theme_labels(review::Store& store, const review::IncidentColumns& columns) {
  const auto run = review::newest_cluster_run(store);
  if (!run) {
    throw base::Error(base::Status::world, "no-clusters", "no themes have been looked for yet",
                      "debrief cluster run finds them");
  }
  review::Labels labels;
  std::unordered_map<std::int64_t, std::uint32_t> code_of;
  for (const review::StoredTheme& theme : run->themes) {
    code_of[theme.number] = static_cast<std::uint32_t>(labels.values.size());
    labels.values.push_back(theme.label);
  }
  std::unordered_map<std::int64_t, std::uint32_t> of_incident;
  for (const review::MemberRow& member : review::cluster_members(store, run->id)) {
    if (const auto code = code_of.find(member.number); code != code_of.end()) {
      of_incident[member.incident_id] = code->second;
    }
  }
  labels.codes.reserve(columns.size());
  for (const std::int64_t id : columns.id) {
    const auto found = of_incident.find(id);
    labels.codes.push_back(found == of_incident.end() ? 0 : found->second);
  }
  return labels;
}

}  // namespace debrief::app
