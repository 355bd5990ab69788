// Records of an import.

#include "review/store/intake/records.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "review/store/fold.h"
#include "review/store/rows.h"

namespace debrief::review {

namespace {

std::string update_sql() {
  std::string marks;
  for (int i = 1; i <= field_column_count; ++i) marks += fmt::format("{}?{}", i == 1 ? "" : ", ", i);
  return fmt::format("UPDATE incident SET ({}) = ({}), completeness = ?{}, rows = ?{}, digest = ?{} WHERE id = ?{}",
                     field_columns_sql(), marks, field_column_count + 1, field_column_count + 2, field_column_count + 3,
                     field_column_count + 4);
}

}  // namespace

IntakeRecords::IntakeRecords(base::Database& db, std::int64_t import_id)
    : db_(db),
      import_id_(import_id),
      writer_(db),
      find_(db.prepare(
          "SELECT id, digest, rows, EXISTS (SELECT 1 FROM incident_change c WHERE c.incident_id = incident.id), "
          "resolved_ms IS NOT NULL FROM incident WHERE source = ?1 AND ref = ?2")),
      same_(db.prepare("SELECT 1 FROM incident WHERE id = ?1 AND source = ?2 AND ref = ?3")),
      update_(db.prepare(update_sql())),
      insert_event_(db.prepare(fmt::format(
          "INSERT INTO event ({}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
          event_columns_sql))),
      load_(db.prepare(fmt::format("SELECT {}, digest FROM incident WHERE id = ?1", incident_columns_sql()))) {
  db.execute(
      "CREATE TEMP TABLE IF NOT EXISTS staged (id INTEGER PRIMARY KEY, hash INTEGER NOT NULL, digest INTEGER NOT "
      "NULL, rows INTEGER NOT NULL, fold TEXT NOT NULL, row INTEGER NOT NULL) STRICT");
  db.execute("DELETE FROM staged");
}

std::optional<StoredKey> IntakeRecords::find(const Incident& incident) {
  find_.reset();
  find_.bind_kept(1, incident.source).bind_kept(2, incident.ref);
  std::optional<StoredKey> key;
  if (find_.step()) {
    key = {find_.integer(0), static_cast<std::uint64_t>(find_.integer(1)), find_.integer(2), find_.integer(3) != 0,
           find_.integer(4) != 0};
  }
  find_.reset();
  return key;
}

bool IntakeRecords::same_key(std::int64_t id, const Incident& incident) {
  same_.reset();
  same_.bind(1, id).bind_kept(2, incident.source).bind_kept(3, incident.ref);
  const bool yes = same_.step();
  same_.reset();
  return yes;
}

StoredIncident IntakeRecords::load(std::int64_t id, std::uint64_t* digest) {
  load_.reset();
  load_.bind(1, id);
  DEBRIEF_CHECK(load_.step(), "an incident that was written can be read");
  StoredIncident i = read_incident(load_);
  if (digest != nullptr) *digest = static_cast<std::uint64_t>(load_.integer(incident_column_count));
  load_.reset();
  return i;
}

void IntakeRecords::update(const Incident& incident, std::size_t events, const Progress& p) {
  const std::string stamps = stamps_text(incident);
  bind_fields(update_, 1, incident, stamps);
  update_.bind(field_column_count + 1, completeness(incident, events).share)
      .bind(field_column_count + 2, p.rows)
      .bind(field_column_count + 3, static_cast<std::int64_t>(p.digest))
      .bind(field_column_count + 4, p.key.id)
      .run();
}

void IntakeRecords::add_events(std::int64_t id, std::int64_t& seq, const std::vector<Event>& events) {
  for (const Event& e : events) {
    const std::string stamp = stamp_text(e);
    bind_event(insert_event_, id, ++seq, e, stamp, import_id_);
    insert_event_.run();
  }
}

void IntakeRecords::write(const Incident& incident, const std::vector<Event>& events, Progress& p) {
  const std::size_t all = static_cast<std::size_t>(p.events_written) + events.size();
  if (p.written) {
    update(incident, all, p);
  } else {
    writer_.insert(incident, {p.key.id, completeness(incident, all).share, import_id_, p.first_row, p.rows, p.digest});
  }
  add_events(p.key.id, p.events_written, events);
}

void IntakeRecords::change(const Incident& now, const std::vector<Event>& added, const Progress& p) {
  auto top = db_.prepare("SELECT max(seq), count(*) FROM event WHERE incident_id = ?1");
  top.bind(1, p.key.id);
  top.step();
  std::int64_t seq = top.maybe_integer(0).value_or(0);
  update(now, static_cast<std::size_t>(top.integer(1)) + added.size(), p);
  add_events(p.key.id, seq, added);
}

void IntakeRecords::set_digest(const Progress& p) {
  db_.prepare("UPDATE incident SET digest = ?2, rows = ?3 WHERE id = ?1")
      .bind(1, p.key.id)
      .bind(2, static_cast<std::int64_t>(p.digest))
      .bind(3, p.rows)
      .run();
}

std::vector<Event> IntakeRecords::events_not_stored(std::int64_t id, const std::vector<Event>& events) {
  if (events.empty()) return {};
  std::vector<Event> have;
  auto s = db_.prepare(fmt::format("SELECT {} FROM event WHERE incident_id = ?1 ORDER BY seq", event_columns_sql));
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

void IntakeRecords::stage(const Pending& p) {
  const std::string fold = packed(p.incident, p.events);
  db_.prepare(
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

void IntakeRecords::unstage(const Pending& p) {
  if (p.staged) db_.prepare("DELETE FROM staged WHERE id = ?1").bind(1, p.key.id).run();
}

Pending IntakeRecords::recall(const KeyEntry& key) {
  Pending p;
  p.key = key;
  StoredIncident was = load(key.id, &p.stored_digest);
  p.first_row = was.row;
  p.stored_rows = was.rows;
  p.old = key.state != fresh;
  if (key.state == differs) {
    auto read = db_.prepare("SELECT digest, rows, fold, row FROM staged WHERE id = ?1");
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
    auto count = db_.prepare("SELECT count(*) FROM event WHERE incident_id = ?1");
    count.bind(1, key.id);
    count.step();
    p.events_written = count.integer(0);
  }
  return p;
}

void IntakeRecords::each_staged(const std::function<void(const KeyEntry&)>& take) {
  auto waiting = db_.prepare("SELECT id, hash FROM staged ORDER BY id");
  while (waiting.step()) take({static_cast<std::uint64_t>(waiting.integer(1)), waiting.integer(0), differs});
}

}  // namespace debrief::review
