// Drafts become records: folded per incident, compared with what is stored, counted into a receipt.

#include "review/intake.h"

#include <algorithm>
#include <list>
#include <unordered_map>

#include <fmt/format.h>

#include "base/json.h"
#include "base/text.h"
#include "review/audit.h"
#include "review/checks.h"
#include "review/duplicates.h"
#include "review/imports.h"
#include "review/placing.h"
#include "review/store.h"
#include "review/store/column_cache.h"
#include "review/store/fold.h"
#include "review/store/incident_writer.h"
#include "review/store/key_table.h"
#include "review/store/overlays.h"
#include "review/store/rows.h"
#include "review/store/source_pieces.h"
#include "review/whole_file.h"

namespace debrief::review {

namespace {

std::uint64_t chained(std::uint64_t digest, std::uint64_t of_row) {
  std::uint64_t x = digest + of_row + 0x9e3779b97f4a7c15ULL;  // splitmix64 (Steele, Lea, Flood 2014)
  x = (x ^ (x >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27U)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31U);
}

/// What became of a key of this file.
///
/// fresh      came with this file; its record is written, or still held
/// as_stored  was there before, and its rows so far are, in order, those an earlier import folded
/// differs    was there before; its fold so far waits in the staging table, or is still held
enum State : unsigned { fresh, as_stored, differs };

/// How far an incident has come.
///
/// events_written  of a fresh one
/// stored_*        of one that was there before: what the earlier import folded
struct Progress {
  KeyEntry key;
  bool old = false;
  bool written = false;
  bool staged = false;
  std::int64_t first_row = 0;
  std::uint64_t digest = 0;
  std::int64_t rows = 0;
  std::uint64_t stored_digest = 0;
  std::int64_t stored_rows = 0;
  std::int64_t events_written = 0;

  bool same_as_stored() const { return digest == stored_digest && rows == stored_rows; }
};

/// An incident whose rows are still coming. events: those not yet written.
struct Pending : Progress {
  Incident incident;
  std::vector<Event> events;
};

/// How many incidents of an event log are held before the one longest untouched is written out. Where a row is an
/// incident, none is: it is written as it comes.
constexpr std::size_t pending_limit = 1024;
constexpr std::size_t issue_limit = 1000;

}  // namespace

struct Intake::Working {
  Store& store;
  base::Database& db;
  ColumnsUnwatched columns;
  FileReading file;
  Mode mode;
  Receipt receipt;
  std::int64_t import_id = 0;
  std::int64_t file_id = 0;
  bool file_is_new = false;
  std::int64_t next_id = 0;
  std::int64_t first_new_id = 0;
  std::size_t late_codes = 0;  // met first when the list of issues was full
  bool source_known = false;
  bool done = false;
  base::Ms started = 0;
  Placing placing;
  WholeFile whole;
  KeyTable keys;
  std::list<Pending> held;  // least recently touched first
  std::unordered_map<std::uint64_t, std::list<Pending>::iterator> held_at;
  std::vector<base::Issue> repeats;  // rows under a key met before, in a file of one row an incident
  std::int64_t repeats_total = 0;
  IncidentWriter writer;
  base::Statement find, same, update, insert_event, load, quarantine, said_again;
  std::int64_t were_over = 0;  // records that came again and had a resolution; of these, those that lose it
  std::int64_t lose_resolution = 0;
  std::optional<Overlays> overlays;  // made once the import has its number

