// Asking the workspace about incidents.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "review/columns.h"
#include "review/incident.h"

namespace debrief::review {

class Store;

/// An incident as stored.
struct StoredIncident {
  std::int64_t id = 0;
  Incident incident;
  double completeness = 0;
  std::int64_t import_id = 0;
  std::int64_t row = 0;     // first row in that import's file
  std::int64_t rows = 0;    // rows folded into it
};

/// Conditions all have to hold. Written "priority=P1", "opened>=2026-01-01", "title~router", "channel!=phone".
/// field  a role of the contract ("opened" and "opened_at" alike), "kind", "source", "ref", "completeness", "cluster"
/// op     = != ~ (contains) < <= > >=; texts compare without case
struct Condition {
  std::string field;
  std::string op;
  std::string value;
};
/// Comma-separated; a comma in a value is written \,. Throws usage Error naming the nearest field or operator.
std::vector<Condition> parse_where(std::string_view text);

/// order: opened, then ref. `after` is the cursor an earlier page gave.
struct IncidentPage {
  std::vector<StoredIncident> items;
  std::string next;   // "" at the end
};
IncidentPage list_incidents(Store& store, const std::vector<Condition>& where, std::size_t limit,
                            std::string_view after = {});
/// All that match, one at a time; `visit` returns false to stop.
void stream_incidents(Store& store, const std::vector<Condition>& where,
                      const std::function<bool(const StoredIncident&)>& visit);
std::int64_t count_incidents(Store& store, const std::vector<Condition>& where = {});

/// By the source's key; where two sources share a key, "source:ref" tells them apart.
/// Throws Error no-such-incident (3) with the nearest key, ambiguous-incident (2) when two sources have it.
StoredIncident incident_by_ref(Store& store, std::string_view ref);
std::optional<StoredIncident> incident_by_id(Store& store, std::int64_t id);

/// In time order; events without a time stand where the file had them.
struct StoredEvent {
  std::int64_t seq = 0;
  std::int64_t import_id = 0;   // 0 entered by hand
  Event event;
};
std::vector<StoredEvent> events_of(Store& store, std::int64_t incident_id);

/// Incidents whose `parent` is this one's ref.
std::vector<StoredIncident> children_of(Store& store, const StoredIncident& incident);

/// Fields as they changed after they were first read.
struct FieldChange {
  std::int64_t at_ms = 0;
  std::int64_t import_id = 0;   // 0 by a person
  std::string field;
  std::optional<std::string> before, after;
};
std::vector<FieldChange> history_of(Store& store, std::int64_t incident_id);

/// One SELECT, one vector per field. texts: title and description too.
enum class WithTexts { no, yes };
IncidentColumns incident_columns(Store& store, WithTexts texts = WithTexts::no);

/// Every different non-empty value of the person fields (caller, caller_contact, assignee, actors), with the
/// number of records it stands in, for the dictionary of the redaction.
struct PersonValue {
  std::string value;
  std::string field;    // caller | caller_contact | assignee | actor
  std::int64_t count = 0;
};
std::vector<PersonValue> person_values(Store& store);

/// Events whose actor is one of `names` (exact, without case and surrounding blanks), with their incidents.
struct ActorEvent {
  StoredIncident incident;
  StoredEvent event;
};
std::vector<ActorEvent> events_by_actor(Store& store, const std::vector<std::string>& names);

/// Contacts and intervals kept from telephone systems.
std::int64_t count_contacts(Store& store);
std::int64_t count_intervals(Store& store);

}  // namespace debrief::review
