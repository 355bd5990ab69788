// Histories that lie inside a record as lists.
#pragma once

#include <vector>

#include "import/cells.h"
#include "review/incident.h"

namespace debrief::import {

/// Adds the entries of the row's lists that the source knows as histories, each list oldest first.
void add_nested_events(Cells& cells, std::vector<review::Event>& events);

}  // namespace debrief::import
