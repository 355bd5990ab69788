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

std::optional<std::string> saved_mapping(Store& store, std::string_view headings) {
  auto s = store.db().prepare("SELECT mapping FROM saved_mapping WHERE headings = ?1");
  s.bind(1, headings);
  if (!s.step()) return std::nullopt;
  return std::string(s.text(0));
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

std::vector<MendedRow> mended_rows(Store& store, std::int64_t import_id) {
  auto s = store.db().prepare("SELECT row, max(by_import_id) FROM mended WHERE import_id = ?1 GROUP BY row ORDER BY row");
  s.bind(1, import_id);
  std::vector<MendedRow> out;
  while (s.step()) out.push_back({s.integer(0), s.integer(1)});
  return out;
}

void note_mended(Store& store, std::int64_t import_id, std::int64_t by_import_id,
                 const std::vector<std::int64_t>& rows) {
  (void)import_by_id(store, import_id);
  (void)import_by_id(store, by_import_id);
  store.transaction([&] {
    auto note = store.db().prepare("INSERT INTO mended (import_id, row, by_import_id) VALUES (?1, ?2, ?3) ON CONFLICT DO "
                                   "NOTHING");
    for (const std::int64_t row : rows) note.bind(1, import_id).bind(2, row).bind(3, by_import_id).run();
    const base::Json what{{"rows", rows.size()}, {"by_import", by_import_id}};
    audit(store, "import.mend", fmt::format("import/{}", import_id), base::dumped(what));
  });
}

}  // namespace debrief::review
