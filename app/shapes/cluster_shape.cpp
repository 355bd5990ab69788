// A run of themes as JSON.

#include "app/shapes/cluster_shape.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "analytics/figures.h"
#include "app/cluster_labels.h"
#include "base/json.h"
#include "review/actions.h"
#include "review/incidents.h"
#include "review/reviews.h"

namespace debrief::app {

namespace {

using base::Json;

/// Incident id -> theme number, and theme number -> what people did about it.
struct Attention {
  std::map<std::int64_t, std::int64_t> reviewed;
  std::map<std::int64_t, std::int64_t> open_actions;
};

Attention attention(review::Store& store, const std::unordered_map<std::int64_t, std::int64_t>& theme_of) {
  Attention out;
  std::map<std::int64_t, std::set<std::int64_t>> themes_of_review;
  for (const auto& r : review::list_reviews(store)) {
    for (const std::int64_t incident : r.incidents) {
      const auto found = theme_of.find(incident);
      if (found == theme_of.end()) continue;
      ++out.reviewed[found->second];
      themes_of_review[r.id].insert(found->second);
    }
  }
  for (const auto& action : review::list_actions(store)) {
    if (!action.review_id || review::ended(action.status)) continue;
    for (const std::int64_t theme : themes_of_review[*action.review_id]) ++out.open_actions[theme];
  }
  return out;
}

/// Category -> share of the theme's incidents, largest first.
Json category_mix(const review::IncidentColumns& columns, const std::vector<std::uint32_t>& rows) {
  Json mix = Json::object();
  for (const auto& bar : analytics::pareto(columns.category, rows)) mix[bar.label] = bar.share;
  return mix;
}

/// Trend of incidents a month, by label of the theme.
std::map<std::string, Json> trends(review::Store& store, const review::IncidentColumns& columns) {
  const review::Labels labels = theme_labels(store, columns);
  analytics::FigureRequest request;
  request.ids = {"incidents"};
  request.period = base::Period::month;
  request.by = analytics::GroupBy::cluster;
  request.clusters = &labels;
  request.all_kinds = true;
  request.zone = store.zone();
  std::map<std::string, Json> out;
  for (const auto& figure : analytics::compute_figures(columns, request).figures) {
    if (!figure.series || !figure.series->trend) continue;
    const auto& trend = *figure.series->trend;
    out[figure.group_value] = {
        {"slope_per_period", trend.slope_per_period}, {"period", "month"}, {"p", trend.p}, {"verdict", trend.verdict}};
  }
  return out;
}

}  // namespace

Json cluster_run_shape(review::Store& store, const review::StoredClusterRun& run) {
  const auto columns = review::incident_columns(store);
  std::unordered_map<std::int64_t, std::uint32_t> row_of;
  for (std::size_t i = 0; i < columns.size(); ++i) row_of[columns.id[i]] = static_cast<std::uint32_t>(i);
  std::unordered_map<std::int64_t, std::int64_t> theme_of;
  std::map<std::int64_t, std::vector<std::uint32_t>> rows_of;
  for (const auto& member : review::cluster_members(store, run.id)) {
    theme_of[member.incident_id] = member.number;
    if (const auto row = row_of.find(member.incident_id); row != row_of.end())
      rows_of[member.number].push_back(row->second);
  }
  const Attention seen = attention(store, theme_of);
  const auto trend_of = trends(store, columns);
  Json clusters = Json::array();
  for (const review::StoredTheme& theme : run.themes) {
    auto& rows = rows_of[theme.number];
    std::sort(rows.begin(), rows.end());
    const auto count = [&](const std::map<std::int64_t, std::int64_t>& of) {
      const auto found = of.find(theme.number);
      return found == of.end() ? std::int64_t{0} : found->second;
    };
    const auto trend = trend_of.find(theme.label);
    clusters.push_back(
        {{"id", theme.number},
         {"label", theme.label},
         {"terms", theme.terms},
         {"size", theme.size},
         {"share", run.n > 0 ? Json(static_cast<double>(theme.size) / static_cast<double>(run.n)) : Json()},
         {"stability", theme.stability},
         {"examples", theme.examples},
         {"near_miss", theme.near_miss.empty() ? Json() : Json(theme.near_miss)},
         {"category_mix", category_mix(columns, rows)},
         {"trend", trend == trend_of.end() ? Json() : trend->second},
         {"reviewed", count(seen.reviewed)},
         {"open_actions", count(seen.open_actions)}});
  }
  return {{"run",
           {{"id", run.id},
            {"at", base::rfc3339(run.at_ms)},
            {"n", run.n},
            {"clustered", run.n - run.outliers},
            {"outliers", run.outliers},
            {"k", run.themes.size()},
            {"method", run.method},
            {"seed", run.seed},
            {"stability", run.stability},
            {"notes", run.notes}}},
          {"clusters", clusters}};
}

}  // namespace debrief::app
