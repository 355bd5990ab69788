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

/// "day", "week", "month", "quarter".
std::string period_word(base::Period period);

/// Why nothing can be said about change in this series, as a part of a sentence; "" when something can.
std::string no_rules(const analytics::Figure& figure);

/// The verdict over the whole report is "act": evidence of a change.
bool shows_change(const analytics::Figure& figure);
/// It is "watch": a signal of its own rules, which over many charts chance gives too.
bool to_watch(const analytics::Figure& figure);

/// The chart of a figure's series: with limits and marks where something can be said about change, else a plain run of
/// values; rare events by what lies between them. Of the periods that are not whole only one is drawn at either end.
/// nullopt without a chart, or with fewer than two values.
std::optional<Chart> xmr_chart(const analytics::Figure& figure, const base::Zone& zone);

/// What a figure is of, as it stands before its finding: "Time to resolve", "Incidents, theme 3. late parcels".
std::string figure_title(const analytics::Figure& figure);

/// One sentence that follows the verdict on a series: what changed and when, what is to be watched, that there is no
/// evidence of a change, or why nothing is said. The words better and worse stand only where something changed and the
/// measure has a direction.
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

/// Bars of parts: what each bar is made of. Points without a part of a name have none of it.
Chart stacked_chart(std::string title, std::string finding, std::string unit, std::vector<std::string> labels,
                    std::vector<ChartStack> stacks);

/// Causes, controls and consequences of a review as a fishbone, whys or bow-tie (kind); all three hold the same records.
/// event  what they led to. Without a cause the chart says that there is none.
Chart causes_chart(ChartKind kind, std::string event, std::vector<ChartCause> causes);

/// Actions by date: overdue first. now  what overdue is measured against
Chart ageing_chart(std::string title, std::vector<ChartTask> tasks, base::Ms now, const base::Zone& zone);

/// What became of the measures of actions, in the order given.
Chart effect_chart(std::string title, std::vector<ChartEffect> effects);

/// How a measure's values lie in each group, in the order given; groups under ten cases are left out. nullopt with
/// fewer than two left. group_word: "team". Whiskers go from the lowest tenth to the highest.
std::optional<Chart> box_chart(std::string title, std::string group_word,
                               const std::vector<const analytics::Figure*>& figures);

/// Openings by hour and weekday as a heat map; cells that hold more or fewer than hour and weekday alone would make are
/// marked. The hours are those of the zone's clock.
Chart arrivals_chart(std::string title, const analytics::Arrivals& arrivals, const base::Zone& zone);

/// Moments and spans on lanes, in order of time.
Chart timeline_chart(std::string title, std::string finding, std::vector<ChartMoment> moments, const base::Zone& zone);

}  // namespace debrief::templates
