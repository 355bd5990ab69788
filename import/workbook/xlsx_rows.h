// Excel workbooks (.xlsx, .xlsm) as sheets of rows.
#pragma once

#include <memory>

#include "import/source.h"
#include "import/workbook/book.h"

namespace debrief::import {

/// Throws base::Error (status 5): zip-damaged, not-a-workbook, unpacks-too-large, xml-malformed, xml-refused.
std::unique_ptr<Book> open_xlsx(const Source& source);

}  // namespace debrief::import
