// What the shape of an extract says about the figures made from it.
#pragma once

#include <span>
#include <vector>

#include "analytics/figures.h"

namespace debrief::analytics {

/// The instant from which on openings are no longer in the extract, although it knows of later times: figures by
/// opening would fall to 0 there for no reason but the selection. nullopt when openings go on to the end.
///
/// Openings end early when nothing opens for the last 10 times the gap that 99 in 100 openings keep to, at least
/// 3 days.
std::optional<base::Ms> openings_end(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows);

/// review::selected_by_end over all rows, or over those of one source that gives a tenth of them.
/// rows  in the order of opening
bool selected_by_closing_date(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows);

}  // namespace debrief::analytics
