// Figures over a workspace: KPIs by group and period, with chart limits, signals and trend.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/kpi.h"
#include "analytics/mix.h"
#include "analytics/spc.h"
#include "analytics/trend/forecast.h"

namespace debrief::analytics {

enum class GroupBy : std::uint8_t { none, priority, category, team, channel, source, cluster };
std::string_view name(GroupBy by);  // "" for none
std::optional<GroupBy> group_by_named(std::string_view text);

/// What to compute. Empty ids: all. No window: from the first opened to as_of, both included.
/// kinds      which kinds of record count; empty: incidents only, or the one kind a workspace holds
/// ref_of     the ref of a row, asked for the few cases that are named; empty: read from the columns
/// clusters   with GroupBy::cluster, one code per incident row, 0 = none, names beside
/// service    times on the clock of service hours, where a calendar is set
struct FigureRequest {
  std::vector<std::string> ids;
  std::optional<base::Period> period;
  std::optional<base::Ms> from, until;
  GroupBy by = GroupBy::none;
  std::vector<review::Kind> kinds;
  bool all_kinds = false;
  base::Zone zone;
  const review::Labels* clusters = nullptr;
  std::function<std::string(std::uint32_t row)> ref_of{};
  const ServiceTimes* service = nullptr;
};

/// partial  the period is not over at as_of or began before the data, the request cuts it, or the extract holds only a
///          selection of it: kept out of limits, signals, trend and forecast
/// unripe   of a duration: more than one in ten of its incidents have yet to end, and those are the slow ones; kept out
///          as if partial
/// sample   without its rows; the figure has them
/// lower    limits of this point alone, where they differ from point to point (cases per point, season); nullopt: those
///          of the segment
struct SeriesPoint {
  Window window;
  Sample sample;
  bool partial = false;
  bool unripe = false;
  std::optional<double> lower, upper;

  bool whole() const { return !partial && !unripe; }
};

/// Test at 5 %, and the Theil-Sen slope in the figure's unit per period.
///
/// variant   of the Mann-Kendall test that season and autocorrelation ask for (see trend/choose.h)
/// lag_1     autocorrelation it was chosen by; season_p likewise; nullopt where they cannot be measured
struct Trend {
  double slope_per_period = 0;
  double p = 1;
  std::string verdict;  // "no evidence of a trend" | "rising" | "falling"
  std::string variant = "mann-kendall";
  std::optional<double> lag_1, season_p;
};

/// A change of level: first point after it, the 95 % interval of that, and the levels (of the seasonless series).
struct LevelChange {
  std::size_t first = 0, low = 0, high = 0;  // indices into points
  double before = 0, after = 0;
};

/// Why nothing can be said about change.
///
/// judged        something can
/// nothing       no figures over time
/// too_few       under 6 whole periods: no limits
/// trial         under 12: limits, but too few to tell a signal from chance
/// stock         each value holds most of the one before (backlog): the rules of a control chart do not apply
/// too_few_events  rarer than 2 a period, and under 12 stretches between them
/// hardly_moves  a share whose limits are less than a percentage point apart
/// too_few_weeks  days, under three whole weeks of them: a weekday cannot be told from a change
/// dates         the dates are known to be wrong
enum class Unjudged : std::uint8_t {
  judged,
  nothing,
  too_few,
  trial,
  stock,
  too_few_events,
  hardly_moves,
  too_few_weeks,
  dates
};
std::string_view name(Unjudged why);

/// Rare events: what lies between one and the next, in days (chart t) or in cases without it (chart g).
///
/// from, at  the event before and the event itself
struct Gap {
  base::Ms from = 0, at = 0;
  double length = 0;
};
/// odd  the run of gaps [from, to] that differs most from the rest, and the mean lengths within it and without
struct OddGaps {
  std::size_t from = 0, to = 0;
  double inside = 0, outside = 0;
};
struct Between {
  std::string_view unit;  // "days" | "cases"
  std::vector<Gap> gaps;
  double centre = 0, lower = 0, upper = 0;
  std::vector<std::size_t> outside;  // indices of gaps
  std::optional<OddGaps> odd;
};

/// The stretch of points that stands out most from the rest, on the scale of the figure.
struct Stretch {
  std::size_t from = 0, to = 0;  // indices of points, inclusive
  double inside = 0, outside = 0;
};

/// chart  by what the data are: "p", "p-prime" (shares), "c", "u", "u-prime" (counts and rates), "t" (rare events),
///        "g" (rare cases of a share), "xmr" (single values); "run" (too few points for limits) or "" (nothing to
///        chart)
/// notes  why this chart
/// small_shift  first point after a shift that only CUSUM and EWMA see
/// steadiness   see spc/strength.h; nullopt where nothing can be said about change
/// unjudged     why not
/// alert  the one verdict on the series: "act" where it stands out of the whole report, "watch" where only its own
/// rules
///        gave a signal, else ""; always "" where unjudged
struct Series {
  base::Period period = base::Period::week;
  std::vector<SeriesPoint> points;
  std::string chart;
  std::vector<LimitSegment> limits;  // indices into points
  std::vector<Signal> signals;       // indices into points
  std::vector<LevelChange> changes;
  std::optional<std::size_t> small_shift;
  std::optional<Trend> trend;
  std::optional<Between> between;
  std::optional<Stretch> stretch;
  std::optional<double> steadiness;
  Unjudged unjudged = Unjudged::nothing;
  std::string alert;
  std::vector<std::string> notes;
};

/// forecast  of volume and backlog with a series; nullopt for other figures
struct Figure {
  const Kpi* kpi = nullptr;
  std::string group_name;  // "priority", "" without grouping
  std::string group_value;
  Sample sample;
  std::optional<Series> series;
  std::optional<ForecastOutcome> forecast;
  std::vector<Window> forecast_windows;  // one per step, where a forecast is shown
  bool on_service_clock = false;

