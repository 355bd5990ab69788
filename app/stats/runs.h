// What runs each method; one group per file.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/stats/methods.h"

namespace debrief::app {

// numbers.cpp
nlohmann::ordered_json run_describe(const StatsInput& input);
nlohmann::ordered_json run_quantiles(const StatsInput& input);
nlohmann::ordered_json run_bootstrap(const StatsInput& input);
nlohmann::ordered_json run_fdr(const StatsInput& input);
nlohmann::ordered_json run_association(const StatsInput& input);
nlohmann::ordered_json run_clustering_metrics(const StatsInput& input);
// shares.cpp
nlohmann::ordered_json run_wilson(const StatsInput& input);
nlohmann::ordered_json run_poisson(const StatsInput& input);
nlohmann::ordered_json run_mtbf(const StatsInput& input);
// survival.cpp
nlohmann::ordered_json run_kaplan_meier(const StatsInput& input);
// attribute_charts.cpp
nlohmann::ordered_json run_p_chart(const StatsInput& input);
nlohmann::ordered_json run_c_chart(const StatsInput& input);
nlohmann::ordered_json run_u_chart(const StatsInput& input);
nlohmann::ordered_json run_laney_p(const StatsInput& input);
nlohmann::ordered_json run_laney_u(const StatsInput& input);
// value_charts.cpp
nlohmann::ordered_json run_xmr(const StatsInput& input);
nlohmann::ordered_json run_run_chart(const StatsInput& input);
nlohmann::ordered_json run_g_chart(const StatsInput& input);
nlohmann::ordered_json run_t_chart(const StatsInput& input);
nlohmann::ordered_json run_cusum_ewma(const StatsInput& input);
// rules.cpp
nlohmann::ordered_json run_rules(const StatsInput& input);
// trend.cpp
nlohmann::ordered_json run_mann_kendall(const StatsInput& input);
nlohmann::ordered_json run_changepoint(const StatsInput& input);
nlohmann::ordered_json run_its(const StatsInput& input);
nlohmann::ordered_json run_stl(const StatsInput& input);
nlohmann::ordered_json run_holt_winters(const StatsInput& input);
// business_time.cpp
nlohmann::ordered_json run_business_time(const StatsInput& input);
// process.cpp
nlohmann::ordered_json run_process(const StatsInput& input);

}  // namespace debrief::app
