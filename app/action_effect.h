// What the command "action" does about effect: plans, verdicts, recurrences.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "app/arguments.h"
#include "app/effect.h"
#include "app/session.h"
#include "base/error.h"
#include "review/actions.h"

namespace debrief::app {

/// The plan's own options of `action add`.
PlanWish plan_wish(const Arguments& arguments, const base::Zone& zone);

/// After an action was added or changed: makes its plan where one is due (its measure is named and there is none, or
/// the plan was touched), and fixes its class once work has begun. Lines for a person about it.
///
/// touched  a field of the plan was changed
std::vector<std::string> settle_plan(review::Store& store, std::int64_t id, const PlanWish& wish, bool touched,
                                     const std::optional<std::string>& reason);

/// plan, plans, effect and recurrences of an action, for `action show --json`.
nlohmann::ordered_json effect_parts(review::Store& store, const review::Action& action);
/// The same in words.
std::vector<std::string> effect_lines(review::Store& store, const review::Action& action);

base::Status run_verify(Session& session, const Arguments& arguments);
base::Status run_recurrences(Session& session, const Arguments& arguments);
base::Status run_confirm(Session& session, const Arguments& arguments);
base::Status run_reject(Session& session, const Arguments& arguments);

}  // namespace debrief::app
