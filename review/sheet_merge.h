// An action sheet that comes back: what stood in it when it went out, what stands in it now, and what stands in the
// workspace, merged cell by cell. Pure: nothing here reads or writes a workspace (sheet_returns.h does).
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

/// unchanged  nothing to do: the sheet says what the workspace says
/// take       changed in the sheet only
/// keep       changed in the workspace only
/// conflict   changed in both, to different values
enum class MergeResult : std::uint8_t { unchanged, take, keep, conflict };

/// base  nullopt where it is not known what the sheet said when it went out: any difference is then a conflict
MergeResult merged(const std::optional<std::string>& base, std::string_view theirs, std::string_view ours);

/// Field names of a sheet with their texts, those that are empty left out.
using SheetFields = std::map<std::string, std::string>;

/// A cell of a sheet that came back.
///
/// field   as update_action names it, or one that a sheet only shows (`is_shown_only`)
/// header  the heading as the file has it
/// cell    "Actions!F7"
/// value   as it stands in the file
/// text    as the field is written: 2026-05-12, 12.5, in_progress; "" for an empty cell
/// base    what it said before, where that is known for this cell alone; else the row's base counts
/// code, detail  why it cannot be read or used; "" where it can
struct ReturnedCell {
  std::string field;
  std::string header;
  std::string cell;
  std::int64_t row = 0;
  std::string value;
  std::string text;
  std::optional<std::string> base;
  std::string code, detail;
};

/// key       as the file has it, and the number it gives
/// said_key  the number the hidden base of the row was written for
/// sheet     id of the sheet the row was written in, "" unknown
/// base      by the hidden column; nullopt where it is lost or cannot be read
/// handed_back  decisions on one action, collected from several rows: what is not decided is not looked at
/// code      why nothing of the row can be used
struct ReturnedRow {
  std::int64_t row = 0;
  std::string key, key_header, key_cell;
  std::optional<std::int64_t> action, said_key;
  std::string sheet;
  std::optional<SheetFields> base;
  std::vector<ReturnedCell> cells;
  bool handed_back = false;
  std::string code, detail;
};

/// Something a person should hear that costs nothing: a heading found under another name, a column passed over.
struct SheetNote {
  std::string code, detail;
  std::string cell;
};

struct ReturnedSheet {
  std::string name;      // of the sheet in the workbook, "" of a delimited file
  std::string exported;  // when it went out, RFC 3339; "" unknown
  std::string zone;      // whose calendar its dates are of; "" unknown
  std::vector<ReturnedRow> rows;
  std::vector<SheetNote> notes;
};

/// What the workspace knows, for the plan.
///
/// ours    fields of an action as the sheet would show them now, nullopt where there is no such action
/// stored  what a sheet said of an action when it went out, nullopt where that was not kept
/// added   the action that an earlier import made of a row without a key, and what that row said then
struct SheetKnowledge {
  std::function<std::optional<SheetFields>(std::int64_t action)> ours;
  std::function<std::optional<SheetFields>(const std::string& sheet, std::int64_t action)> stored;
  std::function<std::optional<std::pair<std::int64_t, SheetFields>>(const std::string& fingerprint)> added;
};

/// A cell that was compared.
struct CellMerge {
  ReturnedCell cell;
  std::optional<std::string> base;
  std::string ours;
  MergeResult result = MergeResult::unchanged;
};

/// A cell, or with `field` "" a row, of which nothing was taken.
///
/// ours  what stands in the workspace, "" where there is nothing
struct SheetFault {
  std::int64_t row = 0;
  std::string key, header, field, cell, value, code, detail;
  std::string ours;
};

/// action       0 for a row that becomes a new action
/// fingerprint  of a row without a key
struct PlannedRow {
  std::int64_t row = 0;
  std::int64_t action = 0;
  std::string key;
  std::string fingerprint;
  std::vector<CellMerge> cells;
  std::vector<SheetFault> faults;
};

struct SheetPlan {
  std::vector<PlannedRow> rows;
  std::vector<SheetNote> notes;
};

/// Rows in the order of the sheet. Rows that no sheet holds any more are no part of it: absence deletes nothing.
SheetPlan plan_sheet(const ReturnedSheet& sheet, const SheetKnowledge& known);

/// Columns of a sheet that say something but are not edited there: review, incidents, first_due, created, verified,
/// verdict, verdict_note.
bool is_shown_only(std::string_view field);

/// Text as it compares: line ends LF, no control characters, no blanks at the ends, no-break spaces as blanks.
std::string sheet_text(std::string_view text);
/// The same value of a field always in the same words: numbers in shortest form.
std::string sheet_value(std::string_view field, std::string_view text);
/// The number a key gives: "A-3", "a 3" and "3" are action 3; nullopt for anything else.
std::optional<std::int64_t> action_of_key(std::string_view key);
/// What tells a row that a person added from another, so that the same one is not added twice.
std::string row_fingerprint(const ReturnedRow& row);

}  // namespace debrief::review
