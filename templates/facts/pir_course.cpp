// A review's middle: the timeline, the response and its delays, who was told what when, the decisions.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::TextField;
using review::TimeField;

namespace {

constexpr base::Ms late_entry_ms = 15 * base::minute_ms;

std::string carrier_of(const review::Event& e) {
  std::vector<std::string> parts;
  for (const std::string* s : {&e.system, &e.channel}) {
    if (!s->empty() && std::find(parts.begin(), parts.end(), *s) == parts.end()) parts.push_back(*s);
  }
  return base::joined(parts, ", ");
}

bool inbound(const review::Event& e) { return base::ascii_lower(e.direction).starts_with("in"); }

/// What makes an entry stand out, in a few words each.
std::vector<std::string> marks_of(const PirWork& w, const review::StoredEvent& s) {
  const review::Event& e = s.event;
  std::vector<std::string> out;
  switch (e.kind) {
    case EventKind::communication:
      if (!e.audience.empty()) out.push_back((inbound(e) ? "From " : "To ") + e.audience);
      break;
    case EventKind::decision:
    case EventKind::escalated:
    case EventKind::acknowledged:
    case EventKind::resolved:
    case EventKind::closed:
    case EventKind::reopened:
    case EventKind::assigned:
      out.push_back(kind_said(e.kind));
      break;
    case EventKind::logged:
      if (s.seq == w.entries.front().seq) out.push_back("Logged");
      break;
    case EventKind::action:
    case EventKind::note:
    case EventKind::updated:
      break;
  }
  for (const FieldMove& m : moves_of({s})) {
    if (m.field == "priority")
      out.push_back(fmt::format("Priority {} to {}", m.before.empty() ? "none" : m.before, m.after));
    if (m.field == "team" && !m.after.empty()) out.push_back("Team: " + m.after);
  }
  if (e.at && e.logged_at && e.logged_at->at - e.at->at >= late_entry_ms) {
    out.push_back("written " + between(e.at->at, e.logged_at->at) + " later");
  }
  if (const auto closed = w.at(TimeField::closed); closed && e.at && e.at->at > *closed) out.push_back("after closure");
  return out;
}

void timeline_chart_into(PirWork& w) {
  const auto began = began_at(w.incident());
  const auto ended = ended_at(w.incident());
  std::vector<ChartMoment> moments;
  const auto inside = [&](base::Ms at) { return !ended || at <= *ended + 30 * base::minute_ms; };
  if (began && w.at(TimeField::occurred))
    moments.push_back({*began, *began, "Record", "Began " + w.wall.time(*began), "key"});
  if (const auto opened = w.at(TimeField::opened); began && opened && *opened - *began >= base::minute_ms)
    moments.push_back({*began, *opened, "Record", between(*began, *opened) + " before it was logged", "late"});
  std::size_t left_out = 0;
  for (const auto& s : w.entries) {
    const auto at = when(s);
    if (!at) continue;
    if (!inside(*at)) {
      ++left_out;
      continue;
    }
    const review::Event& e = s.event;
    std::string lane = "Notes";
    std::string label = kind_said(e.kind) + " " + w.wall.time(*at);
    std::string mark;
    switch (e.kind) {
      case EventKind::communication:
        lane = (inbound(e) ? "From " : "To ") + (e.audience.empty() ? std::string("others") : e.audience);
        label = "Message " + w.wall.time(*at);
        break;
      case EventKind::decision:
        lane = "Decisions";
        break;
      case EventKind::escalated:
        lane = "Escalations";
        break;
      case EventKind::action:
        lane = "Actions";
        break;
      case EventKind::logged:
      case EventKind::acknowledged:
      case EventKind::assigned:
      case EventKind::resolved:
      case EventKind::closed:
      case EventKind::reopened:
        lane = "Record";
        mark = e.kind == EventKind::assigned ? "" : "key";
        break;
      case EventKind::note:
      case EventKind::updated:
        break;
    }
    for (const FieldMove& m : moves_of({s}, "priority")) {
      label = fmt::format("{} to {} {}", m.before, m.after, w.wall.time(*at));
      mark = "key";
    }
    base::Ms until = *at;
    if (e.at && e.logged_at && e.logged_at->at - *at >= late_entry_ms) {
      label += ", written " + between(*at, e.logged_at->at) + " later";
      if (mark.empty()) {
        // The chart ends where the incident does, however late somebody wrote.
        mark = "late";
        until = inside(e.logged_at->at) ? e.logged_at->at : ended ? *ended + 30 * base::minute_ms : e.logged_at->at;
      }
    }
    moments.push_back({*at, until, lane, label, mark});
  }
  std::string worst;
  base::Ms worst_ms = 0;
  for (const auto& a : audiences_of(w.entries)) {
    if (!a.silence_from || !inside(*a.silence_until)) continue;
    const base::Ms length = *a.silence_until - *a.silence_from;
    if (length < 15 * base::minute_ms) continue;
    moments.push_back(
        {*a.silence_from, *a.silence_until, "To " + a.audience,
         between(a.silence_from, a.silence_until) + " without a message", "silence"});
    if (length > worst_ms) {
      worst_ms = length;
      worst = fmt::format("The longest time between two messages to one audience was {}: {}, {} to {}.",
                          between(a.silence_from, a.silence_until), a.audience, w.wall.time(*a.silence_from),
                          w.wall.time(*a.silence_until));
    }
  }
  if (moments.size() < 2) return;
  if (worst.empty())
    worst = fmt::format("{} with a time, in lanes.",
                        base::counted(static_cast<long long>(moments.size()), "entry", "entries"));
  if (left_out > 0) {
    worst += fmt::format(" {} after the end {} only in the table.",
                         base::counted(static_cast<long long>(left_out), "later entry", "later entries"),
                         left_out == 1 ? "stands" : "stand");
  }
  w.shown.charts["timeline"] =
      timeline_chart("Course of the incident" + w.wall.home_said() + ", " + w.wall.zone().name(), worst,
                     std::move(moments), w.wall.zone());
}

}  // namespace

