// Themes and patterns as the trend report prints them.

#include "templates/facts/themes_part.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "analytics/themes/arrivals.h"
#include "base/json.h"
#include "base/text.h"
#include "review/clusters.h"
#include "review/store.h"
#include "templates/charts/charts.h"
#include "templates/facts/tables.h"
#include "templates/facts/themes_view.h"
#include "templates/facts/words.h"

namespace debrief::templates {

using base::Json;
using Measured = analytics::Figure;

namespace {

constexpr std::size_t most_charts = 2;
constexpr std::size_t most_in_tables = 12;
constexpr std::size_t most_combinations = 10;
constexpr std::size_t most_bars = 12;
constexpr std::int64_t least_arrivals = 50;

std::string shares_said(const std::optional<analytics::Interval95>& interval) {
  return interval ? share_said(interval->low) + " to " + share_said(interval->high) : std::string();
}

/// "growing: 2.4 times the rate of before (1.5 to 3.9)".
std::string lately_said(const ThemeView& theme) {
  if (!theme.movement) return "";
  const auto& m = *theme.movement;
  switch (m.movement) {
    case analytics::Movement::none:
      return "no evidence of a change";
    case analytics::Movement::appeared:
      return fmt::format("new: {}, none before", count_said(m.recent, "record"));
    case analytics::Movement::vanished:
      return fmt::format("vanished: none, {} before", m.before);
    default:
      return fmt::format("{}: {} times the rate of before ({} to {})", analytics::name(m.movement),
                         times_said(m.rates.ratio.value_or(0)), times_said(m.rates.low),
                         m.rates.high ? times_said(*m.rates.high) : "any");
  }
}

/// "category Billing (7.7 times), team Desk 2 (3.2 times)": the strongest three.
std::string over_said(const ThemesView& view, const ThemeView& theme) {
  std::vector<std::string> said;
  for (const std::size_t c : theme.over) {
    if (said.size() == 3) break;
    const auto& found = view.combinations.found[c];
    const auto& part = found.parts[1];
    const auto& d = view.dimensions[part.dimension];
    said.push_back(fmt::format("{} {} ({} times)", d.name, d.values[part.value], times_said(found.lift)));
  }
  return base::joined(said, ", ");
}

/// As the figures by theme call it.
std::string named(const review::StoredTheme& theme) { return fmt::format("{}. {}", theme.number, theme.label); }

/// What the control chart of a theme says, and the chart where it shows a change and there is room for it.
struct OverTime {
  std::string said = "no figures over time";
  std::string chart;
  bool moved = false;
};

std::map<std::string, OverTime> over_time(const ThemesAsked& w, const ThemesView& view) {
  std::map<std::string, OverTime> out;
  std::map<std::string, const Measured*> of;
  for (const Measured& f : w.figures.figures) {
    if (f.series) of[f.group_value] = &f;
  }
  std::size_t charted = 0;
  for (std::size_t t = 0; t < view.run.themes.size(); ++t) {
    const std::string key = named(view.run.themes[t]);
    OverTime& o = out[key];
    const auto figure = of.find(key);
    if (figure == of.end()) continue;
    const Measured& f = *figure->second;
    if (!shows_change(f) && !to_watch(f)) {
      o.said = no_rules(f).empty() ? "no evidence of a change" : "too few to say";
      continue;
    }
    o.said = series_finding(f, w.reader.zone);
    o.said = o.said.substr(o.said.find(": ", figure_title(f).size()) + 2);
    o.said = shows_change(f) ? capitalised(o.said) : "To be watched: " + o.said;
    o.moved = shows_change(f);
    if (charted == most_charts || !shows_change(f)) continue;
    if (auto chart = xmr_chart(f, w.reader.zone)) {
      o.chart = fmt::format("theme-{}", view.run.themes[t].number);
      w.shown.charts[o.chart] = std::move(*chart);
      ++charted;
    }
  }
  return out;
}

void groups_table(const ThemesAsked& w, const ThemesView& view) {
  TableMaker t("Groups of themes", {{"Group", Align::left, 0.3},
                                    {"Themes", Align::right},
                                    {"Records", Align::right},
                                    {"Share", Align::right},
                                    {"Largest themes", Align::left, 0.4}});
  for (const auto& group : view.run.groups) {
    std::int64_t size = 0;
    std::int64_t themes = 0;
    std::vector<std::string> largest;
    for (const auto& theme : view.run.themes) {
      if (theme.group != group.number) continue;
      size += theme.size;
      ++themes;
      if (largest.size() < 3) largest.push_back(fmt::format("{} ({})", theme.number, theme.label));
    }
    t.row({fmt::format("{}. {}", group.number, group.label), std::to_string(themes), base::grouped(size),
           view.run.n > 0 ? share_said(static_cast<double>(size) / static_cast<double>(view.run.n)) : "",
           base::joined(largest, "; ")});
  }
  if (!t.empty()) w.shown.tables["theme-groups"] = t.take();
}

/// Each figure with how many records it rests on, where that is not all of them.
void work_table(const ThemesAsked& w, const ThemesView& view) {
  TableMaker t("What themes take, and who deals with them", {{"Theme", Align::left, 0.24},
                                                             {"Time open, all added up", Align::right},
                                                             {"Median time to resolve", Align::right},
                                                             {"Targets missed", Align::right},
                                                             {"Customers affected", Align::right},
                                                             {"Reviewed", Align::right},
                                                             {"Open actions", Align::right},
                                                             {"Closure codes", Align::left, 0.2}});
  const auto of = [](std::int64_t known, std::size_t all) {
    return known == static_cast<std::int64_t>(all) ? std::string() : fmt::format(" (of {})", known);
  };
  for (std::size_t i = 0; i < view.themes.size(); ++i) {
    const ThemeView& theme = view.themes[i];
    if (i >= most_in_tables && theme.work.reviews.empty()) continue;
    const ThemeCost& c = theme.cost;
    std::vector<std::string> codes;
    for (const auto& [code, n] : theme.codes) {
      if (codes.size() < 2) codes.push_back(fmt::format("{} {}", code, n));
    }
    if (theme.without_code > 0 && !theme.codes.empty()) codes.push_back(fmt::format("none {}", theme.without_code));
    t.row({fmt::format("{}. {}", view.run.themes[i].number, view.run.themes[i].label),
           c.seconds ? fmt::format("{} h{}", base::grouped(std::llround(*c.seconds / 3600)),
                                   of(c.resolved, theme.rows.size()))
                     : "",
           c.median_seconds ? base::plain_duration(*c.median_seconds) : "",
           c.sla_missed ? fmt::format("{} of {}", *c.sla_missed, c.sla_known) : "",
           c.customers ? base::grouped(std::llround(*c.customers)) + of(c.customers_known, theme.rows.size()) : "",
           theme.work.reviews.empty() ? "none"
                                      : fmt::format("{} of {}", theme.work.incidents_reviewed, theme.rows.size()),
           theme.work.actions.empty() ? "none" : std::to_string(theme.work.actions.size()), base::joined(codes, ", ")});
  }
  if (!t.empty()) w.shown.tables["theme-work"] = t.take();
}

void causes_table(const ThemesAsked& w, const ThemesView& view) {
  TableMaker t("Causes that reviews found, by theme", {{"Theme", Align::left, 0.24},
                                                       {"Review", Align::left},
                                                       {"Kind", Align::left},
                                                       {"Area", Align::left},
                                                       {"What was found", Align::left, 0.44}});
  for (std::size_t i = 0; i < view.themes.size(); ++i) {
    for (const auto& cause : view.themes[i].work.causes) {
      t.row({fmt::format("{}. {}", view.run.themes[i].number, view.run.themes[i].label),
             fmt::format("PIR-{}", cause.review_id), unscored(cause.kind), unscored(cause.cause), cause.text});
    }
  }
  if (!t.empty()) w.shown.tables["theme-causes"] = t.take();
}

void ranks(const ThemesAsked& w, const ThemesView& view) {
  if (view.run.themes.size() < 2) return;
  std::vector<analytics::ParetoBar> bars;
  std::int64_t all = 0;
  for (const auto& theme : view.run.themes) all += theme.size;
  std::int64_t so_far = 0;
  TableMaker t("Largest themes, and how sure their order is", {{"Theme", Align::left, 0.4},
                                                               {"Records", Align::right},
                                                               {"Cumulated", Align::right},
                                                               {"Place", Align::right},
                                                               {"95 % interval", Align::right}});
  for (std::size_t i = 0; i < view.run.themes.size(); ++i) {
    const auto& theme = view.run.themes[i];
    so_far += theme.size;
    const auto share = [&](std::int64_t n) {
      return static_cast<double>(n) / static_cast<double>(std::max<std::int64_t>(1, all));
    };
    const std::string label = fmt::format("{}. {}", theme.number, theme.label);
    bars.push_back({label, theme.size, share(theme.size), share(so_far)});
    if (i >= most_bars) continue;
    const auto& rank = view.themes[i].rank;
    t.row({label, base::grouped(theme.size), share_said(share(so_far)), std::to_string(rank.rank),
           rank.low == rank.high ? std::to_string(rank.low) : fmt::format("{} to {}", rank.low, rank.high)});
  }
  w.shown.tables["theme-ranks"] = t.take();
  w.shown.charts["theme-pareto"] = pareto_chart("Records by theme", bars, "records in a theme", most_bars);
}

}  // namespace

Json themes_part(const ThemesAsked& w) {
  const auto run = review::newest_cluster_run(w.store);
  if (!run) return nullptr;
  const ThemesView view = themes_view(w.store, w.columns, *run, w.reader.zone);
  const auto charts = over_time(w, view);
  Json list = Json::array();
  Json moved = Json::array();
  TableMaker t("Themes in the words of the log", {{"Theme", Align::left, 0.24},
                                                  {"Records", Align::right},
                                                  {"Share", Align::right},
                                                  {"Stability", Align::right},
                                                  {"Typical records", Align::left, 0.16},
                                                  {"Lately", Align::left, 0.16},
                                                  {"Over time", Align::left, 0.2}});
  std::size_t left_out = 0;
  const auto add = [&](std::size_t i) {
    const auto& theme = run->themes[i];
    const ThemeView& more = view.themes[i];
    const std::string key = fmt::format("{}. {}", theme.number, theme.label);
    const OverTime& o = charts.at(key);
    const double share = run->n > 0 ? static_cast<double>(theme.size) / static_cast<double>(run->n) : 0;
    const std::vector<std::string> examples(
        theme.examples.begin(),
        theme.examples.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, theme.examples.size())));
    const std::string lately = lately_said(more);
    w.ledger.note("Theme: " + theme.label, fmt::format("{} of {}", theme.size, run->n),
                  "themes found by " + run->method);
    list.push_back({{"number", theme.number},
                    {"label", theme.label},
                    {"group", theme.group > 0 ? Json(theme.group) : Json()},
                    {"size", theme.size},
                    {"share", share_said(share)},
                    {"interval", shares_said(more.share)},
                    {"stability", fmt::format("{:.2f}", theme.stability)},
                    {"tentative", more.tentative},
                    {"terms", theme.terms},
                    {"examples", theme.examples},
                    {"near_miss", theme.near_miss.empty() ? Json() : Json(theme.near_miss)},
                    {"trend", o.said},
                    {"lately", lately},
                    {"over", over_said(view, more)},
                    {"chart", o.chart.empty() ? Json() : Json(o.chart)}});
    if (more.movement && more.movement->movement != analytics::Movement::none) {
      moved.push_back(fmt::format("{}{}: {}", key, more.tentative ? " (tentative)" : "", lately));
      w.ledger.note("Theme lately: " + theme.label, lately,
                    fmt::format("{} against {} records; exact test of two Poisson counts, q = {:.3f}",
                                more.movement->recent, more.movement->before, more.movement->q));
    }
    // The small ones without a story would fill pages.
    if (i >= most_in_tables && !o.moved && (!more.movement || more.movement->movement == analytics::Movement::none)) {
      ++left_out;
      return;
    }
    t.row({key + (more.tentative ? " (tentative)" : ""), base::grouped(theme.size),
           fmt::format("{} ({})", share_said(share), shares_said(more.share)), fmt::format("{:.2f}", theme.stability),
           base::joined(examples, ", "), lately, o.said});
  };
  for (const auto& group : run->groups) {
    for (std::size_t i = 0; i < run->themes.size(); ++i) {
      if (run->themes[i].group == group.number) add(i);
    }
  }
  for (std::size_t i = 0; i < run->themes.size(); ++i) {
    if (run->groups.empty() || run->themes[i].group == 0) add(i);
  }
  if (!t.empty()) w.shown.tables["themes"] = t.take();
  groups_table(w, view);
  work_table(w, view);
  if (sees_internal(w.reader.audience)) causes_table(w, view);
  ranks(w, view);

  Json notes = Json::array();
  for (const std::string& remark : remarks(view)) {
    // Without themes the section itself says so.
    if (remark != no_themes) notes.push_back(capitalised(remark));
  }
  std::string lately;
  if (view.periods) {
    lately = fmt::format("{} to {}, against {} to {}", base::plain_date(view.periods->recent.from, w.reader.zone),
                         base::plain_date(view.periods->recent.until - 1, w.reader.zone),
                         base::plain_date(view.periods->before.from, w.reader.zone),
                         base::plain_date(view.periods->before.until - 1, w.reader.zone));
    if (view.all && view.all->rates.ratio)
      lately += fmt::format("; all records came {} times as often", times_said(*view.all->rates.ratio));
  }
  std::string few;
  if (run->themes.size() > 1) {
    few = fmt::format("{} of {} hold {} of the records that are in any; counted again, {} to {} would.", view.few.few,
                      count_said(static_cast<std::int64_t>(run->themes.size()), "theme"), share_said(view.few.held),
                      view.few.few_low, view.few.few_high);
  }
  const double outside = run->n > 0 ? static_cast<double>(run->outliers) / static_cast<double>(run->n) : 0;
  return {{"run",
           {{"n", run->n},
            {"clustered", run->n - run->outliers},
            {"outliers", run->outliers},
            {"outlier_share", share_said(outside)},
            {"themes", run->themes.size()},
            {"left_out", left_out},
            {"method", run->method},
            {"stability", fmt::format("{:.2f}", run->stability)},
            {"at", base::plain_date(run->at_ms, w.reader.zone)},
            {"notes", run->notes}}},
          {"remarks", std::move(notes)},
          {"lately", lately},
          {"moved", std::move(moved)},
          {"few", few},
          {"list", std::move(list)}};
}

Json patterns_part(const ThemesAsked& w) {
  const analytics::Arrivals come = analytics::arrivals(w.columns, w.rows, w.reader.zone);
  if (come.n >= least_arrivals)
    w.shown.charts["arrivals"] = arrivals_chart("Records by hour and weekday", come, w.reader.zone);
  const CombinationsView view = combinations_view(w.store, w.columns, w.reader.zone, w.rows);
  TableMaker t("What occurs together", {{"Values", Align::left, 0.5},
                                        {"Records", Align::right},
                                        {"Expected", Align::right},
                                        {"Times as many", Align::right},
                                        {"q", Align::right}});
  for (const auto& c : view.combinations.found) {
    if (t.size() == most_combinations) break;
    t.row({parts_said(c, view.dimensions), base::grouped(c.n), number_said(c.expected), times_said(c.lift),
           c.q < 0.001 ? std::string("under 0.001") : fmt::format("{:.3f}", c.q)});
  }
  const std::size_t shown = t.size();
  if (!t.empty()) w.shown.tables["combinations"] = t.take();
  return {{"combinations",
           {{"found", view.combinations.found.size()}, {"tested", view.combinations.tested}, {"shown", shown}}},
          {"without", come.without}};
}

}  // namespace debrief::templates
