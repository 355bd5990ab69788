// OpenDocument spreadsheets (.ods), as LibreOffice and others write them.
#pragma once

#include <memory>

#include "import/source.h"
#include "import/workbook/book.h"

namespace debrief::import {

/// Whether the file says it is one: its part `mimetype` is that of a spreadsheet, or of a template for one.
bool is_ods(const Source& source);

/// Dates are given as ISO 8601 text, which the file holds; times of day and lengths of time as fractions of a day, as
/// in Excel; formulas by the result that was saved. Notes beside a cell and tracked changes are no part of it. Throws
/// base::Error (status 5): zip-damaged, not-a-workbook, encrypted-workbook, unpacks-too-large, xml-malformed.
std::unique_ptr<Book> open_ods(const Source& source);

}  // namespace debrief::import
