// Themes with all that is known of them.

#include "templates/facts/themes_view.h"

#include <algorithm>
#include <limits>
#include <map>
#include <numeric>
#include <unordered_map>

#include <fmt/format.h>

#include "analytics/background.h"
#include "analytics/figures.h"
#include "base/text.h"
#include "review/incidents.h"
#include "templates/facts/words.h"

namespace debrief::templates {

namespace {

constexpr analytics::Window all_time{std::numeric_limits<base::Ms>::min() / 2,
                                     std::numeric_limits<base::Ms>::max() / 2};

std::vector<std::uint32_t> every_row(const review::IncidentColumns& columns) {
  std::vector<std::uint32_t> rows(columns.size());
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

std::vector<std::int32_t> theme_of_rows(review::Store& store, const review::IncidentColumns& columns,
                                        const review::StoredClusterRun& run) {
  std::map<std::int64_t, std::int32_t> place;
  for (std::size_t t = 0; t < run.themes.size(); ++t) place[run.themes[t].number] = static_cast<std::int32_t>(t);
  std::unordered_map<std::int64_t, std::int32_t> of_incident;
  for (const auto& m : review::cluster_members(store, run.id)) {
    if (const auto theme = place.find(m.number); theme != place.end()) of_incident[m.incident_id] = theme->second;
  }
  std::vector<std::int32_t> out;
  for (const std::int64_t id : columns.id) {
    const auto theme = of_incident.find(id);
    out.push_back(theme == of_incident.end() ? -1 : theme->second);
  }
  return out;
}

std::vector<std::string> theme_names(const review::StoredClusterRun& run) {
  std::vector<std::string> out;
  for (const auto& t : run.themes) out.push_back(fmt::format("{}. {}", t.number, t.label));
  return out;
}

ThemeCost cost_of(const review::IncidentColumns& columns, const std::vector<std::uint32_t>& rows,
                  const analytics::Background& background, const std::vector<std::optional<double>>& customers,
                  const base::Zone& zone) {
  ThemeCost cost;
  const analytics::Question question{columns, rows, all_time, zone, &background};
  const analytics::Sample time = analytics::kpi_named("time_to_resolve")->compute(question);
  cost.resolved = time.n;
  cost.unresolved = time.open;
  cost.resolve_missing = time.missing + time.invalid;
  if (time.mean && time.n > 0) {
    cost.seconds = *time.mean * static_cast<double>(time.n);
    cost.median_seconds = time.median;
  }
  const analytics::Sample sla = analytics::kpi_named("sla_met")->compute(question);
  cost.sla_known = sla.n;
  cost.sla_missing = static_cast<std::int64_t>(rows.size()) - sla.n;
  if (sla.n > 0 && sla.numerator && sla.denominator) cost.sla_missed = *sla.denominator - *sla.numerator;
  double affected = 0;
  for (const std::uint32_t row : rows) {
    if (!customers[row]) {
      ++cost.customers_missing;
      continue;
    }
    ++cost.customers_known;
    affected += *customers[row];
  }
  if (cost.customers_known > 0) cost.customers = affected;
  return cost;
}

}  // namespace

ThemesView themes_view(review::Store& store, const review::IncidentColumns& columns,
                       const review::StoredClusterRun& run, const base::Zone& zone) {
  ThemesView view;
  view.run = run;
  view.age = review::run_age(store, run);
  view.first = !review::run_before(store, run.id).has_value();
  view.vanished = review::vanished_themes(store, run.id);
  view.theme_of = theme_of_rows(store, columns, run);
  view.themes.resize(run.themes.size());
  for (std::uint32_t row = 0; row < columns.size(); ++row) {
    if (view.theme_of[row] >= 0) view.themes[static_cast<std::size_t>(view.theme_of[row])].rows.push_back(row);
  }
  const std::vector<std::uint32_t> rows = every_row(columns);
  view.periods = analytics::periods_of(columns, zone);
  std::vector<analytics::ThemeMovement> movements;
  if (view.periods) {
    movements = analytics::theme_movements(columns, view.theme_of, view.themes.size(), *view.periods);
    const std::vector<std::int32_t> one(columns.size(), 0);
    view.all = analytics::theme_movements(columns, one, 1, *view.periods).front();
  }
  std::vector<std::int64_t> sizes;
  for (const auto& t : run.themes) sizes.push_back(t.size);
  view.few = analytics::vital_few(sizes, run.seed);
  view.dimensions = analytics::dimensions_of(columns, rows, view.theme_of, theme_names(run), zone);
  view.combinations = analytics::over_represented(view.dimensions);

  const auto background = analytics::background_of(columns, rows, nullptr, false);
  const auto customers = review::customers_affected(store, columns.id);
  auto work = review::theme_work(store, run);
  for (std::size_t t = 0; t < view.themes.size(); ++t) {
    ThemeView& theme = view.themes[t];
    theme.tentative = run.themes[t].stability < tentative_under;
    theme.share = analytics::wilson(run.themes[t].size, run.n);
    if (!movements.empty()) theme.movement = movements[t];
    theme.rank = view.few.ranks[t];
    theme.work = std::move(work[t]);
    theme.cost = cost_of(columns, theme.rows, background, customers, zone);
    if (!theme.rows.empty()) {
      for (const auto& bar : analytics::pareto(columns.closure_code, theme.rows))
        theme.codes.emplace_back(bar.label, bar.count);
    }
    std::int64_t with_code = 0;
    for (const std::uint32_t row : theme.rows) with_code += columns.closure_code.codes[row] != 0 ? 1 : 0;
    theme.without_code = static_cast<std::int64_t>(theme.rows.size()) - with_code;
    // The bar of those without is told apart from a code that reads the same by its count alone.
    std::erase_if(theme.codes, [&](const auto& c) { return c.first == "(none)" && c.second == theme.without_code; });
  }
  if (!view.dimensions.empty() && view.dimensions.front().name == "theme") {
    for (std::size_t c = 0; c < view.combinations.found.size(); ++c) {
      const auto& parts = view.combinations.found[c].parts;
      if (parts.size() == 2 && parts.front().dimension == 0) view.themes[parts.front().value].over.push_back(c);
    }
  }
  return view;
}

CombinationsView combinations_view(review::Store& store, const review::IncidentColumns& columns, const base::Zone& zone,
                                   std::optional<std::span<const std::uint32_t>> rows) {
  CombinationsView view;
  const auto run = review::newest_cluster_run(store);
  std::vector<std::int32_t> theme_of;
  std::vector<std::string> names;
  if (run) {
    theme_of = theme_of_rows(store, columns, *run);
    names = theme_names(*run);
  }
  const std::vector<std::uint32_t> all = rows ? std::vector<std::uint32_t>() : every_row(columns);
  view.dimensions = analytics::dimensions_of(columns, rows ? *rows : std::span(all), theme_of, names, zone);
  view.combinations = analytics::over_represented(view.dimensions);
  return view;
}

std::string parts_said(const analytics::Combination& combination, const std::vector<analytics::Dimension>& dimensions) {
  std::string out;
  for (const auto& part : combination.parts) {
    const auto& d = dimensions[part.dimension];
    out += (out.empty() ? "" : "; ") + d.name + " " + d.values[part.value];
  }
  return out;
}

std::string times_said(double ratio) {
  if (ratio >= 10) return fmt::format("{:.0f}", ratio);
  return ratio < 0.1 ? fmt::format("{:.2f}", ratio) : fmt::format("{:.1f}", ratio);
}

std::vector<std::string> remarks(const ThemesView& view) {
  std::vector<std::string> out;
  const auto& run = view.run;
  if (view.age.new_incidents > 0) {
    out.push_back(
        fmt::format("{} came after these themes were looked for and {} in none of them; debrief cluster run "
                    "looks again",
                    base::counted(view.age.new_incidents, "incident"), view.age.new_incidents == 1 ? "is" : "are"));
  } else if (view.age.old()) {
    out.emplace_back(
        "records were imported or taken back after these themes were looked for; debrief cluster run looks "
        "again");
  }
  if (view.age.gone_incidents > 0) {
    out.push_back(fmt::format("{} that these themes were found in {} no longer in the workspace",
                              base::counted(view.age.gone_incidents, "incident"),
                              view.age.gone_incidents == 1 ? "is" : "are"));
  }
  if (run.n > 0 && run.themes.empty()) {
    out.emplace_back(no_themes);
  } else if (run.n > 0 && run.outliers * 2 > run.n) {
    out.push_back(fmt::format("{} of the incidents are in no theme: what the themes say holds for the others only",
                              share_said(static_cast<double>(run.outliers) / static_cast<double>(run.n))));
  }
  std::vector<std::string> gone;
  for (const auto& t : view.vanished) gone.push_back(fmt::format("{} ({}, {})", t.number, t.label, t.size));
  if (!gone.empty()) out.push_back(fmt::format("no longer found since the run before: {}", base::joined(gone, "; ")));
  for (const std::string& u : run.unapplied) out.push_back("not followed: " + u);
  return out;
}

}  // namespace debrief::templates
