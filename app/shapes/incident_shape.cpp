// An incident as JSON.

#include "app/shapes/incident_shape.h"

#include <array>
#include <cmath>
#include <string_view>

#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Json;
using review::Incident;
using review::NumberField;

// In this order, whatever the order of the field tables: scripts that print columns rely on it.
constexpr std::array contract_order{
    "title",    "description",  "kind",    "opened_at", "acknowledged_at", "resolved_at", "closed_at", "priority",
    "severity", "impact",       "urgency", "category",  "subcategory",     "channel",     "team",      "assignee",
    "status",   "reopen_count", "csat",    "sla_met",   "closure_code"};

bool is_flag(NumberField f) {
  return f == NumberField::sla_met || f == NumberField::emergency || f == NumberField::major ||
         f == NumberField::first_contact;
}

Json number(NumberField field, double value) {
  if (is_flag(field)) return value != 0;
  if (value == std::floor(value) && std::abs(value) < 1e15) return static_cast<std::int64_t>(value);
  return value;
}

Json time_or_null(const std::optional<base::Stamp>& stamp) { return stamp ? Json(base::rfc3339(stamp->at)) : Json(); }

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

}  // namespace

Json incident_shape(const review::StoredIncident& stored) {
  const Incident& incident = stored.incident;
  Json out{{"ref", incident.ref}, {"source", incident.source}};
  for (const char* key : contract_order) out[key] = nullptr;
  out["completeness"] = stored.completeness;
  out["kind"] = review::name(incident.kind);
  for (const auto& info : review::text_field_table()) {
    const auto& value = incident[info.field];
    out[review::json_key(info.field)] = value ? Json(*value) : Json();
  }
  for (const auto& info : review::time_field_table())
    out[review::json_key(info.field)] = time_or_null(incident[info.field]);
  for (const auto& info : review::number_field_table()) {
    const auto& value = incident[info.field];
    out[review::json_key(info.field)] = value ? number(info.field, *value) : Json();
  }
  return out;
}

Json event_shape(const review::StoredEvent& stored) {
  const review::Event& e = stored.event;
  Json changes = Json::array();
  for (const std::string& change : base::split(e.changes, '\n')) {
    if (!change.empty()) changes.push_back(change);
  }
  return {{"seq", stored.seq},
          {"kind", review::name(e.kind)},
          {"at", time_or_null(e.at)},
          {"logged_at", time_or_null(e.logged_at)},
          {"actor", text_or_null(e.actor)},
          {"actor_role", text_or_null(e.actor_role)},
          {"system", text_or_null(e.system)},
          {"audience", text_or_null(e.audience)},
          {"channel", text_or_null(e.channel)},
          {"direction", text_or_null(e.direction)},
          {"text", text_or_null(e.text)},
          {"changes", changes},
          {"row", e.row > 0 ? Json(e.row) : Json()}};
}

}  // namespace debrief::app
