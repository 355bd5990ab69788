// What is found only when all figures are there: verdicts over the whole report, totals that mislead, what comes next.
#pragma once

#include "analytics/figures.h"

namespace debrief::analytics {

/// Totals against their groups by priority, category, team, channel and source, the two halves of the window side by
/// side: fills `mix` and warns (mix-shift). Shares over incidents, and durations; figures of 20 cases and more.
void add_mix(const review::IncidentColumns& incidents, const base::Zone& zone, Figures& figures);

/// Warns (sla-field-against-clock) where the source's own field and the service clock are at odds: one of the two is
/// wrong, which no figure can tell.
void add_two_ways(const review::IncidentColumns& incidents, Figures& figures);

/// Volume (`incidents`) and `backlog` a few periods on, from the whole periods of the series: 7 days, 4 weeks, 3 months
/// or 2 quarters. Months are foretold per Monday to Friday. Other figures are left alone.
void add_forecast(Figure& figure, const base::Zone& zone);

}  // namespace debrief::analytics
