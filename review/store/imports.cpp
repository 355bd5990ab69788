// Past imports: receipts, rejects, the kept file, and undo.

#include "review/imports.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <map>

#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/store.h"
#include "review/store/fold.h"
#include "review/store/rows.h"
#include "review/store/source_pieces.h"

namespace debrief::review {

namespace {

constexpr const char* select_imports = "SELECT id, at_ms, name, source, receipt, undone_ms FROM import_run ";

ImportSummary read(const base::Statement& s) {
  return {s.integer(0), s.integer(1), std::string(s.text(2)), std::string(s.text(3)), std::string(s.text(4)),
          s.maybe_integer(5).value_or(0)};
}

base::Json or_null(const std::string& text) { return text.empty() ? base::Json() : base::Json(text); }
base::Json or_null(std::int64_t n) { return n == 0 ? base::Json() : base::Json(n); }

}  // namespace

std::string receipt_json(const Receipt& r) {
  const FileReading& f = r.file;
  base::Json columns = base::Json::array();
  for (const ColumnReading& c : f.columns) {
    base::Json column{{"name", base::repaired_utf8(c.name)}, {"role", or_null(c.role)}, {"confidence", c.confidence},
                      {"why", c.why}};
    if (!c.day_order.empty()) column["day_order"] = c.day_order;
    columns.push_back(std::move(column));
  }
  base::Json sniff = base::Json::array();
  for (const PhaseVerdict& v : f.sniff) {
    sniff.push_back({{"phase", v.phase},
                     {"verdict", base::repaired_utf8(v.verdict)},
                     {"evidence", base::repaired_utf8(v.evidence)},
                     {"confidence", std::round(v.confidence * 100) / 100},
                     {"from", v.from_flag ? "flag" : "found"}});
  }
  base::Json issues = base::Json::array();
  for (const base::Issue& i : r.issues) {
    issues.push_back({{"code", i.code},
                      {"row", or_null(i.place.row)},
                      {"line", or_null(i.place.line)},
                      {"column", or_null(i.place.column)},
                      {"value", base::repaired_utf8(i.value)},
                      {"detail", i.detail},
                      {"severity", i.severity == base::Severity::error ? "error" : "warning"}});
  }
  base::Json by_code = base::Json::object();
  for (const auto& [code, n] : r.issues_by_code) by_code[code] = n;
  const base::Json json{{"import_id", or_null(r.import_id)},
                        {"file", f.file},
                        {"sha256", f.sha256},
                        {"bytes", f.bytes},
                        {"format", f.format},
                        {"source", f.source},
                        {"encoding", or_null(f.encoding)},
                        {"delimiter", or_null(f.delimiter)},
                        {"quote", or_null(f.quote)},
                        {"sheet", or_null(f.sheet)},
                        {"header_row", or_null(f.header_row)},
                        {"zone", f.zone},
                        {"zone_from", f.zone_from},
                        {"row_is", std::string(name(f.row_is))},
                        {"columns", columns},
                        {"sniff", sniff},
                        {"rows",
                         {{"read", r.rows.read},
                          {"added", r.rows.added},
                          {"changed", r.rows.changed},
                          {"unchanged", r.rows.unchanged},
                          {"merged", r.rows.merged},
                          {"quarantined", r.rows.quarantined}}},
                        {"incidents", r.incidents},
                        {"events", r.events},
                        {"contacts", r.contacts},
                        {"intervals", r.intervals},
                        {"issues", issues},
                        {"issues_total", r.issues_total},
                        {"issues_by_code", by_code},
                        {"seconds", r.seconds},
                        {"dry_run", r.dry_run}};
  return base::dumped(json);
}

std::vector<ImportSummary> list_imports(Store& store) {
  auto s = store.db().prepare(std::string(select_imports) + "ORDER BY id DESC");
  std::vector<ImportSummary> out;
  while (s.step()) out.push_back(read(s));
  return out;
}

ImportSummary import_by_id(Store& store, std::int64_t id) {
  auto s = store.db().prepare(std::string(select_imports) + "WHERE id = ?1");
  s.bind(1, id);
  if (s.step()) return read(s);
  throw base::Error(base::Status::world, "no-such-import", fmt::format("there is no import {}", id),
                    "see them with \"debrief import list\"");
}

std::vector<Reject> rejects_of(Store& store, std::int64_t import_id) {
  (void)import_by_id(store, import_id);
  auto s = store.db().prepare(
      "SELECT row, line, column, code, detail, value, cells FROM quarantine WHERE import_id = ?1 ORDER BY row");
  s.bind(1, import_id);
  std::vector<Reject> out;
  while (s.step()) {
    Reject r;
    r.row = s.integer(0);
    r.line = s.maybe_integer(1).value_or(0);
    r.column = s.text(2);
    r.code = s.text(3);
    r.detail = s.text(4);
    r.value = s.text(5);
    const auto cells = base::parse_json(s.text(6));
    DEBRIEF_CHECK(cells.ok(), "kept cells are JSON");
    for (const auto& c : *cells) r.cells.push_back(c.get<std::string>());
    out.push_back(std::move(r));
  }
  return out;
}

void stream_source(Store& store, std::int64_t import_id, const std::function<void(std::string_view)>& piece) {
  (void)import_by_id(store, import_id);
  auto s = store.db().prepare("SELECT file_id FROM import_run WHERE id = ?1");
  s.bind(1, import_id);
  s.step();
  read_source(store, s.integer(0), piece);
}

namespace {

/// Takes an import back: records it added go, fields it changed return, unless something rests on them.
class Undo {
 public:
  Undo(Store& store, std::int64_t id) : store_(store), db_(store.db()), id_(id) {}

