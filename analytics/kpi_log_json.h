// The log figures as JSON, with the keys of the published case kpi-mini-log; and its policy, read.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "analytics/kpi_log.h"

namespace debrief::analytics {

nlohmann::ordered_json as_json(const KpiLog& log);

/// Times are RFC 3339, seconds may be left out. Throws base::Error (refused) naming the key that is not there.
LogPolicy policy_from_json(const nlohmann::ordered_json& policy);

}  // namespace debrief::analytics
