// Whether a workspace file is sound.

#include "review/health.h"

#include <sqlite3.h>

#include "review/store.h"

namespace debrief::review {

namespace {

/// Versions 3.7.0 to 3.51.2 have the WAL-reset fault; 3.44.6 and 3.50.7 and later of their series were mended.
bool has_reset_fault(int version) {
  if (version >= 3'051'003) return false;
  const int series = version / 1000;
  if (series == 3'050) return version < 3'050'007;
  if (series == 3'044) return version < 3'044'006;
  return true;
}

}  // namespace

Health health(Store& store) {
  Health out;
  auto& db = store.db();
  auto integrity = db.prepare("PRAGMA integrity_check(20)");
  while (integrity.step()) {
    if (integrity.text(0) != "ok") out.integrity.emplace_back(integrity.text(0));
  }
  auto references = db.prepare("PRAGMA foreign_key_check");
  while (references.step()) ++out.broken_references;
  out.schema = static_cast<int>(db.integer("PRAGMA user_version").value_or(0));
  out.sqlite = sqlite3_libversion();
  out.one_writer_only = has_reset_fault(sqlite3_libversion_number());
  return out;
}

}  // namespace debrief::review
