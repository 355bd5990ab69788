// JSON and JSON lines: the tokens in pieces of any size, then the whole importer.

#include <vector>

#include "import/json/tokens.h"
#include "tests/fuzz/harness.h"

namespace debrief::fuzz {

namespace {

struct Kept {
  import::JsonIs is;
  std::string text;
  std::int64_t line;
  std::uint64_t offset;
  bool operator==(const Kept&) const = default;
};

std::vector<Kept> tokens_of(std::string_view text, std::size_t piece) {
  import::JsonTokens tokens(in_pieces(text, piece));
  std::vector<Kept> out;
  try {
    while (true) {
      const import::JsonIs is = tokens.next();
      must_hold(tokens.depth() <= 65, "depth is bounded");
      if (is == import::JsonIs::end) break;
      const bool worded =
          is == import::JsonIs::key || is == import::JsonIs::string || is == import::JsonIs::number;
      out.push_back({is, worded ? std::string(tokens.text()) : std::string(), tokens.line(), tokens.offset()});
    }
  } catch (const import::JsonFault& fault) {
    out.push_back({import::JsonIs::end, fault.what(), fault.line, fault.offset});
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MemoryFile file;
  if (size < 1) return 0;
  const std::size_t piece = 1 + data[size - 1] % 31U;
  const std::string_view text(reinterpret_cast<const char*>(data), size - 1);
  must_hold(tokens_of(text, text.size() + 1) == tokens_of(text, piece),
            "tokens do not depend on how the text arrives");
  import::Options options;
  options.format = (data[size - 1] & 128U) != 0 ? "ndjson" : "json";
  file.fill(text);
  import_anything(file.path(), options, (data[size - 1] & 96U) == 96U ? Depth::whole_import : Depth::reading);
  return 0;
}

}  // namespace debrief::fuzz
