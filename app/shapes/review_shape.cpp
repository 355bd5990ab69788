// Reviews and what hangs on them as JSON.

#include "app/shapes/review_shape.h"

#include <algorithm>
#include <array>

#include "base/json.h"
#include "review/incidents.h"

namespace debrief::app {

namespace {

using base::Json;

template <typename T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json time_or_null(const std::optional<std::int64_t>& at) { return at ? Json(base::rfc3339(*at)) : Json(); }

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

/// A due time is the end of a day: shown as that day.
Json day_or_null(const std::optional<std::int64_t>& at, const base::Zone& zone) {
  return at ? Json(base::iso_date(*at - 1, zone)) : Json();
}

Json refs_of(review::Store& store, const std::vector<std::int64_t>& ids) {
  Json refs = Json::array();
  for (const std::int64_t id : ids) {
    if (const auto stored = review::incident_by_id(store, id)) refs.push_back(stored->incident.ref);
  }
  return refs;
}

}  // namespace

bool overdue(const review::Action& action, base::Ms now) {
  // From here on it is only its effect that is waited for.
  static constexpr std::array carried_out{"implemented", "under_observation", "verified", "not_effective"};
  return action.due_ms && *action.due_ms < now && !action.done_ms && !review::ended(action.status) &&
         std::find(carried_out.begin(), carried_out.end(), action.status) == carried_out.end();
}

Json review_shape(review::Store& store, const review::Review& r) {
  return {{"id", r.id},
          {"title", r.title},
          {"status", r.status},
          {"method", r.method},
          {"version", r.version},
          {"zone", r.zone},
          {"created_at", base::rfc3339(r.created_ms)},
          {"owner", or_null(r.owner)},
          {"facilitator", or_null(r.facilitator)},
          {"due", day_or_null(r.due_ms, store.zone())},
          {"signed_by", or_null(r.signed_by)},
          {"signed_at", time_or_null(r.signed_ms)},
          {"signed_digest", or_null(r.signed_digest)},
          {"incidents", refs_of(store, r.incidents)}};
}

Json finding_shape(review::Store& store, const review::Finding& f) {
  Json evidence = Json::array();
  for (const auto& link : f.evidence) {
    const auto stored = review::incident_by_id(store, link.incident_id);
    if (!stored) continue;
    Json row;
    for (const auto& event : review::events_of(store, link.incident_id)) {
      if (event.seq == link.seq && event.event.row > 0) row = event.event.row;
    }
    evidence.push_back({{"incident", stored->incident.ref}, {"seq", link.seq}, {"row", row}});
  }
  return {{"id", f.id},
          {"kind", f.kind},
          {"text", f.text},
          {"cause", text_or_null(f.cause)},
          {"confidence", text_or_null(f.confidence)},
          {"hypothesis", f.evidence.empty()},
          {"under", f.parent == 0 ? Json() : Json(f.parent)},
          {"outcome", text_or_null(f.outcome)},
          {"evidence", evidence}};
}

Json action_shape(review::Store& store, const review::Action& a) {
  const base::Zone zone = store.zone();
  return {{"id", a.id},
          {"review_id", or_null(a.review_id)},
          {"finding_id", or_null(a.finding_id)},
          {"title", a.title},
          {"type", a.type},
          {"category", or_null(a.category)},
          {"priority", or_null(a.priority)},
          {"owner", or_null(a.owner)},
          {"team", or_null(a.team)},
          {"status", a.status},
          {"created_at", base::rfc3339(a.created_ms)},
          {"due", day_or_null(a.due_ms, zone)},
          {"original_due", day_or_null(a.original_due_ms, zone)},
          {"overdue", overdue(a, store.now())},
          {"done_at", time_or_null(a.done_ms)},
          {"reason", or_null(a.reason)},
          {"evidence", or_null(a.evidence)},
          {"measure", or_null(a.measure)},
          {"direction", or_null(a.direction)},
          {"baseline", or_null(a.baseline)},
          {"target", or_null(a.target)},
          {"window_days", or_null(a.window_days)},
          {"verifier", or_null(a.verifier)},
          {"verified_at", time_or_null(a.verified_ms)},
          {"verdict", or_null(a.verdict)},
          {"verdict_note", or_null(a.verdict_note)}};
}

Json lesson_shape(const review::Lesson& lesson) {
  return {{"id", lesson.id},
          {"review_id", or_null(lesson.review_id)},
          {"text", lesson.text},
          {"destination", lesson.destination},
          {"owner", or_null(lesson.owner)},
          {"delivered_at", time_or_null(lesson.delivered_ms)},
          {"created_at", base::rfc3339(lesson.created_ms)}};
}

Json full_review_shape(review::Store& store, const review::Review& r) {
  Json out = review_shape(store, r);
  Json passages = Json::array();
  for (const auto& [key, passage] : review::passages_of(store, r.id)) {
    passages.push_back({{"key", key},
                        {"version", passage.version},
                        {"text", passage.text},
                        {"author", passage.author},
                        {"at", base::rfc3339(passage.at_ms)}});
  }
  Json findings = Json::array();
  for (const auto& f : review::findings_of(store, r.id)) findings.push_back(finding_shape(store, f));
  Json actions = Json::array();
  for (const auto& a : review::list_actions(store, r.id)) actions.push_back(action_shape(store, a));
  Json lessons = Json::array();
  for (const auto& l : review::list_lessons(store, r.id)) lessons.push_back(lesson_shape(l));
  out["passages"] = std::move(passages);
  out["findings"] = std::move(findings);
  out["actions"] = std::move(actions);
  out["lessons"] = std::move(lessons);
  return out;
}

}  // namespace debrief::app
