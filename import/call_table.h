// Tables of a contact centre: single calls, or counts of calls over times and queues.
#pragma once

#include <string>
#include <vector>

#include "import/readers/reader.h"
#include "import/roles.h"
#include "import/sniff/acd.h"
#include "import/sniff/survey.h"

namespace debrief::import {

/// What a column is in such a table.
///
/// role    nullptr: the headings' other meanings stand, but for those of calls and intervals where `aside`
/// length  its heading speaks of a length of time, so its cells are no times of day
/// total   a sum over the interval's calls, not an average
/// dots_group  "1.234" in it is a count of over a thousand
struct CallColumn {
  const Role* role = nullptr;
  double weight = 0;
  std::string why;
  bool aside = false;
  bool length = false;
  bool total = false;
  bool dots_group = false;
};

/// What the table as a whole is; `flow` when its rows count tickets over a time, so that no row is a record of one.
///
/// end  column that says where an interval ends, -1 none
struct CallTable {
  enum class Is : std::uint8_t { none, contact, interval, flow };
  Is is = Is::none;
  std::vector<CallColumn> columns;
  int end = -1;
};

/// What the weighing of headings already knows.
///
/// titled  a column of titles or descriptions
/// keyed   a column of keys, each once
/// timed   a column of times
struct SeenSoFar {
  bool titled = false;
  bool keyed = false;
  bool graded = false;
  bool timed = false;
};

/// Decided jointly. An interval: whole counts of which offered holds at least answered and abandoned, or one of them
/// beside averages or a service level, and no free text. A contact: lengths of the phases of one call, its outcome, the
/// number of its caller.
CallTable call_table_of(const Table& table, const std::vector<Survey>& surveys, const SeenSoFar& seen);

}  // namespace debrief::import
