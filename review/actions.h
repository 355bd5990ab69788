// Actions: promises, their progress, and the verdict on whether they worked.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

class Store;

struct Action {
  std::int64_t id = 0;
  std::optional<std::int64_t> review_id, finding_id;
  std::string title;
  std::string type = "corrective";
  std::optional<std::string> category, priority, owner, team;
  std::string status = "proposed";
  std::int64_t created_ms = 0;
  std::optional<std::int64_t> due_ms, original_due_ms, done_ms;
  std::optional<std::string> reason, evidence, measure, direction;
  std::optional<double> baseline, target;
  std::optional<std::int64_t> window_days;
  std::optional<std::string> verifier;
  std::optional<std::int64_t> verified_ms;
  std::optional<std::string> verdict, verdict_note;
};

/// Allowed words, in the order they are offered.
std::span<const std::string_view> action_statuses();
std::span<const std::string_view> action_types();
std::span<const std::string_view> action_categories();
std::span<const std::string_view> action_verdicts();
/// Statuses in which nothing more is expected: closed, verified, rejected, deferred.
bool ended(std::string_view status);

/// created_ms: when it was agreed; now where that is not given or has not come yet.
/// Throws Error: bad-value (2) for a word not allowed, with the nearest; no-such-review (3).
std::int64_t add_action(Store& store, Action action);
std::vector<Action> list_actions(Store& store, std::optional<std::int64_t> review_id = {});
/// Throws Error no-such-action (3).
Action action_by_id(Store& store, std::int64_t id);

/// Changes one field by its column name ("status", "owner", "due" as a date in the workspace's zone, …), with
/// history. An empty value clears it. A moved due date keeps the first in original_due_ms. Status closed needs a
/// verdict, or a reason (not-verified, 5). Returns false when nothing changed.
/// Status verified is refused (not-verified, 5): only verify_action gives it. Once work has begun on an action with a
/// plan of its effect (effects.h), measure, direction and window_days are fixed (plan-fixed, 5) unless told otherwise.
enum class FixedPlan { refuse, replace };
bool update_action(Store& store, std::int64_t id, std::string_view field, std::string_view value,
                   std::string_view note = {}, FixedPlan fixed = FixedPlan::refuse);
/// Throws not-carried-out (5) where nothing was done yet whose effect could be judged.
void must_be_carried_out(const Action& action);
/// Records the verdict on an action that was carried out (not-carried-out, 5); the verifier must not be the owner
/// (verifier-is-owner, 5).
void verify_action(Store& store, std::int64_t id, std::string_view verdict, std::string_view verifier,
                   std::string_view note);

struct Progress {
  std::int64_t at_ms = 0;
  std::string by;
  std::optional<std::string> field, before, after, note;
};
std::vector<Progress> progress_of(Store& store, std::int64_t action_id);

/// End of the day `date` (2026-05-12) on the workspace's clock, as ms UTC. Throws bad-date (2).
std::int64_t end_of_day(Store& store, std::string_view date);

/// Faults of wording against "specific, measurable, time-bound" (R49): "starts with no verb", "no owner",
/// "no due date", "no measure", "only a reminder". Empty when it is well put.
std::vector<std::string> wording_faults(const Action& action);

}  // namespace debrief::review
