// Drafts become records: folded per incident, compared with what is stored, counted into a receipt.

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <unordered_map>

#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/checks.h"
#include "review/imports.h"
#include "review/intake.h"
#include "review/store.h"
#include "review/store/fold.h"
#include "review/store/rows.h"
#include "review/store/source_pieces.h"

namespace debrief::review {

namespace {

/// 128 bits of source and key: small enough to keep one for every incident of a file.
struct Key {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  bool operator==(const Key&) const = default;
};
struct KeyHash {
  std::size_t operator()(const Key& k) const { return k.a; }
};

std::uint64_t mixed(std::uint64_t x) {   // splitmix64 finaliser (Steele, Lea, Flood 2014)
  x ^= x >> 30U;
  x *= 0xbf58476d1ce4e5b9ULL;
  x ^= x >> 27U;
  x *= 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

Key key_of(std::string_view source, std::string_view ref) {
  Key k{0x9e3779b97f4a7c15ULL, 0xd1b54a32d192ed03ULL};
  const auto add = [&](std::string_view s) {
    for (const char c : s) {
      k.a = mixed(k.a ^ static_cast<unsigned char>(c));
      k.b = mixed(k.b + static_cast<unsigned char>(c) + 0x9e37ULL);
    }
    k.a = mixed(k.a + s.size());
    k.b = mixed(k.b ^ s.size());
  };
  add(source);
  add(ref);
  return k;
}

/// What is remembered of every incident of this file.
struct Seen {
  std::int64_t id = 0;
  std::int64_t first_row = 0;
  std::uint64_t digest = 0;          // of its rows so far
  std::uint64_t stored_digest = 0;   // of an earlier import
  std::uint32_t rows = 0;
  std::uint32_t stored_rows = 0;
  std::uint32_t events = 0;          // written so far
  bool old = false;                  // was there before this import
  bool written = false;              // a new one, already in the table
  bool staged = false;               // an old one whose fold waits in the staging table
  bool changed = false;
};

/// An incident whose rows are still coming.
struct Pending {
  Key key;
  Incident incident;
  std::vector<Event> events;
};

/// How many are held in memory before the one longest untouched is written out.
constexpr std::size_t pending_limit = 1024;
constexpr std::size_t issue_limit = 1000;

}  // namespace

struct Intake::Working {
  Store& store;
  base::Database& db;
  FileReading file;
  Mode mode;
  Receipt receipt;
  std::int64_t import_id = 0;
  std::int64_t first_new_id = 0;
  std::int64_t next_id = 0;
  bool source_known = false;
  bool done = false;
  base::Ms started = 0;
  std::unordered_map<Key, Seen, KeyHash> seen;
  std::list<Pending> pending;   // least recently touched first
  std::unordered_map<Key, std::list<Pending>::iterator, KeyHash> held;
  std::unordered_map<Key, bool, KeyHash> contacts;
  std::vector<base::Issue> repeats;   // rows under a key met before, in a file of one row an incident
  std::int64_t repeats_total = 0;
  base::Statement find, insert, update, insert_event, load, contact_find, contact_insert, interval_insert, quarantine;

