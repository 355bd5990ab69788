// The facts of the action sheet as a document.

#include "templates/facts/actions.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/action_charts.h"
#include "templates/facts/effect.h"
#include "templates/facts/measure.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"
#include "templates/sheets/sheets.h"

namespace debrief::templates {

using base::Json;

Json actions_facts(review::Store& store, std::optional<std::int64_t> review_id, const FactsFor& reader, Ledger& ledger,
                   DirectiveData& shown) {
  const Wall wall(reader.zone, "", false);
  const bool names = sees_colleagues(reader.audience);
  Json out;
  out["schema"] = "actions/1";
  out["audience"] = name(reader.audience);
  out["title"] = review_id ? fmt::format("Actions of PIR-{}", *review_id) : std::string("Actions");
  out["prepared"] = wall.date(reader.now);
  out["review"] = nullptr;
  if (review_id) {
    const auto r = review::review_by_id(store, *review_id);
    Json refs = Json::array();
    for (const auto id : r.incidents) {
      if (const auto i = review::incident_by_id(store, id)) refs.push_back(i->incident.ref);
    }
    out["review"] = {{"id", r.id}, {"title", r.title}, {"incidents", std::move(refs)}};
  }
  const auto actions = review::list_actions(store, review_id);
  std::int64_t open = 0, overdue = 0, done = 0, verified = 0, no_owner = 0, no_due = 0, no_measure = 0;
  Json list = Json::array(), wording = Json::array();
  TableMaker effects("How it is seen whether the actions work", {{"Key", Align::left, 0.07},
                                                                 {"Action", Align::left, 0.3},
                                                                 {"Measure", Align::left, 0.22},
                                                                 {"Before", Align::right},
                                                                 {"Target", Align::right},
                                                                 {"Window", Align::left},
                                                                 {"Verdict"}});
  TableMaker moved("Due dates that were moved",
                   {{"Key", Align::left, 0.08}, {"Action", Align::left, 0.38}, {"First date"}, {"Now"}, {"Reason"}});
  TableMaker words("Wording that could be more specific",
                   {{"Key", Align::left, 0.08}, {"Action", Align::left, 0.46}, {"What is missing"}});
  std::array<std::int64_t, 4> ages{};
  std::vector<ChartStack> by_date{{"in time", std::vector<double>(4)},
                                  {"overdue", std::vector<double>(4)},
                                  {"without a date", std::vector<double>(4)}};
  for (const auto& a : actions) {
    const std::string key = fmt::format("A-{}", a.id);
    const bool ended = review::ended(a.status);
    const bool carried_out = a.status == "implemented" || a.status == "under_observation" || a.status == "verified" ||
                             a.status == "not_effective" || a.status == "closed";
    const bool is_open = !ended && !carried_out;
    const bool late = is_open && a.due_ms && *a.due_ms < reader.now;
    open += is_open ? 1 : 0;
    overdue += late ? 1 : 0;
    done += carried_out ? 1 : 0;
    verified += a.verdict ? 1 : 0;
    if (is_open) {
      no_owner += a.owner ? 0 : 1;
      no_due += a.due_ms ? 0 : 1;
      no_measure += a.measure ? 0 : 1;
      const auto days = (reader.now - a.created_ms) / base::day_ms;
      const std::size_t age = days < 30 ? 0 : days < 90 ? 1 : days < 180 ? 2 : 3;
      ++ages[age];
      ++by_date[late ? 1 : a.due_ms ? 0 : 2].values[age];
    }
    const auto faults = review::wording_faults(a);
    Json j{{"key", key}, {"review", a.review_id ? Json(fmt::format("PIR-{}", *a.review_id)) : Json()}};
    for (const auto& f : action_fields()) {
      const bool hidden = !names && (f.field == "owner" || f.field == "verifier");
      const std::string text = hidden ? "" : action_text(a, f.field, reader.zone);
      j[std::string(f.field)] = text.empty() ? Json() : Json(text);
    }
    j["created"] = wall.date(a.created_ms);
    j["first_due"] = a.original_due_ms ? Json(wall.date(*a.original_due_ms)) : Json();
    j["overdue"] = late;
    j["faults"] = faults;
    list.push_back(std::move(j));
    const auto number = [](const std::optional<double>& v) { return v ? number_said(*v) : std::string(); };
    const auto answer = review::newest_answer(store, a.id);
    effects.row({key, a.title, a.measure ? measure_said(*a.measure) : "no measure named", number(a.baseline), number(a.target),
                 window_cell(a.window_days, review::plans_of(store, a.id)), verdict_cell(a.verdict.value_or(""), answer ? &*answer : nullptr, reader.zone)});
    if (a.original_due_ms && a.due_ms && *a.original_due_ms != *a.due_ms) {
      moved.row(
          {key, a.title, wall.date(*a.original_due_ms), wall.date(*a.due_ms), a.reason.value_or("none recorded")});
    }
    if (!faults.empty() && !ended) {
      words.row({key, a.title, listed(faults)});
      wording.push_back({{"key", key}, {"faults", faults}});
    }
    ledger.note("Action " + key, a.title + ": " + a.status, fmt::format("action {}", a.id));
  }
  out["counts"] = {{"all", actions.size()}, {"open", open},
                   {"overdue", overdue},    {"done", done},
                   {"verified", verified},  {"without_owner", no_owner},
                   {"without_due", no_due}, {"without_measure", no_measure}};
  out["actions"] = std::move(list);
  out["wording"] = std::move(wording);
  Json ageing = Json::array();
  static constexpr std::array<std::string_view, 4> age_labels{"under 30 days", "30 to 89 days", "90 to 179 days",
                                                              "180 days or more"};
  for (std::size_t i = 0; i < ages.size(); ++i) ageing.push_back({{"label", age_labels[i]}, {"n", ages[i]}});
  out["ageing"] = std::move(ageing);
  if (!actions.empty()) {
    shown.tables["actions"] = action_table(actions, wall, reader.now, names);
    shown.tables["effects"] = effects.take();
  }
  if (!moved.empty()) shown.tables["moved"] = moved.take();
  if (!words.empty()) shown.tables["wording"] = words.take();
  if (open > 0) {
    shown.charts["ageing"] =
        stacked_chart("Open actions by age",
                      fmt::format("{} open, {} of them overdue.", base::counted(open, "action"), overdue), "actions",
                      {age_labels.begin(), age_labels.end()}, std::move(by_date));
  }
  action_charts_into(store, actions, reader, shown);
  Json tables = Json::object(), charts = Json::object();
  for (const auto& [k, t] : shown.tables) tables[k] = true;
  for (const auto& [k, c] : shown.charts) charts[k] = true;
  out["tables"] = std::move(tables);
  out["charts"] = std::move(charts);
  return out;
}

}  // namespace debrief::templates
