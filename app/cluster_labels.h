// The newest run of themes as a label per incident, for grouping figures by theme.
#pragma once

#include "review/columns.h"
#include "review/store.h"

namespace debrief::app {

/// One code per row of `columns`; 0 for incidents without a theme. Throws Error no-clusters (3) before the first run.
review::Labels theme_labels(review::Store& store, const review::IncidentColumns& columns);

}  // namespace debrief::app
