// What the rows of a file are, judged beside what its headings bid for.
#pragma once

#include <string>
#include <vector>

#include "import/call_table.h"
#include "import/columns/weighing.h"
#include "import/mapping.h"

namespace debrief::import {

/// Looks at what the file as a whole must be: calls, intervals of a report, entries of a log, or incidents.
///
/// ids_repeat  keys come again within the sample
review::RowIs rows_are(const Weighing& w, const Mapping& m, bool ids_repeat);

/// The table as one of calls; none where a person, or the source, says that it holds records.
CallTable calls_in(const Table& table, const std::vector<Survey>& surveys, const Weighing& w, const Mapping& m,
                   const AskedMapping& asked);

/// Columns with the numbers of those who called and were called: by their cells, and "From" and "To" beside one
/// another.
std::vector<std::size_t> columns_of_lines(const std::vector<std::string>& keys, const std::vector<Survey>& surveys);

}  // namespace debrief::import
