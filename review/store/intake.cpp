// Drafts become records: folded per incident, compared with what is stored, counted into a receipt.

#include "review/intake.h"

#include <algorithm>
#include <list>
#include <unordered_map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/imports.h"
#include "review/store.h"
#include "review/store/column_cache.h"
#include "review/store/fold.h"
#include "review/store/intake/comparison.h"
#include "review/store/intake/incoming.h"
#include "review/store/intake/issues.h"
#include "review/store/intake/records.h"
#include "review/store/key_table.h"
#include "review/store/overlays.h"
#include "review/store/source_pieces.h"

namespace debrief::review {

namespace {

/// How many incidents of an event log are held before the one longest untouched is written out. Where a row is an
/// incident, none is: it is written as it comes.
constexpr std::size_t pending_limit = 1024;

}  // namespace

struct Intake::Working {
  base::Database& db;
  ColumnsUnwatched columns;
  ImportRun run;
  FileReading& file = run.file;
  Receipt& receipt = run.receipt;
  const Mode mode;
  IntakeIssues issues;
  IntakeRecords records;
  Comparison comparison;
  KeyTable keys;
  std::list<Pending> held;  // least recently touched first
  std::unordered_map<std::uint64_t, std::list<Pending>::iterator> held_at;
  base::Statement quarantine;
  std::optional<Overlays> overlays;  // made when the first row wants it
  std::int64_t file_id = 0;
  bool file_is_new = false;
  std::int64_t next_id = 0;
  std::int64_t first_new_id = 0;
  bool source_known = false;
  bool done = false;
  base::Ms started = base::Clock().now();

  Working(Store& store, const FileReading& f, Mode m)
      : db(store.db()),
        columns(db),
        run{store, db.integer("SELECT max(id) FROM import_run").value_or(0) + 1, f, {}},
        mode(m),
        issues(run),
        records(db, run.id),
        comparison(run, issues, records),
        keys(db),
        quarantine(db.prepare("INSERT INTO quarantine (import_id, row, line, column, code, detail, value, cells) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")) {
    receipt.file = f;
    receipt.dry_run = m == Mode::dry_run;
    first_new_id = next_id = db.integer("SELECT max(id) FROM incident").value_or(0) + 1;
    auto any = db.prepare("SELECT 1 FROM incident WHERE source = ?1 LIMIT 1");
    any.bind(1, file.source);
    source_known = any.step();
    // The import stands first, so that each record it adds finds what it refers to; its receipt comes at the end.
    file_id = claim_source(store, file.sha256, file_is_new);
    db.prepare(
          "INSERT INTO import_run (id, file_id, name, source, zone, row_is, at_ms, receipt) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '')")
        .bind(1, run.id)
        .bind(2, file_id)
        .bind(3, file.file)
        .bind(4, file.source)
        .bind(5, file.zone)
        .bind(6, name(file.row_is))
        .bind(7, store.now())
        .run();
  }

  bool holds_all() const { return file.row_is == RowIs::event; }

  Pending* held_as(std::uint64_t hash, const Incident& incident) {
    const auto at = held_at.find(hash);
    if (at == held_at.end()) return nullptr;
    Pending& p = *at->second;
    if (p.incident.ref == incident.ref && p.incident.source == incident.source) {
      held.splice(held.end(), held, at->second);
      return &p;
    }
    release(at->second);  // another key with the same hash
    return nullptr;
  }

  void hold(Pending p) {
    if (!holds_all()) {
      put_away(p);
      return;
    }
    held.push_back(std::move(p));
    held_at[held.back().key.hash] = std::prev(held.end());
    if (held.size() > pending_limit) release(held.begin());
  }

  void release(std::list<Pending>::iterator at) {
    put_away(*at);
    held_at.erase(at->key.hash);
    held.erase(at);
  }


  std::optional<KeyEntry> known(std::uint64_t hash, const Incident& incident) {
    return keys.find(hash, [&](const KeyEntry& e) { return records.same_key(e.id, incident); });
  }

