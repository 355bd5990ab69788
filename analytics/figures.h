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
#include "analytics/spc.h"

namespace debrief::analytics {

enum class GroupBy : std::uint8_t { none, priority, category, team, channel, source, cluster };
std::optional<GroupBy> group_by_named(std::string_view text);

/// What to compute. Empty ids: all. No window: from the first opened to as_of, both included.
/// kinds      which kinds of record count; empty: incidents only, or the one kind a workspace holds
/// ref_of     the ref of a row, asked for the few cases that are named; empty: read from the columns
/// clusters   with GroupBy::cluster, one code per incident row, 0 = none, names beside
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
};

/// partial  the period is not over at as_of or began before the data, or the request cuts it: kept out of limits,
///          signals and trend
/// sample   without its rows; the figure has them
/// lower    limits of this point alone, where they differ from point to point (cases per point, season); nullopt: those
///          of the segment
struct SeriesPoint {
  Window window;
  Sample sample;
  bool partial = false;
  std::optional<double> lower, upper;
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

/// chart  by what the data are: "p", "p-prime" (shares), "c", "u", "u-prime" (counts and rates), "t" (rare events),
///        "xmr" (single values); "run" (too few points for limits) or "" (nothing to chart)
/// notes  why this chart
/// small_shift  first point after a shift that only CUSUM and EWMA see
/// steadiness   see spc/strength.h; nullopt under 12 points
/// alert  "act" where it stands out of the whole report, "watch" where only its own rules gave a signal, else ""
struct Series {
  base::Period period = base::Period::week;
  std::vector<SeriesPoint> points;
  std::string chart;
  std::vector<LimitSegment> limits;  // indices into points
  std::vector<Signal> signals;       // indices into points
  std::vector<LevelChange> changes;
  std::optional<std::size_t> small_shift;
  std::optional<Trend> trend;
  std::optional<double> steadiness;
  std::string alert;
  std::vector<std::string> notes;
};

struct Figure {
  const Kpi* kpi = nullptr;
  std::string group_name;  // "priority", "" without grouping
  std::string group_value;
  Sample sample;
  std::optional<Series> series;
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
  std::vector<Warning> warnings;
};

/// Limits come from 6 points on (trial under 12), on the log scale for durations. Warnings: single-kind,
/// no-records, small-sample, selected-by-closing-date, openings-end-early, without-opening-time.
///
/// Throws base::Error (usage) for an unknown KPI id, with the nearest one; for a window that ends before it begins;
/// for more than half a million points.
Figures compute_figures(const review::IncidentColumns& incidents, const FigureRequest& request);

/// The columns of the incidents that compute_figures looks at for this request. Throws for an unknown KPI id likewise.
review::ColumnSet columns_read(const FigureRequest& request);

/// Everything a chart needs beyond its points: limits, signals, changes, trend. Fills `series` from its points; its
/// alert takes the whole report. events: instants of what a count counts, ascending, where they are known.
void add_chart(Series& series, const Kpi& kpi, std::span<const base::Ms> events = {});

/// Pareto of a label column over rows: counts, descending, then by name; shares cumulate to 1. "" is "(none)".
struct ParetoBar {
  std::string label;
  std::int64_t count = 0;
  double share = 0;
  double cumulative = 0;
};
std::vector<ParetoBar> pareto(const review::Labels& labels, std::span<const std::uint32_t> rows);

}  // namespace debrief::analytics
