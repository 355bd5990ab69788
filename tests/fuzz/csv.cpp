// Delimited text: the record scanner in pieces of any size, then the whole importer.

#include <vector>

#include "import/csv/records.h"
#include "tests/fuzz/harness.h"

namespace debrief::fuzz {

namespace {

struct Kept {
  import::RecordIs state;
  std::vector<std::string> cells;
  std::int64_t number;
  std::int64_t line;
  std::uint64_t offset;
  std::uint64_t end;
  bool blank;
  bool operator==(const Kept&) const = default;
};

std::vector<Kept> records_of(std::string_view text, import::Dialect dialect, std::size_t piece, std::size_t expected) {
  import::Records records(dialect, in_pieces(text, piece));
  if (expected > 0) records.expect(expected);
  std::vector<Kept> out;
  import::Record r;
  while (records.next(r)) {
    out.push_back({r.state, {r.cells.begin(), r.cells.end()}, r.number, r.line, r.offset, r.end, r.blank});
    must_hold(out.size() == 1 || out[out.size() - 2].end <= r.offset, "records do not overlap");
    must_hold(r.end > r.offset && r.end <= text.size(), "a record is part of the text");
    if (expected == 0 && r.cells.size() > 1) {
      expected = r.cells.size();
      records.expect(expected);
    }
  }
  must_hold(out.empty() || out.back().end == text.size(), "the whole text is read");
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MemoryFile file;
  if (size < 2) return 0;
  // The last two bytes choose dialect and options, so that the rest stays a file people can read.
  const unsigned how = data[size - 1];
  const std::size_t piece = 1 + data[size - 2] % 31U;
  const std::string_view text(reinterpret_cast<const char*>(data), size - 2);

  import::Dialect dialect;
  dialect.delimiter = ",;\t|"[how & 3U];
  dialect.quote = "\"\"'\0"[(how >> 2U) & 3U];
  dialect.escape = (how & 16U) != 0 ? '\\' : '\0';
  dialect.blank_after = (how & 32U) != 0;
  dialect.bare_cr = (how & 64U) != 0;
  must_hold(records_of(text, dialect, text.size() + 1, 0) == records_of(text, dialect, piece, 0),
            "records do not depend on how the text arrives");

  import::Options options;
  options.format = "csv";
  options.no_header = (how & 128U) != 0;
  if ((how & 96U) == 96U) options.skip = 2;
  if ((how & 28U) == 28U) options.encoding = "windows-1252";
  file.fill(text);
  import_anything(file.path(), options, data[size - 2] >= 192 ? Depth::whole_import : Depth::reading);
  return 0;
}

}  // namespace debrief::fuzz
