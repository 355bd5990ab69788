// Did an action work: its plan, its class of incidents, and the answer of the data, between store and analytics.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/effect/alike.h"
#include "analytics/effect/check.h"
#include "review/actions.h"
#include "review/effects.h"
#include "review/store.h"

namespace debrief::app {

/// What a person said about the plan; absent: by default, or as the plan before had it.
struct PlanWish {
  std::optional<double> cut;
  std::optional<std::string> exposure;  // days | contacts
  std::optional<std::int64_t> wash_in_days, baseline_days;
  std::optional<base::Ms> baseline_from, baseline_until;
  bool group_must_be_known = false;  // bad-value (2) where no record has the value of the measure's group

  bool any() const { return cut || exposure || wash_in_days || baseline_days || baseline_from || baseline_until; }
};
/// One field by its name: cut, exposure, wash_in_days, baseline_days, baseline_from, baseline_until. False for any
/// other name. Throws bad-value (2), bad-date (2), unknown-word (2).
bool take_plan_field(PlanWish& wish, std::string_view field, const std::string& value, const base::Zone& zone);

/// The plan of an action by its measure, direction and window, with the power it has, and nothing stored. nullopt where
/// its measure is none that can be tested.
std::optional<review::EffectPlan> draft_plan(review::Store& store, const review::Action& action, const PlanWish& wish);
/// The same, stored. A plan for recurrence fixes the class of its review.
///
/// reason  why a plan that is fixed is replaced; nullopt: it is not (plan-fixed, 5)
/// Throws no-review (2) for recurrence of an action without a review, no-contacts (5) for contacts where none are kept.
std::optional<review::EffectPlan> plan_effect(review::Store& store, const review::Action& action, const PlanWish& wish,
                                              const std::optional<std::string>& reason = {});
/// Why there is no plan: "" where the action has no measure at all.
std::string why_no_plan(const review::Action& action);

/// The fixed class of a review, fixed now where it was not yet. Empty for a review whose incidents are gone.
std::vector<review::IncidentClass> fixed_classes(review::Store& store, std::int64_t review_id);
/// The same without fixing anything: as it would be fixed now.
std::vector<review::IncidentClass> classes_for_looking(review::Store& store, std::int64_t review_id);

/// An incident of the class of a review.
///
/// own_outage  belongs to the outage that was reviewed: no repeat
/// outage      number of the outage it belongs to, from 1, in order of time; 0 where it does not count
struct FoundRecurrence {
  review::RecurrenceRecord record;
  analytics::Alikeness alike;
  std::string title, parent, status, category, service, closure_code;
  std::optional<base::Ms> opened, ended;
  bool own_outage = false;
  std::size_t outage = 0;

  /// A certain one that nobody rejected, or one that somebody confirmed.
  bool sure() const;
  /// By the rule alone: certain or likely, unless rejected; and what was confirmed.
  bool member() const;
};
/// Everything at least possible, and everything a person decided about, in order of opening.
std::vector<FoundRecurrence> find_recurrences(review::Store& store, const std::vector<review::IncidentClass>& classes);

/// Outages of the class by three ways of counting, in one stretch of time.
struct RecurrenceCounts {
  std::int64_t certain = 0, certain_and_confirmed = 0, by_rule = 0, waiting = 0, rejected = 0;
};
RecurrenceCounts counts_of(const std::vector<FoundRecurrence>& found, const std::vector<review::IncidentClass>& classes,
                           base::Ms from, base::Ms until);

/// The answer, and what else stands beside it.
///
/// before, after  for recurrence: the class by the three ways of counting
/// contacts_*     contacts of the two stretches, where the workspace keeps any
struct EffectAssessment {
  review::EffectPlan plan;
  analytics::EffectFinding finding;
  std::optional<RecurrenceCounts> counts_before, counts_after;
  std::optional<analytics::EffectComparison> sure_only;
  std::optional<double> contacts_before, contacts_after;
  std::int64_t incidents_before = 0, incidents_after = 0;
};
/// nullopt where the measure cannot be tested on this log.
std::optional<EffectAssessment> assess_effect(review::Store& store, const review::Action& action,
                                              const review::EffectPlan& plan);
review::EffectRecord record_of(const EffectAssessment& assessment, std::int64_t action_id);

}  // namespace debrief::app
