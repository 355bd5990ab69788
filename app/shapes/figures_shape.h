// Figures as JSON, and as text for a person.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "analytics/figures.h"

namespace debrief::app {

/// Whether a figure lists the incidents it rests on.
enum class Cases : std::uint8_t { none, listed };

/// The answer of `kpi`: zone, window, figures with their series, warnings. Instants are RFC 3339 in UTC.
/// incidents  the columns the figures were computed from, for their keys
nlohmann::ordered_json figures_shape(const analytics::Figures& figures, const review::IncidentColumns& incidents,
                                     Cases cases = Cases::none);

/// What a sample says: n, missing, value, quartiles, interval, notes.
void put_sample(nlohmann::ordered_json& out, const analytics::Sample& sample);

/// One KPI's definition.
nlohmann::ordered_json kpi_shape(const analytics::Kpi& kpi);

/// A value for a person: "3 d 20 h", "12.3 %", "1,204"; "–" for none.
std::string value_text(const std::optional<double>& value, analytics::Unit unit);

}  // namespace debrief::app
