// Action sheets that go out and come back, in the workspace.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "review/actions.h"
#include "review/sheet_merge.h"

namespace debrief::review {

class Store;

/// Keeps what a sheet says of each action under its id. Nothing happens where it is kept already.
void keep_sheet(Store& store, const std::string& sheet_id,
                const std::vector<std::pair<std::int64_t, SheetFields>>& said);
bool sheet_is_kept(Store& store, const std::string& sheet_id);
/// What a sheet said of an action; nullopt where that was not kept.
std::optional<SheetFields> kept_base(Store& store, const std::string& sheet_id, std::int64_t action_id);

/// {"field": "text"} and back; nullopt for anything else.
std::string fields_text(const SheetFields& fields);
std::optional<SheetFields> fields_from(std::string_view json);

/// Whose file it was and what it is, for the trail.
struct SheetFile {
  std::string name, sha256, by;
};

/// A field that was changed, or set in a new action; `after` "" where it was emptied.
struct SheetChange {
  std::int64_t action = 0;
  std::int64_t row = 0;
  std::string field, cell, before, after;
};

/// rows    of the sheet; unchanged + updated + added + open: each row counts once. A row with a change counts as
///         updated whatever else is open in it; `open` has nothing but conflicts or refusals
/// kept    cells that were changed in the workspace only
/// of_plan actions whose measure, direction or window was changed
struct SheetOutcome {
  std::int64_t rows = 0, unchanged = 0, updated = 0, added = 0, open = 0;
  std::int64_t kept = 0;
  std::vector<SheetChange> changes;
  std::vector<std::int64_t> added_ids, updated_ids, of_plan;
  std::vector<std::pair<std::int64_t, CellMerge>> conflicts;  // with the action
  std::vector<SheetFault> refused;
  std::vector<SheetNote> notes;
  bool faultless() const { return conflicts.empty() && refused.empty(); }
};

/// Merges a sheet into the workspace, by the rules of update_action: what they refuse is a fault of that cell alone.
/// The caller's transaction decides whether it stands.
///
/// shown   an action's fields as the sheet shows them
/// review  new rows that name no review belong to this one
SheetOutcome take_sheet(Store& store, const ReturnedSheet& sheet, const SheetFile& file,
                        const std::function<SheetFields(const Action&)>& shown, std::optional<std::int64_t> review);

}  // namespace debrief::review
