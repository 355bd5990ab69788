// OpenDocument spreadsheets (.ods).

#include "import/workbook/ods.h"

#include <array>

#include <fmt/format.h>

#include "base/error.h"
#include "import/readers/reader.h"
#include "import/workbook/book_reader.h"

namespace debrief::import {

namespace {

int likelihood(const Source& source) { return source.container() == Container::workbook && is_ods(source) ? 100 : 0; }

std::unique_ptr<Reader> open(const Source& source, const Options& options) {
  if (likelihood(source) == 0) {
    throw base::Error(base::Status::refused, "not-a-workbook",
                      fmt::format("{}: this is no OpenDocument spreadsheet, although --format says so", source.name()),
                      "leave --format out");
  }
  return book_reader(source, options, open_ods(source));
}

constexpr std::array<std::string_view, 1> formats{"ods"};

}  // namespace

extern const ReaderKind ods{
    .id = "ods",
    .title = "OpenDocument spreadsheet",
    .formats = formats,
    .likelihood = likelihood,
    .open = open,
};

}  // namespace debrief::import