Json timeline_part(PirWork& w) {
  const bool several = !w.others.empty();
  struct Line {
    const review::StoredEvent* event;
    std::string ref;
  };
  std::vector<Entries> held;
  held.reserve(w.others.size());
  std::vector<Line> lines;
  for (const auto& e : w.entries) lines.push_back({&e, w.incident().ref});
  for (const auto& other : w.others) {
    held.push_back(review::events_of(w.store, other.id));
    for (const auto& e : held.back()) lines.push_back({&e, other.incident.ref});
  }
  if (several) {
    // Entries without a time stay behind the one they followed.
    std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      const auto x = when(*a.event), y = when(*b.event);
      return x && y && *x < *y;
    });
  }
  std::vector<Head> heads{{"Time", Align::left, 0.1},       {"Who", Align::left, 0.15},
                          {"By way of", Align::left, 0.09}, {"Entry"},
                          {"Marks", Align::left, 0.13},     {"Row", Align::right, 0.07}};
  if (several) heads.insert(heads.begin() + 1, {"Incident", Align::left, 0.1});
  TableMaker full("Timeline" + w.wall.home_said() + ", times in " + w.wall.zone().name(), heads);
  TableMaker key("Key moments" + w.wall.home_said() + ", times in " + w.wall.zone().name(), heads);
  Json rows = Json::array();
  std::int64_t without_time = 0, late = 0;
  for (const Line& line : lines) {
    const auto& s = *line.event;
    const review::Event& e = s.event;
    const auto at = when(s);
    if (!at) ++without_time;
    const auto marks = marks_of(w, s);
    if (std::any_of(marks.begin(), marks.end(), [](const std::string& m) { return m.starts_with("written "); })) ++late;
    const std::string time = at ? w.wall.exact(*at, e.at->precision) : "not recorded";
    const std::string text =
        e.text.empty() ? kind_said(e.kind) + (e.changes.empty() ? "" : ": " + base::squeezed(e.changes)) : e.text;
    const std::string row = e.row > 0 ? std::to_string(e.row) : "by hand";
    rows.push_back({{"time", time},
                    {"at", at ? Json(base::rfc3339(*at)) : Json()},
                    {"date", at ? Json(w.wall.date(*at)) : Json()},
                    {"logged", e.logged_at ? Json(w.wall.exact(e.logged_at->at, e.logged_at->precision)) : Json()},
                    {"kind", kind_said(e.kind)},
                    {"role", w.role(e)},
                    {"name", sees_colleagues(w.reader.audience) && !e.actor.empty() ? Json(e.actor) : Json()},
                    {"system", carrier_of(e)},
                    {"text", text},
                    {"marks", marks},
                    {"row", e.row},
                    {"ref", line.ref}});
    std::vector<std::string> cells{time, w.who(e), carrier_of(e), text, base::joined(marks, "; "), row};
    if (several) cells.insert(cells.begin() + 1, line.ref);
    full.row(cells);
    const bool is_key = e.kind != EventKind::note && e.kind != EventKind::action && e.kind != EventKind::updated;
    if (is_key || lines.size() <= 8) key.row(cells);
  }
  w.shown.tables["timeline"] = full.take();
  w.shown.tables["key_moments"] = key.take();
  timeline_chart_into(w);
  const std::string source = rows_said(rows_of(w.entries));
  w.ledger.note("Entries without a time", base::grouped(without_time), source);
  w.ledger.note("Entries written 15 minutes or more after the event", base::grouped(late), source);
  Json out{{"entries", std::move(rows)}, {"without_time", without_time}, {"late", late}};
  out["note"] = fmt::format("{} from {}. Times are {}; the last column is the row of the source file.",
                            base::counted(static_cast<long long>(lines.size()), "entry", "entries"), source,
                            w.wall.zone().name());
  return out;
}

