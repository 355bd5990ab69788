// Whether actions work: the plan fixed before one begins, the answers of the data, and what repeats a reviewed
// incident.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"

namespace debrief::review {

class Store;
struct Action;

/// What was agreed before the action began; see the schema for each field.
struct EffectPlan {
  int version = 0;
  base::Ms at_ms = 0;
  std::string by;
  std::string measure;
  std::string direction = "lower";
  double cut = 0.5;
  std::string exposure = "days";
  std::optional<std::int64_t> window_days;
  bool window_given = false;
  std::int64_t wash_in_days = 14;
  std::int64_t baseline_days = 365;
  std::optional<base::Ms> baseline_from, baseline_until;
  std::int64_t n_before = 0;
  double exposure_before = 0;
  std::optional<double> value_before, power;
  bool late = false;
  std::optional<std::string> reason;
};

/// When work on the action began: the first step to a status in which it is being carried out or was, or the day it
/// was done if that is earlier. nullopt while it has not.
std::optional<base::Ms> begun_at(Store& store, const Action& action);

/// Oldest first; the last one counts.
std::vector<EffectPlan> plans_of(Store& store, std::int64_t action_id);
/// Stores the next version, with its version, time and author filled in. Once the action has begun and has a plan, a
/// further one needs a reason (plan-fixed, 5).
void save_plan(Store& store, std::int64_t action_id, EffectPlan plan);

/// What the data said, once. numbers: JSON.
struct EffectRecord {
  std::int64_t id = 0;
  std::int64_t action_id = 0;
  int plan_version = 0;
  base::Ms at_ms = 0;
  std::string by;
  std::string verdict;
  bool general_trend = false;
  std::optional<double> ratio, low, high;
  std::optional<base::Ms> next_look;
  std::string numbers;
  std::optional<std::string> told_verdict;
};
void save_answer(Store& store, const EffectRecord& record);
/// The newest answer; nullopt before the first.
std::optional<EffectRecord> newest_answer(Store& store, std::int64_t action_id);

/// What one reviewed incident is a case of, fixed at review time.
struct IncidentClass {
  std::int64_t review_id = 0;
  std::int64_t incident_id = 0;
  base::Ms fixed_ms = 0;
  std::string source, ref, kind, title, description, theme, service, category, subcategory, closure_code, parent,
      problem;
  std::vector<std::string> theme_terms;
  std::optional<base::Ms> opened, ended;
  std::vector<std::pair<std::string, double>> terms;
  double usual_weight = 0;
};
/// Of a review, in the order of its incidents; empty until fixed.
std::vector<IncidentClass> classes_of(Store& store, std::int64_t review_id);
/// The same as the incidents stand now, without terms: what fixing starts from. The theme is that of the newest run.
std::vector<IncidentClass> classes_now(Store& store, std::int64_t review_id);
/// Fixes them for good; classes of that review that are fixed already stay as they are.
void fix_classes(Store& store, const std::vector<IncidentClass>& classes);
/// Texts of about `most` incidents, evenly over the workspace.
std::vector<std::string> sample_of_texts(Store& store, std::size_t most);

/// An incident as far as telling repeats needs it. Texts are valid during the visit only.
struct RecurrenceView {
  std::int64_t id = 0;
  std::string_view source, ref, kind, title, description, service, category, subcategory, closure_code, parent, problem,
      change;
  std::optional<base::Ms> opened, ended;
};
/// All incidents with an id over `after`, in order of id; those linked to another record are left out.
void visit_incidents(Store& store, std::int64_t after, const std::function<void(const RecurrenceView&)>& visit);
/// 0 in an empty workspace.
std::int64_t newest_incident_id(Store& store);

/// An incident held against a class.
struct RecurrenceRecord {
  std::int64_t review_id = 0;
  std::int64_t incident_id = 0;
  std::string ref, source;
  std::string band;
  double score = 0;
  std::string why;
  base::Ms found_ms = 0;
  std::optional<std::string> decision, decided_by, note;
  std::optional<base::Ms> decided_ms;
};
std::vector<RecurrenceRecord> recurrences_of(Store& store, std::int64_t review_id);
/// Adds what is new; what stands already, with its decision, stays.
void note_recurrences(Store& store, const std::vector<RecurrenceRecord>& found);
/// A person says whether this incident repeats the reviewed one. decision: confirmed or rejected.
void decide_recurrence(Store& store, const RecurrenceRecord& record, std::string_view decision, std::string_view by,
                       std::string_view note);
/// Every decision of the workspace as (score, confirmed), for learning what a score is worth.
std::vector<std::pair<double, bool>> recurrence_decisions(Store& store);

/// What went on since a moment: silence says nothing without it.
///
/// contacts  records of contacts, or what interval reports say was offered; nullopt where neither is kept
struct ExposureSince {
  std::int64_t incidents = 0;
  std::optional<double> contacts;
  std::optional<base::Ms> until;  // latest opening the log knows
};
ExposureSince exposure_since(Store& store, base::Ms from);

/// Takes an action that was closed or verified up again: in progress, without a day done and without a verdict, all of
/// which stay in its history.
void reopen_action(Store& store, std::int64_t id, std::string_view why);

/// Reviews with closed or verified actions whose class was never fixed: they were closed before there were classes.
std::vector<std::int64_t> reviews_without_class(Store& store);
/// Actions closed or verified whose review has a fixed class.
std::vector<Action> watched_actions(Store& store);

}  // namespace debrief::review