  /// The first row of a key.
  void begin_one(std::uint64_t hash, IncidentDraft& draft) {
    ++receipt.incidents;
    Progress p;
    p.rows = 1;
    p.digest = chained(0, draft.digest);
    p.first_row = draft.row;
    if (source_known) {
      if (const auto stored = records.find(draft.incident)) return begin_stored(hash, draft, p, *stored);
    }
    p.key = {hash, next_id++, fresh};
    keys.add(p.key);
    ++receipt.rows.added;
    if (holds_all()) {
      hold({p, std::move(draft.incident), std::move(draft.events)});
    } else {
      write_fresh(draft.incident, draft.events, p);
    }
  }

  void begin_stored(std::uint64_t hash, IncidentDraft& draft, Progress& p, const StoredKey& stored) {
    p.key = {hash, stored.id, differs};
    p.old = true;
    p.stored_digest = stored.digest;
    p.stored_rows = stored.rows;
    ++receipt.rows.unchanged;
    if (!holds_all() && p.same_as_stored()) {
      p.key.state = as_stored;
      comparison.same_again(p, stored);
    }
    keys.add(p.key);
    if (p.key.state != as_stored) hold({p, std::move(draft.incident), std::move(draft.events)});
  }

  static void join(Pending& p, IncidentDraft& draft) {
    ++p.rows;
    p.digest = chained(p.digest, draft.digest);
    const bool reopened = std::any_of(draft.events.begin(), draft.events.end(),
                                      [](const Event& e) { return e.kind == EventKind::reopened; });
    if (reopened) take_back_ending(p.incident);
    fold_into(p.incident, draft.incident);
    std::move(draft.events.begin(), draft.events.end(), std::back_inserter(p.events));
  }

  Pending recall(const KeyEntry& key) {
    Pending p = records.recall(key);
    if (p.written) issues.uncheck(p.incident, p.first_row);
    return p;
  }

  void put_away(Pending& p) {
    if (!p.old) return write_fresh(p.incident, p.events, p);
    const State state = p.same_as_stored() ? as_stored : differs;
    if (state != p.key.state) keys.set_state(p.key, state);
    if (state == as_stored) {
      records.unstage(p);
    } else {
      records.stage(p);
    }
  }

  void write_fresh(const Incident& incident, const std::vector<Event>& events, Progress& p) {
    records.write(incident, events, p);
    issues.check(incident, p.first_row);
  }

  Overlays& overlay() {
    if (!overlays) overlays.emplace(db, run.id);
    return *overlays;
  }

