// Imports of the past: their receipts, what they set aside, and taking them back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "review/intake.h"

namespace debrief::review {

class Store;

struct ImportSummary {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string file;
  std::string source;
  std::string receipt;       // JSON, as answered
  std::int64_t undone_ms = 0;  // 0 while it stands
};
/// Newest first.
std::vector<ImportSummary> list_imports(Store& store);
/// Throws Error no-such-import (3).
ImportSummary import_by_id(Store& store, std::int64_t id);

/// A row set aside, as read.
struct Reject {
  std::int64_t row = 0;
  std::int64_t line = 0;
  std::string column, code, detail, value;
  std::vector<std::string> cells;
};
std::vector<Reject> rejects_of(Store& store, std::int64_t import_id);

/// Writes the source file of an import exactly as it came, in pieces.
void stream_source(Store& store, std::int64_t import_id, const std::function<void(std::string_view)>& piece);

/// What an undo did, or would do. conflicts: what was left alone, each with the reason: a later import or a person
/// changed it, a review, a finding, evidence or a link rests on it.
///
/// removed, restored    incidents
/// contacts, intervals  removed
struct UndoResult {
  std::int64_t removed = 0;
  std::int64_t restored = 0;
  std::int64_t contacts = 0;
  std::int64_t intervals = 0;
  struct Conflict {
    std::string ref;
    std::string field;   // "" the record, "events" its entries
    std::string why;
  };
  std::vector<Conflict> conflicts;
  bool dry_run = false;
};
/// Imports can be taken back in any order: changes by imports that are undone themselves are no conflict, and what is
/// put back is what stood before all of them. Throws Error no-such-import (3), already-undone (5).
UndoResult undo_import(Store& store, std::int64_t id, Intake::Mode mode = Intake::Mode::real);

/// Rows of an import that a corrected file has brought in since, each once, with the latest import that did.
struct MendedRow {
  std::int64_t row = 0;
  std::int64_t by_import_id = 0;
};
std::vector<MendedRow> mended_rows(Store& store, std::int64_t import_id);
/// Throws Error no-such-import (3).
void note_mended(Store& store, std::int64_t import_id, std::int64_t by_import_id,
                 const std::vector<std::int64_t>& rows);

/// The mapping a person gave for a file with these headings (FileReading::headings); nullopt without.
std::optional<std::string> saved_mapping(Store& store, std::string_view headings);

/// The receipt in the contract's JSON.
std::string receipt_json(const Receipt& receipt);

}  // namespace debrief::review
