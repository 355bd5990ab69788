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

/// Where an extract was chosen by closing date: which openings it holds as they were.
///
/// from   the first end: of what was opened before, those that had ended by then are missing
/// until  the last end, less the time in which 99 in 100 end: of what was opened later, the slow ones are missing
struct Selection {
  base::Ms from = 0, until = 0;
};

/// nullopt unless review::selected_by_end holds over all rows, or over those of one source that gives a tenth of them.
/// rows  in the order of opening
std::optional<Selection> selection_by_closing_date(const review::IncidentColumns& incidents,
                                                   std::span<const std::uint32_t> rows);

/// The same for a group of these rows that takes longer to end: never a longer span than `whole`.
Selection narrowed(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                   const Selection& whole);

bool selected_by_closing_date(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows);

}  // namespace debrief::analytics
