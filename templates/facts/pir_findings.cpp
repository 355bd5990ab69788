// A review's last pages: what the record shows about the handling, causes, actions, lessons, similar incidents.

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "analytics/figures.h"
#include "base/text.h"
#include "templates/charts/charts.h"
#include "templates/facts/effect.h"
#include "templates/facts/measure.h"
#include "templates/facts/pir_work.h"
#include "templates/facts/tables.h"

namespace debrief::templates {

using base::Json;
using review::EventKind;
using review::NumberField;
using review::TextField;
using review::TimeField;

namespace {

/// What was set and not kept, as far as the record can show: rule, then breach, with its rows.
Json breaches_of(PirWork& w) {
  Json out = Json::array();
  const auto due = w.at(TimeField::sla_due), ended = ended_at(w.incident());
  if (due && ended && *ended > *due) {
    out.push_back(fmt::format("Service level: due by {}, missed by {} ({})", w.wall.time(*due), between(due, ended),
                              w.own_row()));
  }
  const auto matrix = matrix_priority(w.text(TextField::impact), w.text(TextField::urgency));
  const auto level = review::priority_level(w.text(TextField::priority));
  if (matrix && level && *matrix != *level) {
    out.push_back(fmt::format("Priority rule: impact and urgency give level {}, {} is recorded ({})", *matrix,
                              w.text(TextField::priority), w.own_row()));
  }
  const auto promises = promises_of(w.entries, w.wall.zone());
  std::vector<std::int64_t> rows;
  long long late = 0;
  for (const auto& p : promises) {
    if (p.kept_at && *p.kept_at - p.promised_at < 2 * base::minute_ms) continue;
    ++late;
    rows.push_back(p.said_row);
  }
  if (late > 0) {
    out.push_back(fmt::format("Announced messages: {} of {} came late or not at all ({})", late, promises.size(),
                              rows_said(rows)));
  }
  if (w.review.due_ms && !w.review.signed_ms && w.reader.now > *w.review.due_ms)
    out.push_back("Review deadline: due " + w.wall.date(*w.review.due_ms - 1) + ", not yet signed");
  return out;
}

}  // namespace

Json assessment_part(PirWork& w) {
  const review::Incident& i = w.incident();
  Ledger& l = w.ledger;
  // The steps every incident should go through (requirement R06), each with its trace in the log.
  struct Step {
    std::string name;
    std::string evidence;
    std::string source;
  };
  std::vector<Step> steps;
  const auto stamp = [&](TimeField f) { return i[f] ? w.wall.full(*i[f]) : std::string(); };
  const auto entries_of = [&](std::initializer_list<EventKind> kinds) {
    std::vector<std::int64_t> rows;
    for (const auto& e : w.entries) {
      if (std::find(kinds.begin(), kinds.end(), e.event.kind) != kinds.end()) rows.push_back(e.event.row);
    }
    return rows;
  };
  const auto counted_entries = [&](std::initializer_list<EventKind> kinds, std::string_view one,
                                   std::string_view many) {
    const auto rows = entries_of(kinds);
    return Step{"", rows.empty() ? "" : base::counted(static_cast<long long>(rows.size()), one, many), rows_said(rows)};
  };
  const std::string own = w.own_row();
  steps.push_back(
      {"Identify",
       stamp(TimeField::occurred).empty() ? w.text(TextField::detected_by) : "began " + stamp(TimeField::occurred),
       own});
  steps.push_back({"Log", stamp(TimeField::opened), own});
  steps.push_back({"Classify", w.text(TextField::category), own});
  steps.push_back({"Prioritise", w.text(TextField::priority), own});
  Step step = counted_entries({EventKind::escalated}, "escalation", "escalations");
  step.name = "Escalate";
  steps.push_back(step);
  step = counted_entries({EventKind::action, EventKind::decision}, "action or decision", "actions and decisions");
  step.name = "Respond";
  steps.push_back(step);
  steps.push_back({"Resolve", stamp(TimeField::resolved), own});
  steps.push_back({"Recover", stamp(TimeField::restored), own});
  steps.push_back({"Close", stamp(TimeField::closed), own});
  steps.push_back({"Review",
                   w.review.status == "final" ? "signed " + (w.review.signed_ms ? w.wall.date(*w.review.signed_ms) : "")
                                              : "in progress",
                   fmt::format("review {}", w.review.id)});
  Json lifecycle = Json::array();
  TableMaker t("Steps of the incident process and their trace in the record",
               {{"Step", Align::left, 0.2}, {"Trace in the record", Align::left, 0.45}, {"Where"}});
  std::vector<std::string> untraced;
  for (const Step& s : steps) {
    const bool missing = s.evidence.empty();
    if (missing)
      untraced.push_back(base::ascii_lower(s.name));
    else if (s.name != "Review")
      l.note("Step " + base::ascii_lower(s.name), s.evidence, s.source);
    lifecycle.push_back({{"step", s.name},
                         {"evidence", missing ? Json() : Json(s.evidence)},
                         {"source", missing ? "" : s.source},
                         {"missing", missing}});
    t.row({s.name, missing ? "nothing recorded" : s.evidence, missing ? "" : s.source}, missing ? "gap" : "");
  }
  w.shown.tables["lifecycle"] = t.take();
  const auto complete = review::completeness(i, w.entries.size());
  Json out;
  out["lifecycle"] = std::move(lifecycle);
  out["completeness"] = l.figure("Completeness of the record", share_said(complete.share),
                                 "fields a complete record holds that this one has; " + own, complete.share);
  std::vector<std::string> missing;
  for (const auto& m : complete.missing) missing.push_back(base::ascii_lower(m));
  out["missing_fields"] = missing;
  out["gaps"] = missing.empty() ? "All fields that a complete record holds are present."
                                : fmt::format("The record lacks {}.", listed(missing));
  out["untraced"] = listed(untraced);

  Json seen = Json::array();
  const auto observe = [&](std::string text, const std::string& source) {
    seen.push_back({{"text", std::move(text)}, {"source", source}});
  };
  const auto opened = w.at(TimeField::opened), acknowledged = w.at(TimeField::acknowledged), ended = ended_at(i);
  if (const auto t_ack = between(opened, acknowledged); !t_ack.empty()) {
    observe("Acknowledged " + t_ack + " after logging", rows_said({first_row_of(w.entries, EventKind::acknowledged)}));
  }
  if (const auto due = w.at(TimeField::sla_due); due && ended) {
    observe(*ended <= *due ? "Resolved " + between(ended, due) + " before the target"
                           : "Resolved " + between(due, ended) + " after the target",
            own);
  }
  for (const auto& m : moves_of(w.entries, "priority")) {
    observe(fmt::format("Priority changed from {} to {}{}", m.before.empty() ? "none" : m.before, m.after,
                        m.at && opened ? ", " + between(opened, m.at) + " after logging" : ""),
            rows_said({m.row}));
  }
  for (const auto& a : audiences_of(w.entries)) {
    if (a.silence_from && *a.silence_until - *a.silence_from >= 30 * base::minute_ms &&
        (!ended || *a.silence_from < *ended)) {
      observe(fmt::format("{} between two messages to {}", between(a.silence_from, a.silence_until), a.audience),
              rows_said({a.silence_from_row, a.silence_until_row}));
    }
  }
  for (const auto& p : promises_of(w.entries, w.wall.zone())) {
    if (p.kept_at && *p.kept_at - p.promised_at >= 5 * base::minute_ms) {
      observe(fmt::format("The message to {} announced for {} came at {}",
                          p.audience.empty() ? "an audience not recorded" : p.audience, w.wall.time(p.promised_at),
                          w.wall.time(*p.kept_at)),
              rows_said({p.said_row, p.kept_row}));
    }
  }
  if (const auto n = i[NumberField::reopen_count].value_or(0); n > 0) {
    observe("Reopened " + base::counted(static_cast<long long>(n), "time"),
            rows_said(entries_of({EventKind::reopened})));
  }
  for (const auto& o : seen) l.note("Observation", o["text"].get<std::string>(), o["source"].get<std::string>());
  out["observations"] = std::move(seen);
  out["breaches"] = breaches_of(w);
  return out;
}

Json causes_part(PirWork& w) {
  static const std::map<std::string, std::string> labels = {
      {"immediate", "Immediate cause"},        {"underlying", "Underlying cause"}, {"root", "Root cause"},
      {"contributing", "Contributing factor"}, {"went_well", "Went well"},         {"went_wrong", "Went less well"},
      {"lucky", "Where luck helped"},          {"control", "Control"},           {"consequence", "Consequence"}};
  Json list = Json::array();
  Json by_kind = Json::object();
  for (const auto& [key, label] : labels) by_kind[key] = Json::array();
  TableMaker t("Causes and contributing factors", {{"Kind", Align::left, 0.15},
                                                   {"Finding"},
                                                   {"Area", Align::left, 0.12},
                                                   {"Standing", Align::left, 0.12},
                                                   {"Evidence", Align::left, 0.16},
                                                   {"Confidence", Align::left, 0.11}});
  for (const auto& f : w.findings) {
    std::vector<std::int64_t> rows;
    std::vector<std::string> elsewhere;
    for (const auto& link : f.evidence) {
      const Entries theirs = link.incident_id == w.main.id ? Entries{} : review::events_of(w.store, link.incident_id);
      const Entries& entries = link.incident_id == w.main.id ? w.entries : theirs;
      const auto it = std::find_if(entries.begin(), entries.end(), [&](const auto& e) { return e.seq == link.seq; });
      if (it != entries.end()) rows.push_back(it->event.row);
    }
    const auto it = labels.find(f.kind);
    const std::string kind = it == labels.end() ? unscored(f.kind) : it->second;
    const bool cause = review::is_cause(f.kind);
    const std::string standing = f.evidence.empty() ? "Hypothesis" : "Supported";
    const std::string evidence = f.evidence.empty() ? "none linked" : rows_said(rows);
    Json j{{"kind", kind},
           {"text", f.text},
           {"standing", standing},
           {"evidence", evidence},
           {"confidence", f.confidence.empty() ? Json() : Json(unscored(f.confidence))},
           {"cause", f.cause.empty() ? Json() : Json(unscored(f.cause))}};
    if (by_kind.contains(f.kind)) by_kind[f.kind].push_back(j);
    if (cause) {
      t.row({kind, f.text, f.cause.empty() ? "" : unscored(f.cause), standing, evidence,
             f.confidence.empty() ? "" : unscored(f.confidence)});
      list.push_back(std::move(j));
    }
  }
  if (!t.empty()) w.shown.tables["causes"] = t.take();
  return {{"findings", std::move(list)}, {"by_kind", std::move(by_kind)}};
}

Table action_table(const std::vector<review::Action>& actions, const Wall& wall, base::Ms now, bool names) {
  TableMaker t("Actions", {{"Key", Align::left, 0.135},
                           {"Action"},
                           {"Type, priority", Align::left, 0.125},
                           {names ? "Owner" : "Team", Align::left, 0.15},
                           {"Due", Align::left, 0.17},
                           {"Status", Align::left, 0.13}});
  for (const auto& a : actions) {
    const bool overdue = a.due_ms && *a.due_ms < now && !review::ended(a.status) && a.status != "implemented" &&
                         a.status != "under_observation";
    std::string who;
    if (names)
      who = a.owner.value_or("not yet named");
    else
      who = a.team.value_or(a.owner ? "named internally" : "not yet named");
    std::string due = a.due_ms ? wall.date(*a.due_ms) : "no date";
    if (a.original_due_ms && a.due_ms && *a.original_due_ms != *a.due_ms)
      due += " (first " + wall.date(*a.original_due_ms) + ")";
    t.row({fmt::format("A-{}", a.id), a.title, unscored(a.type) + (a.priority ? ", " + *a.priority : std::string()), who,
           due, unscored(a.status)},
          overdue ? "overdue" : "");
  }
  return t.take();
}

/// What the data said of an action, for templates of a centre's own; null before they were asked.
Json effect_part(const std::optional<review::EffectRecord>& r, const base::Zone& zone) {
  if (!r) return nullptr;
  return {{"verdict", verdict_said(r->verdict)},
          {"general_trend", r->general_trend},
          {"ratio", r->ratio ? Json(*r->ratio) : Json()},
          {"low", r->low ? Json(*r->low) : Json()},
          {"high", r->high ? Json(*r->high) : Json()},
          {"next_look", r->next_look ? Json(base::plain_date(*r->next_look, zone)) : Json()},
          {"said", answer_said(*r, zone)}};
}

namespace {

/// What is to be done in as few words as a page has room for: the five most urgent, with how each will be judged.
Table brief_actions(const PirWork& w, bool names) {
  std::vector<const review::Action*> list;
  for (const auto& a : w.actions) {
    if (a.status != "rejected" && a.status != "deferred") list.push_back(&a);
  }
  const auto urgency = [](const review::Action* a) {
    return a->priority == "high" ? 0 : a->priority == "medium" ? 1 : 2;
  };
  std::stable_sort(list.begin(), list.end(), [&](const auto* a, const auto* b) { return urgency(a) < urgency(b); });
  const std::size_t most = std::min<std::size_t>(list.size(), 5);
  std::string caption = "Actions";
  if (most < list.size())
    caption = fmt::format("The {} most urgent of {} actions; all stand in the action sheet", most, list.size());
  TableMaker t(caption, {{"Key", Align::left, 0.07},
                         {"Action"},
                         {names ? "Owner" : "Team", Align::left, 0.16},
                         {"Due", Align::left, 0.13},
                         {"Status", Align::left, 0.13},
                         {"Judged by", Align::left, 0.16}});
  for (std::size_t k = 0; k < most; ++k) {
    const review::Action& a = *list[k];
    t.row({fmt::format("A-{}", a.id), cut_at_word(a.title, 96),
           names ? a.owner.value_or("not yet named") : a.team.value_or("named internally"),
           a.due_ms ? base::iso_date(*a.due_ms - 1, w.wall.zone()) : "no date", unscored(a.status),
           a.verdict ? verdict_said(*a.verdict) : a.measure ? measure_said(*a.measure) : "no measure named"});
  }
  return t.take();
}

}  // namespace

Json actions_part(PirWork& w) {
  Json out = Json::array();
  const bool names = sees_colleagues(w.reader.audience);
  TableMaker effects("How it will be seen whether the actions work", {{"Key", Align::left, 0.07},
                                                                      {"Measure", Align::left, 0.25},
                                                                      {"Wanted", Align::left, 0.1},
                                                                      {"Before", Align::right},
                                                                      {"Target", Align::right},
                                                                      {"Window", Align::left, 0.12},
                                                                      {"Checked by", Align::left, 0.24},
                                                                      {"Verdict"}});
  for (const auto& a : w.actions) {
    const auto number = [](const std::optional<double>& v) { return v ? number_said(*v) : std::string(); };
    const std::string verdict = a.verdict ? verdict_said(*a.verdict) : "open";
    const auto answer = review::newest_answer(w.store, a.id);
    const std::string checker = !a.verifier ? "not yet named" : names ? *a.verifier : "named internally";
    out.push_back({{"key", fmt::format("A-{}", a.id)},
                   {"title", a.title},
                   {"type", unscored(a.type)},
                   {"status", unscored(a.status)},
                   {"due", a.due_ms ? Json(w.wall.date(*a.due_ms)) : Json()},
                   {"owner", names && a.owner ? Json(*a.owner) : Json()},
                   {"team", a.team ? Json(*a.team) : Json()},
                   {"priority", a.priority ? Json(unscored(*a.priority)) : Json()},
                   {"measure", a.measure ? Json(*a.measure) : Json()},
                   {"verdict", a.verdict ? Json(verdict) : Json()},
                   {"effect", effect_part(answer, w.reader.zone)},
                   {"reason", a.reason ? Json(*a.reason) : Json()},
                   {"turned_down", a.status == "rejected" || a.status == "deferred"},
                   {"faults", review::wording_faults(a)}});
    effects.row({fmt::format("A-{}", a.id), a.measure ? measure_said(*a.measure) : "no measure named", a.direction.value_or(""),
                 number(a.baseline), number(a.target), window_cell(a.window_days, review::plans_of(w.store, a.id)),
                 checker, verdict_cell(a.verdict.value_or(""), answer ? &*answer : nullptr, w.reader.zone)});
  }
  if (!w.actions.empty()) {
    w.shown.tables["actions"] = action_table(w.actions, w.wall, w.reader.now, names);
    w.shown.tables["effects"] = without_empty_columns(effects.take());
    w.shown.tables["brief_actions"] = brief_actions(w, names);
  }
  return out;
}

Json lessons_part(PirWork& w) {
  Json out = Json::array();
  const bool names = sees_colleagues(w.reader.audience);
  TableMaker t(
      "Lessons and where they go",
      {{"Lesson"}, {"Goes into", Align::left, 0.18}, {"Owner", Align::left, 0.18}, {"Delivered", Align::left, 0.15}});
  for (const auto& lesson : review::list_lessons(w.store, w.review.id)) {
    const std::string owner = lesson.owner ? (names ? *lesson.owner : "named internally") : "not yet named";
    const std::string delivered = lesson.delivered_ms ? w.wall.date(*lesson.delivered_ms) : "not yet";
    out.push_back({{"text", lesson.text},
                   {"destination", unscored(lesson.destination)},
                   {"owner", owner},
                   {"delivered", delivered}});
    t.row({lesson.text, unscored(lesson.destination), owner, delivered});
  }
  if (!t.empty()) w.shown.tables["lessons"] = t.take();
  return out;
}

}  // namespace debrief::templates
