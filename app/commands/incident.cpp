// incident: what the log says, one record or many.

#include <algorithm>

#include <fmt/format.h>

#include "app/command.h"
#include "app/interrupt.h"
#include "app/session.h"
#include "app/shapes/incident_shape.h"
#include "app/similar.h"
#include "base/json.h"
#include "base/text.h"
#include "review/duplicates.h"
#include "review/imports.h"
#include "review/incidents.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;
using review::EventKind;
using review::StoredIncident;
using review::TextField;
using review::TimeField;

constexpr std::size_t similar_shown = 5;

std::vector<review::Condition> conditions_of(const Arguments& a) {
  std::vector<review::Condition> conditions;
  for (const std::string& text : a.all("where")) {
    const auto parsed = review::parse_where(text);
    conditions.insert(conditions.end(), parsed.begin(), parsed.end());
  }
  return conditions;
}

std::string local(const std::optional<base::Stamp>& stamp, const base::Zone& zone) {
  return stamp ? base::iso_local(stamp->at, zone, std::max(stamp->precision, base::Precision::minute)) : "";
}

void print_list(Session& session, review::Store& store, const review::IncidentPage& page, std::int64_t all,
                bool filtered) {
  if (page.items.empty()) {
    const auto contacts = review::count_contacts(store), intervals = review::count_intervals(store);
    if (!filtered && contacts + intervals > 0) {
      session.line(fmt::format("This workspace holds {} and no incidents. Figures over them: debrief kpi contacts "
                               "service_level abandon_rate asa aht",
                               contacts > 0 ? base::counted(contacts, "contact") : base::counted(intervals, "interval")));
      return;
    }
    session.line(filtered ? fmt::format("No incidents match. {} in this workspace; leave --where out to see them",
                                        base::counted(review::count_incidents(store), "incident"))
                          : "This workspace holds no incidents yet. Start with: debrief import FILE");
    return;
  }
  const base::Zone zone = store.zone();
  TextTable table;
  table.column("Reference");
  table.column("Opened");
  table.column("Priority");
  table.column("Status");
  table.column("Team");
  table.column("Title");
  for (const StoredIncident& stored : page.items) {
    const auto& i = stored.incident;
    table.row({i.ref, local(i[TimeField::opened], zone), i[TextField::priority].value_or(""),
               i[TextField::status].value_or(""), i[TextField::team].value_or(""),
               i[TextField::title] ? *i[TextField::title] : base::cut(i[TextField::description].value_or(""), 80)});
  }
  session.table(table);
  session.line(fmt::format("{} of {}, times in {}", base::grouped(static_cast<long long>(page.items.size())),
                           base::counted(all, "incident"), zone.name()));
  if (!page.next.empty()) session.line(fmt::format("More: --after {}", page.next));
}

