// What a column can mean.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace debrief::import {

/// Where a role's values go. `field` of a Role counts within its slot.
enum class Slot : std::uint8_t { ref, kind, text, time, number, entry, call, interval };

/// What a role's cells look like, for weighing.
enum class Wants : std::uint8_t { anything, id, time, flag, number, duration, words, prose };

enum class EntryField : std::uint8_t { id, at, type, by, role, system, audience, direction, text, state };
enum class CallField : std::uint8_t { answered, abandoned, queue_wait, ring, talk, hold, acw, transfers, fcr, direction };
enum class IntervalField : std::uint8_t { offered, answered, abandoned, within_threshold, asa, aht, service_level };

/// id        the name in receipts and mapping files
/// inverted  a flag that says the opposite of the field it fills (sla_breached fills sla_met)
struct Role {
  std::string_view id;
  Slot slot = Slot::text;
  int field = 0;
  Wants wants = Wants::anything;
  bool inverted = false;
};

std::span<const Role> all_roles();
/// nullptr when there is none of that name.
const Role* role_named(std::string_view id);

}  // namespace debrief::import
