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
  return out;
}

namespace {

/// Whether this incident met its target: as the source says, else by the time it was due.
std::string target_said(PirWork& w) {
  const auto& i = w.incident();
  const auto due = w.at(TimeField::sla_due), ended = w.at(TimeField::resolved);
  if (const auto met = i[NumberField::sla_met]) return *met > 0 ? "met" : "missed";
  if (due && ended) return *ended <= *due ? "met" : "missed";
  return "not recorded";
}

}  // namespace

Json context_part(PirWork& w) {
  // How this incident compares with others before it: same priority, same category, twelve months back.
  const auto opened = w.at(TimeField::opened);
  Json out = Json::array();
  if (!opened) return out;
  const auto columns = review::incident_columns(w.store);
  const std::string until = w.wall.date(*opened);
  TableMaker t("Compared with the twelve months before " + until, {{"Figure", Align::left, 0.34},
                                                                   {"Median or value", Align::right},
                                                                   {"Middle half", Align::left},
                                                                   {"Cases", Align::right},
                                                                   {"Without data", Align::right},
                                                                   {"This incident", Align::right}});
  const auto ask = [&](analytics::GroupBy by, const std::string& value, const std::vector<std::string>& wanted) {
    if (value.empty()) return;
    analytics::FigureRequest request;
    for (const auto& id : wanted) {
      if (analytics::kpi_named(id) != nullptr) request.ids.push_back(id);
    }
    if (request.ids.empty()) return;
    request.from = *opened - 365 * base::day_ms;
    request.until = *opened;
    request.by = by;
    request.zone = w.wall.zone();
    const auto figures = analytics::compute_figures(columns, request);
    for (const auto& f : figures.figures) {
      if (base::folded(f.group_value) != base::folded(value) || f.sample.n == 0) continue;
      const std::string said = value_said(f.kpi->unit, f.sample.value);
      if (said.empty()) continue;
      const std::string label = fmt::format("{}, {}", f.kpi->title, f.group_value);
      std::string own;
      if (f.kpi->id == "time_to_resolve") own = between(opened, ended_at(w.incident()));
      if (f.kpi->id == "sla_met") own = target_said(w);
      if (f.kpi->id == "time_to_acknowledge") own = between(opened, w.at(TimeField::acknowledged));
      const std::string source = std::string(f.kpi->definition);
      const std::string middle =
          f.sample.q1 && f.sample.q3 && f.kpi->unit == analytics::Unit::seconds
              ? value_said(f.kpi->unit, f.sample.q1) + " to " + value_said(f.kpi->unit, f.sample.q3)
              : std::string();
      w.ledger.note(label + " (12 months before)",
                    fmt::format("{} (n = {}, without data {})", said, f.sample.n, f.sample.missing), source);
      out.push_back({{"label", label},
                     {"text", said},
                     {"n", f.sample.n},
                     {"missing", f.sample.missing},
                     {"middle", middle},
                     {"own", own.empty() ? Json() : Json(own)},
                     {"definition", source},
                     {"kpi", f.kpi->id}});
      t.row({label, said, middle, base::grouped(f.sample.n), base::grouped(f.sample.missing), own});
    }
  };
  ask(analytics::GroupBy::priority, w.text(TextField::priority), {"time_to_acknowledge", "time_to_resolve", "sla_met"});
  ask(analytics::GroupBy::category, w.text(TextField::category),
      {"incidents", "time_to_resolve", "reopen_rate", "csat"});
  if (!t.empty()) w.shown.tables["context"] = t.take();
  return out;
}

namespace {

std::set<std::string> words_of(const std::string& text) {
  std::set<std::string> out;
  for (const auto& word : base::split(base::heading_key(text), ' ')) {
    if (word.size() > 3) out.insert(word);
  }
  return out;
}

}  // namespace