  void settle_all() {
    while (!held.empty()) release(held.begin());
    records.each_staged([this](const KeyEntry& key) { comparison.settle(recall(key)); });
    if (overlays) overlays->count(receipt);
    comparison.tell_lost_resolutions();
    issues.tell_whole(first_new_id);
  }
};

void audit_import(Store& store, const Receipt& r) {
  const base::Json what{{"file", r.file.file},
                        {"sha256", r.file.sha256},
                        {"added", r.rows.added},
                        {"changed", r.rows.changed},
                        {"merged", r.rows.merged},
                        {"unchanged", r.rows.unchanged},
                        {"quarantined", r.rows.quarantined}};
  audit(store, "import", fmt::format("import/{}", r.import_id), base::dumped(what));
}

Intake::Intake(Store& store, const FileReading& file, Mode mode) {
  if (mode == Mode::real && !store.db().integer("SELECT 1 FROM import_run LIMIT 1")) {
    store.db().begin_filling();
  } else {
    store.db().begin();
  }
  try {
    working_ = std::make_unique<Working>(store, file, mode);
  } catch (...) {
    store.db().rollback();
    throw;
  }
}

Intake::~Intake() {
  if (working_ && !working_->done) {
    base::Database& db = working_->db;
    working_.reset();
    db.rollback();
  }
}

void Intake::take(IncidentDraft&& draft) {
  Working& w = *working_;
  DEBRIEF_CHECK(!draft.incident.ref.empty(), "a draft without a key is quarantined by the importer");
  ++w.receipt.rows.read;
  w.issues.row_at(draft.row, draft.line);
  w.receipt.events += static_cast<std::int64_t>(draft.events.size());
  if (draft.incident.source.empty()) draft.incident.source = w.file.source;
  const std::uint64_t hash = key_hash(draft.incident.source, draft.incident.ref);
  if (Pending* p = w.held_as(hash, draft.incident)) {
    ++w.receipt.rows.merged;
    Working::join(*p, draft);
    return;
  }
  if (const auto key = w.known(hash, draft.incident)) {
    ++w.receipt.rows.merged;
    Pending p = w.recall(*key);
    if (w.file.row_is == RowIs::incident) w.issues.key_again(p, draft);
    Working::join(p, draft);
    w.hold(std::move(p));
    return;
  }
  w.begin_one(hash, draft);
}

void Intake::take(Contact c, std::int64_t row) {
  Working& w = *working_;
  ++w.receipt.rows.read;
  if (c.source.empty()) c.source = w.file.source;
  w.overlay().take(c, row);
}

void Intake::take(Interval v, std::int64_t row) {
  Working& w = *working_;
  ++w.receipt.rows.read;
  if (v.source.empty()) v.source = w.file.source;
  w.overlay().take(v, row);
}

void Intake::pass_over() {
  ++working_->receipt.rows.read;
  ++working_->receipt.rows.merged;
}

void Intake::quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) {
  Working& w = *working_;
  ++w.receipt.rows.read;
  ++w.receipt.rows.quarantined;
  why.place.row = row;
  why.severity = base::Severity::error;
  const std::string json = base::dumped(base::Json(cells));
  w.quarantine.bind(1, w.run.id)
      .bind(2, row)
      .bind(3, why.place.line > 0 ? std::optional(why.place.line) : std::nullopt)
      .bind(4, why.place.column)
      .bind(5, why.code)
      .bind(6, why.detail)
      .bind(7, base::repaired_utf8(why.value))
      .bind(8, json)
      .run();
  w.issues.report(std::move(why));
}

void Intake::report(base::Issue issue) { working_->issues.report(std::move(issue)); }

Receipt Intake::finish(const base::Path& source_file) {
  Working& w = *working_;
  w.settle_all();
  Receipt& r = w.receipt;
  DEBRIEF_CHECK(r.rows.read == r.rows.added + r.rows.changed + r.rows.unchanged + r.rows.merged + r.rows.quarantined,
                "every row read has one outcome");
  std::stable_sort(r.issues.begin(), r.issues.end(),
                   [](const base::Issue& a, const base::Issue& b) { return a.place.row < b.place.row; });
  r.seconds = static_cast<double>(base::Clock().now() - w.started) / 1000;
  if (w.mode == Mode::dry_run) {
    w.done = true;
    Receipt answer = std::move(r);
    base::Database& db = w.db;
    working_.reset();
    db.rollback();
    return answer;
  }
  r.import_id = w.run.id;
  if (!w.file.mapping.empty()) {
    w.db.prepare("INSERT INTO saved_mapping (headings, mapping, file, saved_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
                 "(headings) DO UPDATE SET mapping = excluded.mapping, file = excluded.file, saved_ms = excluded.saved_ms")
        .bind(1, w.file.headings)
        .bind(2, w.file.mapping)
        .bind(3, w.file.file)
        .bind(4, w.run.store.now())
        .run();
  }
  if (w.file_is_new) keep_source(w.run.store, w.file_id, source_file);
  w.db.prepare("UPDATE import_run SET receipt = ?2 WHERE id = ?1").bind(1, w.run.id).bind(2, receipt_json(r)).run();
  audit_import(w.run.store, r);
  w.columns.resume();
  w.db.commit();
  w.done = true;
  r.seconds = static_cast<double>(base::Clock().now() - w.started) / 1000;
  return std::move(r);
}

}  // namespace debrief::review
