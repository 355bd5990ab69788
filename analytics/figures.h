// Figures over a workspace: KPIs by group and period, with chart limits, signals and trend.
#pragma once

#include <cstdint>
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
};

/// partial  the period is not over at as_of or began before the data, or the request cuts it: kept out of limits,
///          signals and trend
/// sample   without its rows; the figure has them
struct SeriesPoint {
  Window window;
  Sample sample;
  bool partial = false;
};

/// Mann-Kendall test at 5 %, and the Theil-Sen slope in the figure's unit per period.
struct Trend {
  double slope_per_period = 0;
  double p = 1;
  std::string verdict;  // "no evidence of a trend" | "rising" | "falling"
};

/// chart  "xmr", "run" (too few points for limits) or "" (nothing to chart)
struct Series {
  base::Period period = base::Period::week;
  std::vector<SeriesPoint> points;
  std::string chart;
  std::vector<LimitSegment> limits;  // indices into points
  std::vector<Signal> signals;       // indices into points
  std::optional<Trend> trend;
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

/// Everything a chart needs beyond its points: limits, signals, trend. Fills `series` from its points.
void add_chart(Series& series, const Kpi& kpi);

/// Pareto of a label column over rows: counts, descending, then by name; shares cumulate to 1. "" is "(none)".
struct ParetoBar {
  std::string label;
  std::int64_t count = 0;
  double share = 0;
  double cumulative = 0;
};
std::vector<ParetoBar> pareto(const review::Labels& labels, std::span<const std::uint32_t> rows);

}  // namespace debrief::analytics
