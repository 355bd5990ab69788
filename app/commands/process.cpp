// process: how incidents move through the desk, from the entries of their log.

#include <algorithm>

#include <fmt/format.h>

#include "analytics/figures.h"
#include "app/calendar_file.h"
#include "app/command.h"
#include "app/session.h"
#include "app/shapes/figures_shape.h"
#include "app/words.h"
#include "base/json.h"
#include "base/text.h"
#include "review/incidents.h"
#include "templates/facts/service.h"
#include "templates/facts/trends_more.h"

namespace debrief::app {

namespace {

using analytics::ProcessView;
using base::Json;
using base::Status;

Json number(const std::optional<double>& v) { return v ? Json(*v) : Json(); }

Json passings(const std::vector<analytics::Passing>& list, const char* from, const char* to, bool times) {
  Json out = Json::array();
  for (const auto& p : list) {
    Json one{{from, p.from}, {to, p.to}, {"n", p.n}};
    if (times) {
      one["median"] = p.median;
      one["p90"] = p.p90;
    }
    out.push_back(std::move(one));
  }
  return out;
}

Json shape(const ProcessView& v, const review::IncidentColumns& t, const std::string& zone, bool cases) {
  Json figures = Json::array();
  for (const auto& f : v.figures) {
    Json one{{"id", f.id},
             {"title", f.title},
             {"unit", f.unit == analytics::Unit::score ? "per_incident" : analytics::name(f.unit)},
             {"better", analytics::name(f.better)},
             {"definition", f.definition},
             {"source", f.source}};
    put_sample(one, f.sample);
    if (cases) {
      one["cases"] = Json::array();
      for (const std::uint32_t row : f.sample.rows) one["cases"].push_back(t.ref[row]);
    }
    figures.push_back(std::move(one));
  }
  Json parts = Json::array();
  for (const auto& p : v.delay.parts) {
    const auto words = templates::said(p.part);
    parts.push_back({{"id", analytics::name(p.part)},
                     {"title", words.title},
                     {"definition", words.meaning},
                     {"n", p.n},
                     {"seconds", p.seconds},
                     {"share", v.delay.seconds > 0 ? Json(p.share) : Json()},
                     {"median", number(p.median)},
                     {"p90", number(p.p90)}});
  }
  Json states = Json::array();
  for (const auto& s : v.states) {
    states.push_back({{"state", s.state},
                      {"waiting", s.waits},
                      {"visits", s.visits},
                      {"incidents", s.incidents},
                      {"again", s.again},
                      {"seconds", s.seconds},
                      {"share", s.share},
                      {"median", s.median},
                      {"p90", s.p90}});
  }
  const bool none = v.incidents == 0;
  return {{"zone", zone},
          {"from", none ? Json() : Json(base::rfc3339(v.window.from))},
          {"to", none ? Json() : Json(base::rfc3339(v.window.until))},
          {"incidents", v.incidents},
          {"with_history", v.with_history},
          {"clock", v.service_clock ? "service" : "every-hour"},
          {"states_by", analytics::name(v.states_by)},
          {"figures", std::move(figures)},
          {"delay",
           {{"n", v.delay.n},
            {"open", v.delay.open},
            {"missing", v.delay.missing},
            {"seconds", v.delay.seconds},
            {"parts", std::move(parts)}}},
          {"states", std::move(states)},
          {"handovers", passings(v.handovers, "from", "to", true)},
          {"returns", passings(v.returns, "between", "and", false)},
          {"steps", passings(v.steps, "from", "to", true)}};
}

std::string said(const analytics::ProcessFigure& f) {
  if (f.unit == analytics::Unit::score) return f.sample.value ? fmt::format("{:.2f}", *f.sample.value) : "–";
  return value_text(f.sample.value, f.unit);
}

void print(Session& session, const ProcessView& v, const base::Zone& zone) {
  if (v.incidents == 0) {
    session.line("There is no incident in the window.");
    return;
  }
  session.line(fmt::format("{} from {} to {}; the log has entries {}. Lengths of time are {}.",
                           base::counted(v.incidents, "incident"), base::iso_date(v.window.from, zone),
                           base::iso_date(v.window.until - 1, zone),
                           v.with_history > 0 ? "of " + base::grouped(v.with_history) : std::string("of none"),
                           v.service_clock ? "on the service clock" : "by the wall clock, every hour counts"));
  session.line("");
  TextTable figures;
  figures.column("Figure");
  figures.column("Value", Side::right);
  figures.column("n", Side::right);
  figures.column("Missing", Side::right);
  figures.column("90 % within", Side::right);
  for (const auto& f : v.figures) {
    const bool times = f.unit == analytics::Unit::seconds && f.sample.p90;
    figures.row({std::string(f.title), said(f), base::grouped(f.sample.n), base::grouped(f.sample.missing),
                 times ? value_text(f.sample.p90, f.unit) : ""});
  }
  session.table(figures);
  for (const auto& f : v.figures) {
    for (const std::string& note : f.sample.notes) session.line(fmt::format("{}: {}", f.title, note));
  }
  if (v.delay.n > 0) {
    session.line("");
    session.line(session.strong(fmt::format("Where the time of {} goes", base::counted(v.delay.n, "ended incident"))));
    TextTable delay;
    delay.column("Part");
    delay.column("Share", Side::right);
    delay.column("n", Side::right);
    delay.column("Median of these", Side::right);
    for (const auto& p : v.delay.parts) {
      delay.row({std::string(templates::said(p.part).title), fmt::format("{:.1f} %", p.share * 100), base::grouped(p.n),
                 value_text(p.median, analytics::Unit::seconds)});
    }
    session.table(delay);
  }
  const auto list = [&](const char* title, const std::vector<analytics::Passing>& passed, bool times) {
    if (passed.empty()) return;
    session.line("");
    session.line(session.strong(title));
    for (std::size_t i = 0; i < passed.size() && i < 10; ++i) {
      const auto& p = passed[i];
      session.line(fmt::format("  {} × {} – {}{}", base::grouped(p.n), p.from, p.to,
                               times ? ", held " + value_text(p.median, analytics::Unit::seconds) + " before" : ""));
    }
  };
  if (!v.states.empty() && v.states_by != analytics::StateBy::kind) {
    session.line("");
    TextTable states;
    states.column("State");
    states.column("Share of time", Side::right);
    states.column("Incidents", Side::right);
    states.column("Came back", Side::right);
    states.column("Median stay", Side::right);
    for (const auto& s : v.states) {
      states.row({s.state, fmt::format("{:.1f} %", s.share * 100), base::grouped(s.incidents), base::grouped(s.again),
                  value_text(s.median, analytics::Unit::seconds)});
    }
    session.table(states);
  }
  list("Hand-overs", v.handovers, true);
  list("Back and forth", v.returns, false);
}

Status run(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const base::Zone zone = a.has("zone") ? zone_named(a.value("zone")) : store.zone();
  const auto columns = review::incident_columns(store);
  analytics::FigureRequest request;
  request.ids = {"incidents"};
  request.zone = zone;
  request.from = a.time("from", zone);
  request.until = a.time("to", zone);
  const auto counted = analytics::compute_figures(columns, request);
  const auto service = a.has("calendar") ? templates::service_times(store, columns, calendar_in(a.value("calendar")))
                                         : templates::service_times(store, columns);
  const ProcessView v = templates::process_of(
      store, columns,
      {.window = {counted.window.from, request.until ? counted.window.until : counted.window.until + 1},
       .rows = counted.figures.front().sample.rows,
       .first_lines = a.all("first-line"),
       .service = service.get()});
  if (session.json()) {
    session.answer(shape(v, columns, zone.name(), a.has("cases")));
  } else {
    print(session, v, zone);
  }
  return Status::done;
}

}  // namespace

extern const Command process_command{
    .name = "process",
    .title = "Show how incidents move: hand-overs, waits, rework, and where the time goes",
    .group = "Look",
    .verbs = {{"",
               "",
               "Reads the entries of the log of every incident.",
               {{"--from", "DATE", "incidents opened from this day (or time) on"},
                {"--to", "DATE", "up to this day (or time), which no longer counts"},
                {"--first-line", "TEAM", "a team of the first line; again for more"},
                {"--cases", "", "with --json, the incidents behind each figure"},
                {"--calendar", "FILE", "a calendar of service hours, for this run only"},
                {"--zone", "ZONE", "whose days; the workspace's unless told"}},
               run}},
};

}  // namespace debrief::app
