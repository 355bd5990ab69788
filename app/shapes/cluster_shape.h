// Themes, decisions about them and combinations as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "review/themes.h"
#include "templates/facts/themes_view.h"

namespace debrief::app {

/// The answer of `cluster list`: the run, its groups, and each theme with its size, examples, mix of categories,
/// movement, what is over-represented in it, reviews, actions, causes and cost.
nlohmann::ordered_json cluster_run_shape(const templates::ThemesView& view, const review::IncidentColumns& columns);

/// One decision, as `cluster decisions` lists it.
nlohmann::ordered_json decision_shape(const review::ThemeDecision& decision);

/// At most `limit` combinations, and how many were tested and found.
nlohmann::ordered_json combinations_shape(const templates::CombinationsView& view, std::size_t limit);

}  // namespace debrief::app
