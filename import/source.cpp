// Opening files: hash, census, and refusing by name what is no table.

#include "import/source.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"

namespace debrief::import {

namespace {

using base::Error;
using base::Status;

constexpr std::size_t piece = 256 * 1024;
constexpr std::size_t head_size = 64 * 1024;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

/// A file of our own in the temporary folder, removed with its owner.
class Temporary {
 public:
  Temporary() {
    path_ = (std::filesystem::temp_directory_path() / "debrief-XXXXXX").string();
    fd_ = ::mkostemp(path_.data(), O_CLOEXEC);
    if (fd_ < 0) throw base::file_error(errno, path_, "create");
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  ~Temporary() {
    close();
    ::unlink(path_.c_str());
  }
  const std::string& path() const { return path_; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) throw base::file_error(errno, path_, "write to");
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
  }

 private:
  std::string path_;
  int fd_ = -1;
};

std::size_t read_some(int fd, char* to, std::size_t size, const std::string& name) {
  while (true) {
    const ssize_t n = ::read(fd, to, size);
    if (n >= 0) return static_cast<std::size_t>(n);
    if (errno != EINTR) throw base::file_error(errno, name, "read");
  }
}

/// Counts what UTF-8 there is. Pieces may end inside a sequence.
class Counting {
 public:
  void add(std::string_view bytes) {
    if (!carry_.empty()) {
      carry_.append(bytes.substr(0, 4));
      const std::string joined = carry_;
      const std::size_t fresh = std::min<std::size_t>(4, bytes.size());
      const std::size_t old = joined.size() - fresh;
      const std::size_t used = sequences(joined, old);
      carry_.clear();
      skip_nuls(bytes);
      const std::size_t from = used - old;
      body(bytes, from);
      return;
    }
    skip_nuls(bytes);
    body(bytes, 0);
  }
  Census finish() {
    sequences(carry_, carry_.size());
    carry_.clear();
    return census_;
  }

 private:
  void skip_nuls(std::string_view bytes) {
    const char* const from = bytes.data();
    const char* const end = from + bytes.size();
    for (const char* p = from; p < end; ++p) {
      p = static_cast<const char*>(std::memchr(p, '\0', static_cast<std::size_t>(end - p)));
      if (p == nullptr) break;
      ((census_.bytes + static_cast<std::uint64_t>(p - from)) % 2 == 0 ? census_.nul_even : census_.nul_odd) += 1;
    }
    census_.bytes += bytes.size();
  }

  void body(std::string_view s, std::size_t i) {
    while (i < s.size()) {
      std::uint64_t word = 0;
      while (i + 8 <= s.size()) {
        std::memcpy(&word, s.data() + i, 8);
        if ((word & 0x8080808080808080ULL) != 0) break;
        i += 8;
      }
      while (i < s.size() && static_cast<unsigned char>(s[i]) < 0x80) ++i;
      if (i >= s.size()) return;
      if (s.size() - i < 4) {
        carry_.assign(s.substr(i));
        return;
      }
      i += one(s, i);
    }
  }

  /// Sequences starting before `until`; returns where the next one starts.
  std::size_t sequences(std::string_view s, std::size_t until) {
    std::size_t i = 0;
    while (i < until) i += static_cast<unsigned char>(s[i]) < 0x80 ? 1 : one(s, i);
    return i;
  }

  std::size_t one(std::string_view s, std::size_t i) {
    const auto c = static_cast<unsigned char>(s[i]);
    const std::size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC2 ? 2 : 0;
    if (need > 0 && i + need <= s.size() && base::bad_utf8(s.substr(i, need)) == std::string_view::npos) {
      ++census_.well_formed;
      return need;
    }
    ++census_.ill_formed;
    return 1;
  }

