// Any mapping file over any headings: the text up to a line "---" is the mapping, the rest the table.

#include "tests/fuzz/harness.h"

namespace debrief::fuzz {

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MemoryFile mapping;
  static MemoryFile table;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto cut = text.find("\n---\n");
  import::Options options;
  if (cut != std::string_view::npos) {
    mapping.fill(text.substr(0, cut));
    options.map = mapping.path();
  }
  table.fill(cut == std::string_view::npos ? text : text.substr(cut + 5));
  import_anything(table.path(), options, Depth::whole_import);
  return 0;
}

}  // namespace debrief::fuzz
