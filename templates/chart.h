// A chart as a value: what is plotted, its limits and marks, and what it says in words.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace debrief::templates {

/// The three kinds of causes draw the same records: fishbone by area, whys as a tree, bowtie with controls and
/// consequences on either side of the incident.
enum class ChartKind : std::uint8_t {
  xmr,
  run,
  pareto,
  timeline,
  bar,
  heatmap,
  fishbone,
  whys,
  bowtie,
  box,
  ageing,
  effect
};

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
  std::string mark;            // "" | "key" | "silence" | "late": happened at the first, written down at the second
};

/// A part of stacked bars: one value for each point, NaN for none.
struct ChartStack {
  std::string name;
  std::vector<double> values;
};

/// A cause of the incident, a control that should have caught it, or a consequence, as a review holds it.
///
/// role     "cause" | "control" | "consequence"
/// kind     in words: "Underlying cause"
/// area     in words: "Organisation"; "" none
/// parent   index of the cause this one explains, or of what this control guards; always before it; -1: the incident
/// outcome  of a control: "held" | "failed" | "missing" | "" not known
/// names_person  ends in a person, which is no cause: drawn as a question
struct ChartCause {
  std::string key;  // "F-12"
  std::string text;
  std::string role = "cause";
  std::string kind;
  std::string area;
  int parent = -1;
  std::string outcome;
  bool hypothesis = false;
  bool names_person = false;
  std::string evidence;  // "rows 12 and 14"
  std::string confidence;
};

/// How one group's values lie: tenth, the quarters and the ninth tenth, in the chart's unit, ascending.
struct ChartSpread {
  std::string label;
  std::int64_t n = 0;
  double low = 0, lower_quarter = 0, median = 0, upper_quarter = 0, high = 0;
};

/// An action on the calendar; ms since 1970 UTC.
///
/// state  "open" | "overdue" | "done" | "verified" | "dropped"
struct ChartTask {
  std::string label;
  std::int64_t opened_ms = 0;
  std::optional<std::int64_t> first_due_ms, due_ms, done_ms;
  std::string state;
};

/// What became of a measure after an action: after over before, with its interval where there is one.
struct ChartEffect {
  std::string label;
  std::string measure;
  std::string before, after;  // in words: "6.0 a month"
  std::optional<double> ratio, low, high;
  std::string verdict;        // in words
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
  bool moving_range = false;          // of an xmr chart: with its moving ranges below
  std::vector<ChartStack> stacks;     // of a bar chart: its parts, in place of the points' own values
  std::vector<ChartCause> causes;     // of a fishbone, whys or bow-tie; in order of record
  std::string event;                  // what the causes led to
  std::vector<ChartSpread> spreads;   // of a box plot
  std::vector<ChartTask> tasks;       // of an ageing chart
  std::vector<ChartEffect> effects;   // of a chart of effects
  std::int64_t now_ms = 0;            // of an ageing chart: the day of the report
};

/// The upper limit of moving ranges is this many times their mean.
/// Source: Wheeler, Understanding Variation, 1993.
inline constexpr double upper_range_factor = 3.268;

/// The moving ranges of an xmr chart as a chart of its own, a range for each point but the first of a stretch of
/// limits; points over the upper range limit are marked.
Chart moving_range_of(const Chart& chart);

}  // namespace debrief::templates