  Census census_;
  std::string carry_;
};

[[noreturn]] void refuse(const char* code, const std::string& name, const std::string& what, const char* hint) {
  throw Error(Status::refused, code, fmt::format("{}: {}", name, what), hint);
}

bool starts_nocase(std::string_view text, std::string_view start) {
  return text.size() >= start.size() && base::equal_ascii_nocase(text.substr(0, start.size()), start);
}

/// Refuses what the first bytes show to be no table.
Container judge(std::string_view head, const std::string& name) {
  if (head.starts_with("PK\x03\x04") || head.starts_with("PK\x05\x06")) return Container::workbook;
  if (head.starts_with("\x1F\x8B")) return Container::gzip;
  if (head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) {
    // A protected .xlsx is an OLE container too; its streams are named in UTF-16.
    static constexpr std::string_view marker("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e", 31);
    if (head.find(marker) != std::string_view::npos) {
      refuse("encrypted-workbook", name, "this workbook is protected by a password",
             "open it, save a copy without the password, and import the copy");
    }
    refuse("old-excel", name, "this is an Excel 97-2003 workbook (.xls), which cannot be read here",
           "open it and save it as .xlsx or CSV, then import that");
  }
  if (head.starts_with("%PDF-")) {
    refuse("pdf-file", name, "this is a PDF, not a table", "export the log as CSV, Excel or JSON and import that");
  }
  if (head.starts_with("version https://git-lfs.github.com/spec")) {
    refuse("git-lfs-pointer", name, "this is a Git LFS pointer, not the file it stands for",
           "run git lfs pull, then import again");
  }
  static constexpr std::array<std::string_view, 7> binaries{"\x89PNG",         "\xFF\xD8\xFF", "GIF8", "\x7F\x45LF",
                                                            "SQLite format 3", "7z\xBC\xAF",   "Rar!"};
  for (const auto b : binaries) {
    if (head.starts_with(b))
      refuse("not-a-table", name, "this is not a table of text",
             "export the log as CSV, Excel or JSON and import that");
  }
  std::string_view text = head;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text = base::trimmed(text);
  for (const std::string_view start : {"<!doctype html", "<html", "<table", "<head", "<body", "<meta", "<script"}) {
    if (starts_nocase(text, start)) {
      const bool table = text.find("<td") != std::string_view::npos || text.find("<TD") != std::string_view::npos;
      refuse("html-file", name,
             table ? "this is a web page with a table in it, whatever its name says"
                   : "this is a web page, most likely a sign-in or error page saved in place of the export",
             table ? "open it in a spreadsheet and save it as .xlsx or CSV, then import that"
                   : "sign in, export the log again, and check that the file opens in a spreadsheet");
    }
  }
  return Container::plain;
}

}  // namespace

struct Source::State {
  std::optional<Temporary> spooled;
  std::optional<Temporary> unpacked;
  base::Path path;
  base::Path original;
  std::string name;
  std::string sha256;
  std::uint64_t bytes = 0;
  Container container = Container::plain;
  Census census;
  std::string head;
};

Source::Source(std::unique_ptr<State> state) : state_(std::move(state)) {}
Source::~Source() = default;
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;

Source Source::open(const std::string& given) {
  auto state = std::make_unique<State>();
  State& s = *state;
  const bool standard = given == "-";
  if (standard) {
    s.spooled.emplace();
    s.original = s.spooled->path();
    s.name = "standard input";
  } else {
    base::must_be_readable_file(given);
    s.original = given;
    s.name = s.original.filename().string();
  }

  const Descriptor file(standard ? ::dup(0) : ::open(given.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) throw base::file_error(errno, given, "open");
  base::Sha256 hash;
  Counting counting;
  std::string buffer(piece, '\0');
  while (const std::size_t n = read_some(file.get(), buffer.data(), buffer.size(), s.name)) {
    const std::string_view bytes(buffer.data(), n);
    if (s.head.size() < head_size) s.head.append(bytes.substr(0, head_size - s.head.size()));
    hash.add(bytes);
    counting.add(bytes);
    if (s.spooled) s.spooled->write(bytes);
  }
  if (s.spooled) s.spooled->close();
  s.sha256 = hash.hex();
  s.census = counting.finish();
  s.bytes = s.census.bytes;
  s.path = s.original;

  const std::string shown = standard ? s.name : given;
  if (s.bytes == 0)
    refuse("empty-file", shown, "the file is empty",
           "export it again; an export that failed often leaves an empty file");
  s.container = judge(s.head, shown);
  if (s.container == Container::gzip) {
    s.unpacked.emplace();
    s.path = s.unpacked->path();
    struct Close {
      void operator()(gzFile_s* f) const { gzclose(f); }
    };
    const std::unique_ptr<gzFile_s, Close> packed(gzopen(s.original.c_str(), "rb"));
    if (!packed) throw base::file_error(errno, s.original, "open");
    Counting inside;
    std::uint64_t total = 0;
    s.head.clear();
    int n = 0;
    while ((n = gzread(packed.get(), buffer.data(), static_cast<unsigned>(buffer.size()))) > 0) {
      const std::string_view bytes(buffer.data(), static_cast<std::size_t>(n));
      if (s.head.size() < head_size) s.head.append(bytes.substr(0, head_size - s.head.size()));
      inside.add(bytes);
      s.unpacked->write(bytes);
      total += bytes.size();
      if (total > 10'000'000 && (total > 2'000'000'000 || total > 500 * s.bytes)) {
        refuse("unpacks-too-large", shown, "the packed file grows beyond measure when unpacked",
               "unpack it and look at what is inside");
      }
    }
    int fault = 0;
    gzerror(packed.get(), &fault);
    if (n < 0 || (fault != Z_OK && fault != Z_STREAM_END)) {
      refuse("gzip-damaged", shown, "the packed file is damaged or cut short",
             "fetch it again, or unpack it with gzip -d to see the fault");
    }
    s.unpacked->close();
    s.census = inside.finish();
    if (total == 0) refuse("empty-file", shown, "the packed file holds nothing", "export it again");
    if (judge(s.head, shown) != Container::plain) {
      refuse("not-a-table", shown, "a packed file inside a packed file", "unpack it and import what is inside");
    }
  }
  return Source(std::move(state));
}

const base::Path& Source::path() const { return state_->path; }
const base::Path& Source::original() const { return state_->original; }
const std::string& Source::name() const { return state_->name; }
const std::string& Source::sha256() const { return state_->sha256; }
std::uint64_t Source::bytes() const { return state_->bytes; }
Container Source::container() const { return state_->container; }
const Census& Source::census() const { return state_->census; }
std::string_view Source::head() const { return state_->head; }

}  // namespace debrief::import
