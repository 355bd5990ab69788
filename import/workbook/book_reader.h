// Workbooks of any file format as a table: which sheet, where its heading stands, which rows are footnotes.
#pragma once

#include <memory>

#include "import/readers/reader.h"
#include "import/workbook/book.h"

namespace debrief::import {

/// Reads the sheet that `options.sheet` names, "*" all that have the same headings, or the one that holds a log.
///
/// Throws base::Error: sheet-missing, sheet-unclear, sheet-hidden (status 2); no-rows (5).
std::unique_ptr<Reader> book_reader(const Source& source, const Options& options, std::unique_ptr<Book> book);

}  // namespace debrief::import
