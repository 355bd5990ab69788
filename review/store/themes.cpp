// Decisions about themes, and what people did about a theme's incidents, in the store.

#include "review/themes.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "review/actions.h"
#include "review/audit.h"
#include "review/reviews.h"
#include "review/store.h"

namespace debrief::review {

namespace {

using base::Json;

Json parsed(std::string_view text) {
  const auto json = base::parse_json(text);
  DEBRIEF_CHECK(json.ok(), "kept decisions are JSON");
  return *json;
}

ThemeAct act_named(std::string_view word) {
  for (const ThemeAct act : {ThemeAct::merge, ThemeAct::split, ThemeAct::rename, ThemeAct::move}) {
    if (name(act) == word) return act;
  }
  DEBRIEF_CHECK(false, "kept decisions are of a known act");
  return ThemeAct::rename;
}

/// Incidents are kept by source and key: an import that is taken back and made again gives them new ids.
Json keys_of(Store& store, const std::vector<std::int64_t>& incidents) {
  auto s = store.db().prepare("SELECT source, ref FROM incident WHERE id = ?1");
  Json out = Json::array();
  for (const std::int64_t id : incidents) {
    s.bind(1, id);
    if (s.step()) out.push_back({std::string(s.text(0)), std::string(s.text(1))});
    s.reset();
  }
  return out;
}

std::vector<std::int64_t> ids_of(Store& store, const Json& keys, std::int64_t& gone) {
  auto s = store.db().prepare("SELECT id FROM incident WHERE ref = ?1 AND source = ?2");
  std::vector<std::int64_t> out;
  for (const Json& key : keys) {
    s.bind(1, key[1].get<std::string>()).bind(2, key[0].get<std::string>());
    if (s.step())
      out.push_back(s.integer(0));
    else
      ++gone;
    s.reset();
  }
  return out;
}

}  // namespace

std::vector<ThemeDecision> theme_decisions(Store& store) {
  auto s = store.db().prepare("SELECT id, at_ms, by, act, theme, what, undone_ms FROM cluster_decision ORDER BY id");
  std::vector<ThemeDecision> out;
  while (s.step()) {
    ThemeDecision& d = out.emplace_back();
    d.id = s.integer(0);
    d.at_ms = s.integer(1);
    d.by = s.text(2);
    d.act = act_named(s.text(3));
    d.theme = s.integer(4);
    const Json what = parsed(s.text(5));
    d.others = what.value("others", std::vector<std::int64_t>{});
    d.label = what.value("label", std::string());
    d.incidents = ids_of(store, what.value("incidents", Json::array()), d.gone);
    for (const Json& p : what.value("parts", Json::array())) {
      ThemeDecision::Part& part = d.parts.emplace_back();
      part.theme = p.at("theme").get<std::int64_t>();
      part.label = p.value("label", std::string());
      part.terms = p.value("terms", std::vector<std::string>{});
      if (p.contains("stability")) part.stability = p["stability"].get<double>();
      part.incidents = ids_of(store, p.value("incidents", Json::array()), d.gone);
    }
    d.undone_ms = s.maybe_integer(6);
  }
  return out;
}

std::int64_t add_theme_decision(Store& store, const ThemeDecision& d) {
  std::int64_t id = 0;
  store.transaction([&] {
    Json what = Json::object();
    if (!d.others.empty()) what["others"] = d.others;
    if (!d.label.empty()) what["label"] = d.label;
    if (!d.incidents.empty()) what["incidents"] = keys_of(store, d.incidents);
    for (const auto& part : d.parts) {
      Json p{{"theme", part.theme}};
      if (!part.label.empty()) p["label"] = part.label;
      if (!part.terms.empty()) p["terms"] = part.terms;
      if (part.stability) p["stability"] = *part.stability;
      p["incidents"] = keys_of(store, part.incidents);
      what["parts"].push_back(std::move(p));
    }
    store.db()
        .prepare("INSERT INTO cluster_decision (at_ms, by, act, theme, what) VALUES (?1, ?2, ?3, ?4, ?5)")
        .bind(1, store.now())
        .bind(2, store.by())
        .bind(3, name(d.act))
        .bind(4, d.theme)
        .bind(5, base::dumped(what))
        .run();
    id = store.db().last_id();
    audit(store, fmt::format("cluster.{}", name(d.act)), fmt::format("cluster-decision/{}", id),
          base::dumped(Json{{"theme", d.theme}, {"what", what}}));
  });
  return id;
}

void undo_theme_decision(Store& store, std::int64_t id) {
  store.transaction([&] {
    const int changed = store.db()
                            .prepare("UPDATE cluster_decision SET undone_ms = ?1 WHERE id = ?2 AND undone_ms IS NULL")
                            .bind(1, store.now())
                            .bind(2, id)
                            .run();
    if (changed == 0) {
      throw base::Error(base::Status::world, "no-such-decision", fmt::format("no decision {} stands", id),
                        "debrief cluster decisions lists them");
    }
    audit(store, "cluster.undo", fmt::format("cluster-decision/{}", id), base::dumped(Json{{"undone", true}}));
  });
}

FoundThemes found_themes(Store& store, std::int64_t run_id) {
  FoundThemes out;
  auto t = store.db().prepare(
      "SELECT number, label, terms, examples, near_miss, stability, overlap FROM cluster_found WHERE run_id = ?1 "
      "ORDER BY number");
  t.bind(1, run_id);
  while (t.step()) {
    StoredTheme& theme = out.themes.emplace_back();
    theme.number = t.integer(0);
    theme.label = t.text(1);
    theme.terms = parsed(t.text(2)).get<std::vector<std::string>>();
    theme.examples = parsed(t.text(3)).get<std::vector<std::string>>();
    theme.near_miss = t.text(4);
    theme.stability = t.real(5);
    theme.overlap = t.maybe_real(6);
  }
  auto m =
      store.db().prepare("SELECT incident_id, found, score FROM cluster_member WHERE run_id = ?1 ORDER BY incident_id");
  m.bind(1, run_id);
  while (m.step()) out.members.push_back({m.integer(0), m.integer(1), m.real(2)});
  return out;
}

void show_themes(Store& store, std::int64_t run_id, const ShownThemes& shown,
                 const std::vector<StoredThemeGroup>& groups) {
  store.transaction([&] {
    auto& db = store.db();
    for (const char* table : {"cluster", "cluster_group"})
      db.prepare(fmt::format("DELETE FROM {} WHERE run_id = ?1", table)).bind(1, run_id).run();
    auto theme = db.prepare(
        "INSERT INTO cluster (run_id, number, label, terms, examples, near_miss, stability, decided, group_number) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    for (const StoredTheme& t : shown.themes) {
      theme.bind(1, run_id)
          .bind(2, t.number)
          .bind(3, t.label)
          .bind(4, base::dumped(Json(t.terms)))
          .bind(5, base::dumped(Json(t.examples)))
          .bind(6, t.near_miss.empty() ? std::nullopt : std::optional(t.near_miss))
          .bind(7, t.stability)
          .bind(8, t.decided ? 1 : 0)
          .bind(9, t.group)
          .run();
    }
    auto member = db.prepare(
        "UPDATE cluster_member SET number = ?1 WHERE run_id = ?2 AND incident_id = ?3 AND "
        "number <> ?1");
    std::int64_t outliers = 0;
    for (const StoredMember& m : shown.members) {
      member.bind(1, m.number).bind(2, run_id).bind(3, m.incident_id).run();
      if (m.number == 0) ++outliers;
    }
    auto group = db.prepare("INSERT INTO cluster_group (run_id, number, label) VALUES (?1, ?2, ?3)");
    for (const StoredThemeGroup& g : groups) group.bind(1, run_id).bind(2, g.number).bind(3, g.label).run();
    db.prepare("UPDATE cluster_run SET unapplied = ?1, outliers = ?2 WHERE id = ?3")
        .bind(1, base::dumped(Json(shown.unapplied)))
        .bind(2, outliers)
        .bind(3, run_id)
        .run();
  });
}

std::int64_t next_theme_number(Store& store) {
  std::int64_t most = store.db().integer("SELECT max(number) FROM cluster_found").value_or(0);
  for (const ThemeDecision& d : theme_decisions(store)) {
    for (const auto& part : d.parts) most = std::max(most, part.theme);
  }
  return most + 1;
}

std::vector<StoredTheme> vanished_themes(Store& store, std::int64_t run_id) {
  const auto before = run_before(store, run_id);
  if (!before) return {};
  std::set<std::int64_t> here;
  for (const StoredTheme& t : found_themes(store, run_id).themes) here.insert(t.number);
  FoundThemes then = found_themes(store, *before);
  std::vector<StoredTheme> out;
  for (StoredTheme& t : then.themes) {
    if (here.contains(t.number)) continue;
    t.size = std::count_if(then.members.begin(), then.members.end(),
                           [&](const StoredMember& m) { return m.number == t.number; });
    out.push_back(std::move(t));
  }
  return out;
}

RunAge run_age(Store& store, const StoredClusterRun& run) {
  const auto number = [&](const char* sql, std::int64_t about) {
    auto s = store.db().prepare(sql);
    s.bind(1, about);
    return s.step() ? s.integer(0) : std::int64_t{0};
  };
  RunAge age;
  age.new_incidents = number(
      "SELECT count(*) FROM incident WHERE id NOT IN (SELECT incident_id FROM cluster_member WHERE run_id = ?1) "
      "AND id NOT IN (SELECT other_id FROM incident_link)",
      run.id);
  age.gone_incidents =
      std::max<std::int64_t>(0, run.n - number("SELECT count(*) FROM cluster_member WHERE run_id = ?1", run.id));
  age.imports_since =
      number("SELECT count(*) FROM import_run WHERE max(at_ms, coalesce(undone_ms, 0)) > ?1", run.at_ms);
  return age;
}

std::vector<ThemeWork> theme_work(Store& store, const StoredClusterRun& run) {
  std::map<std::int64_t, std::size_t> place;
  for (std::size_t t = 0; t < run.themes.size(); ++t) place[run.themes[t].number] = t;
  std::unordered_map<std::int64_t, std::size_t> theme_of;
  for (const MemberRow& m : cluster_members(store, run.id)) {
    if (const auto theme = place.find(m.number); theme != place.end()) theme_of[m.incident_id] = theme->second;
  }
  std::vector<ThemeWork> out(run.themes.size());
  std::set<std::int64_t> reviewed;
  std::map<std::int64_t, std::set<std::size_t>> themes_of_review;
  for (const Review& r : list_reviews(store)) {
    for (const std::int64_t incident : r.incidents) {
      const auto theme = theme_of.find(incident);
      if (theme == theme_of.end()) continue;
      if (reviewed.insert(incident).second) ++out[theme->second].incidents_reviewed;
      themes_of_review[r.id].insert(theme->second);
    }
  }
  for (const auto& [review, themes] : themes_of_review) {
    for (const std::size_t t : themes) out[t].reviews.push_back(review);
    for (const Finding& f : findings_of(store, review)) {
      if (f.kind != "root" && f.kind != "underlying" && f.kind != "contributing" && f.kind != "immediate") continue;
      // A finding that rests on incidents speaks of their themes; one without evidence of all of its review's.
      std::set<std::size_t> about;
      for (const auto& link : f.evidence) {
        if (const auto theme = theme_of.find(link.incident_id); theme != theme_of.end()) about.insert(theme->second);
      }
      for (const std::size_t t : about.empty() ? themes : about)
        out[t].causes.push_back({review, f.kind, f.cause, f.text});
    }
  }
  for (const Action& action : list_actions(store)) {
    if (!action.review_id || ended(action.status)) continue;
    const auto themes = themes_of_review.find(*action.review_id);
    if (themes == themes_of_review.end()) continue;
    for (const std::size_t t : themes->second) out[t].actions.push_back(action.id);
  }
  for (ThemeWork& w : out) std::sort(w.actions.begin(), w.actions.end());
  return out;
}

std::vector<std::optional<double>> customers_affected(Store& store, std::span<const std::int64_t> incident_ids) {
  std::unordered_map<std::int64_t, double> known;
  auto s = store.db().prepare("SELECT id, customers_affected FROM incident WHERE customers_affected IS NOT NULL");
  while (s.step()) {
    if (const auto n = customers_in(s.text(1))) known[s.integer(0)] = *n;
  }
  std::vector<std::optional<double>> out;
  for (const std::int64_t id : incident_ids) {
    const auto n = known.find(id);
    out.push_back(n == known.end() ? std::nullopt : std::optional(n->second));
  }
  return out;
}

}  // namespace debrief::review
