// Looking for themes in a workspace's incidents, and keeping what was found.
#pragma once

#include "analytics/cluster.h"
#include "app/session.h"
#include "review/clusters.h"

namespace debrief::app {

struct ClusterFields {
  bool title = true;
  bool description = true;
  bool category = false;
};

/// Runs over all incidents and stores the run: themes that an earlier run had keep their numbers, and what people
/// decided about them is applied again. Throws "interrupted" when options.progress stopped it.
review::StoredClusterRun find_themes(Session& session, const ClusterFields& fields,
                                     const analytics::ClusterOptions& options);

}  // namespace debrief::app
