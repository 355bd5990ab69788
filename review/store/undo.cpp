// Taking an import back, days later, beside whatever happened since.

#include <algorithm>
#include <charconv>
#include <map>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/imports.h"
#include "review/incidents.h"
#include "review/store.h"
#include "review/store/column_cache.h"
#include "review/store/fold.h"
#include "review/store/overlays.h"
#include "review/store/rows.h"

namespace debrief::review {

namespace {

/// Imports that are undone, and the one being undone: what they changed no longer counts.
constexpr const char* void_imports = "(SELECT id FROM import_run WHERE undone_ms IS NOT NULL OR id = ?1)";

std::string changed_by(std::int64_t import_id) {
  return import_id == 0 ? "a person changed it since" : fmt::format("import {} changed it since", import_id);
}

class Undo {
 public:
  Undo(Store& store, std::int64_t id) : store_(store), db_(store.db()), id_(id) {}

  UndoResult run() {
    remove_added();
    restore_changed();
    undo_overlays(db_, id_, result_);
    db_.prepare("DELETE FROM mended WHERE by_import_id = ?1").bind(1, id_).run();
    db_.prepare("UPDATE import_run SET undone_ms = ?2 WHERE id = ?1").bind(1, id_).bind(2, store_.now()).run();
    // Of what is left too small a log is not kept by columns, and nothing would write over those of the larger one.
    if (!db_.integer(fmt::format("SELECT 1 FROM incident LIMIT 1 OFFSET {}", kept_from - 1))) forget_columns(db_);
    return std::move(result_);
  }

 private:
  void conflict(const std::string& ref, const std::string& field, std::string why) {
    result_.conflicts.push_back({ref, field, std::move(why)});
  }

  void remove_added() {
    struct Added {
      std::int64_t id;
      std::string ref;
      std::string why;
    };
    std::vector<Added> added;
    {
      auto s = db_.prepare(fmt::format(
          "SELECT i.id, i.ref, "
          " CASE WHEN EXISTS (SELECT 1 FROM review_incident r WHERE r.incident_id = i.id) THEN 'a review is about it' "
          "      WHEN EXISTS (SELECT 1 FROM evidence e WHERE e.incident_id = i.id) THEN 'evidence points to it' "
          "      WHEN EXISTS (SELECT 1 FROM finding_event f WHERE f.incident_id = i.id) THEN 'a finding rests on it' "
          "      WHEN EXISTS (SELECT 1 FROM incident_link l WHERE l.other_id = i.id OR l.kept_id = i.id) "
          "        THEN 'a person linked it to another record' "
          "      WHEN EXISTS (SELECT 1 FROM recurrence c WHERE c.incident_id = i.id AND c.decision IS NOT NULL) "
          "        THEN 'a person decided whether it repeats a reviewed one' ELSE '' END, "
          " (SELECT ifnull(max(c.import_id), 0) FROM incident_change c WHERE c.incident_id = i.id "
          "   AND (c.import_id IS NULL OR c.import_id NOT IN {0}) HAVING count(*) > 0), "
          " (SELECT ifnull(max(v.import_id), 0) FROM event v WHERE v.incident_id = i.id "
          "   AND (v.import_id IS NULL OR v.import_id NOT IN {0}) HAVING count(*) > 0) "
          "FROM incident i WHERE i.import_id = ?1 ORDER BY i.row, i.id",
          void_imports));
      s.bind(1, id_);
      while (s.step()) {
        Added a{s.integer(0), std::string(s.text(1)), std::string(s.text(2))};
        if (const auto by = s.maybe_integer(3); a.why.empty() && by) a.why = changed_by(*by);
        if (const auto by = s.maybe_integer(4); a.why.empty() && by) {
          a.why = *by == 0 ? "a person added entries to it since" : fmt::format("import {} added entries to it since", *by);
        }
        added.push_back(std::move(a));
      }
    }
    auto drop = db_.prepare("DELETE FROM incident WHERE id = ?1");
    for (const Added& a : added) {
      if (!a.why.empty()) {
        conflict(a.ref, "", a.why);
        continue;
      }
      drop.bind(1, a.id).run();
      ++result_.removed;
    }
  }

  /// What happened to one field, oldest first.
  struct Change {
    std::int64_t import_id = 0;   // 0 by a person
    bool ours = false;
    bool is_void = false;         // by us or by an import that is undone
    bool same = false;            // said again what stood there
    std::optional<std::string> before;
  };

  void restore_changed() {
    std::map<std::int64_t, std::map<std::string, std::vector<Change>>> histories;
    {
      auto s = db_.prepare(
          fmt::format("SELECT incident_id, field, import_id, import_id IS NOT NULL AND import_id IN {0}, before, before IS after "
                      "FROM incident_change WHERE incident_id IN (SELECT incident_id FROM incident_change WHERE import_id "
                      "= ?1) ORDER BY id",
                      void_imports));
      s.bind(1, id_);
      while (s.step()) {
        const std::int64_t by = s.maybe_integer(2).value_or(0);
        const Change c{by, by == id_, s.integer(3) != 0, s.integer(5) != 0, s.maybe_text(4)};
        auto& fields = histories[s.integer(0)];
        if (c.same && s.text(1) == "digest") {
          for (auto& [field, changes] : fields) changes.push_back(c);  // the same row again says every field again
        } else {
          fields[std::string(s.text(1))].push_back(c);
        }
      }
    }
    for (const auto& [incident_id, fields] : histories) {
      const auto stored = incident_by_id(store_, incident_id);
      if (!stored) continue;
      if (stored->import_id == id_) continue;   // left alone above, whole
      Incident now = stored->incident;
      for (const auto& [field, changes] : fields) restore(incident_id, now, field, changes);
      const bool dropped = drop_events(incident_id, now.ref);
      const bool restored = dropped || !differences(stored->incident, now).empty();
      write(incident_id, stored->incident, now);
      if (restored) ++result_.restored;
    }
  }

