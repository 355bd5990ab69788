// A run of themes as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "review/clusters.h"
#include "review/store.h"

namespace debrief::app {

/// The answer of `cluster list`: the run, and each theme with its size, examples, mix of categories, trend of incidents
/// a month, reviews and open actions.
nlohmann::ordered_json cluster_run_shape(review::Store& store, const review::StoredClusterRun& run);

}  // namespace debrief::app
