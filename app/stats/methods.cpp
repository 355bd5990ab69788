// The methods by name.

#include "app/stats/methods.h"

#include <vector>

#include <fmt/format.h>

#include "app/stats/runs.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Status;

constexpr StatsMethod methods[] = {
    {"association", "Which values of two columns (--value, --group) come together more often than chance has it.",
     run_association},
    {"bootstrap", "How sure a figure of a column is, by resampling: percentile and BCa intervals.", run_bootstrap},
    {"business-time", "Seconds on a clock that keeps calendars, holidays and pauses, and when a target is due.",
     run_business_time},
    {"c-chart", "Control chart of counts: --value per period, opportunities alike.", run_c_chart},
    {"changepoint", "Where a series changes its level, with an interval for the date.", run_changepoint},
    {"clustering-metrics", "How well found groups (--value) agree with known ones (--group).", run_clustering_metrics},
    {"cusum-ewma", "Charts that remember, for small shifts that stay.", run_cusum_ewma},
    {"describe", "Mean, spread, quantiles and lag-1 autocorrelation of a column.", run_describe},
    {"fdr", "p-values adjusted for how many there are.", run_fdr},
    {"g-chart", "Chart of the good cases between two bad ones, for rare events.", run_g_chart},
    {"holt-winters", "Exponential smoothing with trend and season, and a forecast.", run_holt_winters},
    {"its", "Did a rate step at a date, given where it was heading? Interrupted time series.", run_its},
    {"kaplan-meier", "Share still running over --time; --event is 0 for what had not ended, --group splits.",
     run_kaplan_meier},
    {"kpi-log", "Service-desk figures of a log of tickets, with pauses and targets; --calls and --policy.",
     run_kpi_log},
    {"laney-p-prime", "Control chart of shares with more spread than chance gives.", run_laney_p},
    {"laney-u-prime", "Control chart of rates with more spread than chance gives.", run_laney_u},
    {"mann-kendall", "Is a series going somewhere? With the slope of Theil and Sen.", run_mann_kendall},
    {"mtbf", "Mean time between failures (--value: when), its interval, and whether it is changing.", run_mtbf},
    {"newcombe", "Difference of two shares with its interval: two rows of --value and --n.", run_wilson},
    {"p-chart", "Control chart of shares: --value of --n per period.", run_p_chart},
    {"poisson-rate-compare", "Two rates compared exactly: --value events in --n exposure.", run_poisson},
    {"process", "What follows what in an event log, who hands over to whom, what comes back.", run_process},
    {"quantiles", "Quantiles by all nine definitions of Hyndman and Fan.", run_quantiles},
    {"rules", "The rule of a process chart that each value is known by.", run_rules},
    {"run-chart", "Runs about the median: for series too short for limits.", run_run_chart},
    {"stl", "Season, trend and rest of a series.", run_stl},
    {"t-chart", "Chart of the times between rare events.", run_t_chart},
    {"u-chart", "Control chart of rates: --value events in --n units.", run_u_chart},
    {"wilson", "Intervals of shares: --value of --n.", run_wilson},
    {"xmr", "Limits of a process chart of single values.", run_xmr},
};

}  // namespace

std::span<const StatsMethod> stats_methods() { return methods; }

const StatsMethod& stats_method(std::string_view name) {
  std::vector<std::string> known;
  for (const StatsMethod& method : methods) {
    if (method.name == name) return method;
    known.emplace_back(method.name);
  }
  const std::string near = base::nearest(name, known);
  throw Error(Status::usage, "unknown-method",
              near.empty() ? fmt::format("there is no method {}", base::quoted(name))
                           : fmt::format("there is no method {}. Did you mean \"{}\"?", base::quoted(name), near),
              "methods: " + base::joined(known, ", "));
}

}  // namespace debrief::app
