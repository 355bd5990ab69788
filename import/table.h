// What the readers parsed, before any role is given: `debrief table FILE --json-lines`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "import/importer.h"
#include "import/source.h"

namespace debrief::import {

/// Calls `line` with one JSON object a time, no line end: first columns, header_row, encoding, delimiter, quote,
/// sheet; then {"row", "cells"} for each data row. Text as in the file; numbers and dates of a workbook unformatted.
/// Faults of rows go to `fault`; a row the reader set aside is not printed. Throws as read_into does.
void print_table(const Source& source, const Options& options, const std::function<void(std::string_view)>& line,
                 const std::function<void(const base::Issue&)>& fault = {});

/// The same rows as they are, for those who read on: `columns` once, then `row` with its number and its cells, at least
/// as many as there are columns. Cells are good until the call returns, and may hold bytes that are no UTF-8.
void each_row(const Source& source, const Options& options,
              const std::function<void(const std::vector<std::string>&)>& columns,
              const std::function<void(std::int64_t number, const std::vector<std::string_view>&)>& row);

}  // namespace debrief::import
