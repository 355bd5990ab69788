// The day a report is about, where only the lines above its table tell.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "import/sniff/dates.h"

namespace debrief::import {

/// from, to  first and last day; the same for a report of one day
/// unclear   day and month could be read either way
struct ReportDays {
  base::Civil from;
  base::Civil to;
  bool unclear = false;
  std::string text;
};

/// Finds "Datum: 03.03.2025", "Report date: 3/16/2026", "Period: 01/03/2026 - 31/03/2026", "From: … To: …" in the lines
/// above a heading, cell by cell. When the report was made counts for nothing. nullopt where no day is named.
///
/// order  of dates such as 3/4/2026 where nothing in the lines decides; unknown: the day comes first
std::optional<ReportDays> report_days(const std::vector<std::vector<std::string>>& above, DayOrder order);

}  // namespace debrief::import
