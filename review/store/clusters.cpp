// Clustering runs in the store.

#include "review/clusters.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "review/audit.h"
#include "review/store.h"

namespace debrief::review {

namespace {

std::vector<std::string> strings(std::string_view json) {
  const auto parsed = base::parse_json(json);
  DEBRIEF_CHECK(parsed.ok(), "kept lists are JSON");
  return parsed->get<std::vector<std::string>>();
}

}  // namespace

std::int64_t save_cluster_run(Store& store, const StoredClusterRun& run, const std::vector<StoredMember>& members) {
  std::int64_t id = 0;
  store.transaction([&] {
    auto& db = store.db();
    db.prepare("INSERT INTO cluster_run (at_ms, method, seed, n, outliers, stability, notes) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")
        .bind(1, store.now())
        .bind(2, run.method)
        .bind(3, static_cast<std::int64_t>(run.seed))
        .bind(4, run.n)
        .bind(5, run.outliers)
        .bind(6, run.stability)
        .bind(7, base::dumped(base::Json(run.notes)))
        .run();
    id = db.last_id();
    for (const char* table : {"cluster", "cluster_found"}) {
      auto theme = db.prepare(fmt::format(
          "INSERT INTO {} (run_id, number, label, terms, examples, near_miss, stability{}) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7{})",
          table, table == std::string_view("cluster") ? "" : ", overlap",
          table == std::string_view("cluster") ? "" : ", ?8"));
      for (const auto& t : run.themes) {
        theme.bind(1, id)
            .bind(2, t.number)
            .bind(3, t.label)
            .bind(4, base::dumped(base::Json(t.terms)))
            .bind(5, base::dumped(base::Json(t.examples)))
            .bind(6, t.near_miss.empty() ? std::nullopt : std::optional(t.near_miss))
            .bind(7, t.stability);
        if (table != std::string_view("cluster")) theme.bind(8, t.overlap);
        theme.run();
      }
    }
    auto member = db.prepare(
        "INSERT INTO cluster_member (run_id, incident_id, number, score, found) VALUES (?1, ?2, ?3, ?4, ?3)");
    for (const auto& m : members) member.bind(1, id).bind(2, m.incident_id).bind(3, m.number).bind(4, m.score).run();
    const base::Json what{{"n", run.n}, {"themes", run.themes.size()}, {"seed", run.seed}};
    audit(store, "cluster.run", fmt::format("cluster-run/{}", id), base::dumped(what));
  });
  return id;
}

std::optional<StoredClusterRun> newest_cluster_run(Store& store) {
  auto s = store.db().prepare(
      "SELECT id, at_ms, method, seed, n, outliers, stability, notes, unapplied FROM cluster_run "
      "ORDER BY id DESC LIMIT 1");
  if (!s.step()) return std::nullopt;
  StoredClusterRun run;
  run.id = s.integer(0);
  run.at_ms = s.integer(1);
  run.method = s.text(2);
  run.seed = static_cast<std::uint64_t>(s.integer(3));
  run.n = s.integer(4);
  run.outliers = s.integer(5);
  run.stability = s.real(6);
  run.notes = strings(s.text(7));
  run.unapplied = strings(s.text(8));
  auto t = store.db().prepare(
      "SELECT c.number, c.label, c.terms, c.examples, c.near_miss, c.stability, count(m.incident_id), c.decided, "
      "c.group_number, f.overlap FROM cluster c "
      "LEFT JOIN cluster_member m ON m.run_id = c.run_id AND m.number = c.number "
      "LEFT JOIN cluster_found f ON f.run_id = c.run_id AND f.number = c.number WHERE c.run_id = ?1 "
      "GROUP BY c.number ORDER BY count(m.incident_id) DESC, c.number");
  t.bind(1, run.id);
  while (t.step()) {
    StoredTheme& theme = run.themes.emplace_back();
    theme.number = t.integer(0);
    theme.label = t.text(1);
    theme.terms = strings(t.text(2));
    theme.examples = strings(t.text(3));
    theme.near_miss = t.text(4);
    theme.stability = t.real(5);
    theme.size = t.integer(6);
    theme.decided = t.integer(7) != 0;
    theme.group = t.integer(8);
    if (!t.is_null(9)) theme.overlap = t.real(9);
  }
  auto g = store.db().prepare("SELECT number, label FROM cluster_group WHERE run_id = ?1 ORDER BY number");
  g.bind(1, run.id);
  while (g.step()) run.groups.push_back({g.integer(0), std::string(g.text(1))});
  return run;
}

std::optional<std::int64_t> run_before(Store& store, std::int64_t run_id) {
  auto s = store.db().prepare("SELECT max(id) FROM cluster_run WHERE id < ?1");
  s.bind(1, run_id);
  if (!s.step() || s.is_null(0)) return std::nullopt;
  return s.integer(0);
}

std::vector<MemberRow> cluster_members(Store& store, std::int64_t run_id, std::optional<std::int64_t> number) {
  auto s = store.db().prepare(
      "SELECT i.ref, m.incident_id, m.number, m.score FROM cluster_member m JOIN incident i ON i.id = m.incident_id "
      "WHERE m.run_id = ?1 AND (?2 IS NULL OR m.number = ?2) ORDER BY i.opened_ms IS NULL, i.opened_ms, i.ref");
  s.bind(1, run_id).bind(2, number);
  std::vector<MemberRow> out;
  while (s.step()) out.push_back({std::string(s.text(0)), s.integer(1), s.integer(2), s.real(3)});
  return out;
}

}  // namespace debrief::review
