// Learners, units and evidence in the store.

#include "review/learners.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/coverage.h"
#include "review/learner_names.h"
#include "review/store.h"
#include "review/words.h"

namespace debrief::review {

namespace {

constexpr std::array<std::string_view, 9> evidence_types{"LOGX", "WP", "OBS", "WT", "PD", "RA", "QA", "RPL", "SIM"};
constexpr std::array<std::string_view, 2> evidence_statuses{"held", "requested"};

Learner read(Store& store, const base::Statement& s) {
  Learner l;
  l.id = s.integer(0);
  l.name = s.text(1);
  l.created_ms = s.integer(2);
  l.aliases.push_back(l.name);
  auto a = store.db().prepare("SELECT alias FROM learner_alias WHERE learner_id = ?1 AND alias <> ?2 ORDER BY alias");
  a.bind(1, l.id).bind(2, l.name);
  while (a.step()) l.aliases.emplace_back(a.text(0));
  return l;
}

constexpr std::size_t longest_name = 200;

/// The name as it is kept; throws when it is none.
std::string kept_name(std::string_view given) {
  const std::string clean = base::squeezed(given);
  if (clean.empty()) {
    throw base::Error(base::Status::usage, "bad-value", "a learner needs a name", "give it as it stands in the log");
  }
  if (base::code_points(clean) > longest_name) {
    throw base::Error(base::Status::usage, "bad-value",
                      fmt::format("{} is longer than {} characters", base::quoted(base::cut(clean, 40)), longest_name),
                      "give the name as it stands in the log");
  }
  return clean;
}

/// Two learners may share an account ("Shift desk"), but nobody's name is somebody else's alias.
void must_be_free(Store& store, std::int64_t id, const std::string& name, bool as_alias) {
  const std::string key = base::folded(name);
  for (const Learner& l : list_learners(store)) {
    if (l.id == id) continue;
    const bool taken = base::folded(l.name) == key ||
                       (!as_alias && std::any_of(l.aliases.begin(), l.aliases.end(),
                                                 [&](const auto& a) { return base::folded(a) == key; }));
    if (!taken) continue;
    throw base::Error(base::Status::refused, "learner-exists", fmt::format("{} is learner {} already", name, l.id),
                      as_alias ? "a name belongs to one learner; an account that several share may be an alias of each" : "");
  }
}

void insert_alias(Store& store, std::int64_t id, const std::string& alias) {
  store.db()
      .prepare("INSERT OR IGNORE INTO learner_alias (learner_id, alias) VALUES (?1, ?2)")
      .bind(1, id)
      .bind(2, alias)
      .run();
}

}  // namespace

void add_alias(Store& store, std::int64_t id, std::string_view alias) {
  const std::string clean = kept_name(alias);
  store.transaction([&] {
    must_be_free(store, id, clean, true);
    insert_alias(store, id, clean);
    audit(store, "learner.alias", fmt::format("learner/{}", id), base::dumped(base::Json{{"added", clean}}));
  });
}

bool remove_alias(Store& store, std::int64_t id, std::string_view alias) {
  const std::string key = base::folded(base::squeezed(alias));
  bool removed = false;
  store.transaction([&] {
    const Learner l = learner(store, std::to_string(id));
    for (const std::string& a : l.aliases) {
      if (a == l.name || base::folded(a) != key) continue;
      store.db().prepare("DELETE FROM learner_alias WHERE learner_id = ?1 AND alias = ?2").bind(1, id).bind(2, a).run();
      removed = true;
    }
    if (removed) {
      const base::Json what{{"removed", std::string(alias)}};
      audit(store, "learner.alias", fmt::format("learner/{}", id), base::dumped(what));
    }
  });
  return removed;
}

void rename_learner(Store& store, std::int64_t id, std::string_view name) {
  const std::string clean = kept_name(name);
  store.transaction([&] {
    const Learner l = learner(store, std::to_string(id));
    must_be_free(store, id, clean, false);
    store.db().prepare("UPDATE learner SET name = ?2 WHERE id = ?1").bind(1, id).bind(2, clean).run();
    insert_alias(store, id, clean);
    const base::Json what{{"before", l.name}, {"after", clean}};
    audit(store, "learner.rename", fmt::format("learner/{}", id), base::dumped(what));
  });
}

void remove_learner(Store& store, std::int64_t id) {
  store.transaction([&] {
    const Learner l = learner(store, std::to_string(id));
    if (const auto held = list_evidence(store, id); !held.empty()) {
      throw base::Error(base::Status::refused, "learner-in-use",
                        fmt::format("{} held for {}", base::counted(static_cast<long long>(held.size()), "item of evidence is",
                                                                    "items of evidence are"), l.name),
                        "a learner with evidence stays; debrief learner rename corrects the name");
    }
    store.db().prepare("DELETE FROM learner_alias WHERE learner_id = ?1").bind(1, id).run();
    store.db().prepare("DELETE FROM learner WHERE id = ?1").bind(1, id).run();
    audit(store, "learner.remove", fmt::format("learner/{}", id), base::dumped(base::Json{{"names", l.aliases}}));
  });
}

std::int64_t add_learner(Store& store, std::string_view name, const std::vector<std::string>& aliases) {
  const std::string clean = kept_name(name);
  std::int64_t id = 0;
  store.transaction([&] {
    auto& db = store.db();
    must_be_free(store, 0, clean, false);
    for (const auto& a : aliases) {
      if (!base::squeezed(a).empty()) must_be_free(store, 0, kept_name(a), true);
    }
    db.prepare("INSERT INTO learner (name, created_ms) VALUES (?1, ?2)").bind(1, clean).bind(2, store.now()).run();
    id = db.last_id();
    std::vector<std::string> all{clean};
    for (const auto& a : aliases) all.push_back(base::squeezed(a));
    for (const auto& a : all) {
      if (!a.empty()) insert_alias(store, id, a);
    }
    audit(store, "learner.add", fmt::format("learner/{}", id), base::dumped(base::Json{{"names", all}}));
  });
  return id;
}

std::vector<Learner> list_learners(Store& store) {
  auto s = store.db().prepare("SELECT id, name, created_ms FROM learner ORDER BY id");
  std::vector<Learner> out;
  while (s.step()) out.push_back(read(store, s));
  return out;
}

Learner learner(Store& store, std::string_view id_or_name) {
  const auto all = list_learners(store);
  std::int64_t id = 0;
  const auto [end, fault] = std::from_chars(id_or_name.data(), id_or_name.data() + id_or_name.size(), id);
  const bool number = fault == std::errc() && end == id_or_name.data() + id_or_name.size();
  const std::string key = base::folded(base::squeezed(id_or_name));
  std::vector<std::string> names;
  for (const auto& l : all) {
    if (number ? l.id == id : base::folded(l.name) == key) return l;
    names.push_back(l.name);
  }
  const std::string near = number ? "" : base::nearest(id_or_name, names);
  throw base::Error(base::Status::world, "no-such-learner", fmt::format("there is no learner {}", base::quoted(id_or_name)),
                    near.empty() ? "see them with \"debrief learner list\", add one with \"debrief learner add NAME\""
                                 : fmt::format("did you mean \"{}\"?", near));
}

void add_unit(Store& store, std::string_view definition) {
  const Unit unit = parse_unit(definition);
  store.transaction([&] {
    store.db()
        .prepare("INSERT INTO unit (id, definition, added_ms) VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE SET "
                 "definition = excluded.definition, added_ms = excluded.added_ms")
        .bind(1, unit.id)
        .bind(2, definition)
        .bind(3, store.now())
        .run();
    const base::Json what{{"id", unit.id}, {"criteria", unit.criteria.size()}};
    audit(store, "unit.add", fmt::format("unit/{}", unit.id), base::dumped(what));
  });
}

std::vector<std::string> added_units(Store& store) {
  auto s = store.db().prepare("SELECT definition FROM unit ORDER BY id");
  std::vector<std::string> out;
  while (s.step()) out.emplace_back(s.text(0));
  return out;
}

std::int64_t add_evidence(Store& store, EvidenceItem item) {
  must_be_one_of(item.type, evidence_types, "type of evidence");
  must_be_one_of(item.status, evidence_statuses, "status of evidence");
  store.transaction([&] {
    auto& db = store.db();
    db.prepare("INSERT INTO evidence (learner_id, type, title, incident_id, seq, file, sha256, author_role, at_ms, status, "
               "created_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")
        .bind(1, item.learner_id)
        .bind(2, item.type)
        .bind(3, item.title)
        .bind(4, item.incident_id)
        .bind(5, item.seq)
        .bind(6, item.file)
        .bind(7, item.sha256)
        .bind(8, item.author_role)
        .bind(9, item.at_ms)
        .bind(10, item.status)
        .bind(11, store.now())
        .run();
    item.id = db.last_id();
    for (const auto& c : item.claims) {
      db.prepare("INSERT OR IGNORE INTO claim (evidence_id, unit_id, criterion, why) VALUES (?1, ?2, ?3, ?4)")
          .bind(1, item.id)
          .bind(2, c.unit_id)
          .bind(3, c.criterion)
          .bind(4, c.why)
          .run();
    }
    const base::Json what{{"type", item.type}, {"title", item.title}, {"claims", item.claims.size()}};
    audit(store, "evidence.add", fmt::format("evidence/{}", item.id), base::dumped(what));
  });
  return item.id;
}

std::vector<EvidenceItem> list_evidence(Store& store, std::optional<std::int64_t> learner_id) {
  auto s = store.db().prepare(
      "SELECT id, learner_id, type, title, incident_id, seq, file, sha256, author_role, at_ms, status, created_ms "
      "FROM evidence WHERE ?1 IS NULL OR learner_id = ?1 ORDER BY id");
  s.bind(1, learner_id);
  std::vector<EvidenceItem> out;
  while (s.step()) {
    EvidenceItem e;
    e.id = s.integer(0);
    e.learner_id = s.integer(1);
    e.type = s.text(2);
    e.title = s.text(3);
    e.incident_id = s.maybe_integer(4);
    e.seq = s.maybe_integer(5);
    e.file = s.maybe_text(6);
    e.sha256 = s.maybe_text(7);
    e.author_role = s.maybe_text(8);
    e.at_ms = s.maybe_integer(9);
    e.status = s.text(10);
    e.created_ms = s.integer(11);
    auto c = store.db().prepare("SELECT unit_id, criterion, why FROM claim WHERE evidence_id = ?1 ORDER BY id");
    c.bind(1, e.id);
    while (c.step()) e.claims.push_back({std::string(c.text(0)), std::string(c.text(1)), std::string(c.text(2))});
    out.push_back(std::move(e));
  }
  return out;
}

}  // namespace debrief::review
