// An incident as JSON: the names the contract fixes.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "review/incidents.h"

namespace debrief::app {

/// The fields of the contract first, then every other field of the log. Unknown is null, times are RFC 3339 in UTC.
nlohmann::ordered_json incident_shape(const review::StoredIncident& stored);

/// One entry of an incident's history.
nlohmann::ordered_json event_shape(const review::StoredEvent& stored);

}  // namespace debrief::app
