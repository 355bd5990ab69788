// Decoding: UTF-8 as it is or mended, all else through ICU.

#include "import/sniff/encoding.h"

#include <array>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "import/issues.h"
#include "import/sniff/guess.h"

namespace debrief::import {

namespace {

constexpr std::size_t piece = 256 * 1024;

struct ConverterClose {
  void operator()(UConverter* c) const { ucnv_close(c); }
};
using Converter = std::unique_ptr<UConverter, ConverterClose>;

Converter converter(const std::string& label) {
  UErrorCode status = U_ZERO_ERROR;
  Converter c(ucnv_open(label.c_str(), &status));
  if (U_FAILURE(status)) {
    throw base::Error(base::Status::usage, "unknown-encoding", fmt::format("\"{}\" is no encoding known here", label),
                      "name one such as utf-8, windows-1252 or utf-16le, or leave --encoding out");
  }
  return c;
}

std::size_t tail_to_keep(std::string_view s) {
  // An unfinished sequence at the end of a piece belongs to the next one.
  for (std::size_t back = 1; back <= 3 && back <= s.size(); ++back) {
    const auto c = static_cast<unsigned char>(s[s.size() - back]);
    if ((c & 0xC0U) == 0x80U) continue;
    const std::size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
    return need > back ? back : 0;
  }
  return 0;
}

/// UTF-8 of a Windows-1252 byte; the five that mean nothing there become U+FFFD.
std::string_view of_windows_1252(unsigned char b, std::string& scratch) {
  static constexpr std::array<std::uint16_t, 32> high{0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                      0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
                                                      0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                      0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};
  const unsigned code = b >= 0xA0 ? b : high[b - 0x80U];
  scratch.clear();
  if (code < 0x800) {
    scratch += static_cast<char>(0xC0U | (code >> 6U));
  } else {
    scratch += static_cast<char>(0xE0U | (code >> 12U));
    scratch += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
  }
  scratch += static_cast<char>(0x80U | (code & 0x3FU));
  return scratch;
}

void mend(std::string_view raw, std::string& out, std::uint64_t before, std::vector<std::uint64_t>& repairs) {
  const std::size_t start = out.size();
  std::string scratch;
  while (!raw.empty()) {
    const std::size_t bad = base::bad_utf8(raw);
    out.append(raw.substr(0, bad));
    if (bad == std::string_view::npos) return;
    repairs.push_back(before + (out.size() - start));
    out += of_windows_1252(static_cast<unsigned char>(raw[bad]), scratch);
    raw.remove_prefix(bad + 1);
  }
}

}  // namespace

struct TextStream::State {
  Encoding encoding;
  base::Path path;
  int fd = -1;
  Converter from;
  Converter to;
  std::array<UChar, 4096> pivot{};
  UChar* pivot_source = pivot.data();
  UChar* pivot_target = pivot.data();
  std::string raw;
  std::uint64_t read = 0;
  std::uint64_t given = 0;
  bool finished = false;
  std::vector<std::uint64_t> repairs;

  ~State() {
    if (fd >= 0) ::close(fd);
  }

  std::size_t refill() {
    const std::size_t kept = raw.size();
    raw.resize(kept + piece);
    ssize_t n = 0;
    do {
      n = ::read(fd, raw.data() + kept, piece);
    } while (n < 0 && errno == EINTR);
    if (n < 0) throw base::file_error(errno, path, "read");
    raw.resize(kept + static_cast<std::size_t>(n));
    read += static_cast<std::uint64_t>(n);
    return static_cast<std::size_t>(n);
  }

