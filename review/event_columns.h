// Everything that happened to the incidents, as columns: one row per event, for figures over the way they take.
#pragma once

#include <cstdint>
#include <vector>

#include "base/time.h"
#include "review/columns.h"

namespace debrief::review {

class Store;

/// One row per event with a time, by incident, then time, then the order of the log. Labels: code 0 is absent.
///
/// incident  row of the IncidentColumns asked for
/// actor, role, system  as in the log; text cut to 80 code points
/// *_from, *_to  what the event changed, "" where it says only what it is now
/// assignee_to   who got it
struct EventColumns {
  std::vector<std::uint32_t> incident;
  std::vector<base::Ms> at;
  std::vector<EventKind> kind;
  Labels actor, role, text;
  Labels status_from, status_to, team_from, team_to, priority_from, priority_to, assignee_to;

  std::size_t size() const { return at.size(); }
};

/// Of the incidents in `incidents`, in its rows. One pass over the table; `texts` false leaves `text` all absent, which
/// a log of free words is better without.
EventColumns event_columns(Store& store, const IncidentColumns& incidents, bool texts = true);

}  // namespace debrief::review