Status run_list(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto conditions = conditions_of(a);
  const auto limit = a.integer("limit", 1, 1'000'000'000);
  if (session.json_lines()) {
    std::int64_t left = limit.value_or(-1);
    review::stream_incidents(store, conditions, [&](const StoredIncident& stored) {
      stop_if_interrupted();
      session.json_line(incident_shape(stored));
      return --left != 0;
    });
    return Status::done;
  }
  const auto page =
      review::list_incidents(store, conditions, static_cast<std::size_t>(limit.value_or(50)), a.value("after"));
  if (!session.json()) {
    print_list(session, store, page, review::count_incidents(store, conditions), !conditions.empty());
    return Status::done;
  }
  Json items = Json::array();
  for (const StoredIncident& stored : page.items) items.push_back(incident_shape(stored));
  session.answer({{"items", std::move(items)}, {"next", page.next.empty() ? Json() : Json(page.next)}});
  return Status::done;
}

std::string words_of(const review::Incident& i) {
  return i[TextField::title].value_or("") + " " + i[TextField::description].value_or("");
}

Json provenance_of(review::Store& store, const StoredIncident& stored) {
  if (stored.import_id == 0) return nullptr;
  const auto summary = review::import_by_id(store, stored.import_id);
  const Json receipt = base::parse_json(summary.receipt).maybe().value_or(Json::object());
  return {{"import", stored.import_id},
          {"file", summary.file},
          {"sha256", receipt.value("sha256", Json())},
          {"row", stored.row > 0 ? Json(stored.row) : Json()},
          {"rows", stored.rows}};
}

Json communication_shape(const review::StoredEvent& stored) {
  const Json e = event_shape(stored);
  return {{"seq", e["seq"]},           {"at", e["at"]},           {"sender", e["actor"]},
          {"audience", e["audience"]}, {"channel", e["channel"]}, {"direction", e["direction"]},
          {"text", e["text"]},         {"row", e["row"]}};
}

Json shown_document(review::Store& store, const StoredIncident& stored) {
  const auto events = review::events_of(store, stored.id);
  Json out = incident_shape(stored);
  Json event_list = Json::array();
  Json communications = Json::array();
  for (const auto& event : events) {
    event_list.push_back(event_shape(event));
    if (event.event.kind == EventKind::communication) communications.push_back(communication_shape(event));
  }
  out["events"] = std::move(event_list);
  out["communications"] = std::move(communications);
  out["missing_fields"] = review::completeness(stored.incident, events.size()).missing;
  Json similar = Json::array();
  for (const Similar& s : similar_incidents(store, stored.incident.ref, words_of(stored.incident), similar_shown)) {
    similar.push_back({{"ref", s.ref}, {"title", s.title.empty() ? Json() : Json(s.title)}, {"score", s.score}});
  }
  out["similar"] = std::move(similar);
  Json children = Json::array();
  for (const StoredIncident& child : review::children_of(store, stored)) children.push_back(child.incident.ref);
  out["children"] = std::move(children);
  Json related = Json::array();
  for (const review::Related& r : review::related_to(store, stored.id)) {
    related.push_back({{"how", r.how}, {"ref", r.ref}, {"source", r.there ? Json(r.source) : Json()}, {"there", r.there}});
  }
  out["related"] = std::move(related);
  Json same = Json::array();
  for (const review::Linked& l : review::linked_to(store, stored.id)) {
    same.push_back({{"ref", l.ref}, {"source", l.source}, {"counts", l.counts}});
  }
  out["same_as"] = std::move(same);
  Json changes = Json::array();
  for (const review::FieldChange& c : review::history_of(store, stored.id)) {
    changes.push_back({{"at", base::rfc3339(c.at_ms)},
                       {"import", c.import_id > 0 ? Json(c.import_id) : Json()},
                       {"field", c.field},
                       {"before", c.before ? Json(*c.before) : Json()},
                       {"after", c.after ? Json(*c.after) : Json()}});
  }
  out["changes"] = std::move(changes);
  out["provenance"] = provenance_of(store, stored);
  return out;
}

std::string_view how_words(std::string_view how) {
  if (how == "child") return "has the child";
  if (how == "problem_of") return "is the problem of";
  if (how == "same_problem") return "shares its problem with";
  if (how == "changed_by") return "is the change of";
  return how;
}

void print_shown(Session& session, review::Store& store, const StoredIncident& stored) {
  const auto& i = stored.incident;
  const base::Zone zone = store.zone();
  session.line(session.strong(fmt::format("{}  {}", i.ref, shown(i[TextField::title].value_or("(no title)")))));
  TextTable fields;
  fields.column("Field");
  fields.column("Value");
  fields.row({"Kind", std::string(review::name(i.kind))});
  for (const auto& info : review::text_field_table()) {
    if (info.field != TextField::title && i[info.field]) fields.row({std::string(info.label), *i[info.field]});
  }
  for (const auto& info : review::time_field_table()) {
    if (i[info.field]) fields.row({std::string(info.label), local(i[info.field], zone)});
  }
  for (const auto& info : review::number_field_table()) {
    if (i[info.field]) fields.row({std::string(info.label), fmt::format("{:g}", *i[info.field])});
  }
  session.table(fields);
  const auto events = review::events_of(store, stored.id);
  if (!events.empty()) {
    session.line("");
    TextTable table;
    table.column("When");
    table.column("What");
    table.column("Who");
    table.column("Text");
    table.column("Row", Side::right);
    for (const auto& e : events) {
      const std::string who =
          e.event.actor_role.empty() ? e.event.actor : fmt::format("{} ({})", e.event.actor, e.event.actor_role);
      const std::string changed = base::joined(base::split(e.event.changes, '\n'), "; ");
      table.row({local(e.event.at, zone), std::string(review::name(e.event.kind)), who,
                 e.event.text.empty() ? changed : e.event.text, e.event.row > 0 ? std::to_string(e.event.row) : ""});
    }
    session.table(table);
  }
  session.line("");
  const auto missing = review::completeness(i, events.size()).missing;
  if (!missing.empty()) session.line("Missing: " + base::joined(missing, ", "));
  for (const review::Related& r : review::related_to(store, stored.id)) {
    session.line(fmt::format("Related: {} {}{}", how_words(r.how), r.ref, r.there ? "" : " (not in this workspace)"));
  }
  for (const review::Linked& l : review::linked_to(store, stored.id)) {
    session.line(fmt::format("Same incident: {}:{}, {}", l.source, l.ref,
                             l.counts ? "which figures count" : "which figures do not count again"));
  }
  const auto similar = similar_incidents(store, i.ref, words_of(i), similar_shown);
  for (const Similar& s : similar) session.line(fmt::format("Similar: {}  {}", s.ref, shown(s.title)));
  const Json from = provenance_of(store, stored);
  if (!from.is_null()) {
    session.line(fmt::format("From import {}, {}, row {}. Times in {}", from["import"].get<std::int64_t>(),
                             from["file"].get<std::string>(), stored.row, zone.name()));
  }
}

Status run_show(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const StoredIncident stored = review::incident_by_ref(store, a.positional.front());
  if (session.json()) {
    session.answer(shown_document(store, stored));
  } else {
    print_shown(session, store, stored);
  }
  return Status::done;
}

Json side_shape(const review::DuplicatePair::Side& side) {
  return {{"ref", side.ref},
          {"source", side.source},
          {"title", side.title.empty() ? Json() : Json(side.title)},
          {"opened_at", side.opened ? Json(base::rfc3339(*side.opened)) : Json()}};
}

Status run_duplicates(Session& session, const Arguments& a) {
  review::Store& store = session.reader();
  const auto limit = static_cast<std::size_t>(a.integer("limit", 1, 1'000'000).value_or(50));
  const auto pairs = review::duplicate_pairs(store, limit);
  if (session.json()) {
    Json items = Json::array();
    for (const auto& p : pairs) {
      items.push_back({{"a", side_shape(p.a)},
                       {"b", side_shape(p.b)},
                       {"score", p.score},
                       {"minutes_apart", p.minutes_apart ? Json(*p.minutes_apart) : Json()},
                       {"reasons", p.reasons}});
    }
    session.answer({{"items", std::move(items)}, {"next", nullptr}});
    return Status::done;
  }
  if (pairs.empty()) {
    session.line("No two sources of this workspace seem to tell the same incident.");
    return Status::done;
  }
  TextTable table;
  table.column("Sure", Side::right);
  table.column("One record");
  table.column("The other");
  table.column("Why");
  for (const auto& p : pairs) {
    table.row({fmt::format("{:.0f} %", p.score * 100), p.a.source + ":" + p.a.ref, p.b.source + ":" + p.b.ref,
               base::joined(p.reasons, "; ")});
  }
  session.table(table);
  session.line(fmt::format("Nothing is merged by itself. They are one incident: debrief incident link {}:{} {}:{}",
                           pairs.front().a.source, pairs.front().a.ref, pairs.front().b.source, pairs.front().b.ref));
  return Status::done;
}

Status run_link(Session& session, const Arguments& a) {
  review::link_incidents(session.existing_writer(), a.positional[0], a.positional[1]);
  if (session.json()) {
    session.answer({{"counts", a.positional[0]}, {"same_as", a.positional[1]}, {"linked", true}});
  } else {
    session.line(fmt::format("{} and {} are one incident; figures count {} only", a.positional[0], a.positional[1],
                             a.positional[0]));
  }
  return Status::done;
}

Status run_unlink(Session& session, const Arguments& a) {
  review::unlink_incidents(session.existing_writer(), a.positional[0], a.positional[1]);
  if (session.json()) {
    session.answer({{"a", a.positional[0]}, {"b", a.positional[1]}, {"linked", false}});
  } else {
    session.line(fmt::format("{} and {} are two incidents again, and figures count both", a.positional[0],
                             a.positional[1]));
  }
  return Status::done;
}

}  // namespace

extern const Command incident_command{
    .name = "incident",
    .title = "List incidents, show one with its history, join what two systems tell twice",
    .group = "Look",
    .verbs = {{"list",
               "",
               "Lists incidents in the order they were opened.",
               {{"--where", "CONDITIONS", "priority=P1,opened>=2026-01-01,title~router; all must hold"},
                {"--limit", "N", "at most N; 50 unless told"},
                {"--after", "CURSOR", "goes on where an earlier list stopped"}},
               run_list},
              {"show",
               "REF",
               "Shows one incident: fields, history, what is missing, similar ones, where it came from.",
               {},
               run_show},
              {"duplicates",
               "",
               "Lists pairs of records from two sources that may be one incident, with the reasons. Nothing is merged.",
               {{"--limit", "N", "at most N, the surest first; 50 unless told"}},
               run_duplicates},
              {"link", "A B", "Records that both tell the same incident: figures count A only.", {}, run_link},
              {"unlink", "A B", "Takes such a link back.", {}, run_unlink}},
};

}  // namespace debrief::app
