// Events made by hand for tests.
#pragma once

#include <string>
#include <vector>

#include "incidents.h"
#include "review/event_columns.h"

namespace debrief::analytics {

struct MadeEvent {
  std::uint32_t incident = 0;
  base::Ms at = 0;
  review::EventKind kind = review::EventKind::updated;
  std::string actor{};
  std::string status_from{};
  std::string status_to{};
  std::string team_from{};
  std::string team_to{};
  std::string priority_from{};
  std::string priority_to{};
  std::string text{};
};

/// In the order given, which must be that of the columns: by incident, then time.
inline review::EventColumns events_made(const std::vector<MadeEvent>& events) {
  review::EventColumns e;
  for (const MadeEvent& m : events) {
    e.incident.push_back(m.incident);
    e.at.push_back(m.at);
    e.kind.push_back(m.kind);
    add_label(e.actor, m.actor);
    add_label(e.status_from, m.status_from);
    add_label(e.status_to, m.status_to);
    add_label(e.team_from, m.team_from);
    add_label(e.team_to, m.team_to);
    add_label(e.priority_from, m.priority_from);
    add_label(e.priority_to, m.priority_to);
    add_label(e.text, m.text);
    add_label(e.role, "");
    add_label(e.assignee_to, "");
  }
  return e;
}

}  // namespace debrief::analytics