  Working(Store& s, const FileReading& f, Mode m)
      : store(s),
        db(s.db()),
        file(f),
        mode(m),
        find(db.prepare("SELECT id, digest, rows, row FROM incident WHERE source = ?1 AND ref = ?2")),
        insert(db.prepare(insert_sql())),
        update(db.prepare(update_sql())),
        insert_event(db.prepare(fmt::format(
            "INSERT INTO event ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            event_columns_sql))),
        load(db.prepare(fmt::format("SELECT {} FROM incident WHERE id = ?1", incident_columns_sql()))),
        contact_find(db.prepare("SELECT 1 FROM contact WHERE source = ?1 AND ref = ?2")),
        contact_insert(db.prepare(
            "INSERT INTO contact (source, ref, started_ms, answered, abandoned, queue_wait, ring, talk, hold, acw, "
            "transfers, fcr, csat, queue, agent, channel, outcome, import_id, row) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, "
            "?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)")),
        interval_insert(db.prepare(
            "INSERT INTO interval (source, queue, from_ms, seconds, offered, answered, abandoned, within_threshold, asa, "
            "aht, csat, import_id, row) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) "
            "ON CONFLICT DO NOTHING")),
        quarantine(db.prepare("INSERT INTO quarantine (import_id, row, line, column, code, detail, value, cells) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")) {
    import_id = db.integer("SELECT max(id) FROM import_run").value_or(0) + 1;
    first_new_id = next_id = db.integer("SELECT max(id) FROM incident").value_or(0) + 1;
    auto any = db.prepare("SELECT 1 FROM incident WHERE source = ?1 LIMIT 1");
    any.bind(1, file.source);
    source_known = any.step();
    db.execute("CREATE TEMP TABLE IF NOT EXISTS staged (id INTEGER PRIMARY KEY, fold TEXT NOT NULL) STRICT");
    db.execute("DELETE FROM staged");
  }

  static std::string insert_sql() {
    std::string marks;
    for (int i = 1; i <= field_column_count + 6; ++i) marks += fmt::format("{}?{}", i == 1 ? "" : ", ", i);
    return fmt::format("INSERT INTO incident ({}, id, completeness, import_id, row, rows, digest) VALUES ({})",
                       field_columns_sql(), marks);
  }
  static std::string update_sql() {
    std::string marks;
    for (int i = 1; i <= field_column_count; ++i) marks += fmt::format("{}?{}", i == 1 ? "" : ", ", i);
    return fmt::format("UPDATE incident SET ({}) = ({}), completeness = ?{}, rows = ?{}, digest = ?{} WHERE id = ?{}",
                       field_columns_sql(), marks, field_column_count + 1, field_column_count + 2,
                       field_column_count + 3, field_column_count + 4);
  }

  void report(base::Issue issue) {
    ++receipt.issues_total;
    ++receipt.issues_by_code[issue.code];
    if (receipt.issues.size() < issue_limit) receipt.issues.push_back(std::move(issue));
  }

  /// The heading of the column that was read as `role`; the role itself where none was.
  std::string heading_of(std::string_view role) const {
    for (const ColumnReading& c : file.columns) {
      if (c.role == role) return c.name;
    }
    return std::string(role);
  }

  /// A further row of an incident, in a file that has one row for each.
  void meet_again(const Seen& s, const IncidentDraft& draft) {
    const bool same = s.rows == 1 && s.digest == mixed(draft.digest + 0x9e3779b97f4a7c15ULL);
    base::Issue i{.code = same ? "duplicate-row" : "duplicate-key",
                  .detail = same ? "the same row stands in the file before; it adds nothing"
                                 : fmt::format("row {} has this key too; they were merged, and where both say something "
                                               "the later row counts",
                                               s.first_row),
                  .value = draft.incident.ref,
                  .place = {}};
    i.place.file = file.file;
    i.place.row = draft.row;
    i.place.column = heading_of("ref");
    i.severity = base::Severity::warning;
    ++repeats_total;
    if (repeats.size() < issue_limit) repeats.push_back(std::move(i));
  }

  /// Rows under a key met before are faults where they are few; a file full of them keeps several rows an incident.
  void tell_repeats() {
    if (repeats_total == 0) return;
    if (repeats_total <= std::max<std::int64_t>(5, receipt.rows.read / 10)) {
      const std::int64_t untold = repeats_total - static_cast<std::int64_t>(repeats.size());
      receipt.issues_total += untold;
      receipt.issues_by_code["duplicate-key"] += untold;
      for (auto& i : repeats) report(std::move(i));
      if (receipt.issues_by_code["duplicate-key"] == 0) receipt.issues_by_code.erase("duplicate-key");
      return;
    }
    base::Issue i{.code = "several-rows-a-key",
                  .detail = fmt::format("{} of {} rows have a key that an earlier row has; rows of one key were merged",
                                        repeats_total, receipt.rows.read),
                  .value = {},
                  .place = {}};
    i.place.file = file.file;
    i.place.column = heading_of("ref");
    i.severity = base::Severity::warning;
    report(std::move(i));
  }

  Seen& meet(const Key& key, const Incident& incident, std::int64_t row) {
    const auto [it, fresh] = seen.try_emplace(key);
    Seen& s = it->second;
    if (!fresh) return s;
    s.first_row = row;
    if (source_known) {
      find.reset();
      find.bind(1, incident.source).bind(2, incident.ref);
      if (find.step()) {
        s.old = true;
        s.id = find.integer(0);
        s.stored_digest = static_cast<std::uint64_t>(find.integer(1));
        s.stored_rows = static_cast<std::uint32_t>(find.integer(2));
        s.first_row = find.integer(3);
        find.reset();
        return s;
      }
      find.reset();
    }
    s.id = next_id++;
    return s;
  }

  /// The fold so far of an incident whose earlier rows were already written out.
  Pending recall(const Key& key, const Seen& s) {
    Pending p;
    p.key = key;
    if (s.staged) {
      auto read = db.prepare("SELECT fold FROM staged WHERE id = ?1");
      read.bind(1, s.id);
      DEBRIEF_CHECK(read.step(), "a staged incident has its row");
      unpack(read.text(0), p.incident, p.events);
      return p;
    }
    p.incident = stored(s.id).incident;
    return p;
  }

  StoredIncident stored(std::int64_t id) {
    load.reset();
    load.bind(1, id);
    DEBRIEF_CHECK(load.step(), "an incident that was written can be read");
    StoredIncident i = read_incident(load);
    load.reset();
    return i;
  }

  /// The rows so far are, in order, those an earlier import folded.
  static bool as_stored(const Seen& s) { return s.digest == s.stored_digest && s.rows == s.stored_rows; }

  void put_away(Pending& p) {
    Seen& s = seen.at(p.key);
    if (!s.old) {
      write_new(p, s);
    } else if (as_stored(s)) {
      s.staged = false;
    } else {
      const std::string fold = packed(p.incident, p.events);
      db.prepare("INSERT INTO staged (id, fold) VALUES (?1, ?2) ON CONFLICT (id) DO UPDATE SET fold = excluded.fold")
          .bind(1, s.id)
          .bind(2, fold)
          .run();
      s.staged = true;
    }
  }

  void write_new(Pending& p, Seen& s) {
    const std::string stamps = stamps_text(p.incident);
    const double complete = completeness(p.incident, s.events + p.events.size()).share;
    if (s.written) {
      bind_fields(update, 1, p.incident, stamps);
      update.bind(field_column_count + 1, complete)
          .bind(field_column_count + 2, static_cast<std::int64_t>(s.rows))
          .bind(field_column_count + 3, static_cast<std::int64_t>(s.digest))
          .bind(field_column_count + 4, s.id)
          .run();
    } else {
      bind_fields(insert, 1, p.incident, stamps);
      insert.bind(field_column_count + 1, s.id)
          .bind(field_column_count + 2, complete)
          .bind(field_column_count + 3, import_id)
          .bind(field_column_count + 4, s.first_row)
          .bind(field_column_count + 5, static_cast<std::int64_t>(s.rows))
          .bind(field_column_count + 6, static_cast<std::int64_t>(s.digest))
          .run();
      s.written = true;
    }
    for (const Event& e : p.events) {
      const std::string stamp = stamp_text(e);
      bind_event(insert_event, s.id, ++s.events, e, stamp, import_id);
      insert_event.run();
    }
    p.events.clear();
  }

  /// Compares the complete fold of an incident that was stored before with what is stored; writes what differs.
  void settle(const Incident& fold, const std::vector<Event>& events, Seen& s) {
    StoredIncident was = stored(s.id);
    Incident now = was.incident;
    fold_into(now, fold);
    std::vector<Event> added = events_not_stored(s.id, events);
    const auto changes = differences(was.incident, now);
    if (changes.empty() && added.empty()) {
      db.prepare("UPDATE incident SET digest = ?2, rows = ?3 WHERE id = ?1")
          .bind(1, s.id)
          .bind(2, static_cast<std::int64_t>(s.digest))
          .bind(3, static_cast<std::int64_t>(s.rows))
          .run();
      return;
    }
    s.changed = true;
    auto log = db.prepare("INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
                          "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    const auto note = [&](const std::string& field, const std::optional<std::string>& before,
                          const std::optional<std::string>& after) {
      log.bind(1, s.id).bind(2, import_id).bind(3, store.now()).bind(4, field).bind(5, before).bind(6, after).run();
    };
    for (const auto& c : changes) note(c.field, c.before, c.after);
    note("digest", fmt::format("{} {}", static_cast<std::int64_t>(s.stored_digest), s.stored_rows),
         fmt::format("{} {}", static_cast<std::int64_t>(s.digest), s.rows));
    std::int64_t seq = 0;
    {
      auto top = db.prepare("SELECT max(seq), count(*) FROM event WHERE incident_id = ?1");
      top.bind(1, s.id);
      top.step();
      seq = top.maybe_integer(0).value_or(0);
      const auto count = static_cast<std::size_t>(top.integer(1)) + added.size();
      const std::string stamps = stamps_text(now);
      bind_fields(update, 1, now, stamps);
      update.bind(field_column_count + 1, completeness(now, count).share)
          .bind(field_column_count + 2, static_cast<std::int64_t>(s.rows))
          .bind(field_column_count + 3, static_cast<std::int64_t>(s.digest))
          .bind(field_column_count + 4, s.id)
          .run();
    }
    for (const Event& e : added) {
      const std::string stamp = stamp_text(e);
      bind_event(insert_event, s.id, ++seq, e, stamp, import_id);
      insert_event.run();
      ++s.events;
    }
    for (auto& issue : contradictions(now, s.first_row)) report(std::move(issue));
  }

  /// Those that say something no stored event of that incident says; the row they stand in does not matter.
  std::vector<Event> events_not_stored(std::int64_t id, const std::vector<Event>& events) {
    if (events.empty()) return {};
    std::vector<Event> have;
    auto s = db.prepare(fmt::format("SELECT {} FROM event WHERE incident_id = ?1 ORDER BY seq", event_columns_sql));
    s.bind(1, id);
    while (s.step()) have.push_back(read_event(s).event);
    std::vector<Event> added;
    for (const Event& e : events) {
      const auto same = std::find_if(have.begin(), have.end(), [&](const Event& h) { return same_entry(h, e); });
      if (same == have.end()) {
        added.push_back(e);
      } else {
        have.erase(same);   // two equal entries in the file need two in the store
      }
    }
    return added;
  }

  void settle_all() {
    for (auto& p : pending) {
      Seen& s = seen.at(p.key);
      if (!s.old) {
        write_new(p, s);
      } else if (!as_stored(s)) {
        settle(p.incident, p.events, s);
      }
      s.staged = false;
    }
    pending.clear();
    held.clear();
    for (auto& [key, s] : seen) {
      if (!s.staged) continue;
      Pending p = recall(key, s);
      settle(p.incident, p.events, s);
    }
    for (const auto& [key, s] : seen) {
      receipt.rows.merged += s.rows - 1;
      ++(!s.old ? receipt.rows.added : s.changed ? receipt.rows.changed : receipt.rows.unchanged);
    }
    receipt.incidents = static_cast<std::int64_t>(seen.size());
    tell_repeats();
    check_new();
  }

  void check_new() {
    // Numbers were given in the order of first rows, so this reads the new ones as they lie, without sorting them.
    auto s = db.prepare(fmt::format("SELECT {} FROM incident WHERE id >= ?1 ORDER BY id", incident_columns_sql()));
    s.bind(1, first_new_id);
    while (s.step()) {
      const StoredIncident i = read_incident(s);
      for (auto& issue : contradictions(i.incident, i.row)) report(std::move(issue));
    }
  }
};

Intake::Intake(Store& store, const FileReading& file, Mode mode) {
  store.db().begin();
  try {
    working_ = std::make_unique<Working>(store, file, mode);
  } catch (...) {
    store.db().rollback();
    throw;
  }
  working_->started = base::Clock().now();
  working_->receipt.file = file;
  working_->receipt.dry_run = mode == Mode::dry_run;
}

Intake::~Intake() {
  if (working_ && !working_->done) {
    base::Database& db = working_->db;
    working_.reset();
    db.rollback();
  }
}

void Intake::take(IncidentDraft draft) {
  Working& w = *working_;
  DEBRIEF_CHECK(!draft.incident.ref.empty(), "a draft without a key is quarantined by the importer");
  ++w.receipt.rows.read;
  w.receipt.events += static_cast<std::int64_t>(draft.events.size());
  if (draft.incident.source.empty()) draft.incident.source = w.file.source;
  const Key key = key_of(draft.incident.source, draft.incident.ref);
  Seen& s = w.meet(key, draft.incident, draft.row);
  const bool first = s.rows == 0;
  if (!first && w.file.row_is == RowIs::incident) w.meet_again(s, draft);
  ++s.rows;
  s.digest = mixed(s.digest + draft.digest + 0x9e3779b97f4a7c15ULL);
  auto at = w.held.find(key);
  if (at == w.held.end()) {
    if (first) {
      w.pending.push_back({key, std::move(draft.incident), std::move(draft.events)});
      w.held[key] = std::prev(w.pending.end());
    } else {
      w.pending.push_back(w.recall(key, s));
      at = w.held.emplace(key, std::prev(w.pending.end())).first;
    }
    if (w.pending.size() > pending_limit) {
      w.put_away(w.pending.front());
      w.held.erase(w.pending.front().key);
      w.pending.pop_front();
    }
    if (first) return;
  } else {
    w.pending.splice(w.pending.end(), w.pending, at->second);
  }
  Pending& p = *at->second;
  const bool reopened = std::any_of(draft.events.begin(), draft.events.end(),
                                    [](const Event& e) { return e.kind == EventKind::reopened; });
  if (reopened) take_back_ending(p.incident);
  fold_into(p.incident, draft.incident);
  std::move(draft.events.begin(), draft.events.end(), std::back_inserter(p.events));
}

void Intake::take(Contact c, std::int64_t row) {
  Working& w = *working_;
  ++w.receipt.rows.read;
  ++w.receipt.contacts;
  if (c.source.empty()) c.source = w.file.source;
  const bool rated = c.csat.has_value();
  if (rated && c.answered && !*c.answered) {
    base::Issue i{.code = "rating-on-unanswered",
                  .detail = fmt::format("{}: a satisfaction score stands on a contact nobody answered", c.ref),
                  .value = fmt::format("{}", *c.csat),
                  .place = {}};
    i.place.row = row;
    i.place.column = "csat";
    i.severity = base::Severity::warning;
    w.report(std::move(i));
  }
  if (!w.contacts.try_emplace(key_of(c.source, c.ref)).second) {
    ++w.receipt.rows.merged;
    return;
  }
  w.contact_find.reset();
  w.contact_find.bind(1, c.source).bind(2, c.ref);
  const bool there = w.contact_find.step();
  w.contact_find.reset();
  if (there) {
    ++w.receipt.rows.unchanged;
    return;
  }
  const auto flag = [](const std::optional<bool>& b) {
    return b ? std::optional<std::int64_t>(*b ? 1 : 0) : std::nullopt;
  };
  w.contact_insert.bind(1, c.source)
      .bind(2, c.ref)
      .bind(3, c.started ? std::optional(c.started->at) : std::nullopt)
      .bind(4, flag(c.answered))
      .bind(5, flag(c.abandoned))
      .bind(6, c.queue_wait)
      .bind(7, c.ring)
      .bind(8, c.talk)
      .bind(9, c.hold)
      .bind(10, c.acw)
      .bind(11, c.transfers)
      .bind(12, flag(c.fcr))
      .bind(13, c.csat)
      .bind(14, c.queue)
      .bind(15, c.agent)
      .bind(16, c.channel)
      .bind(17, c.outcome)
      .bind(18, w.import_id)
      .bind(19, row)
      .run();
  ++w.receipt.rows.added;
}

void Intake::take(Interval v, std::int64_t row) {
  Working& w = *working_;
  ++w.receipt.rows.read;
  ++w.receipt.intervals;
  if (v.source.empty()) v.source = w.file.source;
  const int added = w.interval_insert.bind(1, v.source)
                        .bind(2, v.queue)
                        .bind(3, v.from ? std::optional(v.from->at) : std::nullopt)
                        .bind(4, v.seconds)
                        .bind(5, v.offered)
                        .bind(6, v.answered)
                        .bind(7, v.abandoned)
                        .bind(8, v.within_threshold)
                        .bind(9, v.asa)
                        .bind(10, v.aht)
                        .bind(11, v.csat)
                        .bind(12, w.import_id)
                        .bind(13, row)
                        .run();
  ++(added > 0 ? w.receipt.rows.added : w.receipt.rows.unchanged);
}

void Intake::quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) {
  Working& w = *working_;
  ++w.receipt.rows.read;
  ++w.receipt.rows.quarantined;
  why.place.row = row;
  why.severity = base::Severity::error;
  const std::string json = base::dumped(base::Json(cells));
  w.quarantine.bind(1, w.import_id)
      .bind(2, row)
      .bind(3, why.place.line > 0 ? std::optional(why.place.line) : std::nullopt)
      .bind(4, why.place.column)
      .bind(5, why.code)
      .bind(6, why.detail)
      .bind(7, base::repaired_utf8(why.value))
      .bind(8, json)
      .run();
  w.report(std::move(why));
}

void Intake::report(base::Issue issue) { working_->report(std::move(issue)); }

Receipt Intake::finish(const base::Path& source_file) {
  Working& w = *working_;
  w.settle_all();
  Receipt& r = w.receipt;
  DEBRIEF_CHECK(r.rows.read ==
                    r.rows.added + r.rows.changed + r.rows.unchanged + r.rows.merged + r.rows.quarantined,
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
  r.import_id = w.import_id;
  const std::int64_t file_id = keep_source(w.store, source_file, w.file.sha256);
  w.db.prepare("INSERT INTO import_run (id, file_id, name, source, zone, row_is, at_ms, receipt) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
      .bind(1, w.import_id)
      .bind(2, file_id)
      .bind(3, w.file.file)
      .bind(4, w.file.source)
      .bind(5, w.file.zone)
      .bind(6, name(w.file.row_is))
      .bind(7, w.store.now())
      .bind(8, receipt_json(r))
      .run();
  base::Json what{{"file", w.file.file},         {"sha256", w.file.sha256},   {"added", r.rows.added},
                  {"changed", r.rows.changed},   {"merged", r.rows.merged},   {"unchanged", r.rows.unchanged},
                  {"quarantined", r.rows.quarantined}};
  audit(w.store, "import", fmt::format("import/{}", w.import_id), base::dumped(what));
  w.db.commit();
  w.done = true;
  r.seconds = static_cast<double>(base::Clock().now() - w.started) / 1000;
  return std::move(r);
}

}  // namespace debrief::review
