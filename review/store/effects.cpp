// Plans, answers and recurrences in the store.

#include "review/effects.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/actions.h"
#include "review/audit.h"
#include "review/incidents.h"
#include "review/reviews.h"
#include "review/store.h"
#include "review/store/effects_begun.h"

namespace debrief::review {

namespace {

using base::Json;

/// Long texts add nothing to what an incident is a case of.
constexpr std::size_t longest_text = 4'000;

EffectPlan read_plan(const base::Statement& s) {
  EffectPlan p;
  p.version = static_cast<int>(s.integer(0));
  p.at_ms = s.integer(1);
  p.by = s.text(2);
  p.measure = s.text(3);
  p.direction = s.text(4);
  p.cut = s.real(5);
  p.exposure = s.text(6);
  p.window_days = s.maybe_integer(7);
  p.window_given = s.integer(8) != 0;
  p.wash_in_days = s.integer(9);
  p.baseline_days = s.integer(10);
  p.baseline_from = s.maybe_integer(11);
  p.baseline_until = s.maybe_integer(12);
  p.n_before = s.integer(13);
  p.exposure_before = s.real(14);
  p.value_before = s.maybe_real(15);
  p.power = s.maybe_real(16);
  p.late = s.integer(17) != 0;
  p.reason = s.maybe_text(18);
  return p;
}

Json strings_json(const std::vector<std::string>& list) { return Json(list); }

}  // namespace

std::optional<base::Ms> begun_at(Store& store, const Action& action) {
  auto s = store.db().prepare(
      fmt::format("SELECT min(at_ms) FROM action_progress WHERE action_id = ?1 AND field = 'status' AND after IN {}",
                  begun_statuses));
  s.bind(1, action.id);
  std::optional<base::Ms> at;
  if (s.step()) at = s.maybe_integer(0);
  // Entered as begun: there is no step to it.
  if (!at && in_begun_status(action.status)) at = action.created_ms;
  if (action.done_ms) at = std::min(at.value_or(*action.done_ms), *action.done_ms);
  return at;
}

std::vector<EffectPlan> plans_of(Store& store, std::int64_t action_id) {
  auto s = store.db().prepare(
      "SELECT version, at_ms, by, measure, direction, cut, exposure, window_days, window_given, wash_in_days, "
      "baseline_days, baseline_from_ms, baseline_until_ms, n_before, exposure_before, value_before, power, late, "
      "reason "
      "FROM effect_plan WHERE action_id = ?1 ORDER BY version");
  s.bind(1, action_id);
  std::vector<EffectPlan> out;
  while (s.step()) out.push_back(read_plan(s));
  return out;
}

void save_plan(Store& store, std::int64_t action_id, EffectPlan p) {
  store.transaction([&] {
    const Action action = action_by_id(store, action_id);
    const auto earlier = plans_of(store, action_id);
    const bool begun = begun_at(store, action).has_value();
    if (begun && !earlier.empty() && !p.reason) refuse_fixed_plan(action_id);
    p.version = earlier.empty() ? 1 : earlier.back().version + 1;
    p.late = begun;
    store.db()
        .prepare(
            "INSERT INTO effect_plan (action_id, version, at_ms, by, measure, direction, cut, exposure, window_days, "
            "window_given, wash_in_days, baseline_days, baseline_from_ms, baseline_until_ms, n_before, "
            "exposure_before, "
            "value_before, power, late, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
            "?15, ?16, ?17, ?18, ?19, ?20)")
        .bind(1, action_id)
        .bind(2, p.version)
        .bind(3, store.now())
        .bind(4, store.by())
        .bind(5, p.measure)
        .bind(6, p.direction)
        .bind(7, p.cut)
        .bind(8, p.exposure)
        .bind(9, p.window_days)
        .bind(10, p.window_given ? 1 : 0)
        .bind(11, p.wash_in_days)
        .bind(12, p.baseline_days)
        .bind(13, p.baseline_from)
        .bind(14, p.baseline_until)
        .bind(15, p.n_before)
        .bind(16, p.exposure_before)
        .bind(17, p.value_before)
        .bind(18, p.power)
        .bind(19, p.late ? 1 : 0)
        .bind(20, p.reason)
        .run();
    const Json what{{"version", p.version},
                    {"measure", p.measure},
                    {"direction", p.direction},
                    {"cut", p.cut},
                    {"exposure", p.exposure},
                    {"window_days", p.window_days ? Json(*p.window_days) : Json()},
                    {"wash_in_days", p.wash_in_days},
                    {"late", p.late},
                    {"reason", p.reason ? Json(*p.reason) : Json()}};
    audit(store, "action.plan", fmt::format("action/{}", action_id), base::dumped(what));
  });
}

void save_answer(Store& store, const EffectRecord& r) {
  store.transaction([&] {
    store.db()
        .prepare(
            "INSERT INTO effect_answer (action_id, plan_version, at_ms, by, verdict, general_trend, ratio, low, high, "
            "next_look_ms, numbers, told_verdict) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")
        .bind(1, r.action_id)
        .bind(2, r.plan_version)
        .bind(3, store.now())
        .bind(4, store.by())
        .bind(5, r.verdict)
        .bind(6, r.general_trend ? 1 : 0)
        .bind(7, r.ratio)
        .bind(8, r.low)
        .bind(9, r.high)
        .bind(10, r.next_look)
        .bind(11, r.numbers)
        .bind(12, r.told_verdict)
        .run();
    const Json what{{"verdict", r.verdict},
                    {"general_trend", r.general_trend},
                    {"ratio", r.ratio ? Json(*r.ratio) : Json()},
                    {"told", r.told_verdict ? Json(*r.told_verdict) : Json()}};
    audit(store, "action.effect", fmt::format("action/{}", r.action_id), base::dumped(what));
  });
}

std::optional<EffectRecord> newest_answer(Store& store, std::int64_t action_id) {
  auto s = store.db().prepare(
      "SELECT id, action_id, plan_version, at_ms, by, verdict, general_trend, ratio, low, high, next_look_ms, numbers, "
      "told_verdict FROM effect_answer WHERE action_id = ?1 ORDER BY id DESC LIMIT 1");
  s.bind(1, action_id);
  if (!s.step()) return std::nullopt;
  EffectRecord r;
  r.id = s.integer(0);
  r.action_id = s.integer(1);
  r.plan_version = static_cast<int>(s.integer(2));
  r.at_ms = s.integer(3);
  r.by = s.text(4);
  r.verdict = s.text(5);
  r.general_trend = s.integer(6) != 0;
  r.ratio = s.maybe_real(7);
  r.low = s.maybe_real(8);
  r.high = s.maybe_real(9);
  r.next_look = s.maybe_integer(10);
  r.numbers = s.text(11);
  r.told_verdict = s.maybe_text(12);
  return r;
}

std::vector<IncidentClass> classes_of(Store& store, std::int64_t review_id) {
  auto s = store.db().prepare(
      "SELECT c.review_id, c.incident_id, c.fixed_ms, c.source, c.ref, c.kind, c.title, c.description, c.theme, "
      "c.service, c.category, c.subcategory, c.closure_code, c.parent, c.problem, c.theme_terms, c.opened_ms, "
      "c.ended_ms, c.terms, c.usual_weight FROM incident_class c LEFT JOIN review_incident r ON r.review_id = "
      "c.review_id AND r.incident_id = c.incident_id WHERE c.review_id = ?1 ORDER BY r.position, c.incident_id");
  s.bind(1, review_id);
  std::vector<IncidentClass> out;
  while (s.step()) {
    IncidentClass c;
    c.review_id = s.integer(0);
    c.incident_id = s.integer(1);
    c.fixed_ms = s.integer(2);
    int p = 3;
    for (auto* t : {&c.source, &c.ref, &c.kind, &c.title, &c.description, &c.theme, &c.service, &c.category,
                    &c.subcategory, &c.closure_code, &c.parent, &c.problem}) {
      *t = s.text(p++);
    }
    const auto theme_terms = base::parse_json(s.text(p++));
    DEBRIEF_CHECK(theme_terms.ok(), "kept lists are JSON");
    c.theme_terms = theme_terms->get<std::vector<std::string>>();
    c.opened = s.maybe_integer(p++);
    c.ended = s.maybe_integer(p++);
    const auto terms = base::parse_json(s.text(p++));
    DEBRIEF_CHECK(terms.ok(), "kept lists are JSON");
    for (const Json& pair : *terms) c.terms.emplace_back(pair[0].get<std::string>(), pair[1].get<double>());
    c.usual_weight = s.real(p);
    out.push_back(std::move(c));
  }
  return out;
}

std::vector<IncidentClass> classes_now(Store& store, std::int64_t review_id) {
  const Review review = review_by_id(store, review_id);
  std::vector<IncidentClass> out;
  for (const std::int64_t id : review.incidents) {
    const auto stored = incident_by_id(store, id);
    if (!stored) continue;
    const Incident& i = stored->incident;
    const auto text = [&](TextField f) { return i[f].value_or(""); };
    IncidentClass c;
    c.review_id = review_id;
    c.incident_id = id;
    c.fixed_ms = store.now();
    c.source = i.source;
    c.ref = i.ref;
    c.kind = name(i.kind);
    c.title = base::cut(text(TextField::title), longest_text);
    c.description = base::cut(text(TextField::description), longest_text);
    c.service = text(TextField::service);
    c.category = text(TextField::category);
    c.subcategory = text(TextField::subcategory);
    c.closure_code = text(TextField::closure_code);
    c.parent = text(TextField::parent);
    c.problem = text(TextField::problem);
    if (i[TimeField::opened]) c.opened = i[TimeField::opened]->at;
    for (const TimeField f : {TimeField::restored, TimeField::resolved, TimeField::closed}) {
      if (!c.ended && i[f]) c.ended = i[f]->at;
    }
    auto theme = store.db().prepare(
        "SELECT t.label, t.terms FROM cluster_member m JOIN cluster t ON t.run_id = m.run_id AND t.number = m.number "
        "WHERE m.incident_id = ?1 AND m.run_id = (SELECT max(id) FROM cluster_run)");
    theme.bind(1, id);
    if (theme.step()) {
      c.theme = theme.text(0);
      if (const auto terms = base::parse_json(theme.text(1)).maybe())
        c.theme_terms = terms->get<std::vector<std::string>>();
    }
    out.push_back(std::move(c));
  }
  return out;
}

void fix_classes(Store& store, const std::vector<IncidentClass>& classes) {
  store.transaction([&] {
    for (const IncidentClass& c : classes) {
      Json terms = Json::array();
      for (const auto& [stem, weight] : c.terms) terms.push_back(Json::array({stem, weight}));
      auto s = store.db().prepare(
          "INSERT OR IGNORE INTO incident_class (review_id, incident_id, fixed_ms, source, ref, kind, title, "
          "description, theme, service, category, subcategory, closure_code, parent, problem, theme_terms, opened_ms, "
          "ended_ms, terms, usual_weight) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, "
          "?16, ?17, ?18, ?19, ?20)");
      s.bind(1, c.review_id).bind(2, c.incident_id).bind(3, store.now());
      int p = 4;
      for (const auto* t : {&c.source, &c.ref, &c.kind, &c.title, &c.description, &c.theme, &c.service, &c.category,
                            &c.subcategory, &c.closure_code, &c.parent, &c.problem}) {
        s.bind(p++, *t);
      }
      s.bind(p++, base::dumped(strings_json(c.theme_terms)));
      s.bind(p++, c.opened);
      s.bind(p++, c.ended);
      s.bind(p++, base::dumped(terms));
      s.bind(p, c.usual_weight);
      if (s.run() == 0) continue;
      const Json what{{"incident", c.ref},
                      {"theme", c.theme},
                      {"service", c.service},
                      {"category", c.category},
                      {"closure_code", c.closure_code}};
      audit(store, "review.class", fmt::format("review/{}", c.review_id), base::dumped(what));
    }
  });
}

std::vector<std::string> sample_of_texts(Store& store, std::size_t most) {
  const auto rows = store.db().integer("SELECT count(*) FROM incident").value_or(0);
  const std::int64_t step = std::max<std::int64_t>(1, rows / static_cast<std::int64_t>(std::max<std::size_t>(1, most)));
  auto s = store.db().prepare(
      "SELECT coalesce(title, '') || ' ' || coalesce(description, '') FROM incident WHERE id % ?1 = 0 ORDER BY id");
  s.bind(1, step);
  std::vector<std::string> out;
  while (s.step()) out.emplace_back(s.text(0));
  return out;
}

void visit_incidents(Store& store, std::int64_t after, const std::function<void(const RecurrenceView&)>& visit) {
  auto s = store.db().prepare(
      "SELECT id, source, ref, kind, title, description, service, category, subcategory, closure_code, parent, "
      "problem, "
      "change, opened_ms, coalesce(restored_ms, resolved_ms, closed_ms) FROM incident WHERE id > ?1 AND id NOT IN "
      "(SELECT other_id FROM incident_link) ORDER BY id");
  s.bind(1, after);
  RecurrenceView v;
  while (s.step()) {
    v.id = s.integer(0);
    int p = 1;
    for (auto* t : {&v.source, &v.ref, &v.kind, &v.title, &v.description, &v.service, &v.category, &v.subcategory,
                    &v.closure_code, &v.parent, &v.problem, &v.change}) {
      *t = s.text(p++);
    }
    v.opened = s.maybe_integer(p++);
    v.ended = s.maybe_integer(p);
    visit(v);
  }
}

std::int64_t newest_incident_id(Store& store) { return store.db().integer("SELECT max(id) FROM incident").value_or(0); }

std::vector<RecurrenceRecord> recurrences_of(Store& store, std::int64_t review_id) {
  auto s = store.db().prepare(
      "SELECT r.review_id, r.incident_id, i.ref, i.source, r.band, r.score, r.why, r.found_ms, r.decision, "
      "r.decided_by, "
      "r.note, r.decided_ms FROM recurrence r JOIN incident i ON i.id = r.incident_id WHERE r.review_id = ?1 ORDER BY "
      "i.opened_ms, i.id");
  s.bind(1, review_id);
  std::vector<RecurrenceRecord> out;
  while (s.step()) {
    RecurrenceRecord r;
    r.review_id = s.integer(0);
    r.incident_id = s.integer(1);
    r.ref = s.text(2);
    r.source = s.text(3);
    r.band = s.text(4);
    r.score = s.real(5);
    r.why = s.text(6);
    r.found_ms = s.integer(7);
    r.decision = s.maybe_text(8);
    r.decided_by = s.maybe_text(9);
    r.note = s.maybe_text(10);
    r.decided_ms = s.maybe_integer(11);
    out.push_back(std::move(r));
  }
  return out;
}

void note_recurrences(Store& store, const std::vector<RecurrenceRecord>& found) {
  store.transaction([&] {
    auto s = store.db().prepare(
        "INSERT OR IGNORE INTO recurrence (review_id, incident_id, band, score, why, found_ms) VALUES (?1, ?2, ?3, ?4, "
        "?5, ?6)");
    for (const RecurrenceRecord& r : found) {
      s.bind(1, r.review_id)
          .bind(2, r.incident_id)
          .bind(3, r.band)
          .bind(4, r.score)
          .bind(5, r.why)
          .bind(6, store.now());
      if (s.run() == 0) continue;
      const Json what{{"incident", r.ref}, {"band", r.band}, {"score", r.score}, {"why", r.why}};
      audit(store, "recurrence.found", fmt::format("review/{}", r.review_id), base::dumped(what));
    }
  });
}

void decide_recurrence(Store& store, const RecurrenceRecord& r, std::string_view decision, std::string_view by,
                       std::string_view text) {
  store.transaction([&] {
    note_recurrences(store, {r});
    store.db()
        .prepare(
            "UPDATE recurrence SET decision = ?3, decided_by = ?4, decided_ms = ?5, note = ?6 WHERE review_id = ?1 AND "
            "incident_id = ?2")
        .bind(1, r.review_id)
        .bind(2, r.incident_id)
        .bind(3, decision)
        .bind(4, by)
        .bind(5, store.now())
        .bind(6, text.empty() ? std::nullopt : std::optional(std::string(text)))
        .run();
    const Json what{
        {"incident", r.ref}, {"decision", std::string(decision)}, {"by", std::string(by)}, {"note", std::string(text)}};
    audit(store, "recurrence.decide", fmt::format("review/{}", r.review_id), base::dumped(what));
  });
}

std::vector<std::pair<double, bool>> recurrence_decisions(Store& store) {
  auto s = store.db().prepare(
      "SELECT score, decision = 'confirmed' FROM recurrence WHERE decision IS NOT NULL AND band <> 'certain' ORDER BY "
      "review_id, incident_id");
  std::vector<std::pair<double, bool>> out;
  while (s.step()) out.emplace_back(s.real(0), s.integer(1) != 0);
  return out;
}

ExposureSince exposure_since(Store& store, base::Ms from) {
  ExposureSince out;
  auto i = store.db().prepare("SELECT count(*), max(opened_ms) FROM incident WHERE opened_ms >= ?1");
  i.bind(1, from);
  if (i.step()) {
    out.incidents = i.integer(0);
    out.until = i.maybe_integer(1);
  }
  const bool single = store.db().integer("SELECT 1 FROM contact LIMIT 1").has_value();
  if (!single && !store.db().integer("SELECT 1 FROM interval LIMIT 1")) return out;
  auto c = store.db().prepare(single ? "SELECT count(*) FROM contact WHERE started_ms >= ?1"
                                     : "SELECT total(coalesce(offered, answered + abandoned)) FROM interval WHERE "
                                       "from_ms >= ?1");
  c.bind(1, from);
  if (c.step()) out.contacts = c.real(0);
  return out;
}

std::vector<std::int64_t> reviews_without_class(Store& store) {
  auto s = store.db().prepare(
      "SELECT DISTINCT a.review_id FROM action a WHERE a.status IN ('closed', 'verified') AND a.review_id IS NOT NULL "
      "AND "
      "NOT EXISTS (SELECT 1 FROM incident_class c WHERE c.review_id = a.review_id) ORDER BY 1");
  std::vector<std::int64_t> out;
  while (s.step()) out.push_back(s.integer(0));
  return out;
}

std::vector<Action> watched_actions(Store& store) {
  // Most workspaces have none, and learn so without reading their actions.
  if (!store.db().integer("SELECT 1 FROM action a WHERE a.status IN ('closed', 'verified') AND EXISTS (SELECT 1 FROM "
                          "incident_class c WHERE c.review_id = a.review_id) LIMIT 1")) {
    return {};
  }
  std::vector<Action> out;
  for (Action& a : list_actions(store)) {
    if ((a.status == "closed" || a.status == "verified") && a.review_id && !classes_of(store, *a.review_id).empty())
      out.push_back(std::move(a));
  }
  return out;
}

}  // namespace debrief::review
