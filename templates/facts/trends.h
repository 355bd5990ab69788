// The facts of a trend report, view model trends/1.
//
// schema     "trends/1"
// title      "Trends, 1 August 2025 to 30 September 2026"
// window     {text, from, until (RFC 3339), zone}
// period     week | month | …, with `period_why`
// kinds      what was counted: "incidents"; records, records_said: how many, "1,410"
// kpis       [] {id, title, unit, better, definition, source, n, missing, open, set_aside, value, middle, p90,
// interval,
//            mean, notes[], finding, signals[] {rule, from, to, direction}, trend, chart (name or null), footnote};
//            texts ready to print, "" where there is no figure
// headline   [] sentences: the KPIs with evidence of a change, judged over all charts of the report together
// watch      [] sentences: those whose own rules gave a signal that many charts give by chance
// steady     titles of KPIs without either
// unsaid     [] {why, titles}: KPIs of which nothing can be said about change
// quiet_charts  whether any measure has a chart without a signal
// judged     how many charts were judged together
// forecasts  [] {title, said, table (name or null), chart}: volume and backlog, or why there is no forecast
// mix        [] {said, table}: totals whose groups moved the other way
// process    {said[], tables} or null where the log has no history (trends_process.h)
// without    titles of KPIs that have no figure
// changes    [] {category, finding, chart}: categories whose counts show a signal
// themes, patterns  see templates/facts/themes_part.h
// pareto     {label, bars[] {label, count, share, cumulative}}
// groups     [] {name, table}: figures by priority, team and channel
// warnings   [] {code, detail}
// quality    {records, kinds[], complete, imports[] {file, rows, set_aside, issues}, missing[] {field, n}}
// left_out   [] sentences: what was not counted, and why
// tables, charts  names of those that exist
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "analytics/figures.h"
#include "templates/facts/pir.h"

namespace debrief::templates {

struct TrendsAsked {
  std::optional<base::Ms> from, until;
  std::optional<base::Period> period;
};

/// figures  the same as computed, for the workbook
nlohmann::ordered_json trends_facts(review::Store& store, const TrendsAsked& asked, const FactsFor& reader,
                                    Ledger& ledger, DirectiveData& shown, analytics::Figures& figures);

/// Weeks when there are 12 to 110 whole ones with 5 records each on average, else months when there are 12, else weeks,
/// else days: enough points for limits, and enough cases in each.
base::Period period_for(base::Ms from, base::Ms until, std::size_t records);

/// Puts a figure's line into `row`: n, missing, value and so on as texts.
nlohmann::ordered_json kpi_line(const analytics::Figure& figure, const base::Zone& zone, Ledger& ledger);

/// Has a value, or cases it rests on.
bool says_something(const analytics::Figure& figure);

/// The measures in the order a manager reads them; those not named follow.
std::vector<std::string> kpi_order();

}  // namespace debrief::templates
