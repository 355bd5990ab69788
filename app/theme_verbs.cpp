// Verbs of `cluster` that decide about themes.

#include "app/theme_verbs.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "app/shapes/cluster_shape.h"
#include "app/theme_decisions.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "templates/facts/themes_view.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

constexpr std::int64_t most_themes = 1'000'000;

/// 0 where no theme may be meant.
std::int64_t theme_number(const std::string& text) { return whole_number(text, "the theme", 0, most_themes); }

std::int64_t wanted_theme(const std::string& text) { return whole_number(text, "the theme", 1, most_themes); }

/// What a decision did: the decision, and what could not be followed.
Status show_decision(Session& session, review::Store& store, std::int64_t id) {
  const auto decisions = review::theme_decisions(store);
  const auto it = std::find_if(decisions.begin(), decisions.end(), [&](const auto& d) { return d.id == id; });
  DEBRIEF_CHECK(it != decisions.end(), "a decision that was just kept is there");
  const auto run = newest_run(store);
  if (session.json()) {
    Json themes = Json::array();
    for (const auto& t : run.themes) themes.push_back({{"id", t.number}, {"label", t.label}, {"size", t.size}});
    session.answer({{"decision", decision_shape(*it)}, {"clusters", themes}, {"unapplied", run.unapplied}});
    return Status::done;
  }
  session.line(it->undone_ms ? fmt::format("Decision {} is taken back: {}", it->id, review::said(*it))
                             : fmt::format("Decision {}: {}", it->id, review::said(*it)));
  for (const auto& t : run.themes) {
    const bool part =
        std::any_of(it->parts.begin(), it->parts.end(), [&](const auto& p) { return p.theme == t.number; });
    if (t.number == it->theme || part)
      session.line(fmt::format("  {}  {}  {}", t.number, base::counted(t.size, "incident"), t.label));
  }
  for (const std::string& u : run.unapplied) session.line("Not followed: " + u);
  return Status::done;
}

}  // namespace

base::Status merge_verb(Session& session, const Arguments& a) {
  std::vector<std::int64_t> themes;
  for (const std::string& text : a.positional) themes.push_back(wanted_theme(text));
  review::Store& store = session.existing_writer();
  return show_decision(session, store, merge_themes(store, themes));
}

base::Status split_verb(Session& session, const Arguments& a) {
  const std::int64_t theme = wanted_theme(a.positional.front());
  const std::vector<std::string> refs(a.positional.begin() + 1, a.positional.end());
  if (!refs.empty() && a.has("into")) {
    throw Error(base::Status::usage, "options-apart",
                "name the incidents to take out, or --into how many parts, not both", "");
  }
  review::Store& store = session.existing_writer();
  const std::int64_t id = refs.empty()
                              ? split_theme(store, theme, static_cast<int>(a.integer("into", 2, 100).value_or(2)))
                              : split_theme(store, theme, refs, a.value("name"));
  return show_decision(session, store, id);
}

base::Status rename_verb(Session& session, const Arguments& a) {
  const std::int64_t theme = wanted_theme(a.positional.front());
  review::Store& store = session.existing_writer();
  return show_decision(session, store, rename_theme(store, theme, a.positional[1]));
}

base::Status move_verb(Session& session, const Arguments& a) {
  if (!a.has("to")) {
    throw Error(base::Status::usage, "missing-argument", "debrief cluster move needs --to ID",
                "0 takes incidents out of any theme");
  }
  const std::int64_t theme = theme_number(a.value("to"));
  review::Store& store = session.existing_writer();
  return show_decision(session, store, move_to_theme(store, theme, a.positional));
}

base::Status undo_verb(Session& session, const Arguments& a) {
  std::optional<std::int64_t> id;
  if (!a.positional.empty()) id = whole_number(a.positional.front(), "the decision", 1, std::int64_t{1} << 40);
  review::Store& store = session.existing_writer();
  return show_decision(session, store, undo_decision(store, id));
}

base::Status decisions_verb(Session& session, const Arguments&) {
  review::Store& store = session.reader();
  Json items = Json::array();
  TextTable table;
  table.column("Decision", Side::right);
  table.column("When");
  table.column("By");
  table.column("What");
  table.column("Taken back");
  const base::Zone zone = store.zone();
  for (const auto& d : review::theme_decisions(store)) {
    items.push_back(decision_shape(d));
    table.row({std::to_string(d.id), base::iso_local(d.at_ms, zone, base::Precision::minute), d.by, review::said(d),
               d.undone_ms ? base::iso_local(*d.undone_ms, zone, base::Precision::minute) : ""});
  }
  const auto run = review::newest_cluster_run(store);
  const std::vector<std::string> unapplied = run ? run->unapplied : std::vector<std::string>();
  if (session.json()) {
    session.answer({{"items", items}, {"unapplied", unapplied}, {"next", nullptr}});
    return Status::done;
  }
  if (table.empty()) {
    session.line("Nobody has decided anything about themes");
    return Status::done;
  }
  session.table(table);
  for (const std::string& u : unapplied) session.line("Not followed: " + u);
  return Status::done;
}

base::Status combinations_verb(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto limit =
      static_cast<std::size_t>(a.integer("limit", 1, 1'000'000).value_or(session.json() ? 1'000'000 : 20));
  const auto columns = review::incident_columns(store);
  const auto view = templates::combinations_view(store, columns, store.zone());
  if (session.json()) {
    session.answer(combinations_shape(view, limit));
    return Status::done;
  }
  TextTable table;
  table.column("Incidents", Side::right);
  table.column("Expected", Side::right);
  table.column("Lift", Side::right);
  table.column("q", Side::right);
  table.column("What occurs together");
  std::size_t shown = 0;
  for (const auto& c : view.combinations.found) {
    if (shown++ >= limit) break;
    table.row({base::grouped(c.n), fmt::format("{:.1f}", c.expected), fmt::format("{:.1f}", c.lift),
               c.q < 0.001 ? std::string("<0.001") : fmt::format("{:.3f}", c.q),
               templates::parts_said(c, view.dimensions)});
  }
  if (!table.empty()) session.table(table);
  const auto found = static_cast<long long>(view.combinations.found.size());
  session.line(found == 0 ? fmt::format("No two or three values occur together more often than they should ({} tested)",
                                        base::grouped(view.combinations.tested))
                          : fmt::format("{} of {} tested; a false discovery rate of 5 %, at least 5 incidents, at "
                                        "least 1.5 times the expected",
                                        base::counted(found, "combination"), base::grouped(view.combinations.tested)));
  return Status::done;
}

}  // namespace debrief::app