  UndoResult run() {
    remove_added();
    restore_changed();
    db_.prepare("DELETE FROM contact WHERE import_id = ?1").bind(1, id_).run();
    db_.prepare("DELETE FROM interval WHERE import_id = ?1").bind(1, id_).run();
    db_.prepare("UPDATE import_run SET undone_ms = ?2 WHERE id = ?1").bind(1, id_).bind(2, store_.now()).run();
    return std::move(result_);
  }

 private:
  void remove_added() {
    struct Added {
      std::int64_t id;
      std::string ref;
      std::string why;
    };
    std::vector<Added> added;
    {
      auto s = db_.prepare(
          "SELECT i.id, i.ref, "
          " CASE WHEN EXISTS (SELECT 1 FROM review_incident r WHERE r.incident_id = i.id) THEN 'a review is about it' "
          "      WHEN EXISTS (SELECT 1 FROM evidence e WHERE e.incident_id = i.id) THEN 'evidence points to it' "
          "      WHEN EXISTS (SELECT 1 FROM finding_event f WHERE f.incident_id = i.id) THEN 'a finding rests on it' "
          "      WHEN EXISTS (SELECT 1 FROM incident_change c WHERE c.incident_id = i.id AND c.import_id IS NOT ?1) "
          "        THEN 'it was changed after this import' "
          "      WHEN EXISTS (SELECT 1 FROM event v WHERE v.incident_id = i.id AND v.import_id IS NOT ?1) "
          "        THEN 'entries were added to it after this import' "
          "      ELSE '' END "
          "FROM incident i WHERE i.import_id = ?1 ORDER BY i.row");
      s.bind(1, id_);
      while (s.step()) added.push_back({s.integer(0), std::string(s.text(1)), std::string(s.text(2))});
    }
    auto drop = db_.prepare("DELETE FROM incident WHERE id = ?1");
    for (const Added& a : added) {
      if (!a.why.empty()) {
        result_.conflicts.push_back({a.ref, "", a.why});
        continue;
      }
      drop.bind(1, a.id).run();
      ++result_.removed;
    }
  }

  void restore_changed() {
    struct Change {
      std::int64_t id, incident_id;
      std::string field;
      std::optional<std::string> before, after;
    };
    std::map<std::int64_t, std::vector<Change>> by_incident;
    {
      auto s = db_.prepare("SELECT id, incident_id, field, before, after FROM incident_change WHERE import_id = ?1 "
                           "ORDER BY id DESC");
      s.bind(1, id_);
      while (s.step()) {
        by_incident[s.integer(1)].push_back({s.integer(0), s.integer(1), std::string(s.text(2)), s.maybe_text(3), s.maybe_text(4)});
      }
    }
    for (const auto& [incident_id, changes] : by_incident) {
      const auto stored = incident_by_id(store_, incident_id);
      if (!stored) continue;   // removed above
      Incident now = stored->incident;
      for (const Change& c : changes) {
        if (c.field == "digest") {
          restore_digest(incident_id, c.before.value_or("0 0"));
          continue;
        }
        auto later = db_.prepare("SELECT 1 FROM incident_change WHERE incident_id = ?1 AND field = ?2 AND id > ?3 "
                                 "AND import_id IS NOT ?4");
        later.bind(1, incident_id).bind(2, c.field).bind(3, c.id).bind(4, id_);
        if (later.step()) {
          result_.conflicts.push_back({now.ref, c.field, "it was changed again after this import"});
          continue;
        }
        restore_field(now, c.field, c.before);
      }
      drop_events(incident_id, now.ref);
      write(incident_id, now);
      ++result_.restored;
    }
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

  void drop_events(std::int64_t incident_id, const std::string& ref) {
    auto held = db_.prepare("SELECT count(*) FROM event v JOIN finding_event f ON f.incident_id = v.incident_id AND f.seq "
                            "= v.seq WHERE v.incident_id = ?1 AND v.import_id = ?2");
    held.bind(1, incident_id).bind(2, id_);
    held.step();
    if (held.integer(0) > 0) {
      result_.conflicts.push_back({ref, "events", "a finding rests on an entry this import added"});
      return;
    }
    db_.prepare("DELETE FROM event WHERE incident_id = ?1 AND import_id = ?2").bind(1, incident_id).bind(2, id_).run();
  }

  void write(std::int64_t incident_id, const Incident& now) {
    const auto before = incident_by_id(store_, incident_id);
    auto log = db_.prepare("INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
                           "VALUES (?1, NULL, ?2, ?3, ?4, ?5)");
    for (const auto& d : differences(before->incident, now)) {
      log.bind(1, incident_id).bind(2, store_.now()).bind(3, d.field).bind(4, d.before).bind(5, d.after).run();
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

UndoResult undo_import(Store& store, std::int64_t id) {
  const ImportSummary import = import_by_id(store, id);
  if (import.undone_ms != 0) {
    throw base::Error(base::Status::refused, "already-undone",
                      fmt::format("import {} was undone {}", id, base::rfc3339(import.undone_ms)),
                      "import the file again to have its records back");
  }
  UndoResult result;
  store.transaction([&] {
    result = Undo(store, id).run();
    const base::Json what{{"removed", result.removed}, {"restored", result.restored}, {"conflicts", result.conflicts.size()}};
    audit(store, "import.undo", fmt::format("import/{}", id), base::dumped(what));
  });
  return result;
}

}  // namespace debrief::review
