// What the readers parsed, before any role is given: `debrief table FILE --json-lines`.
#pragma once

#include <functional>
#include <string_view>

#include "import/importer.h"
#include "import/source.h"

namespace debrief::import {

/// Calls `line` with one JSON object a time, no line end: first columns, header_row, encoding, delimiter, quote,
/// sheet; then {"row", "cells"} for each data row. Text as in the file; numbers and dates of a workbook unformatted.
/// Faults of rows go to `fault`; a row the reader set aside is not printed. Throws as read_into does.
void print_table(const Source& source, const Options& options, const std::function<void(std::string_view)>& line,
                 const std::function<void(const base::Issue&)>& fault = {});

}  // namespace debrief::import
