// A run of themes as JSON.

#include "app/shapes/cluster_shape.h"

#include "analytics/figures.h"
#include "base/json.h"

namespace debrief::app {

namespace {

using base::Json;
using templates::ThemesView;
using templates::ThemeView;

template <typename T>
Json known(const std::optional<T>& value) {
  return value ? Json(*value) : Json();
}

Json window_shape(const analytics::Window& w) {
  return {{"from", base::rfc3339(w.from)}, {"to", base::rfc3339(w.until)}};
}

/// Category -> share of the theme's incidents, largest first.
Json category_mix(const review::IncidentColumns& columns, const std::vector<std::uint32_t>& rows) {
  Json mix = Json::object();
  for (const auto& bar : analytics::pareto(columns.category, rows)) mix[bar.label] = bar.share;
  return mix;
}

Json trend_shape(const ThemesView& view, const ThemeView& theme) {
  if (!theme.movement || !view.periods) return nullptr;
  const auto& m = *theme.movement;
  Json before = window_shape(view.periods->before);
  before["n"] = m.before;
  Json recent = window_shape(view.periods->recent);
  recent["n"] = m.recent;
  return {{"verdict", analytics::name(m.movement)},
          {"ratio", known(m.rates.ratio)},
          {"ci95", Json::array({m.rates.low, known(m.rates.high)})},
          {"p", m.rates.p},
          {"q", m.q},
          {"recent", std::move(recent)},
          {"before", std::move(before)}};
}

Json cost_shape(const templates::ThemeCost& cost) {
  return {{"open_hours", cost.seconds ? Json(*cost.seconds / 3600) : Json()},
          {"median_time_to_resolve", known(cost.median_seconds)},
          {"resolved", cost.resolved},
          {"still_open", cost.unresolved},
          {"time_missing", cost.resolve_missing},
          {"customers_affected", known(cost.customers)},
          {"customers_known", cost.customers_known},
          {"customers_missing", cost.customers_missing},
          {"sla_missed", known(cost.sla_missed)},
          {"sla_known", cost.sla_known},
          {"sla_missing", cost.sla_missing}};
}

Json over_shape(const ThemesView& view, const ThemeView& theme) {
  Json out = Json::array();
  for (const std::size_t c : theme.over) {
    const auto& found = view.combinations.found[c];
    const auto& part = found.parts[1];
    const auto& d = view.dimensions[part.dimension];
    out.push_back({{"field", d.name},
                   {"value", d.values[part.value]},
                   {"n", found.n},
                   {"expected", found.expected},
                   {"lift", found.lift},
                   {"q", found.q}});
  }
  return out;
}

/// Nothing to say in a first run, and of a theme that people made.
Json since(const ThemesView& view, const review::StoredTheme& theme) {
  if (view.first || (theme.decided && !theme.overlap)) return nullptr;
  return theme.overlap ? "kept" : "new";
}

Json theme_shape(const ThemesView& view, std::size_t t, const review::IncidentColumns& columns) {
  const review::StoredTheme& theme = view.run.themes[t];
  const ThemeView& more = view.themes[t];
  Json causes = Json::array();
  for (const auto& c : more.work.causes) {
    causes.push_back({{"review", c.review_id},
                      {"kind", c.kind},
                      {"cause", c.cause.empty() ? Json() : Json(c.cause)},
                      {"text", c.text}});
  }
  Json codes = Json::array();
  for (const auto& [code, n] : more.codes) codes.push_back({{"code", code}, {"n", n}});
  return {{"id", theme.number},
          {"label", theme.label},
          {"terms", theme.terms},
          {"size", theme.size},
          {"share", view.run.n > 0 ? Json(static_cast<double>(theme.size) / static_cast<double>(view.run.n)) : Json()},
          {"share_ci95", more.share ? Json::array({more.share->low, more.share->high}) : Json()},
          {"rank", {{"place", more.rank.rank}, {"ci95", {more.rank.low, more.rank.high}}}},
          {"stability", theme.stability},
          {"tentative", more.tentative},
          {"group", theme.group > 0 ? Json(theme.group) : Json()},
          {"decided", theme.decided},
          {"since", since(view, theme)},
          {"overlap", known(theme.overlap)},
          {"examples", theme.examples},
          {"near_miss", theme.near_miss.empty() ? Json() : Json(theme.near_miss)},
          {"category_mix", category_mix(columns, more.rows)},
          {"trend", trend_shape(view, more)},
          {"over_represented", over_shape(view, more)},
          {"reviewed", more.work.incidents_reviewed},
          {"reviews", more.work.reviews},
          {"open_actions", more.work.actions.size()},
          {"actions", more.work.actions},
          {"causes", std::move(causes)},
          {"closure_codes", std::move(codes)},
          {"closure_code_missing", more.without_code},
          {"cost", cost_shape(more.cost)}};
}

/// Both stretches, and how often all incidents came in them.
Json periods_shape(const ThemesView& view) {
  if (!view.periods || !view.all) return nullptr;
  Json before = window_shape(view.periods->before);
  before["n"] = view.all->before;
  Json recent = window_shape(view.periods->recent);
  recent["n"] = view.all->recent;
  return {{"before", std::move(before)},
          {"recent", std::move(recent)},
          {"ratio", known(view.all->rates.ratio)},
          {"ci95", Json::array({view.all->rates.low, known(view.all->rates.high)})}};
}

Json groups_shape(const ThemesView& view) {
  Json out = Json::array();
  for (const auto& g : view.run.groups) {
    std::int64_t size = 0;
    Json clusters = Json::array();
    for (const auto& t : view.run.themes) {
      if (t.group != g.number) continue;
      size += t.size;
      clusters.push_back(t.number);
    }
    out.push_back(
        {{"id", g.number},
         {"label", g.label},
         {"size", size},
         {"share", view.run.n > 0 ? Json(static_cast<double>(size) / static_cast<double>(view.run.n)) : Json()},
         {"clusters", std::move(clusters)}});
  }
  return out;
}

}  // namespace

Json cluster_run_shape(const ThemesView& view, const review::IncidentColumns& columns) {
  const auto& run = view.run;
  Json clusters = Json::array();
  for (std::size_t t = 0; t < run.themes.size(); ++t) clusters.push_back(theme_shape(view, t, columns));
  Json vanished = Json::array();
  for (const auto& t : view.vanished) vanished.push_back({{"id", t.number}, {"label", t.label}, {"size", t.size}});
  return {
      {"run",
       {{"id", run.id},
        {"at", base::rfc3339(run.at_ms)},
        {"n", run.n},
        {"clustered", run.n - run.outliers},
        {"outliers", run.outliers},
        {"outlier_share", run.n > 0 ? Json(static_cast<double>(run.outliers) / static_cast<double>(run.n)) : Json()},
        {"k", run.themes.size()},
        {"method", run.method},
        {"seed", run.seed},
        {"stability", run.stability},
        {"notes", run.notes},
        {"vanished", std::move(vanished)},
        {"unapplied", run.unapplied},
        {"periods", periods_shape(view)},
        {"vital_few",
         {{"themes", view.few.few}, {"ci95", {view.few.few_low, view.few.few_high}}, {"share", view.few.held}}},
        {"old", view.age.old()},
        {"new_incidents", view.age.new_incidents},
        {"gone_incidents", view.age.gone_incidents},
        {"imports_since", view.age.imports_since}}},
      {"groups", groups_shape(view)},
      {"clusters", std::move(clusters)}};
}

Json decision_shape(const review::ThemeDecision& d) {
  Json parts = Json::array();
  for (const auto& p : d.parts) parts.push_back(p.theme);
  return {{"id", d.id},
          {"at", base::rfc3339(d.at_ms)},
          {"by", d.by},
          {"act", review::name(d.act)},
          {"theme", d.theme},
          {"others", d.others},
          {"parts", std::move(parts)},
          {"label", d.label.empty() ? Json() : Json(d.label)},
          {"incidents",
           d.act == review::ThemeAct::move ? Json(static_cast<std::int64_t>(d.incidents.size()) + d.gone) : Json()},
          {"said", review::said(d)},
          {"undone_at", d.undone_ms ? Json(base::rfc3339(*d.undone_ms)) : Json()}};
}

Json combinations_shape(const templates::CombinationsView& view, std::size_t limit) {
  Json items = Json::array();
  for (const auto& c : view.combinations.found) {
    if (items.size() >= limit) break;
    Json parts = Json::object();
    for (const auto& part : c.parts) {
      const auto& d = view.dimensions[part.dimension];
      parts[d.name] = d.values[part.value];
    }
    items.push_back({{"parts", std::move(parts)},
                     {"n", c.n},
                     {"of", c.of},
                     {"expected", c.expected},
                     {"lift", c.lift},
                     {"gain", c.gain},
                     {"p", c.p},
                     {"q", c.q}});
  }
  Json fields = Json::array();
  for (const auto& d : view.dimensions) fields.push_back(d.name);
  return {{"fields", std::move(fields)},
          {"tested", view.combinations.tested},
          {"found", view.combinations.found.size()},
          {"items", std::move(items)}};
}

}  // namespace debrief::app
