// XML through expat.

#include "import/xml/sax.h"

#include <exception>
#include <optional>

#include <expat.h>
#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/sniff/encoding.h"

namespace debrief::import {

namespace {

constexpr std::size_t deepest = 64;
constexpr std::size_t head_size = 4096;

/// The encoding an XML declaration names, "" without one.
std::string declared_encoding(std::string_view head) {
  if (!head.starts_with("<?xml")) return {};
  const std::string_view declaration = head.substr(0, head.find("?>"));
  const auto at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  const auto open = declaration.find_first_of("\"'", at);
  if (open == std::string_view::npos) return {};
  const auto close = declaration.find(declaration[open], open + 1);
  if (close == std::string_view::npos) return {};
  return base::ascii_lower(declaration.substr(open + 1, close - open - 1));
}

Encoding xml_encoding(const Source& source, std::string_view asked) {
  const Encoding found = encoding_of(source, asked);
  if (!asked.empty() || found.bom > 0 || found.label.starts_with("utf-16")) return found;
  const std::string declared = declared_encoding(source.head());
  if (declared.empty() || declared == "utf-8" || declared == "us-ascii" || declared.starts_with("utf-16")) return found;
  try {
    return encoding_of(source, declared);
  } catch (const base::Error&) {
    return found;  // a name nobody knows says less than the bytes
  }
}

}  // namespace

std::string_view local_name(std::string_view name) {
  const auto colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view attribute(const char** attributes, std::string_view name) {
  for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
    if (local_name(attributes[i]) == name) return attributes[i + 1];
  }
  return {};
}

struct XmlSax::State {
  std::string subject;
  More more;
  XmlListener listener;
  XML_Parser parser = nullptr;
  std::size_t depth = 0;
  bool refused_doctype = false;
  bool refused_depth = false;
  bool finished = false;
  std::exception_ptr thrown;  // by the listener: expat is C and must not be thrown through

  State(std::string s, More m, XmlListener l) : subject(std::move(s)), more(std::move(m)), listener(std::move(l)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (parser != nullptr) XML_ParserFree(parser);
  }

  template <typename Work>
  void guarded(const Work& work) {
    try {
      work();
    } catch (...) {
      thrown = std::current_exception();
      XML_StopParser(parser, XML_FALSE);
    }
  }
};

XmlSax::XmlSax(std::string subject, Bytes bytes, More more, XmlListener listener)
    : state_(std::make_unique<State>(std::move(subject), std::move(more), std::move(listener))) {
  State& s = *state_;
  s.parser = XML_ParserCreate(bytes == Bytes::utf8 ? "UTF-8" : nullptr);
  XML_SetUserData(s.parser, &s);
  XML_SetElementHandler(
      s.parser,
      [](void* user, const char* name, const char** attributes) {
        State& state = *static_cast<State*>(user);
        if (++state.depth > deepest) {
          state.refused_depth = true;
          XML_StopParser(state.parser, XML_FALSE);
          return;
        }
        if (state.listener.begin) state.guarded([&] { state.listener.begin(local_name(name), attributes); });
      },
      [](void* user, const char* name) {
        State& state = *static_cast<State*>(user);
        --state.depth;
        if (state.listener.end) state.guarded([&] { state.listener.end(local_name(name)); });
      });
  XML_SetCharacterDataHandler(s.parser, [](void* user, const char* text, int size) {
    State& state = *static_cast<State*>(user);
    if (state.listener.text)
      state.guarded([&] { state.listener.text(std::string_view(text, static_cast<std::size_t>(size))); });
  });
  XML_SetStartDoctypeDeclHandler(s.parser, [](void* user, const char*, const char*, const char*, int) {
    State& state = *static_cast<State*>(user);
    state.refused_doctype = true;
    XML_StopParser(state.parser, XML_FALSE);
  });
}

XmlSax::~XmlSax() = default;

std::int64_t XmlSax::line() const { return static_cast<std::int64_t>(XML_GetCurrentLineNumber(state_->parser)); }

bool XmlSax::step() {
  State& s = *state_;
  if (s.finished) return false;
  const std::string_view bytes = s.more();
  s.finished = bytes.empty();
  const auto ok = XML_Parse(s.parser, bytes.data(), static_cast<int>(bytes.size()), s.finished ? 1 : 0);
  if (s.thrown) std::rethrow_exception(s.thrown);
  if (ok == XML_STATUS_OK) return !s.finished;
  if (s.refused_doctype || s.refused_depth) {
    throw base::Error(base::Status::refused, "xml-refused",
                      fmt::format("{} {}", s.subject,
                                  s.refused_doctype ? "declares a document type, which no export of a log needs"
                                                    : fmt::format("nests elements more than {} levels deep", deepest)),
                      "do not trust this file; ask where it came from");
  }
  throw base::Error(base::Status::refused, "xml-malformed",
                    fmt::format("{} is broken at line {}: {}", s.subject, XML_GetCurrentLineNumber(s.parser),
                                XML_ErrorString(XML_GetErrorCode(s.parser))),
                    "fetch or export the file again; nothing was imported");
}

struct XmlFile::State {
  Encoding encoding;
  TextStream stream;
  std::string piece;
  std::optional<XmlSax> sax;

  State(const Source& source, const Encoding& e) : encoding(e), stream(source.path(), e) {}
};

XmlFile::XmlFile(const Source& source, std::string_view asked, XmlListener listener)
    : state_(std::make_unique<State>(source, xml_encoding(source, asked))) {
  State& s = *state_;
  s.sax.emplace(
      source.name(), XmlSax::Bytes::utf8,
      [&s]() -> std::string_view {
        s.piece.clear();
        while (s.piece.empty() && s.stream.read(s.piece)) {
        }
        return s.piece;
      },
      std::move(listener));
}

XmlFile::~XmlFile() = default;
bool XmlFile::step() { return state_->sax->step(); }
std::int64_t XmlFile::line() const { return state_->sax->line(); }
std::uint64_t XmlFile::bytes_read() const { return state_->stream.bytes_read(); }
const std::string& XmlFile::encoding() const { return state_->encoding.label; }

std::string xml_head(const Source& source) {
  return decoded(source.head().substr(0, head_size), encoding_of(source, ""));
}

int xml_likelihood(const Source& source) {
  if (source.container() == Container::workbook) return 0;
  const std::string head = xml_head(source);
  const std::string_view text = base::trimmed(head);
  if (text.size() < 3 || text[0] != '<') return 0;
  const char c = text[1];
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  return letter || text.starts_with("<?xml") || text.starts_with("<!--") || text.starts_with("<!DOCTYPE") ? 90 : 0;
}

}  // namespace debrief::import