  Working(Store& s, const FileReading& f, Mode m)
      : store(s),
        db(s.db()),
        columns(db),
        file(f),
        mode(m),
        placing(f),
        keys(db),
        writer(db),
        find(db.prepare(
            "SELECT id, digest, rows, EXISTS (SELECT 1 FROM incident_change c WHERE c.incident_id = incident.id), "
            "resolved_ms IS NOT NULL FROM incident WHERE source = ?1 AND ref = ?2")),
        same(db.prepare("SELECT 1 FROM incident WHERE id = ?1 AND source = ?2 AND ref = ?3")),
        update(db.prepare(update_sql())),
        insert_event(db.prepare(fmt::format(
            "INSERT INTO event ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
            event_columns_sql))),
        load(db.prepare(fmt::format("SELECT {}, digest FROM incident WHERE id = ?1", incident_columns_sql()))),
        quarantine(db.prepare("INSERT INTO quarantine (import_id, row, line, column, code, detail, value, cells) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")),
        said_again(db.prepare("INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
                              "VALUES (?1, ?2, ?3, ?4, ?5, ?5)")) {
    first_new_id = next_id = db.integer("SELECT max(id) FROM incident").value_or(0) + 1;
    auto any = db.prepare("SELECT 1 FROM incident WHERE source = ?1 LIMIT 1");
    any.bind(1, file.source);
    source_known = any.step();
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS staged (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, digest INTEGER NOT "
        "NULL, rows INTEGER NOT NULL, fold TEXT NOT NULL, row INTEGER NOT NULL) STRICT");
    db.execute("DELETE FROM staged");
    // The import stands first, so that each record it adds finds what it refers to; its receipt comes at the end.
    import_id = db.integer("SELECT max(id) FROM import_run").value_or(0) + 1;
    file_id = claim_source(store, file.sha256, file_is_new);
    db.prepare(
          "INSERT INTO import_run (id, file_id, name, source, zone, row_is, at_ms, receipt) "
          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, '')")
        .bind(1, import_id)
        .bind(2, file_id)
        .bind(3, file.file)
        .bind(4, file.source)
        .bind(5, file.zone)
        .bind(6, name(file.row_is))
        .bind(7, store.now())
        .run();
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
    const bool first_of_code = ++receipt.issues_by_code[issue.code] == 1;
    if (receipt.issues.size() < issue_limit) {
      receipt.issues.push_back(std::move(issue));
    } else if (first_of_code && late_codes < issue_limit) {
      // Every code shows at least one example, however many others came before it.
      receipt.issues[issue_limit - ++late_codes] = std::move(issue);
    }
  }

  /// Takes back what `report` was given: more rows of the incident have come.
  void withdraw(const base::Issue& issue) {
    --receipt.issues_total;
    const auto count = receipt.issues_by_code.find(issue.code);
    if (--count->second == 0) receipt.issues_by_code.erase(count);
    const auto same_one = [&](const base::Issue& i) {
      return i.code == issue.code && i.place.row == issue.place.row && i.detail == issue.detail;
    };
    const auto at = std::find_if(receipt.issues.begin(), receipt.issues.end(), same_one);
    if (at != receipt.issues.end()) receipt.issues.erase(at);
  }

  /// The heading of the column that was read as `role`; the role itself where none was.
  std::string heading_of(std::string_view role) const {
    for (const ColumnReading& c : file.columns) {
      if (c.role == role) return c.name;
    }
    return std::string(role);
  }

