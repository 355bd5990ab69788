// Zip parts through libzip, XML through expat.

#include "import/workbook/package.h"

#include <algorithm>
#include <array>
#include <exception>

#include <expat.h>
#include <fmt/format.h>
#include <zip.h>

#include "base/error.h"

namespace debrief::import {

namespace {

constexpr std::uint64_t largest_part = 512ULL << 20U;
constexpr std::uint64_t ratio_from = 10'000'000;
constexpr std::uint64_t largest_ratio = 200;
constexpr zip_int64_t most_parts = 2000;
constexpr std::size_t deepest = 64;

base::Error damaged(const std::string& file, const std::string& what) {
  return {base::Status::refused, "zip-damaged", fmt::format("{}: the workbook is damaged: {}", file, what),
          "fetch or export it again; a spreadsheet program may be able to repair it"};
}

/// Some writers on Windows put backslashes into part names.
zip_int64_t locate(zip_t* zip, const std::string& part) {
  const zip_int64_t index = zip_name_locate(zip, part.c_str(), ZIP_FL_NOCASE);
  if (index >= 0) return index;
  std::string other = part;
  std::replace(other.begin(), other.end(), '/', '\\');
  return zip_name_locate(zip, other.c_str(), ZIP_FL_NOCASE);
}

std::string_view local(const char* name) {
  const char* start = name;
  const char* p = name;
  for (; *p != '\0'; ++p) {
    if (*p == ':') start = p + 1;
  }
  return {start, static_cast<std::size_t>(p - start)};
}

}  // namespace

struct Package::State {
  zip_t* zip = nullptr;
  std::string file;
  ~State() {
    if (zip != nullptr) zip_discard(zip);
  }
};

Package::Package(const Source& source) : state_(std::make_unique<State>()) {
  state_->file = source.name();
  int fault = 0;
  state_->zip = zip_open(source.path().c_str(), ZIP_RDONLY, &fault);
  if (state_->zip == nullptr) {
    zip_error_t error;
    zip_error_init_with_code(&error, fault);
    const std::string what = zip_error_strerror(&error);
    zip_error_fini(&error);
    throw damaged(state_->file, what);
  }
  if (zip_get_num_entries(state_->zip, 0) > most_parts) {
    throw base::Error(base::Status::refused, "unpacks-too-large",
                      fmt::format("{}: the file has more than {} parts", state_->file, most_parts),
                      "a workbook has a few dozen; look at what it is");
  }
}

Package::~Package() = default;

bool Package::has(const std::string& part) const { return locate(state_->zip, part) >= 0; }

struct Package::Part::State {
  zip_file_t* file = nullptr;
  std::string of;
  std::string name;
  std::uint64_t packed = 0;
  std::uint64_t stated = 0;
  std::uint64_t read = 0;
  std::array<char, 64 * 1024> buffer{};
  ~State() {
    if (file != nullptr) zip_fclose(file);
  }
  void check(std::uint64_t size) const {
    if (size <= largest_part && (size <= ratio_from || size <= largest_ratio * std::max<std::uint64_t>(packed, 1)))
      return;
    throw base::Error(base::Status::refused, "unpacks-too-large",
                      fmt::format("{}: its part {} unpacks to {} bytes or more from {}; no real workbook does", of,
                                  name, size, packed),
                      "do not trust this file; ask where it came from");
  }
};

Package::Part::Part(std::unique_ptr<State> state) : state_(std::move(state)) {}
Package::Part::~Part() = default;
Package::Part::Part(Part&&) noexcept = default;

Package::Part Package::open(const std::string& part) const {
  auto state = std::make_unique<Part::State>();
  state->of = state_->file;
  state->name = part;
  const zip_int64_t index = locate(state_->zip, part);
  if (index < 0) throw damaged(state_->file, fmt::format("its part {} is missing", part));
  zip_stat_t info;
  if (zip_stat_index(state_->zip, static_cast<zip_uint64_t>(index), 0, &info) == 0) {
    if ((info.valid & ZIP_STAT_COMP_SIZE) != 0) state->packed = info.comp_size;
    if ((info.valid & ZIP_STAT_SIZE) != 0) state->stated = info.size;
  }
  // An honest bomb is refused at once; one that lies about its size is caught by the bytes really inflated.
  state->check(state->stated);
  state->file = zip_fopen_index(state_->zip, static_cast<zip_uint64_t>(index), 0);
  if (state->file == nullptr)
    throw damaged(state_->file, fmt::format("its part {} cannot be unpacked: {}", part, zip_strerror(state_->zip)));
  return Part(std::move(state));
}

std::string_view Package::Part::read() {
  State& s = *state_;
  const zip_int64_t n = zip_fread(s.file, s.buffer.data(), s.buffer.size());
  if (n < 0) throw damaged(s.of, fmt::format("its part {} cannot be unpacked", s.name));
  s.read += static_cast<std::uint64_t>(n);
  s.check(s.read);
  return {s.buffer.data(), static_cast<std::size_t>(n)};
}

std::uint64_t Package::Part::bytes_in() const {
  return state_->stated == 0
             ? 0
             : static_cast<std::uint64_t>(static_cast<double>(state_->packed) * static_cast<double>(state_->read) /
                                          static_cast<double>(state_->stated));
}

std::string_view attribute(const char** attributes, std::string_view name) {
  for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
    if (local(attributes[i]) == name) return attributes[i + 1];
  }
  return {};
}

