// A review's middle: the response, its delays and who had it in hand.

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
  Json priority_lines = Json::array();
  for (const auto& p : out["priorities"]) {
    const std::string before = p["before"].get<std::string>(), text = p["text"].get<std::string>();
    priority_lines.push_back(fmt::format("{}, {}: {} to {}{} ({})", p["time"].get<std::string>(),
                                         p["by"].get<std::string>(), before.empty() ? "none" : before,
                                         p["after"].get<std::string>(), text.empty() ? "" : ". “" + text + "”",
                                         p["source"].get<std::string>()));
  }
  out["priority_lines"] = std::move(priority_lines);

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
  // One line for what one entry changed.
  Json move_lines = Json::array();
  for (std::size_t k = 0; k < ordered.size();) {
    const std::int64_t row = ordered[k].first;
    std::vector<std::string> parts;
    std::string time = ordered[k].second[0];
    for (; k < ordered.size() && ordered[k].first == row && (row != 0 || parts.empty()); ++k) {
      const auto& c = ordered[k].second;
      std::string part = base::ascii_lower(c[1]);
      if (!c[3].empty()) part += c[2].empty() ? ": " + c[3] : fmt::format(" {} to {}", c[2], c[3]);
      if (!c[4].empty()) part += ", for " + c[4];
      parts.push_back(std::move(part));
    }
    move_lines.push_back(fmt::format("{}: {} ({})", time, base::joined(parts, "; "), rows_said({row})));
  }
  out["move_lines"] = std::move(move_lines);

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
  Json escalation_lines = Json::array();
  for (const auto& e : escalations) {
    const std::string after = e["after"].get<std::string>();
    escalation_lines.push_back(fmt::format(
        "{}{}, {}: {} ({})", e["time"].get<std::string>(), after.empty() ? "" : ", " + after + " after logging",
        e["by"].get<std::string>(), e["text"].get<std::string>(), rows_said({e["row"].get<std::int64_t>()})));
  }
  out["escalation_lines"] = std::move(escalation_lines);
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
                                                         {"From and to", Align::left, 0.24},
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
  std::vector<std::string> stage_words;
  for (const auto& part : parts) {
    if (part["name"] != "Close")
      stage_words.push_back(base::ascii_lower(part["name"].get<std::string>()) + " " + part["text"].get<std::string>());
  }
  out["stages_said"] = stage_words.size() < 2 ? std::string()
                                              : fmt::format("Until the end it took {}: {}.",
                                                            base::plain_duration(static_cast<double>(handling) / 1000),
                                                            listed(stage_words));
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

}  // namespace debrief::templates
