// An incident as the log tells it: fields, stamps and events. Nothing here is guessed from anything else.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.h"
#include "base/time.h"

namespace debrief::review {

enum class Kind : std::uint8_t { incident, complaint, request, near_miss, maintenance };
std::string_view name(Kind kind);
std::optional<Kind> kind_named(std::string_view text);

/// Text fields of an incident, in the order they are shown.
enum class TextField : std::uint8_t {
  title, description, priority, severity, impact, urgency, category, subcategory, channel, team, assignee,
  caller, caller_contact, contact_reference, status, closure_code, notes, service, location, customers_affected,
  detected_by, parent, problem, change, workaround, log_number,
};
inline constexpr std::size_t text_fields = 26;

/// Times of an incident, in the order they should happen.
enum class TimeField : std::uint8_t {
  occurred, detected, opened, acknowledged, assigned, escalated, restored, resolved, closed, updated, sla_due,
};
inline constexpr std::size_t time_fields = 11;

/// Numbers of an incident. Flags are 0 or 1.
enum class NumberField : std::uint8_t {
  reopen_count, csat, csat_scale, sla_met, emergency, major, resolve_seconds_given, acknowledge_seconds_given,
  first_contact,
};
inline constexpr std::size_t number_fields = 9;

/// One field as the mapping, the store and the pages know it.
///
/// role    the name in receipts and mappings ("opened"); for times the JSON key is role + "_at"
/// person  holds a person's name or number: erasable, pseudonymised on the way out
template <typename Field>
struct FieldInfo {
  Field field;
  std::string_view role;
  std::string_view label;
  bool person = false;
};
std::span<const FieldInfo<TextField>> text_field_table();
std::span<const FieldInfo<TimeField>> time_field_table();
std::span<const FieldInfo<NumberField>> number_field_table();

/// JSON key of a field: "title", "opened_at", "reopen_count".
std::string json_key(TextField f);
std::string json_key(TimeField f);
std::string json_key(NumberField f);

enum class EventKind : std::uint8_t {
  logged, acknowledged, assigned, escalated, communication, decision, action, note, resolved, closed, reopened, updated,
};
std::string_view name(EventKind kind);
std::optional<EventKind> event_kind_named(std::string_view text);

/// One entry of an incident's history. `communication` also says audience, channel, direction.
///
/// at         when it happened, or was logged where the source gives one time only
/// logged_at  when it was written down, if the source gives both
/// actor      a person's name as in the log; `actor_role` what they were there
/// system     telephone, CRM, e-mail, …: what the act was done with
/// row        row of the source file, as the spreadsheet shows it; 0 when entered by hand
/// changes    "priority: P2 -> P1", one per line, where the entry changed fields
struct Event {
  EventKind kind = EventKind::note;
  std::optional<base::Stamp> at;
  std::optional<base::Stamp> logged_at;
  std::string actor;
  std::string actor_role;
  std::string system;
  std::string audience;
  std::string channel;
  std::string direction;
  std::string text;
  std::string changes;
  std::int64_t row = 0;
  bool operator==(const Event&) const = default;
};

/// An incident's own fields. Absent is nullopt; "" does not occur.
struct Incident {
  std::string source;   // servicenow, jira, generic, …
  std::string ref;      // the source's own key, unchanged
  Kind kind = Kind::incident;
  std::array<std::optional<std::string>, text_fields> texts;
  std::array<std::optional<base::Stamp>, time_fields> times;
  std::array<std::optional<double>, number_fields> numbers;

  const std::optional<std::string>& operator[](TextField f) const { return texts[static_cast<std::size_t>(f)]; }
  std::optional<std::string>& operator[](TextField f) { return texts[static_cast<std::size_t>(f)]; }
  const std::optional<base::Stamp>& operator[](TimeField f) const { return times[static_cast<std::size_t>(f)]; }
  std::optional<base::Stamp>& operator[](TimeField f) { return times[static_cast<std::size_t>(f)]; }
  const std::optional<double>& operator[](NumberField f) const { return numbers[static_cast<std::size_t>(f)]; }
  std::optional<double>& operator[](NumberField f) { return numbers[static_cast<std::size_t>(f)]; }
  bool operator==(const Incident&) const = default;
};

/// A contact (call, chat): an overlay for KPIs, never an incident. Seconds throughout; nullopt where the source does
/// not say.
///
/// updated   when the source last wrote the record: of several deliveries the latest counts
/// queue_wait  until answered or abandoned
/// chain     ref of the first contact of a chain of transfers; "" none
struct Contact {
  std::string source;
  std::string ref;
  std::optional<base::Stamp> started, ended, updated;
  std::optional<bool> answered;
  std::optional<bool> abandoned;
  std::optional<double> queue_wait, ring, talk, hold, acw, transfers, csat;
  std::optional<bool> fcr;
  std::string queue, agent, channel, outcome, category, chain, direction;
};

/// An interval of a queue report: an overlay for KPIs, never an incident. Times are averages in seconds, shares 0 to 1.
///
/// within_threshold  answered within the threshold of the service level; service_level: the share, as stated
/// wait              average over all callers; asa over those answered
struct Interval {
  std::string source;
  std::string queue;
  std::optional<base::Stamp> from;
  double seconds = 0;   // length; 0 unknown
  std::optional<double> offered, answered, abandoned, within_threshold, service_level, asa, aht, talk, hold, acw, wait,
      fcr, csat;
};

/// Priority as a level: 1 is the most urgent. Reads "P1", "1 - Critical", "SEV-2", "High", "Highest", "urgent".
/// nullopt when the text says no level.
std::optional<int> priority_level(std::string_view text);

/// The fields a complete log holds (requirements R01) and the share of them this incident has, 0 to 1:
/// date and time, caller, nature (title or description), category, priority, channel, handler,
/// actions taken (any event beyond logging, or notes), resolution (closure code, notes or resolved) once closed.
struct Completeness {
  double share = 0;
  std::vector<std::string> missing;   // field labels
};
Completeness completeness(const Incident& incident, std::size_t events);

}  // namespace debrief::review