struct XmlPart::State {
  Package::Part part;
  std::string name;
  std::string file;
  XmlListener listener;
  XML_Parser parser = nullptr;
  std::size_t depth = 0;
  bool refused_doctype = false;
  bool refused_depth = false;
  bool finished = false;
  std::exception_ptr thrown;  // by the listener: expat is C and must not be thrown through

  State(Package::Part p, std::string n, std::string f, XmlListener l)
      : part(std::move(p)), name(std::move(n)), file(std::move(f)), listener(std::move(l)) {}
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (parser != nullptr) XML_ParserFree(parser);
  }

  /// Runs for every element: a template, so that nothing is allocated.
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

XmlPart::XmlPart(const Package& package, std::string part, std::string file, XmlListener listener)
    : state_(std::make_unique<State>(package.open(part), part, std::move(file), std::move(listener))) {
  State& s = *state_;
  s.parser = XML_ParserCreate(nullptr);
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
        if (state.listener.begin) state.guarded([&] { state.listener.begin(local(name), attributes); });
      },
      [](void* user, const char* name) {
        State& state = *static_cast<State*>(user);
        --state.depth;
        if (state.listener.end) state.guarded([&] { state.listener.end(local(name)); });
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

XmlPart::~XmlPart() = default;

bool XmlPart::step() {
  State& s = *state_;
  if (s.finished) return false;
  const std::string_view bytes = s.part.read();
  s.finished = bytes.empty();
  const auto ok = XML_Parse(s.parser, bytes.data(), static_cast<int>(bytes.size()), s.finished ? 1 : 0);
  if (ok == XML_STATUS_OK) return !s.finished;
  if (s.thrown) std::rethrow_exception(s.thrown);
  if (s.refused_doctype || s.refused_depth) {
    throw base::Error(base::Status::refused, "xml-refused",
                      fmt::format("{}: its part {} {}", s.file, s.name,
                                  s.refused_doctype ? "declares a document type, which no spreadsheet program writes"
                                                    : fmt::format("nests elements more than {} levels deep", deepest)),
                      "do not trust this file; ask where it came from");
  }
  throw base::Error(base::Status::refused, "xml-malformed",
                    fmt::format("{}: its part {} is broken at line {}: {}", s.file, s.name,
                                XML_GetCurrentLineNumber(s.parser), XML_ErrorString(XML_GetErrorCode(s.parser))),
                    "fetch or export the file again; a spreadsheet program may be able to repair it");
}

}  // namespace debrief::import
