// Words of logs, as meanings.
#pragma once

#include <optional>
#include <string_view>

#include "review/incident.h"

namespace debrief::import {

/// "Near miss", "Beschwerde", "service request" …; nullopt for a word that names no kind of record.
std::optional<review::Kind> kind_in(std::string_view text);

/// "Acknowledged", "took in charge", "Resolve ticket" …; nullopt when the word is not understood.
std::optional<review::EventKind> event_kind_in(std::string_view text);

/// A step of the standard life cycle of an activity (start, complete, suspend …), which says nothing of the incident.
bool is_lifecycle_step(std::string_view text);

/// How far a status says an incident is.
enum class Phase : std::uint8_t { fresh, working, resolved, closed };
Phase phase_of(std::string_view status);

/// "Within SLA", "SLA Violated", "met", "breached"; nullopt for words that can be read both ways.
std::optional<bool> sla_met_in(std::string_view text);

}  // namespace debrief::import
