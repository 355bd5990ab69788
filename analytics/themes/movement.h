// Themes that are new, growing, shrinking or gone: the latest stretch of time against what came before it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "analytics/kpi.h"
#include "analytics/numbers/rates.h"
#include "review/columns.h"

namespace debrief::analytics {

/// Two stretches of whole days on a zone's clock, the second right after the first.
struct Periods {
  Window before, recent;
  double days_before = 0, days_recent = 0;
};

/// The recent stretch is the last quarter of the time between the first and the last opening, 7 to 91 days; the rest
/// comes before it. The day of the last opening ends it, as nothing is known of later ones. nullopt under 14 days.
std::optional<Periods> periods_of(const review::IncidentColumns& incidents, const base::Zone& zone);

enum class Movement : std::uint8_t { none, growing, shrinking, appeared, vanished };
/// "no evidence of a change" | "growing" | "shrinking" | "new" | "vanished".
std::string_view name(Movement movement);

/// One theme's openings a day, recent over before.
///
/// rates  ratio and exact 95 % interval given the sum of both (see compare_rates)
/// q      its p adjusted for all themes (Benjamini and Hochberg); a movement is named from 0.05 down
///
/// Openings that come in bursts vary more than a Poisson count does: a single storm of tickets may look like growth.
struct ThemeMovement {
  std::int64_t before = 0, recent = 0;
  RateComparison rates;
  double q = 1;
  Movement movement = Movement::none;
};

/// theme_of  per row of the columns: its theme, -1 none. Records without an opening time count for nothing.
std::vector<ThemeMovement> theme_movements(const review::IncidentColumns& incidents,
                                           std::span<const std::int32_t> theme_of, std::size_t themes,
                                           const Periods& periods);

}  // namespace debrief::analytics
