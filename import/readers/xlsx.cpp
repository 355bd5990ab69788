// Excel workbooks (.xlsx, .xlsm).

#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "import/readers/reader.h"
#include "import/workbook/book_reader.h"
#include "import/workbook/ods.h"
#include "import/workbook/xlsx_rows.h"

namespace debrief::import {

namespace {

int likelihood(const Source& source) { return source.container() == Container::workbook && !is_ods(source) ? 100 : 0; }

std::unique_ptr<Reader> open(const Source& source, const Options& options) {
  if (likelihood(source) == 0) {
    throw base::Error(base::Status::refused, "not-a-workbook",
                      fmt::format("{}: this is no Excel workbook, although --format says so", source.name()),
                      "leave --format out");
  }
  return book_reader(source, options, open_xlsx(source));
}

constexpr std::array<std::string_view, 2> formats{"xlsx", "xlsm"};

}  // namespace

extern const ReaderKind xlsx{
    .id = "xlsx",
    .title = "Excel workbook",
    .formats = formats,
    .likelihood = likelihood,
    .open = open,
};

}  // namespace debrief::import
