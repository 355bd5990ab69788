// Rows that are contacts or intervals of a report: what the cells say, field by field.
#pragma once

#include <cstddef>
#include <vector>

#include "import/cells.h"
#include "review/incident.h"

namespace debrief::import {

/// Columns that tell by being filled; see SourceSpec.
struct Telling {
  std::vector<std::size_t> answered, queued, ref_with;

  explicit Telling(const Mapping& mapping);
};

/// The contact in the row at hand, but for its key. `cells.lost` is set when the row cannot do without a time it has
/// not.
review::Contact contact_of(Cells& cells, const Telling& telling);

/// The interval in the row at hand.
review::Interval interval_of(Cells& cells);

/// True for rows of an interval report that are no interval: totals, averages, titles between the pages.
bool repeats_the_report(Cells& cells);

}  // namespace debrief::import
