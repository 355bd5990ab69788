// Tables whose rows are entries in the histories of records: logs of what happened, and of what fields became.
#pragma once

#include <string>
#include <vector>

#include "import/sniff/survey.h"

namespace debrief::import {

/// The columns of a table whose rows say what one field of a record became: the record, the field, its value, what it was
/// before, the time, and who changed it; -1 none.
struct FieldHistory {
  int ref = -1, field = -1, value = -1, before = -1, at = -1, by = -1;
  bool is() const { return ref >= 0 && field >= 0 && value >= 0 && at >= 0; }
};

/// Told by its headings, in nine languages. Where there is a column of the values before, any column of keys and any
/// column of times will do.
FieldHistory field_history_in(const std::vector<std::string>& keys, const std::vector<Survey>& surveys);

/// The columns of a table with several rows a record, each of another time: when the entry was made, and what happened,
/// or which status was reached; -1 none.
struct EventLog {
  int at = -1, type = -1, status = -1;
  bool is() const { return at >= 0 && (type >= 0 || status >= 0); }
};

/// ref  the column of keys
EventLog event_log_in(const std::vector<std::string>& keys, const std::vector<Survey>& surveys, std::size_t ref);

/// True where the column's times differ among the rows of one record.
bool differs_within_records(const Survey& times, const Survey& refs);

}  // namespace debrief::import
