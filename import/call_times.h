// When intervals and calls were, and in what unit their lengths are: settled over the table as a whole.
#pragma once

#include <string>
#include <vector>

#include "import/call_table.h"
#include "import/mapping.h"

namespace debrief::import {

/// Once roles are given and times of day stand beside their dates: takes lengths of time out of such pairs, finds the
/// column of times of day or of ranges, and takes the day from the lines above the table where no column has it.
void settle_call_times(Mapping& mapping, const CallTable& calls, const Table& table, const std::vector<Survey>& surveys,
                       DayOrder order, const std::string& file);

/// Once units are read from the headings: where they name none, lengths that can only be milliseconds are taken as such;
/// those that no call has are told.
void settle_call_units(Mapping& mapping, const std::vector<Survey>& surveys, const std::string& file);

}  // namespace debrief::import