Json similar_part(PirWork& w) {
  // Earlier incidents of the same category, nearest first: same subcategory, same closure code, words in common.
  Json out = Json::array();
  const auto opened = w.at(TimeField::opened);
  const std::string category = w.text(TextField::category);
  if (!opened || category.empty()) return out;
  std::set<std::int64_t> own{w.main.id};
  for (const auto& o : w.others) own.insert(o.id);
  for (const auto& c : w.children) own.insert(c.id);
  const auto mine = words_of(w.text(TextField::title) + " " + w.text(TextField::description));
  struct Near {
    double score = 0;
    review::StoredIncident stored;
    std::string why;
  };
  std::vector<Near> near;
  std::int64_t same_category = 0, same_code = 0;
  std::string escaped;
  for (const char c : category) escaped += c == ',' ? std::string("\\,") : std::string(1, c);
  const auto where = review::parse_where("category=" + escaped + ",opened<" + base::rfc3339(*opened));
  review::stream_incidents(w.store, where, [&](const review::StoredIncident& s) {
    if (own.contains(s.id) || s.incident.kind != w.incident().kind) return true;
    ++same_category;
    std::vector<std::string> why{"same category"};
    double score = 0;
    const auto same = [&](TextField f, double weight, const char* word) {
      const auto& theirs = s.incident[f];
      if (theirs && w.incident()[f] && base::folded(*theirs) == base::folded(*w.incident()[f])) {
        score += weight;
        why.emplace_back(word);
        return true;
      }
      return false;
    };
    same(TextField::subcategory, 1, "same subcategory");
    if (same(TextField::closure_code, 3, "same closure code")) ++same_code;
    const auto theirs =
        words_of(s.incident[TextField::title].value_or("") + " " + s.incident[TextField::description].value_or(""));
    std::size_t shared = 0;
    for (const auto& word : theirs) shared += mine.contains(word) ? 1 : 0;
    if (!theirs.empty() && !mine.empty())
      score += 4.0 * static_cast<double>(shared) / static_cast<double>(mine.size() + theirs.size() - shared);
    if (score < 1) return true;
    near.push_back({score, s, listed(why)});
    return true;
  });
  std::stable_sort(near.begin(), near.end(), [](const Near& a, const Near& b) { return a.score > b.score; });
  if (near.size() > 6) near.resize(6);
  w.ledger.note("Earlier records of the same category", base::grouped(same_category),
                "category " + category + ", logged before this one");
  w.ledger.note("Earlier records with the same closure code", base::grouped(same_code),
                "category and closure code equal, logged before this one");
  const auto reviews = review::list_reviews(w.store);
  TableMaker t("Earlier incidents most like this one", {{"Incident", Align::left, 0.13},
                                                        {"Logged", Align::left, 0.14},
                                                        {"Title", Align::left, 0.28},
                                                        {"Time to resolve", Align::left, 0.13},
                                                        {"Alike in", Align::left, 0.16},
                                                        {"Reviewed, and did the actions work"}});
  for (const Near& n : near) {
    const auto at = when(n.stored.incident, TimeField::opened);
    std::string followed = "no review";
    for (const auto& r : reviews) {
      if (r.id == w.review.id || std::find(r.incidents.begin(), r.incidents.end(), n.stored.id) == r.incidents.end())
        continue;
      const auto actions = review::list_actions(w.store, r.id);
      std::map<std::string, int> verdicts;
      for (const auto& a : actions) ++verdicts[a.verdict ? verdict_said(*a.verdict) : "not yet verified"];
      std::vector<std::string> parts;
      for (const auto& [word, count] : verdicts) parts.push_back(fmt::format("{} {}", count, word));
      followed = fmt::format(
          "PIR-{}; {}", r.id,
          actions.empty() ? "no actions"
                          : base::counted(static_cast<long long>(actions.size()), "action") + ": " + listed(parts));
      break;
    }
    const std::string took = between(at, ended_at(n.stored.incident));
    const std::string title = n.stored.incident[TextField::title].value_or("");
    w.ledger.note("Similar incident before", n.stored.incident.ref, rows_said({n.stored.row}));
    out.push_back(
        {{"ref", n.stored.incident.ref},
         {"title", title},
         {"opened", at ? Json(w.wall.date(*at)) : Json()},
         {"took", took.empty() ? Json() : Json(took)},
         {"why", n.why},
         {"followed", followed},
         {"closure_code",
          n.stored.incident[TextField::closure_code] ? Json(*n.stored.incident[TextField::closure_code]) : Json()}});
    t.row({n.stored.incident.ref, at ? w.wall.date(*at) : "", title, took, n.why, followed});
  }
  if (!t.empty()) w.shown.tables["similar"] = t.take();
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
  TableMaker t("Actions", {{"Key", Align::left, 0.07},
                           {"Action"},
                           {"Type", Align::left, 0.12},
                           {"Priority", Align::left, 0.1},
                           {names ? "Owner" : "Team", Align::left, 0.15},
                           {"Due", Align::left, 0.13},
                           {"Status", Align::left, 0.14}});
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
    t.row({fmt::format("A-{}", a.id), a.title, unscored(a.type), a.priority ? unscored(*a.priority) : "", who, due,
           unscored(a.status)},
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

Json actions_part(PirWork& w) {
  Json out = Json::array();
  const bool names = sees_colleagues(w.reader.audience);
  TableMaker effects("How it will be seen whether the actions work", {{"Key", Align::left, 0.07},
                                                                      {"Measure", Align::left, 0.25},
                                                                      {"Wanted", Align::left, 0.1},
                                                                      {"Before", Align::right},
                                                                      {"Target", Align::right},
                                                                      {"Window", Align::left, 0.12},
                                                                      {"Checked by", Align::left, 0.14},
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
                   {"faults", review::wording_faults(a)}});
    effects.row({fmt::format("A-{}", a.id), a.measure ? measure_said(*a.measure) : "no measure named", a.direction.value_or(""),
                 number(a.baseline), number(a.target), window_cell(a.window_days, review::plans_of(w.store, a.id)),
                 checker, verdict_cell(a.verdict.value_or(""), answer ? &*answer : nullptr, w.reader.zone)});
  }
  if (!w.actions.empty()) {
    w.shown.tables["actions"] = action_table(w.actions, w.wall, w.reader.now, names);
    w.shown.tables["effects"] = effects.take();
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

Json glossary_of(const std::vector<std::string>& texts, const std::vector<std::string>& always) {
  static const std::map<std::string, std::string> known = {
      {"ACD", "automatic call distributor: sends calls to the agents who are free"},
      {"AHT", "average handling time of a contact"},
      {"API", "application programming interface"},
      {"ASA", "average speed of answer"},
      {"CRM", "customer relationship management system, which holds the customer record"},
      {"CSAT", "customer satisfaction score"},
      {"DPO", "data protection officer"},
      {"ETA", "estimated time of arrival, or of a fix"},
      {"GDPR", "General Data Protection Regulation"},
      {"ICO", "Information Commissioner's Office"},
      {"IT", "information technology"},
      {"ITIL", "a widely used body of practice for service management"},
      {"IVR", "interactive voice response: the menu a caller hears"},
      {"KPI", "key performance indicator"},
      {"NPS", "net promoter score"},
      {"PIR", "post-incident review"},
      {"SBC", "session border controller: the gateway between telephone networks"},
      {"SHA-256", "a fingerprint of a file: any change to the file changes it"},
      {"SLA", "service level agreement: the times a centre promises"},
      {"TLS", "transport layer security: encryption of a connection"},
      {"VPN", "virtual private network"},
      {"XmR", "a control chart of single values and their moving ranges"},
  };
  std::set<std::string> used(always.begin(), always.end());
  for (const auto& text : texts) {
    std::string word;
    const auto end_word = [&] {
      if (known.contains(word)) used.insert(word);
      word.clear();
    };
    for (const char c : text) {
      if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')
        word += c;
      else
        end_word();
    }
    end_word();
  }
  Json out = Json::array();
  for (const auto& term : used) {
    if (const auto it = known.find(term); it != known.end())
      out.push_back({{"term", it->first}, {"meaning", it->second}});
  }
  return out;
}

}  // namespace debrief::templates
