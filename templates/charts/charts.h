// Charts built from figures: each with a sentence that says what to see, and a text alternative.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analytics/figures.h"
#include "analytics/themes/arrivals.h"
#include "templates/chart.h"

namespace debrief::templates {

/// How numbers of a unit are plotted: divided by `divisor`, with `unit` on the axis.
struct Scale {
  double divisor = 1;
  std::string unit;
};
/// Durations in min, h or d so that the largest is easy to read; shares in %.
Scale scale_for(analytics::Unit unit, double largest);

/// A value as text in its own unit: "1 h 42 min", "93 %", "4.2", "1,204". "" for nullopt.
std::string value_said(analytics::Unit unit, std::optional<double> value);

/// The label of a period on an axis: "12 May" (week or day), "May 2026", "Q2 2026".
std::string period_label(base::Ms from, base::Period period, const base::Zone& zone);

/// Why the rules of a control chart say nothing about this series, as a part of a sentence; "" when they do apply: too
/// few points, counts under 3 a period (chance alone makes long runs of zeros), shares that hardly move, and stocks,
/// whose every value holds most of the one before.
std::string no_rules(const analytics::Figure& figure);

/// A point outside the limits, a shift or a trend, against limits that are not on trial, where the rules apply.
bool shows_change(const analytics::Figure& figure);

/// The chart of a figure's series: with limits and marks where the rules apply, else a plain run of values; nullopt
/// without one, or with fewer than two values.
std::optional<Chart> xmr_chart(const analytics::Figure& figure, const base::Zone& zone);

/// One sentence from the signals of a series: what changed and when, or that there is no evidence of a change. The
/// words better and worse stand only where a rule fired and the measure has a direction.
std::string series_finding(const analytics::Figure& figure, const base::Zone& zone);

/// Bars by count with the cumulated share; at most `bars`, the rest as "Other".
Chart pareto_chart(std::string title, const std::vector<analytics::ParetoBar>& bars, std::string unit,
                   std::size_t most = 12);

/// Plain bars in the order given.
struct Bar {
  std::string label;
  double value = 0;
  std::string text;  // the value in words, for the text alternative
};
Chart bar_chart(std::string title, std::string finding, std::string unit, const std::vector<Bar>& bars);

/// Openings by hour and weekday as a heat map; cells that hold more or fewer than hour and weekday alone would make are
/// marked. The hours are those of the zone's clock.
Chart arrivals_chart(std::string title, const analytics::Arrivals& arrivals, const base::Zone& zone);

/// Moments and spans on lanes, in order of time.
Chart timeline_chart(std::string title, std::string finding, std::vector<ChartMoment> moments, const base::Zone& zone);

}  // namespace debrief::templates
