// An output format: a document becomes bytes. One file each under reports/writers/.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "templates/document.h"
#include "templates/workbook.h"

namespace debrief::reports {

/// What a writer may be given besides the document.
///
/// house_style  bytes of a .docx whose styles, headers and page are used; "" for ours
struct WriteOptions {
  std::string house_style;
};

/// format     "docx", "html", …: as in --as
/// extension  without dot
/// document   nullptr for formats that only take workbooks (xlsx, csv)
/// workbook   nullptr for formats that only take documents
/// Same input, same bytes.
struct Writer {
  std::string_view format;
  std::string_view title;
  std::string_view extension;
  std::string (*document)(const templates::Document&, const WriteOptions&) = nullptr;
  std::string (*workbook)(const templates::Workbook&) = nullptr;
};

std::span<const Writer* const> all_writers();
/// nullptr when there is none.
const Writer* writer_named(std::string_view format);
/// What --as may name, in alphabetical order.
std::vector<std::string> formats();

}  // namespace debrief::reports
