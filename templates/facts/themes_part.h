// The part of the trend report on themes, on what occurs together and on when records come in.
#pragma once

#include <span>

#include <nlohmann/json_fwd.hpp>

#include "analytics/figures.h"
#include "templates/facts/pir.h"

namespace debrief::templates {

/// request  window, period and zone of the report
/// rows     of the columns, of the kinds and the window of the report
/// figures  incidents by theme ("3. late parcels"), judged together with the other figures of the report
struct ThemesAsked {
  review::Store& store;
  const FactsFor& reader;
  Ledger& ledger;
  DirectiveData& shown;
  const review::IncidentColumns& columns;
  const analytics::FigureRequest& request;
  std::span<const std::uint32_t> rows;
  const analytics::Figures& figures;
};

/// Themes of the newest run: null before the first. Tables: themes, theme-groups, theme-work, theme-causes,
/// theme-ranks; charts: theme-pareto and theme-N of those that changed.
///
/// run      {n, clustered, outliers, outlier_share, themes, left_out, method, stability, at, notes}; left_out: themes
///          that the table does not show
/// remarks  sentences to read first: a run older than the newest import, what it could not follow
/// lately   the two stretches compared, as a sentence; "" where the log is too short
/// moved    sentences: themes that are new, growing, shrinking or vanished
/// few      how many themes hold most of the records, as a sentence; "" without themes
/// list     [] {number, label, group, size, share, interval, stability, tentative, terms, examples, near_miss, trend,
///          lately, over, chart}
nlohmann::ordered_json themes_part(const ThemesAsked& asked);

/// What the records of the report have in common, whether there are themes or not. Table: combinations; chart:
/// arrivals, left out under 50 records with an hour.
///
/// combinations  {found, tested, shown}; without  records that say no hour
nlohmann::ordered_json patterns_part(const ThemesAsked& asked);

}  // namespace debrief::templates
