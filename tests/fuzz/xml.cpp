// XML: the parser in pieces of any size, then the whole importer, as a plain export or an event log (XES).

#include <vector>

#include "base/error.h"
#include "import/xml/sax.h"
#include "tests/fuzz/harness.h"

namespace debrief::fuzz {

namespace {

std::vector<std::string> heard(std::string_view text, std::size_t piece) {
  std::vector<std::string> out;
  std::size_t depth = 0;
  bool in_text = false;
  import::XmlListener listener;
  listener.begin = [&](std::string_view name, const char** attributes) {
    must_hold(++depth <= 64, "depth is bounded");
    out.push_back('<' + std::string(name));
    for (const char** a = attributes; *a != nullptr; a += 2) out.push_back(std::string(a[0]) + '=' + a[1]);
    in_text = false;
  };
  listener.end = [&](std::string_view name) {
    must_hold(depth-- > 0, "what ends has begun");
    out.push_back('>' + std::string(name));
    in_text = false;
  };
  listener.text = [&](std::string_view words) {
    // A text may come in several calls.
    if (!in_text) out.emplace_back();
    out.back() += words;
    in_text = true;
  };
  const auto more = [&] {
    const std::string_view next = text.substr(0, piece);
    text.remove_prefix(next.size());
    return next;
  };
  import::XmlSax sax("fuzz.xml", import::XmlSax::Bytes::utf8, more, listener);
  try {
    while (sax.step()) {
    }
  } catch (const base::Error& e) {
    must_hold(e.status() == base::Status::refused, "XML is refused for what is in it");
    out.push_back(e.code() + " " + std::to_string(sax.line()));
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static MemoryFile file;
  if (size < 1) return 0;
  const unsigned how = data[size - 1];
  const std::string_view text(reinterpret_cast<const char*>(data), size - 1);
  must_hold(heard(text, text.size() + 1) == heard(text, 1 + how % 31U), "XML does not depend on how it arrives");
  import::Options options;
  options.format = (how & 128U) != 0 ? "xes" : "xml";
  file.fill(text);
  import_anything(file.path(), options, (how & 96U) == 96U ? Depth::whole_import : Depth::reading);
  return 0;
}

}  // namespace debrief::fuzz
