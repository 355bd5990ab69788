// Dates and times of day in columns of their own, and the ends they tell.
#pragma once

#include <string>
#include <vector>

#include "import/mapping.h"

namespace debrief::import {

/// Joins each column of times of day with the column of dates it belongs to: by headings that differ only in the words
/// for date and time ("Fecha cierre", "Hora cierre"), by roles, then by nearness. A time of day that is a time of its own
/// without a date ("Datum, Von, Bis") takes the date of the start. Whether cells such as 08:30 under "Время решения" or
/// "Resolution time" are times of day or lengths of time is decided by the words of the heading, a date column of the same
/// name, and the hours they show. What finds no date is a finding.
void pair_clocks(Mapping& mapping, const std::vector<Survey>& surveys, const std::string& file);

/// Incidents of a log kept by hand: when they occurred stands for the opening and when they were restored for the
/// resolution where no column says these; where no column tells any end, the opening and the length the file gives do.
void ends_of_incidents(Mapping& mapping, const std::string& file);

}  // namespace debrief::import
