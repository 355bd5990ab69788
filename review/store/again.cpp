// The same bytes, read the same way, once more.

#include <optional>

#include <fmt/format.h>

#include "base/json.h"
#include "review/audit.h"
#include "review/imports.h"
#include "review/intake.h"
#include "review/store.h"

namespace debrief::review {

namespace {

/// What decides how a file is read; two imports that agree in it make the same records.
base::Json reading_of(const base::Json& receipt) {
  base::Json key;
  for (const char* member :
       {"format", "source", "encoding", "delimiter", "quote", "sheet", "header_row", "zone", "row_is"})
    key[member] = receipt.at(member);
  for (const auto& column : receipt.at("columns"))
    key["columns"].push_back({column.at("name"), column.at("role"), column.value("day_order", "")});
  return key;
}

base::Issue issue_of(const base::Json& j) {
  const auto text = [&](const char* member) {
    return j.at(member).is_null() ? std::string() : j.at(member).get<std::string>();
  };
  const auto number = [&](const char* member) { return j.at(member).is_null() ? 0 : j.at(member).get<std::int64_t>(); };
  base::Issue i{.code = text("code"), .detail = text("detail"), .value = text("value"), .place = {}};
  i.place.row = number("row");
  i.place.line = number("line");
  i.place.column = text("column");
  i.severity = text("severity") == "error" ? base::Severity::error : base::Severity::warning;
  return i;
}

Receipt from(const base::Json& j, const FileReading& reading) {
  Receipt r;
  r.file = reading;
  const auto& rows = j.at("rows");
  const auto count = [&](const char* member) { return rows.at(member).get<std::int64_t>(); };
  r.rows.read = count("read");
  r.rows.unchanged = count("added") + count("changed") + count("unchanged");
  r.rows.merged = count("merged");
  r.rows.quarantined = count("quarantined");
  r.incidents = j.at("incidents").get<std::int64_t>();
  r.events = j.at("events").get<std::int64_t>();
  r.contacts = j.at("contacts").get<std::int64_t>();
  r.intervals = j.at("intervals").get<std::int64_t>();
  for (const auto& issue : j.at("issues")) r.issues.push_back(issue_of(issue));
  r.issues_total = j.at("issues_total").get<std::int64_t>();
  for (const auto& [code, n] : j.at("issues_by_code").items()) r.issues_by_code[code] = n.get<std::int64_t>();
  return r;
}

}  // namespace

std::optional<Receipt> import_again(Store& store, const FileReading& reading) {
  auto& db = store.db();
  auto last = db.prepare(
      "SELECT r.id, r.file_id, r.receipt FROM import_run r JOIN source_file f ON f.id = r.file_id "
      "WHERE r.id = (SELECT max(id) FROM import_run) AND f.sha256 = ?1 AND NOT EXISTS (SELECT 1 "
      "FROM import_run u WHERE u.source = r.source AND u.undone_ms IS NOT NULL)");
  last.bind(1, reading.sha256);
  if (!last.step()) return std::nullopt;
  const auto receipt = base::parse_json(last.text(2));
  Receipt bare;
  bare.file = reading;
  const auto now = base::parse_json(receipt_json(bare));
  if (!receipt.ok() || !now.ok() || reading_of(*receipt) != reading_of(*now)) return std::nullopt;
  Receipt r = from(*receipt, reading);
  store.transaction([&] {
    r.import_id = last.integer(0) + 1;
    db.prepare(
          "INSERT INTO import_run (id, file_id, name, source, zone, row_is, at_ms, receipt) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(1, r.import_id)
        .bind(2, last.integer(1))
        .bind(3, reading.file)
        .bind(4, reading.source)
        .bind(5, reading.zone)
        .bind(6, name(reading.row_is))
        .bind(7, store.now())
        .bind(8, receipt_json(r))
        .run();
    db.prepare(
          "INSERT INTO quarantine (import_id, row, line, column, code, detail, value, cells) "
          "SELECT ?1, row, line, column, code, detail, value, cells FROM quarantine WHERE import_id = ?2")
        .bind(1, r.import_id)
        .bind(2, last.integer(0))
        .run();
    // What that import changed, this one says again: it stands when that one is undone.
    db.prepare(
          "INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
          "SELECT incident_id, ?1, ?3, field, after, after FROM incident_change WHERE import_id = ?2 AND field = 'digest'")
        .bind(1, r.import_id)
        .bind(2, last.integer(0))
        .bind(3, store.now())
        .run();
    audit_import(store, r);
  });
  return r;
}

}  // namespace debrief::review
