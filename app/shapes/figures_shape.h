// Figures as JSON, and as text for a person.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analytics/figures.h"

namespace debrief::app {

/// The answer of `kpi`: zone, window, figures with their series, warnings. Instants are RFC 3339 in UTC.
nlohmann::ordered_json figures_shape(const analytics::Figures& figures);

/// One KPI's definition.
nlohmann::ordered_json kpi_shape(const analytics::Kpi& kpi);

/// A value for a person: "3 d 20 h", "12.3 %", "1,204"; "–" for none.
std::string value_text(const std::optional<double>& value, analytics::Unit unit);

}  // namespace debrief::app