  /// Puts one field back to what stood before the last unbroken run of changes that no longer count.
  void restore(std::int64_t incident_id, Incident& now, const std::string& field, const std::vector<Change>& changes) {
    std::size_t first_ours = changes.size();
    std::size_t past_last_valid = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (changes[i].ours) first_ours = std::min(first_ours, i);
      if (!changes[i].is_void) past_last_valid = i + 1;
    }
    if (first_ours == changes.size()) return;   // not touched by this import
    if (past_last_valid == changes.size() || past_last_valid > last_ours(changes)) {
      const Change& last = changes[past_last_valid - 1];
      if (field != "digest") {
        conflict(now.ref, named(field), last.same ? fmt::format("import {} says the same", last.import_id) : changed_by(last.import_id));
      }
      return;
    }
    const auto first = std::find_if(changes.begin() + static_cast<std::ptrdiff_t>(past_last_valid), changes.end(),
                                    [](const Change& c) { return !c.same; });
    if (first == changes.end()) return;  // it only said again what another import brought, which stands
    const auto& before = first->before;
    if (field == "digest") {
      restore_digest(incident_id, before.value_or("0 0"));
    } else {
      restore_field(now, field, before);
    }
  }

  /// A field as people know it: times are stored as milliseconds.
  static std::string named(const std::string& field) { return field.ends_with("_ms") ? field.substr(0, field.size() - 3) : field; }

  static std::size_t last_ours(const std::vector<Change>& changes) {
    std::size_t last = 0;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      if (changes[i].ours) last = i;
    }
    return last;
  }

  void restore_digest(std::int64_t incident_id, const std::string& text) {
    const auto parts = base::split(text, ' ');
    std::int64_t digest = 0;
    std::int64_t rows = 0;
    std::from_chars(parts[0].data(), parts[0].data() + parts[0].size(), digest);
    if (parts.size() > 1) std::from_chars(parts[1].data(), parts[1].data() + parts[1].size(), rows);
    db_.prepare("UPDATE incident SET digest = ?2, rows = ?3 WHERE id = ?1")
        .bind(1, incident_id)
        .bind(2, digest)
        .bind(3, rows)
        .run();
  }

  bool drop_events(std::int64_t incident_id, const std::string& ref) {
    auto held = db_.prepare(
        "SELECT EXISTS (SELECT 1 FROM event v JOIN finding_event f ON f.incident_id = v.incident_id AND f.seq = v.seq "
        "               WHERE v.incident_id = ?1 AND v.import_id = ?2), "
        "       EXISTS (SELECT 1 FROM event v JOIN evidence e ON e.incident_id = v.incident_id AND e.seq = v.seq "
        "               WHERE v.incident_id = ?1 AND v.import_id = ?2)");
    held.bind(1, incident_id).bind(2, id_);
    held.step();
    const bool finding = held.integer(0) != 0;
    if (finding || held.integer(1) != 0) {
      conflict(ref, "events",
               finding ? "a finding rests on an entry this import added" : "evidence points to an entry this import added");
      return false;
    }
    return db_.prepare("DELETE FROM event WHERE incident_id = ?1 AND import_id = ?2")
               .bind(1, incident_id)
               .bind(2, id_)
               .run() > 0;
  }

  /// The way back is kept as part of the import's own history, so that it stands against nothing later.
  void write(std::int64_t incident_id, const Incident& before, const Incident& now) {
    auto log = db_.prepare("INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    for (const auto& d : differences(before, now)) {
      log.bind(1, incident_id)
          .bind(2, id_)
          .bind(3, store_.now())
          .bind(4, d.field)
          .bind(5, d.before)
          .bind(6, d.after)
          .run();
    }
    std::string marks;
    for (int i = 1; i <= field_column_count; ++i) marks += fmt::format("{}?{}", i == 1 ? "" : ", ", i);
    const std::string stamps = stamps_text(now);
    const auto events = events_of(store_, incident_id).size();
    auto update = db_.prepare(fmt::format("UPDATE incident SET ({}) = ({}), completeness = ?{} WHERE id = ?{}",
                                          field_columns_sql(), marks, field_column_count + 1, field_column_count + 2));
    bind_fields(update, 1, now, stamps);
    update.bind(field_column_count + 1, completeness(now, events).share).bind(field_column_count + 2, incident_id).run();
  }

  Store& store_;
  base::Database& db_;
  std::int64_t id_;
  UndoResult result_;
};

}  // namespace

UndoResult undo_import(Store& store, std::int64_t id, Intake::Mode mode) {
  const ImportSummary import = import_by_id(store, id);
  if (import.undone_ms != 0) {
    throw base::Error(base::Status::refused, "already-undone",
                      fmt::format("import {} was undone {}", id, base::rfc3339(import.undone_ms)),
                      "import the file again to have its records back");
  }
  UndoResult result;
  if (mode == Intake::Mode::dry_run) {
    store.db().begin();
    try {
      result = Undo(store, id).run();
    } catch (...) {
      store.db().rollback();
      throw;
    }
    store.db().rollback();
    result.dry_run = true;
    return result;
  }
  store.transaction([&] {
    result = Undo(store, id).run();
    const base::Json what{{"removed", result.removed},
                          {"restored", result.restored},
                          {"contacts", result.contacts},
                          {"intervals", result.intervals},
                          {"conflicts", result.conflicts.size()}};
    audit(store, "import.undo", fmt::format("import/{}", id), base::dumped(what));
  });
  return result;
}

}  // namespace debrief::review
