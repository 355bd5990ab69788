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

/// What an undo did. conflicts: records left alone, each with the reason (a later import or a person changed
/// it, a review rests on it).
struct UndoResult {
  std::int64_t removed = 0;
  std::int64_t restored = 0;
  struct Conflict {
    std::string ref;
    std::string field;
    std::string why;
  };
  std::vector<Conflict> conflicts;
};
/// Throws Error no-such-import (3), already-undone (5).
UndoResult undo_import(Store& store, std::int64_t id);

/// The mapping a person gave for a file with these headings (FileReading::headings); nullopt without.
std::optional<std::string> saved_mapping(Store& store, std::string_view headings);

/// The receipt in the contract's JSON.
std::string receipt_json(const Receipt& receipt);

}  // namespace debrief::review
