// Choosing a reader.

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/readers/reader.h"

namespace debrief::import {

std::unique_ptr<Reader> open_reader(const Source& source, const Options& options) {
  const ReaderKind* best = nullptr;
  if (!options.format.empty()) {
    std::vector<std::string> known;
    for (const ReaderKind* kind : all_readers()) {
      for (const auto f : kind->formats) {
        known.emplace_back(f);
        if (base::equal_ascii_nocase(f, options.format)) best = kind;
      }
    }
    if (best == nullptr) {
      throw base::Error(base::Status::usage, "unknown-format",
                        fmt::format("there is no format {}", base::quoted(options.format)),
                        fmt::format("formats are {}", base::joined(known, ", ")));
    }
    return best->open(source, options);
  }
  int likeliest = 0;
  for (const ReaderKind* kind : all_readers()) {
    const int n = kind->likelihood(source);
    if (n > likeliest) likeliest = n, best = kind;
  }
  if (best == nullptr) {
    throw base::Error(base::Status::refused, "not-a-table",
                      fmt::format("{}: this is not a table that can be read here", source.name()),
                      "export the log as CSV, Excel or JSON and import that");
  }
  return best->open(source, options);
}

}  // namespace debrief::import
