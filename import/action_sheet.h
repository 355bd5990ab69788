// An action sheet that somebody filled in, read back: whatever program saved it, wherever its columns stand now.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "import/sniff/dates.h"
#include "import/source.h"
#include "review/sheet_merge.h"

namespace debrief::import {

/// What the cells of a column take. `word`: one of a closed list.
enum class SheetKind : std::uint8_t { text, word, date, number, whole };

/// A column of the sheet as it went out.
///
/// headers  as it was written, then what people call it
/// words    of the closed list, for `word`
struct SheetField {
  std::string field;
  std::vector<std::string> headers;
  SheetKind kind = SheetKind::text;
  std::vector<std::string> words;
};

/// fields  in the order of the sheet, key and hidden columns not among them
/// sheet   the sheet to read; "" the one that has the columns
/// order   which number of 05/06/2026 is the day; unknown: as the dates show that stand as they went out, else the
/// first kept    what the workspace kept of a sheet it handed out: helps to know a renamed column by its values
struct SheetReading {
  std::vector<SheetField> fields;
  std::string sheet;
  DayOrder order = DayOrder::unknown;
  std::function<std::optional<review::SheetFields>(const std::string& sheet, std::int64_t action)> kept;
};

/// Columns are found by heading, then by another name for it, then by what stands in them, then by their place between
/// the others; what was not found under its own heading is told in the notes. Cells that cannot be read carry their
/// fault. A hand-back workbook (its columns Choose and Field) is read as the decisions it holds.
///
/// Throws base::Error: no-action-sheet (5) where no sheet has such columns, sheet-missing (2), and what opening throws.
review::ReturnedSheet read_action_sheet(const Source& source, const SheetReading& reading);

}  // namespace debrief::import