namespace {

std::string priority_said(const PirWork& w, Json& out) {
  const auto matrix = matrix_priority(w.text(TextField::impact), w.text(TextField::urgency));
  const auto level = review::priority_level(w.text(TextField::priority));
  if (!matrix || !level) return {};
  const std::string given = w.text(TextField::priority);
  const std::string basis = fmt::format("impact {} and urgency {}", base::ascii_lower(w.text(TextField::impact)),
                                        base::ascii_lower(w.text(TextField::urgency)));
  out["agrees"] = *matrix == *level;
  return *matrix == *level
             ? fmt::format("With {} the usual matrix gives level {}, as recorded ({}).", basis, *matrix, given)
             : fmt::format("With {} the usual matrix gives level {}; {} is recorded.", basis, *matrix, given);
}

/// Moves of one field as a table with how long each value held.
Json held_values(PirWork& w, std::string_view field, std::string_view label, bool name_values) {
  Json out = Json::array();
  const auto moves = moves_of(w.entries, field);
  for (std::size_t k = 0; k < moves.size(); ++k) {
    const auto& m = moves[k];
    std::optional<base::Ms> until = k + 1 < moves.size() ? moves[k + 1].at : ended_at(w.incident());
    const std::string time = m.at ? w.wall.time(*m.at) : "not recorded";
    const std::string before = name_values ? m.before : "", after = name_values ? m.after : "";
    const auto event = std::find_if(w.entries.begin(), w.entries.end(), [&](const auto& e) { return e.seq == m.seq; });
    const std::string text = event == w.entries.end() ? "" : event->event.text;
    const std::string by = event == w.entries.end() ? "" : w.who(event->event);
    const bool said = field != "assignee" && !m.after.empty();
    w.ledger.note(
        label,
        fmt::format("{}{} at {}", said && !m.before.empty() ? m.before + " to " : "", said ? m.after : "changed", time),
        rows_said({m.row}));
    out.push_back({{"time", time},
                   {"before", before},
                   {"after", after},
                   {"by", by},
                   {"text", text},
                   {"held", m.at == until ? std::string() : between(m.at, until)},
                   {"row", m.row},
                   {"source", rows_said({m.row})}});
  }
  return out;
}

}  // namespace

