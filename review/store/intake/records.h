// The records an import reads, writes and sets by, each with its statement ready.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/sqlite.h"
#include "review/incidents.h"
#include "review/store/incident_writer.h"
#include "review/store/intake/incoming.h"

namespace debrief::review {

/// What stood under a key before the import.
///
/// changed  imports changed it after it came in
/// over     it has a resolution
struct StoredKey {
  std::int64_t id = 0;
  std::uint64_t digest = 0;
  std::int64_t rows = 0;
  bool changed = false;
  bool over = false;
};

class IntakeRecords {
 public:
  IntakeRecords(base::Database& db, std::int64_t import_id);

  std::optional<StoredKey> find(const Incident& incident);
  /// True when the record of that number has the source and key of this incident.
  bool same_key(std::int64_t id, const Incident& incident);
  /// digest  set to that of the record's rows, where asked for
  StoredIncident load(std::int64_t id, std::uint64_t* digest = nullptr);

  /// A fresh incident as far as it has come: its record, new or changed, and the events not yet written.
  void write(const Incident& incident, const std::vector<Event>& events, Progress& p);
  /// A record that was there before: its fields, and events behind those it has.
  void change(const Incident& now, const std::vector<Event>& added, const Progress& p);
  /// The record stays as it is, but these rows made it.
  void set_digest(const Progress& p);

  /// Events that say something no stored event of that incident says; the row they stand in does not matter.
  std::vector<Event> events_not_stored(std::int64_t id, const std::vector<Event>& events);

  /// Sets the fold so far by, for `recall`.
  void stage(const Pending& p);
  void unstage(const Pending& p);
  /// The fold so far of an incident whose earlier rows were put away.
  Pending recall(const KeyEntry& key);
  /// The keys of all that were set by; they stay.
  void each_staged(const std::function<void(const KeyEntry&)>& take);

 private:
  void update(const Incident& incident, std::size_t events, const Progress& p);
  void add_events(std::int64_t id, std::int64_t& seq, const std::vector<Event>& events);

  base::Database& db_;
  const std::int64_t import_id_;
  IncidentWriter writer_;
  base::Statement find_, same_, update_, insert_event_, load_;
};

}  // namespace debrief::review
