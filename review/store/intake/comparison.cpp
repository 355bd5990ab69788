// Comparing incidents with what is stored.

#include "review/store/intake/comparison.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "review/store.h"
#include "review/store/rows.h"

namespace debrief::review {

namespace {

std::string digest_words(std::uint64_t digest, std::int64_t rows) {
  return fmt::format("{} {}", static_cast<std::int64_t>(digest), rows);
}

}  // namespace

Comparison::Comparison(ImportRun& run, IntakeIssues& issues, IntakeRecords& records)
    : run_(run),
      issues_(issues),
      records_(records),
      said_again_(
          run.store.db().prepare("INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
                                 "VALUES (?1, ?2, ?3, ?4, ?5, ?5)")) {}

void Comparison::same_again(const Progress& p, const StoredKey& stored) {
  were_over_ += stored.over ? 1 : 0;
  if (stored.changed) say_again(p.key.id, "digest", digest_words(p.digest, p.rows));
}

/// Keeps that this import says what already stood there, so that undoing an earlier one leaves it.
void Comparison::say_again(std::int64_t id, const std::string& field, const std::optional<std::string>& value) {
  said_again_.bind(1, id).bind(2, run_.id).bind(3, run_.store.now()).bind(4, field).bind(5, value).run();
}

/// The same for those fields of a record that an earlier change brought and that the file says again.
void Comparison::say_fields_again(std::int64_t id, const Incident& was, const Incident& said,
                                  const std::vector<Difference>& changes) {
  std::vector<std::string> before;
  auto s = run_.store.db().prepare(
      "SELECT DISTINCT field FROM incident_change WHERE incident_id = ?1 AND field <> 'digest' AND import_id <> ?2");
  s.bind(1, id).bind(2, run_.id);
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
bool Comparison::is_older(const Incident& was, const Pending& p) {
  const auto& stored_at = was[TimeField::updated];
  const auto& brought_at = p.incident[TimeField::updated];
  if (run_.file.row_is != RowIs::incident || !stored_at || !brought_at || brought_at->at >= stored_at->at) return false;
  base::Issue i{.code = "older-than-stored",
                .detail = fmt::format("the row was last updated {}, what is stored {}; the record keeps what it has",
                                      base::rfc3339(brought_at->at), base::rfc3339(stored_at->at)),
                .value = p.incident.ref,
                .place = {}};
  i.place.file = run_.file.file;
  i.place.row = p.first_row;
  i.place.column = issues_.heading_of("updated");
  i.severity = base::Severity::warning;
  issues_.report_placed(std::move(i));
  return true;
}

void Comparison::tell_lost_resolutions() {
  if (lose_resolution_ < 3 || lose_resolution_ * 2 <= were_over_) return;
  base::Issue i{
      .code = "older-than-stored",
      .detail = fmt::format("{} of {} that were resolved are open again after this import, as if the file were "
                            "older than what is stored, and no time of the last update tells; if it is, undo it",
                            lose_resolution_, base::counted(were_over_, "record")),
      .value = {},
      .place = {}};
  i.place.file = run_.file.file;
  i.severity = base::Severity::warning;
  issues_.report(std::move(i));
}

/// True when the very rows at hand were here before and a person corrected them since: they bring nothing new, and the
/// correction stands.
bool Comparison::corrected_since(const Pending& p) {
  auto s = run_.store.db().prepare(fmt::format(
      "SELECT 1 FROM incident_change c JOIN import_run r ON r.id = c.import_id WHERE c.incident_id = ?1 AND c.field = "
      "'digest' AND c.before = ?2 AND {}",
      brought_corrections_sql));
  s.bind(1, p.key.id).bind(2, digest_words(p.digest, p.rows));
  return s.step();
}

void Comparison::settle(const Pending& p) {
  const std::int64_t id = p.key.id;
  const Incident was = records_.load(id).incident;
  Incident now = was;
  fold_into(now, p.incident);
  const std::vector<Event> added = records_.events_not_stored(id, p.events);
  const auto changes = differences(was, now);
  const bool same = changes.empty() && added.empty();
  if (!same && corrected_since(p)) return issues_.check(was, p.first_row);
  if (was[TimeField::resolved]) ++were_over_;
  if (is_older(was, p)) return issues_.check(was, p.first_row);
  if (was[TimeField::resolved] && !now[TimeField::resolved] && !p.incident[TimeField::updated]) ++lose_resolution_;
  say_fields_again(id, was, p.incident, changes);
  issues_.check(now, p.first_row);
  if (same) return records_.set_digest(p);
  --run_.receipt.rows.unchanged;
  ++run_.receipt.rows.changed;
  note_changes(p, changes);
  records_.change(now, added, p);
}

void Comparison::note_changes(const Pending& p, const std::vector<Difference>& changes) {
  auto log = run_.store.db().prepare(
      "INSERT INTO incident_change (incident_id, import_id, at_ms, field, before, after) "
      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  const auto note = [&](const std::string& field, const std::optional<std::string>& before,
                        const std::optional<std::string>& after) {
    log.bind(1, p.key.id)
        .bind(2, run_.id)
        .bind(3, run_.store.now())
        .bind(4, field)
        .bind(5, before)
        .bind(6, after)
        .run();
  };
  for (const auto& c : changes) note(c.field, c.before, c.after);
  note("digest", digest_words(p.stored_digest, p.stored_rows), digest_words(p.digest, p.rows));
}

}  // namespace debrief::review