  void convert(std::string& out, bool last) {
    const char* source = raw.data();
    const char* const end = source + raw.size();
    while (true) {
      const std::size_t at = out.size();
      out.resize(at + piece);
      char* target = out.data() + at;
      UErrorCode status = U_ZERO_ERROR;
      ucnv_convertEx(to.get(), from.get(), &target, out.data() + out.size(), &source, end, pivot.data(), &pivot_source,
                     &pivot_target, pivot.data() + pivot.size(), 0, static_cast<UBool>(last), &status);
      out.resize(static_cast<std::size_t>(target - out.data()));
      if (status != U_BUFFER_OVERFLOW_ERROR) break;
    }
    raw.clear();
  }
};

TextStream::TextStream(const base::Path& path, const Encoding& encoding) : state_(std::make_unique<State>()) {
  state_->encoding = encoding;
  state_->path = path;
  state_->fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (state_->fd < 0) throw base::file_error(errno, path, "open");
  if (encoding.bom > 0) ::lseek(state_->fd, static_cast<off_t>(encoding.bom), SEEK_SET);
  state_->read = encoding.bom;
  if (encoding.label != "utf-8") {
    state_->from = converter(encoding.label);
    state_->to = converter("utf-8");
  }
}

TextStream::~TextStream() = default;
TextStream::TextStream(TextStream&&) noexcept = default;
TextStream& TextStream::operator=(TextStream&&) noexcept = default;

bool TextStream::read(std::string& out) {
  State& s = *state_;
  const std::size_t before = out.size();
  while (!s.finished && out.size() == before) {
    const std::size_t n = s.refill();
    s.finished = n == 0;
    if (s.from) {
      s.convert(out, s.finished);
    } else if (s.encoding.mixed) {
      const std::size_t keep = s.finished ? 0 : tail_to_keep(s.raw);
      mend(std::string_view(s.raw).substr(0, s.raw.size() - keep), out, s.given, s.repairs);
      s.raw.erase(0, s.raw.size() - keep);
    } else {
      out += s.raw;
      s.raw.clear();
    }
  }
  s.given += out.size() - before;
  return out.size() > before;
}

std::uint64_t TextStream::bytes_read() const { return state_->read; }
bool TextStream::keeps_offsets() const { return !state_->from; }

std::vector<std::uint64_t> TextStream::take_repairs() {
  std::vector<std::uint64_t> out;
  out.swap(state_->repairs);
  return out;
}

std::string decoded(std::string_view bytes, const Encoding& encoding) {
  bytes.remove_prefix(std::min(bytes.size(), encoding.bom));
  std::string out;
  if (encoding.label == "utf-8") {
    bytes.remove_suffix(tail_to_keep(bytes));
    std::vector<std::uint64_t> ignored;
    mend(bytes, out, 0, ignored);
    return out;
  }
  const Converter from = converter(encoding.label);
  UErrorCode status = U_ZERO_ERROR;
  std::vector<UChar> wide(bytes.size() + 1);
  UChar* target = wide.data();
  const char* source = bytes.data();
  ucnv_toUnicode(from.get(), &target, wide.data() + wide.size(), &source, bytes.data() + bytes.size(), nullptr, 0,
                 &status);
  const Converter to = converter("utf-8");
  const auto units = static_cast<std::size_t>(target - wide.data());
  out.resize(units * 3 + 4);
  status = U_ZERO_ERROR;
  const auto n = ucnv_fromUChars(to.get(), out.data(), static_cast<int32_t>(out.size()), wide.data(),
                                 static_cast<int32_t>(units), &status);
  out.resize(U_SUCCESS(status) ? static_cast<std::size_t>(n) : 0);
  return out;
}

Encoding encoding_of(const Source& source, std::string_view asked) {
  const std::string_view head = source.head();
  const Census& census = source.census();
  Encoding e;
  if (head.starts_with("\xEF\xBB\xBF")) {
    e.bom = 3;
  } else if (head.starts_with("\xFF\xFE")) {
    e = {.label = "utf-16le", .bom = 2};
  } else if (head.starts_with("\xFE\xFF")) {
    e = {.label = "utf-16be", .bom = 2};
  }
  if (!asked.empty()) {
    std::string label = base::ascii_lower(asked);
    if (label == "utf8" || label == "utf-8-sig" || label == "ascii" || label == "us-ascii") label = "utf-8";
    if (label == "latin1" || label == "latin-1") label = "iso-8859-1";
    if (label == "cp1252") label = "windows-1252";
    if (label == "utf-16" || label == "utf16") label = e.label.starts_with("utf-16") ? e.label : "utf-16le";
    converter(label);
    const bool mark_fits = e.bom == 0 || label == e.label;
    return {.label = label, .mixed = label == "utf-8" && census.ill_formed > 0, .bom = mark_fits ? e.bom : 0};
  }
  if (e.label != "utf-8") return e;
  const std::uint64_t pairs = census.bytes / 2;
  if (e.bom == 0 && pairs > 0) {
    // ASCII in UTF-16 has a NUL in every second byte, on one side only.
    if (census.nul_odd > pairs / 3 && census.nul_even < pairs / 20) return {.label = "utf-16le"};
    if (census.nul_even > pairs / 3 && census.nul_odd < pairs / 20) return {.label = "utf-16be"};
  }
  if (census.ill_formed == 0) return e;
  // Text in a single-byte encoding hardly ever forms whole UTF-8 sequences, so a few of those settle it.
  if (e.bom == 3 || census.well_formed >= 2 * census.ill_formed) {
    e.mixed = true;
    return e;
  }
  e.label = guessed_legacy_encoding(source);
  return e;
}

base::Issue bad_encoding(const Source& source) {
  const auto n = static_cast<long long>(source.census().ill_formed);
  return warning("bad-encoding",
                 fmt::format("{} of the file {} not UTF-8 and {} read as Windows-1252", base::counted(n, "byte"),
                             n == 1 ? "is" : "are", n == 1 ? "was" : "were"),
                 {}, place_of(source.name()));
}

bool looks_encoded_twice(std::string_view text) {
  // U+00C3 or U+00E2 U+20AC, each followed by what a second encoding makes of a continuation byte.
  for (std::size_t i = text.find('\xC3'); i != std::string_view::npos && i + 3 < text.size();
       i = text.find('\xC3', i + 1)) {
    if (static_cast<unsigned char>(text[i + 1]) == 0x83 && static_cast<unsigned char>(text[i + 2]) == 0xC2) return true;
  }
  return text.find("\xC3\xA2\xE2\x82\xAC") != std::string_view::npos;
}

}  // namespace debrief::import
