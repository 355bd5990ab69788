// Contacts and intervals in the store: taken in, compared with what is there, and taken back.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/sqlite.h"
#include "review/imports.h"
#include "review/incident.h"
#include "review/intake.h"

namespace debrief::review {

/// Takes the contacts and intervals of one file. Call in the import's transaction.
///
/// A contact is known by source and ref. Of several deliveries the one the source wrote last counts, field by field;
/// where the source does not say when, the later row. An interval is known by source, queue and start, and by its
/// place among equals of the file.
class Overlays {
 public:
  Overlays(base::Database& db, std::int64_t import_id);
  ~Overlays();
  Overlays(const Overlays&) = delete;
  Overlays& operator=(const Overlays&) = delete;

  void take(const Contact& contact, std::int64_t row);
  void take(const Interval& interval, std::int64_t row);
  /// Adds what became of them to the counts: one outcome a row.
  void count(Receipt& receipt) const;

 private:
  struct Working;
  std::unique_ptr<Working> working_;
};

/// Takes back what an import did to contacts and intervals. Those that a later import changed are left and named.
void undo_overlays(base::Database& db, std::int64_t import_id, UndoResult& result);

}  // namespace debrief::review
