// Values of a sheet as text, for formats without types.
#pragma once

#include <string>

#include "templates/workbook.h"

namespace debrief::reports {

/// Text unchanged but for control characters; the shortest number that reads back the same, "" for NaN and infinities;
/// dates as 2026-05-12, date-times as 2026-05-12T14:05:00 on the reader's wall clock.
std::string sheet_text(const templates::SheetValue& value, templates::SheetType type);

}  // namespace debrief::reports