  /// A further row of an incident, in a file that has one row for each.
  void meet_again(const Progress& p, const IncidentDraft& draft) {
    const bool equal = p.rows == 1 && p.digest == chained(0, draft.digest);
    base::Issue i{.code = equal ? "duplicate-row" : "duplicate-key",
                  .detail = equal
                                ? "the same row stands in the file before; it adds nothing"
                                : fmt::format("row {} has this key too; they were merged, and where both say something "
                                              "the later row counts",
                                              p.first_row),
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
    return keys.find(hash, [&](const KeyEntry& e) {
      same.reset();
      same.bind(1, e.id).bind_kept(2, incident.source).bind_kept(3, incident.ref);
      const bool yes = same.step();
      same.reset();
      return yes;
    });
  }

  /// The first row of a key.
  void begin_one(std::uint64_t hash, IncidentDraft& draft) {
    ++receipt.incidents;
    Progress p;
    p.rows = 1;
    p.digest = chained(0, draft.digest);
    if (source_known) {
      find.reset();
      find.bind_kept(1, draft.incident.source).bind_kept(2, draft.incident.ref);
      if (find.step()) {
        p.key = {hash, find.integer(0), differs};
        p.old = true;
        p.stored_digest = static_cast<std::uint64_t>(find.integer(1));
        p.stored_rows = find.integer(2);
        p.first_row = draft.row;
        const bool changed_before = find.integer(3) != 0;
        const bool over = find.integer(4) != 0;
        find.reset();
        ++receipt.rows.unchanged;
        if (!holds_all() && p.same_as_stored()) {
          p.key.state = as_stored;
          were_over += over ? 1 : 0;
          if (changed_before) say_again(p.key.id, "digest", digest_words(p.digest, p.rows));
        }
        keys.add(p.key);
        if (p.key.state != as_stored) hold({p, std::move(draft.incident), std::move(draft.events)});
        return;
      }
      find.reset();
    }
    p.key = {hash, next_id++, fresh};
    p.first_row = draft.row;
    keys.add(p.key);
    ++receipt.rows.added;
    if (holds_all()) {
      hold({p, std::move(draft.incident), std::move(draft.events)});
    } else {
      write_fresh(draft.incident, draft.events, p);
    }
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

  /// The fold so far of an incident whose earlier rows were put away.
  Pending recall(const KeyEntry& key) {
    Pending p;
    p.key = key;
    StoredIncident was = stored(key.id, &p.stored_digest);
    p.first_row = was.row;
    p.stored_rows = was.rows;
    p.old = key.state != fresh;
    if (key.state == differs) {
      auto read = db.prepare("SELECT digest, rows, fold, row FROM staged WHERE id = ?1");
      read.bind(1, key.id);
      DEBRIEF_CHECK(read.step(), "a staged incident has its row");
      p.digest = static_cast<std::uint64_t>(read.integer(0));
      p.rows = read.integer(1);
      unpack(read.text(2), p.incident, p.events);
      p.first_row = read.integer(3);
      p.staged = true;
      return p;
    }
    p.digest = p.stored_digest;
    p.rows = p.stored_rows;
    p.incident = std::move(was.incident);
    if (key.state == fresh) {
      p.written = true;
      for (const auto& issue : contradictions(p.incident, p.first_row)) withdraw(issue);
      auto count = db.prepare("SELECT count(*) FROM event WHERE incident_id = ?1");
      count.bind(1, key.id);
      count.step();
      p.events_written = count.integer(0);
    }
    return p;
  }

  StoredIncident stored(std::int64_t id, std::uint64_t* digest = nullptr) {
    load.reset();
    load.bind(1, id);
    DEBRIEF_CHECK(load.step(), "an incident that was written can be read");
    StoredIncident i = read_incident(load);
    if (digest != nullptr) *digest = static_cast<std::uint64_t>(load.integer(incident_column_count));
    load.reset();
    return i;
  }

  void put_away(Pending& p) {
    if (!p.old) {
      write_fresh(p.incident, p.events, p);
      return;
    }
    const State state = p.same_as_stored() ? as_stored : differs;
    if (state != p.key.state) keys.set_state(p.key, state);
    if (state == as_stored) {
      if (p.staged) db.prepare("DELETE FROM staged WHERE id = ?1").bind(1, p.key.id).run();
      return;
    }
    const std::string fold = packed(p.incident, p.events);
    db.prepare(
          "INSERT INTO staged (id, hash, digest, rows, fold, row) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (id) DO "
          "UPDATE SET digest = excluded.digest, rows = excluded.rows, fold = excluded.fold")
        .bind(1, p.key.id)
        .bind(2, static_cast<std::int64_t>(p.key.hash))
        .bind(3, static_cast<std::int64_t>(p.digest))
        .bind(4, p.rows)
        .bind_kept(5, fold)
        .bind(6, p.first_row)
        .run();
  }

  void write_fresh(const Incident& incident, const std::vector<Event>& events, Progress& p) {
    const double complete = completeness(incident, static_cast<std::size_t>(p.events_written) + events.size()).share;
    if (p.written) {
      const std::string stamps = stamps_text(incident);
      bind_fields(update, 1, incident, stamps);
      update.bind(field_column_count + 1, complete)
          .bind(field_column_count + 2, p.rows)
          .bind(field_column_count + 3, static_cast<std::int64_t>(p.digest))
          .bind(field_column_count + 4, p.key.id)
          .run();
    } else {
      writer.insert(incident, {p.key.id, complete, import_id, p.first_row, p.rows, p.digest});
    }
    for (const Event& e : events) {
      const std::string stamp = stamp_text(e);
      bind_event(insert_event, p.key.id, ++p.events_written, e, stamp, import_id);
      insert_event.run();
    }
    check(incident, p.first_row);
  }

  static std::string digest_words(std::uint64_t digest, std::int64_t rows) {
    return fmt::format("{} {}", static_cast<std::int64_t>(digest), rows);
  }

  /// Keeps that this import says what already stood there, so that undoing an earlier one leaves it.
  void say_again(std::int64_t id, const std::string& field, const std::optional<std::string>& value) {
    said_again.bind(1, id).bind(2, import_id).bind(3, store.now()).bind(4, field).bind(5, value).run();
  }

  /// The same for those fields of a record that an earlier change brought and that the file says again.
  void say_fields_again(std::int64_t id, const Incident& was, const Incident& said, const std::vector<Difference>& changes) {
    std::vector<std::string> before;
    auto s = db.prepare("SELECT DISTINCT field FROM incident_change WHERE incident_id = ?1 AND field <> 'digest' AND import_id <> ?2");
    s.bind(1, id).bind(2, import_id);
    while (s.step()) before.emplace_back(s.text(0));
    if (before.empty()) return;
    const auto among = [](const std::vector<Difference>& list, const std::string& field) {
      return std::find_if(list.begin(), list.end(), [&](const Difference& d) { return d.field == field; });
    };
    const auto stood = differences(Incident{}, was);
    const auto says = differences(Incident{}, said);
    for (const auto& field : before) {
      if (among(says, field) == says.end() || among(changes, field) != changes.end()) continue;
      if (const auto value = among(stood, field); value != stood.end()) say_again(id, field, value->after);
    }
  }

  /// True when the file's state of the record was written before the stored one: the export is the older.
  bool is_older(const Incident& was, const Pending& p) {
    const auto& stored_at = was[TimeField::updated];
    const auto& brought_at = p.incident[TimeField::updated];
    if (file.row_is != RowIs::incident || !stored_at || !brought_at || brought_at->at >= stored_at->at) return false;
    base::Issue i{.code = "older-than-stored",
                  .detail = fmt::format("the row was last updated {}, what is stored {}; the record keeps what it has",
                                        base::rfc3339(brought_at->at), base::rfc3339(stored_at->at)),
                  .value = p.incident.ref,
                  .place = {}};
    i.place.file = file.file;
    i.place.row = p.first_row;
    i.place.column = heading_of("updated");
    i.severity = base::Severity::warning;
    report_placed(std::move(i));
    return true;
  }

  /// An export without times of the last update may be the older all the same: most of its records are open again.
  void tell_lost_resolutions() {
    if (lose_resolution < 3 || lose_resolution * 2 <= were_over) return;
    base::Issue i{.code = "older-than-stored",
                  .detail = fmt::format("{} of {} that were resolved are open again after this import, as if the file were "
                                        "older than what is stored, and no time of the last update tells; if it is, undo it",
                                        lose_resolution, base::counted(were_over, "record")),
                  .value = {},
                  .place = {}};
    i.place.file = file.file;
    i.severity = base::Severity::warning;
    report(std::move(i));
  }

  /// True when the very rows at hand were here before and a person corrected them since: they bring nothing new, and the
  /// correction stands.
  bool corrected_since(const Pending& p) {
    auto s = db.prepare(fmt::format(
        "SELECT 1 FROM incident_change c JOIN import_run r ON r.id = c.import_id WHERE c.incident_id = ?1 AND c.field = "
        "'digest' AND c.before = ?2 AND {}",
        brought_corrections_sql));
    s.bind(1, p.key.id).bind(2, digest_words(p.digest, p.rows));
    return s.step();
  }

  /// Compares the complete fold of an incident that was stored before with what is stored; writes what differs.
  void settle(const Pending& p) {
    const std::int64_t id = p.key.id;
    StoredIncident was = stored(id);
    Incident now = was.incident;
    fold_into(now, p.incident);
    std::vector<Event> added = events_not_stored(id, p.events);
    const auto changes = differences(was.incident, now);
    if (!(changes.empty() && added.empty()) && corrected_since(p)) {
      check(was.incident, p.first_row);
      return;
    }
    if (was.incident[TimeField::resolved]) ++were_over;
    if (is_older(was.incident, p)) {
      check(was.incident, p.first_row);
      return;
    }
    if (was.incident[TimeField::resolved] && !now[TimeField::resolved] && !p.incident[TimeField::updated]) ++lose_resolution;
    say_fields_again(id, was.incident, p.incident, changes);
    check(now, p.first_row);
    if (changes.empty() && added.empty()) {
      db.prepare("UPDATE incident SET digest = ?2, rows = ?3 WHERE id = ?1")
          .bind(1, id)
          .bind(2, static_cast<std::int64_t>(p.digest))
          .bind(3, p.rows)
          .run();
      return;
    }
    --receipt.rows.unchanged;
    ++receipt.rows.changed;
    auto log = db.prepare(
        "INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    const auto note = [&](const std::string& field, const std::optional<std::string>& before,
                          const std::optional<std::string>& after) {
      log.bind(1, id).bind(2, import_id).bind(3, store.now()).bind(4, field).bind(5, before).bind(6, after).run();
    };
    for (const auto& c : changes) note(c.field, c.before, c.after);
    note("digest", digest_words(p.stored_digest, p.stored_rows), digest_words(p.digest, p.rows));
    auto top = db.prepare("SELECT max(seq), count(*) FROM event WHERE incident_id = ?1");
    top.bind(1, id);
    top.step();
    std::int64_t seq = top.maybe_integer(0).value_or(0);
    const auto count = static_cast<std::size_t>(top.integer(1)) + added.size();
    const std::string stamps = stamps_text(now);
    bind_fields(update, 1, now, stamps);
    update.bind(field_column_count + 1, completeness(now, count).share)
        .bind(field_column_count + 2, p.rows)
        .bind(field_column_count + 3, static_cast<std::int64_t>(p.digest))
        .bind(field_column_count + 4, id)
        .run();
    for (const Event& e : added) {
      const std::string stamp = stamp_text(e);
      bind_event(insert_event, id, ++seq, e, stamp, import_id);
      insert_event.run();
    }
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
      const auto there = std::find_if(have.begin(), have.end(), [&](const Event& h) { return same_entry(h, e); });
      if (there == have.end()) {
        added.push_back(e);
      } else {
        have.erase(there);  // two equal entries in the file need two in the store
      }
    }
    return added;
  }

  Overlays& overlay() {
    if (!overlays) overlays.emplace(db, import_id);
    return *overlays;
  }

  void settle_all() {
    while (!held.empty()) release(held.begin());
    auto waiting = db.prepare("SELECT id, hash FROM staged ORDER BY id");
    while (waiting.step()) {
      settle(recall({static_cast<std::uint64_t>(waiting.integer(1)), waiting.integer(0), differs}));
    }
    if (overlays) overlays->count(receipt);
    tell_lost_resolutions();
    tell_repeats();
    check_whole();
  }

  /// What the record says against itself, and its part in what the whole file says.
  void check(const Incident& incident, std::int64_t row) {
    whole.see(incident, row);
    for (auto& issue : contradictions(incident, row)) report_placed(std::move(issue));
  }

  void report_placed(base::Issue issue) {
    placing.settle(issue);
    report(std::move(issue));
  }

  void check_whole() {
    for (auto& issue : whole.faults(static_cast<std::size_t>(receipt.incidents))) report_placed(std::move(issue));
    for (auto& issue : cut_at_round_count(receipt.rows.read)) report_placed(std::move(issue));
    for (auto& issue : clock_offsets(store, import_id, first_new_id, file.source)) report_placed(std::move(issue));
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

void Intake::take(IncidentDraft&& draft) {
  Working& w = *working_;
  DEBRIEF_CHECK(!draft.incident.ref.empty(), "a draft without a key is quarantined by the importer");
  ++w.receipt.rows.read;
  w.placing.row_at(draft.row, draft.line);
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
    if (w.file.row_is == RowIs::incident) w.meet_again(p, draft);
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
  r.import_id = w.import_id;
  if (!w.file.mapping.empty()) {
    w.db.prepare("INSERT INTO saved_mapping (headings, mapping, file, saved_ms) VALUES (?1, ?2, ?3, ?4) ON CONFLICT "
                 "(headings) DO UPDATE SET mapping = excluded.mapping, file = excluded.file, saved_ms = excluded.saved_ms")
        .bind(1, w.file.headings)
        .bind(2, w.file.mapping)
        .bind(3, w.file.file)
        .bind(4, w.store.now())
        .run();
  }
  if (w.file_is_new) keep_source(w.store, w.file_id, source_file);
  w.db.prepare("UPDATE import_run SET receipt = ?2 WHERE id = ?1").bind(1, w.import_id).bind(2, receipt_json(r)).run();
  audit_import(w.store, r);
  w.columns.resume();
  w.db.commit();
  w.done = true;
  r.seconds = static_cast<double>(base::Clock().now() - w.started) / 1000;
  return std::move(r);
}

}  // namespace debrief::review