Json response_part(PirWork& w) {
  Ledger& l = w.ledger;
  Json out;
  const std::string priority = w.text(TextField::priority);
  out["priority"] = priority.empty() ? Json() : Json(priority);
  Json matrix = Json::object();
  const std::string basis = priority_said(w, matrix);
  out["matrix"] = basis.empty() ? Json() : Json(l.note("Priority against impact and urgency", basis, w.own_row()));
  out["matrix_agrees"] = matrix.contains("agrees") ? matrix["agrees"] : Json();

  out["priorities"] = held_values(w, "priority", "Priority changed", true);
  TableMaker priorities("Changes of priority", {{"Time", Align::left, 0.16},
                                                {"From", Align::left, 0.09},
                                                {"To", Align::left, 0.09},
                                                {"By", Align::left, 0.18},
                                                {"Reason recorded"},
                                                {"Row", Align::right, 0.07}});
  for (const auto& p : out["priorities"]) {
    priorities.row({p["time"].get<std::string>(), p["before"].get<std::string>(), p["after"].get<std::string>(),
                    p["by"].get<std::string>(), p["text"].get<std::string>(),
                    std::to_string(p["row"].get<std::int64_t>())});
  }
  if (!priorities.empty()) w.shown.tables["priorities"] = priorities.take();

  // Hand-overs: of the team, and of the handler, whose name only colleagues see.
  const bool names = sees_colleagues(w.reader.audience);
  Json teams = held_values(w, "team", "Team changed", true);
  Json handlers = held_values(w, "assignee", "Handler changed", names);
  out["team_changes"] = teams.size();
  out["handler_changes"] = handlers.size();
  l.note("Changes of team", std::to_string(teams.size()), rows_said(rows_of(w.entries)));
  l.note("Changes of handler", std::to_string(handlers.size()), rows_said(rows_of(w.entries)));
  TableMaker hand("Changes of team and handler", {{"Time", Align::left, 0.16},
                                                  {"What changed", Align::left, 0.12},
                                                  {"From", Align::left, 0.22},
                                                  {"To", Align::left, 0.22},
                                                  {"The new one held for", Align::left, 0.16},
                                                  {"Row", Align::right, 0.08}});
  std::vector<std::pair<std::int64_t, std::vector<std::string>>> ordered;
  for (const auto& [list, word] : {std::pair<const Json*, std::string>{&teams, "Team"}, {&handlers, "Handler"}}) {
    for (const auto& h : *list) {
      ordered.push_back(
          {h["row"].get<std::int64_t>(),
           {h["time"].get<std::string>(), word, h["before"].get<std::string>(), h["after"].get<std::string>(),
            h["held"].get<std::string>(), std::to_string(h["row"].get<std::int64_t>())}});
    }
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  for (auto& [row, cells] : ordered) {
    if (!names && cells[1] == "Handler") cells[2] = cells[3] = "";
    hand.row(cells);
  }
  if (!hand.empty()) w.shown.tables["hand_overs"] = hand.take();

  // Escalations.
  Json escalations = Json::array();
  const auto opened = w.at(TimeField::opened);
  TableMaker esc("Escalations and how long after logging they came", {{"Time", Align::left, 0.14},
                                                                      {"After logging", Align::left, 0.13},
                                                                      {"By", Align::left, 0.2},
                                                                      {"Entry"},
                                                                      {"Row", Align::right, 0.08}});
  for (const auto& s : w.entries) {
    if (s.event.kind != EventKind::escalated) continue;
    const auto at = when(s);
    const std::string time = at ? w.wall.time(*at) : "not recorded";
    const std::string after = between(opened, at);
    l.note("Escalated", time + (after.empty() ? "" : ", " + after + " after logging"), rows_said({s.event.row}));
    escalations.push_back(
        {{"time", time}, {"after", after}, {"by", w.who(s.event)}, {"text", s.event.text}, {"row", s.event.row}});
    esc.row({time, after, w.who(s.event), s.event.text, std::to_string(s.event.row)});
  }
  l.note("Escalations", std::to_string(escalations.size()), rows_said(rows_of(w.entries)));
  out["escalations"] = std::move(escalations);
  if (!esc.empty()) w.shown.tables["escalations"] = esc.take();

  // Where the time went.
  const auto stages = stages_of(w.main, w.entries);
  Json parts = Json::array();
  base::Ms whole = 0;
  for (const Stage& s : stages) whole += s.until - s.from;
  std::vector<Bar> bars;
  base::Ms handling = whole;  // until the end; closing the record comes days later and would dwarf the rest
  if (!stages.empty() && stages.back().name == "Close") handling -= stages.back().until - stages.back().from;
  TableMaker delay("Stages, which add up to the whole", {{"Stage", Align::left, 0.16},
                                                         {"Time", Align::right, 0.14},
                                                         {"Share until the end", Align::right, 0.12},
                                                         {"From and to", Align::left, 0.26},
                                                         {"Measured"}});
  for (const Stage& s : stages) {
    const double seconds = static_cast<double>(s.until - s.from) / 1000;
    const std::string text = base::plain_duration(seconds);
    const std::string source = s.definition + (s.rows.empty() ? "" : "; " + rows_said(s.rows));
    const bool closing = s.name == "Close";
    const std::string share = handling > 0 && !closing
                                  ? share_said(static_cast<double>(s.until - s.from) / static_cast<double>(handling))
                                  : "";
    l.note("Time to " + base::ascii_lower(s.name), text, source);
    parts.push_back({{"name", s.name},
                     {"text", text},
                     {"seconds", seconds},
                     {"share", share},
                     {"definition", s.definition},
                     {"from", w.wall.time(s.from)},
                     {"until", w.wall.time(s.until)},
                     {"source", source}});
    if (closing && stages.size() > 2) {
      delay.row({"Until the end", base::plain_duration(static_cast<double>(handling) / 1000), "100 %",
                 w.wall.exact(stages.front().from) + " to " + w.wall.exact(s.from), "the sum of the stages above"},
                "total");
    }
    delay.row({s.name, text, share, w.wall.exact(s.from) + " to " + w.wall.exact(s.until), s.definition});
    // The time until a record is closed dwarfs all others; it stands in the table only.
    if (!closing) bars.push_back({s.name, seconds, text});
  }
  if (!stages.empty()) {
    delay.row({"Whole", base::plain_duration(static_cast<double>(whole) / 1000), "",
               w.wall.exact(stages.front().from) + " to " + w.wall.exact(stages.back().until), "the sum of the stages"},
              "total");
    w.shown.tables["stages"] = delay.take();
  }
  if (bars.size() >= 2) {
    double largest = 0;
    for (const Bar& b : bars) largest = std::max(largest, b.value);
    const Scale scale = scale_for(analytics::Unit::seconds, largest);
    const auto longest =
        std::max_element(bars.begin(), bars.end(), [](const Bar& a, const Bar& b) { return a.value < b.value; });
    const std::string finding = fmt::format("Until the end of the incident the longest stage was {}, {}.",
                                            base::ascii_lower(longest->label), longest->text);
    for (Bar& b : bars) b.value /= scale.divisor;
    w.shown.charts["stages"] = bar_chart("Where the time went", finding, scale.unit, bars);
  }
  out["stages"] = std::move(parts);
  out["whole"] = stages.empty() ? Json()
                                : l.figure("Whole time, as the sum of the stages",
                                           base::plain_duration(static_cast<double>(whole) / 1000), "sum of the stages",
                                           static_cast<double>(whole) / 1000);

  // Who wrote, in which role; with what.
  struct Count {
    std::int64_t entries = 0, decisions = 0, messages = 0, actions = 0;
    std::set<std::string> people;
  };
  std::map<std::string, Count> roles;
  std::map<std::string, std::int64_t> systems;
  std::set<std::string> people;
  for (const auto& s : w.entries) {
    Count& c = roles[w.role(s.event)];
    ++c.entries;
    c.decisions += s.event.kind == EventKind::decision ? 1 : 0;
    c.messages += s.event.kind == EventKind::communication ? 1 : 0;
    c.actions += s.event.kind == EventKind::action ? 1 : 0;
    if (!s.event.actor.empty()) {
      c.people.insert(base::folded(s.event.actor));
      people.insert(base::folded(s.event.actor));
    }
    const std::string by = s.event.system.empty() ? s.event.channel : s.event.system;
    ++systems[by.empty() ? "Not recorded" : by];
  }
  const std::string all_rows = rows_said(rows_of(w.entries));
  out["people"] = l.figure("People who wrote in the record", std::to_string(people.size()), all_rows,
                           static_cast<double>(people.size()));
  std::vector<std::pair<std::string, Count>> sorted(roles.begin(), roles.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.entries > b.second.entries; });
  TableMaker role_table("Who did what, by role", {{"Role", Align::left, 0.34},
                                                  {"People", Align::right},
                                                  {"Entries", Align::right},
                                                  {"Decisions", Align::right},
                                                  {"Actions", Align::right},
                                                  {"Messages", Align::right}});
  Json role_list = Json::array();
  for (const auto& [role, c] : sorted) {
    l.note("Entries by role", fmt::format("{}: {}", role, c.entries), all_rows);
    role_list.push_back({{"role", role},
                         {"entries", c.entries},
                         {"decisions", c.decisions},
                         {"messages", c.messages},
                         {"actions", c.actions},
                         {"people", c.people.size()}});
    role_table.row({role, std::to_string(c.people.size()), std::to_string(c.entries), std::to_string(c.decisions),
                    std::to_string(c.actions), std::to_string(c.messages)});
  }
  out["roles"] = std::move(role_list);
  if (!role_table.empty()) w.shown.tables["roles"] = role_table.take();
  Json system_list = Json::array();
  std::vector<std::pair<std::string, std::int64_t>> by_system(systems.begin(), systems.end());
  std::stable_sort(by_system.begin(), by_system.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> said;
  for (const auto& [system, n] : by_system) {
    l.note("Entries by system", fmt::format("{}: {}", system, n), all_rows);
    system_list.push_back({{"system", system}, {"entries", n}});
    said.push_back(fmt::format("{} {}", system, n));
  }
  out["systems"] = std::move(system_list);
  out["systems_said"] = listed(said);
  out["without_system"] = systems.contains("Not recorded") ? systems["Not recorded"] : 0;
  std::int64_t decisions = 0, actions = 0;
  for (const auto& s : w.entries) {
    decisions += s.event.kind == EventKind::decision ? 1 : 0;
    actions += s.event.kind == EventKind::action ? 1 : 0;
  }
  out["decisions_n"] =
      l.figure("Decisions recorded", std::to_string(decisions), all_rows, static_cast<double>(decisions));
  out["actions_n"] =
      l.figure("Actions recorded in the log", std::to_string(actions), all_rows, static_cast<double>(actions));
  return out;
}

Json communications_part(PirWork& w) {
  Ledger& l = w.ledger;
  Json out;
  Json list = Json::array();
  const auto opened = w.at(TimeField::opened);
  std::int64_t outbound = 0, in = 0;
  TableMaker t("Who was told, how often, and how long they waited",
               {{"Audience", Align::left, 0.16},
                {"Messages", Align::right, 0.1},
                {"Received", Align::right, 0.1},
                {"First after logging", Align::left, 0.15},
                {"Longest time without a message", Align::left, 0.29},
                {"By way of"}});
  for (const auto& a : audiences_of(w.entries)) {
    outbound += a.outbound;
    in += a.inbound;
    const std::string first = between(opened, a.first_at);
    std::string silence;
    if (a.silence_from) {
      silence = fmt::format("{}, {} to {} ({})", between(a.silence_from, a.silence_until), w.wall.time(*a.silence_from),
                            w.wall.time(*a.silence_until), rows_said({a.silence_from_row, a.silence_until_row}));
    }
    const std::string label = "Messages to " + a.audience;
    std::vector<std::int64_t> sent;
    for (const auto& e : w.entries) {
      const bool to_them = e.event.kind == EventKind::communication && !inbound(e.event);
      if (to_them && std::find(a.rows.begin(), a.rows.end(), e.event.row) != a.rows.end()) sent.push_back(e.event.row);
    }
    l.note(label, std::to_string(a.outbound), sent.empty() ? "no entry of the log" : rows_said(sent));
    if (!first.empty()) l.note("First message to " + a.audience + " after logging", first, rows_said({a.first_row}));
    if (a.silence_from) {
      l.note("Longest time without a message to " + a.audience, between(a.silence_from, a.silence_until),
             rows_said({a.silence_from_row, a.silence_until_row}));
    }
    const auto minutes = [](base::Ms from, base::Ms until) { return static_cast<double>(until - from) / 60000; };
    list.push_back({{"audience", a.audience},
                    {"outbound", a.outbound},
                    {"inbound", a.inbound},
                    {"first", first.empty() ? Json() : Json(first)},
                    {"first_minutes",
                     opened && a.first_at && *a.first_at >= *opened ? Json(minutes(*opened, *a.first_at)) : Json()},
                    {"channels", listed(a.channels)},
                    {"silence", silence.empty() ? Json() : Json(silence)},
                    {"silence_minutes", a.silence_from ? Json(minutes(*a.silence_from, *a.silence_until)) : Json()},
                    {"rows", rows_said(a.rows)}});
    t.row({a.audience, std::to_string(a.outbound), std::to_string(a.inbound), first,
           silence.empty() ? (a.outbound == 1   ? "one message only"
                              : a.outbound == 0 ? "none sent"
                                                : "")
                           : silence,
           listed(a.channels)});
  }
  if (!t.empty()) w.shown.tables["communications"] = t.take();
  const auto total = outbound + in;
  const std::string source = rows_said(rows_of(w.entries));
  l.note("Communications in the log", base::grouped(total), source);
  out["n"] = total;
  out["totals"] =
      total == 0
          ? std::string("The log holds no entry recorded as a communication.")
          : fmt::format("{} of the {} are communications: {} sent and {} received.", base::grouped(total),
                        base::counted(static_cast<long long>(w.entries.size()), "entry", "entries"), outbound, in);
  out["audiences"] = std::move(list);
  Json promises = Json::array();
  TableMaker p("Next messages that were announced", {{"Audience", Align::left, 0.18},
                                                     {"Announced", Align::left, 0.16},
                                                     {"For", Align::left, 0.16},
                                                     {"Next message", Align::left, 0.16},
                                                     {"Difference", Align::left, 0.18},
                                                     {"Rows"}});
  std::int64_t kept = 0;
  for (const Promise& x : promises_of(w.entries, w.wall.zone())) {
    std::string text = "none in the log";
    Json late = nullptr;
    if (x.kept_at) {
      late = static_cast<double>(*x.kept_at - x.promised_at) / 1000;
      // Messages announced for a minute are on time within it.
      const base::Ms over = *x.kept_at - x.promised_at;
      if (over >= 2 * base::minute_ms)
        text = between(x.promised_at, x.kept_at) + " later";
      else if (over <= -2 * base::minute_ms)
        text = between(x.kept_at, x.promised_at) + " earlier";
      else
        text = "on time";
      if (over < 2 * base::minute_ms) ++kept;
    }
    const std::string rows = rows_said(x.kept_at ? std::vector{x.said_row, x.kept_row} : std::vector{x.said_row});
    const std::string audience = x.audience.empty() ? "Not recorded" : x.audience;
    l.note(fmt::format("Message to {} announced for {}", audience, w.wall.time(x.promised_at)), text, rows);
    promises.push_back({{"audience", audience},
                        {"said", w.wall.time(x.said_at)},
                        {"promised", w.wall.time(x.promised_at)},
                        {"came", x.kept_at ? Json(w.wall.time(*x.kept_at)) : Json()},
                        {"late_seconds", late},
                        {"text", text},
                        {"source", rows}});
    p.row({audience, w.wall.time(x.said_at), w.wall.time(x.promised_at), x.kept_at ? w.wall.time(*x.kept_at) : "", text,
           rows});
  }
  out["promises_kept"] = kept;
  if (!p.empty()) w.shown.tables["promises"] = p.take();
  out["promises"] = std::move(promises);
  return out;
}

Json decisions_part(PirWork& w) {
  Json out = Json::array();
  std::set<std::string> keys;
  for (const auto& s : w.entries) {
    if (s.event.kind != EventKind::decision) continue;
    const auto at = when(s);
    // The key comes from the time, so that it stays when rows move in a later export.
    std::string key = "expected.";
    if (at) {
      const base::Civil c = base::utc_civil(*at);
      key += fmt::format("d{:04}{:02}{:02}t{:02}{:02}{:02}", c.year, c.month, c.day, c.hour, c.minute, c.second);
    } else {
      key += fmt::format("e{}", s.seq);
    }
    if (!keys.insert(key).second) key += fmt::format("-{}", s.seq);
    keys.insert(key);
    w.ledger.note("Decision", at ? w.wall.time(*at) : "time not recorded", rows_said({s.event.row}));
    out.push_back({{"key", key},
                   {"time", at ? w.wall.time(*at) : std::string("Time not recorded")},
                   {"role", w.who(s.event)},
                   {"text", s.event.text},
                   {"row", s.event.row},
                   {"source", rows_said({s.event.row})}});
  }
  return out;
}

}  // namespace debrief::templates
