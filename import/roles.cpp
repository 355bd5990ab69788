// The table of roles: every field of an incident, and those of entries, calls and intervals.

#include "import/roles.h"

#include <algorithm>
#include <array>
#include <vector>

#include "review/incident.h"

namespace debrief::import {

namespace {

Wants wants(review::TextField f) {
  using review::TextField;
  switch (f) {
    case TextField::title:
    case TextField::description:
    case TextField::notes:
    case TextField::workaround:
      return Wants::prose;
    case TextField::priority:
    case TextField::severity:
    case TextField::impact:
    case TextField::urgency:
    case TextField::category:
    case TextField::subcategory:
    case TextField::channel:
    case TextField::team:
    case TextField::status:
    case TextField::closure_code:
      return Wants::words;
    default:
      return Wants::anything;
  }
}

Wants wants(review::NumberField f) {
  using review::NumberField;
  switch (f) {
    case NumberField::sla_met:
    case NumberField::emergency:
    case NumberField::major:
    case NumberField::first_contact:
      return Wants::flag;
    case NumberField::resolve_seconds_given:
    case NumberField::acknowledge_seconds_given:
      return Wants::duration;
    default:
      return Wants::number;
  }
}

std::vector<Role> table() {
  std::vector<Role> t{{"ref", Slot::ref, 0, Wants::id}, {"kind", Slot::kind, 0, Wants::words}};
  for (const auto& f : review::text_field_table())
    t.push_back({f.role, Slot::text, static_cast<int>(f.field), wants(f.field)});
  for (const auto& f : review::time_field_table())
    t.push_back({f.role, Slot::time, static_cast<int>(f.field), Wants::time});
  for (const auto& f : review::number_field_table())
    t.push_back({f.role, Slot::number, static_cast<int>(f.field), wants(f.field)});
  t.push_back({"sla_breached", Slot::number, static_cast<int>(review::NumberField::sla_met), Wants::flag, true});
  const auto entry = [&](std::string_view id, EntryField f, Wants w) {
    t.push_back({id, Slot::entry, static_cast<int>(f), w});
  };
  entry("entry_id", EntryField::id, Wants::anything);
  entry("entry_at", EntryField::at, Wants::time);
  entry("entry_type", EntryField::type, Wants::words);
  entry("entry_by", EntryField::by, Wants::anything);
  entry("entry_role", EntryField::role, Wants::words);
  entry("entry_system", EntryField::system, Wants::words);
  entry("audience", EntryField::audience, Wants::words);
  entry("direction", EntryField::direction, Wants::words);
  entry("entry_text", EntryField::text, Wants::prose);
  entry("entry_state", EntryField::state, Wants::words);
  const auto call = [&](std::string_view id, CallField f, Wants w) {
    t.push_back({id, Slot::call, static_cast<int>(f), w});
  };
  call("answered", CallField::answered, Wants::flag);
  call("abandoned", CallField::abandoned, Wants::flag);
  call("queue_wait", CallField::queue_wait, Wants::duration);
  call("ring", CallField::ring, Wants::duration);
  call("talk", CallField::talk, Wants::duration);
  call("hold", CallField::hold, Wants::duration);
  call("acw", CallField::acw, Wants::duration);
  call("transfers", CallField::transfers, Wants::number);
  call("fcr", CallField::fcr, Wants::flag);
  call("call_direction", CallField::direction, Wants::words);
  const auto interval = [&](std::string_view id, IntervalField f, Wants w) {
    t.push_back({id, Slot::interval, static_cast<int>(f), w});
  };
  interval("offered", IntervalField::offered, Wants::number);
  interval("calls_answered", IntervalField::answered, Wants::number);
  interval("calls_abandoned", IntervalField::abandoned, Wants::number);
  interval("within_threshold", IntervalField::within_threshold, Wants::number);
  interval("asa", IntervalField::asa, Wants::duration);
  interval("aht", IntervalField::aht, Wants::duration);
  interval("service_level", IntervalField::service_level, Wants::number);
  return t;
}

}  // namespace

std::span<const Role> all_roles() {
  static const std::vector<Role> t = table();
  return t;
}

const Role* role_named(std::string_view id) {
  const auto roles = all_roles();
  const auto it = std::find_if(roles.begin(), roles.end(), [&](const Role& r) { return r.id == id; });
  return it == roles.end() ? nullptr : &*it;
}

}  // namespace debrief::import
