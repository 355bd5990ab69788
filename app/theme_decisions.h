// Deciding about themes, and showing a run as it was decided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "review/store.h"
#include "review/themes.h"

namespace debrief::app {

/// Applies the standing decisions to the newest run, puts its themes into groups, and keeps that. Nothing before the
/// first run.
void settle_themes(review::Store& store);

/// The newest run. Throws Error no-clusters (3) before the first.
review::StoredClusterRun newest_run(review::Store& store);

// Each checks, keeps the decision, shows the run anew and gives the decision's id. Errors: no-such-theme (3),
// no-such-incident (3), not-in-theme (5), came-after-themes (5), cannot-split (5), theme-name-taken (5).

std::int64_t merge_themes(review::Store& store, const std::vector<std::int64_t>& themes);
/// Into as many parts as their words make; the largest keeps the number.
std::int64_t split_theme(review::Store& store, std::int64_t theme, int into);
/// These incidents become a theme of their own. name  "" by their words
std::int64_t split_theme(review::Store& store, std::int64_t theme, const std::vector<std::string>& refs,
                         const std::string& name);
std::int64_t rename_theme(review::Store& store, std::int64_t theme, const std::string& name);
/// theme 0: out of any.
std::int64_t move_to_theme(review::Store& store, std::int64_t theme, const std::vector<std::string>& refs);
/// The newest that stands, or that one. Throws no-such-decision (3).
std::int64_t undo_decision(review::Store& store, std::optional<std::int64_t> id);

}  // namespace debrief::app