  std::string_view definition() const { return on_service_clock ? kpi->on_service_clock : kpi->definition; }
};

struct Warning {
  std::string code;
  std::string detail;
};

struct Figures {
  Window window;
  std::string zone;
  std::vector<review::Kind> kinds;  // that were counted
  std::vector<Figure> figures;
  std::vector<MixShift> mix;  // figures without groups whose total and groups moved in opposite directions
  std::vector<Warning> warnings;
};

/// Limits come from 6 points on (trial under 12), on the log scale for durations. Warnings: single-kind,
/// no-records, small-sample, selected-by-closing-date, openings-end-early, without-opening-time, mix-shift,
/// sla-field-against-clock.
///
/// Throws base::Error (usage) for an unknown KPI id, with the nearest one; for a window that ends before it begins;
/// for more than half a million points.
Figures compute_figures(const review::IncidentColumns& incidents, const FigureRequest& request);

/// The columns of the incidents that compute_figures looks at for this request. Throws for an unknown KPI id likewise.
review::ColumnSet columns_read(const FigureRequest& request);
/// A case of a share, in order of time: when, and whether the numerator counts it.
struct Case {
  base::Ms at = 0;
  bool hit = false;
};

/// Everything a chart needs beyond its points: limits, signals, changes, trend. Fills `series` from its points; its
/// alert takes the whole report.
///
/// events  instants of what a count counts, ascending, where they are known
/// cases   of a share, ascending, where they are known
void add_chart(Series& series, const Kpi& kpi, std::span<const base::Ms> events = {}, std::span<const Case> cases = {});

/// One verdict per series over all of these together (spc/strength.h); none where `unjudged`. Gives how many were
/// judged.
std::size_t add_alerts(std::span<Figure* const> figures);

/// Takes back every verdict: for dates that are known to be wrong.
void withhold_verdicts(Figures& figures);

/// Pareto of a label column over rows: counts, descending, then by name; shares cumulate to 1. "" is "(none)".
struct ParetoBar {
  std::string label;
  std::int64_t count = 0;
  double share = 0;
  double cumulative = 0;
};
std::vector<ParetoBar> pareto(const review::Labels& labels, std::span<const std::uint32_t> rows);

}  // namespace debrief::analytics
