// A chart as a value: what is plotted, its limits and marks, and what it says in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace debrief::templates {

enum class ChartKind : std::uint8_t { xmr, run, pareto, timeline, bar, heatmap };

/// One value on the x axis, in order. NaN `value` leaves a gap.
/// mark  "" | "outside" | "shift" | "trend" | "two-in-three" | "partial": shape as well as colour; of a heat map "more" |
///       "fewer": than expected
struct ChartPoint {
  std::string label;
  double value = 0;
  std::string mark;
};

/// Limits that hold for points [from, until) by index. Absent lower/upper: no limit lines (too few points).
struct ChartLimits {
  std::size_t from = 0;
  std::size_t until = 0;
  double centre = 0;
  std::optional<double> lower, upper;
  bool trial = false;
};

/// A moment or span on a timeline; ms since 1970 UTC, shown on the chart's zone.
/// lane  which line it stands on: "Communication", "Decision", …
struct ChartMoment {
  std::int64_t from_ms = 0;
  std::int64_t until_ms = 0;   // equal to from_ms for a moment
  std::string lane;
  std::string label;
  std::string mark;            // "" | "key" | "silence"
};

/// title    stands above
/// finding  one sentence: what a reader should see; also the caption
/// alt      text alternative with the figures that matter
/// unit     of the values as plotted: "h", "%", "incidents"
struct Chart {
  ChartKind kind = ChartKind::bar;
  std::string title;
  std::string finding;
  std::string alt;
  std::string unit;
  std::string x_title;
  std::string y_title;
  std::string zone;
  std::vector<ChartPoint> points;     // of a heat map: row by row, as many a row as there are columns
  std::vector<std::string> rows;      // names of a heat map's rows; each point is labelled by its column
  std::vector<ChartLimits> limits;
  std::vector<ChartMoment> moments;
  std::optional<double> target;
};

}  // namespace debrief::templates
