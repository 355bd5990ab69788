// The invariants.

#include "tests/fuzz/harness.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "import/readers/reader.h"

namespace debrief::fuzz {

namespace {

using base::Error;
using base::Status;

/// Counts, and watches the order.
struct Watching : import::Sink {
  std::int64_t rows = 0;
  std::int64_t last = 0;

  void row(std::int64_t number) {
    must_hold(number > last, "rows reach the sink in the order of the file, each once");
    last = number;
    ++rows;
  }
  void take(review::IncidentDraft&& draft) override {
    must_hold(!draft.incident.ref.empty(), "a record has a key");
    row(draft.row);
  }
  void take(review::Contact, std::int64_t number) override { row(number); }
  void take(review::Interval, std::int64_t number) override { row(number); }
  void quarantine(std::int64_t number, std::vector<std::string>, base::Issue why) override {
    must_hold(!why.code.empty() && !why.detail.empty(), "a row is set aside for a reason");
    row(number);
  }
  void pass_over() override { ++rows; }
  void report(base::Issue issue) override { must_hold(!issue.code.empty(), "an issue has a code"); }
};

bool says_nothing(const import::Row& row) {
  return row.lists.empty() && !row.set_aside &&
         std::all_of(row.cells.begin(), row.cells.end(), [](std::string_view c) { return base::trimmed(c).empty(); });
}

struct Read {
  std::int64_t all = 0;
  std::int64_t blank = 0;
  std::uint64_t digest = 14695981039346656037ULL;
  std::string refused;

  void add(std::string_view bytes) {
    for (const char c : bytes) digest = (digest ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    digest = (digest ^ 0xFFU) * 1099511628211ULL;
  }
};

Read read_through(import::Reader& reader) {
  Read out;
  import::Row row;
  std::int64_t last = 0;
  try {
    while (reader.next(row)) {
      must_hold(row.number > last, "the places of rows increase");
      must_hold(row.kinds.empty() || row.kinds.size() == row.cells.size(), "every cell has its kind");
      last = row.number;
      ++out.all;
      if (says_nothing(row)) ++out.blank;
      out.add(std::to_string(row.number) + '/' + std::to_string(row.line));
      for (const auto c : row.cells) out.add(c);
      for (const auto& remark : row.remarks) out.add(remark.code);
      if (row.set_aside) out.add(row.set_aside->code);
    }
  } catch (const Error& e) {
    if (e.status() != Status::refused) throw;
    out.refused = e.code();
  }
  return out;
}

}  // namespace

MemoryFile::MemoryFile() : fd_(::memfd_create("fuzz", MFD_CLOEXEC)), path_("/proc/self/fd/" + std::to_string(fd_)) {
  must_hold(fd_ >= 0, "a file in memory can be made");
}

MemoryFile::~MemoryFile() { ::close(fd_); }

void MemoryFile::fill(std::string_view bytes) {
  must_hold(::ftruncate(fd_, 0) == 0, "a file in memory can be emptied");
  must_hold(::pwrite(fd_, bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size()),
            "a file in memory can be filled");
}

void broken(std::string_view promise) {
  std::fprintf(stderr, "this must hold and does not: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

void import_anything(const std::string& path, const import::Options& options, Depth depth) {
  try {
    const import::Source source = import::Source::open(path);
    Read first;
    {
      const auto reader = import::open_reader(source, options);
      first = read_through(*reader);
      reader->rewind();
      const Read second = read_through(*reader);
      must_hold(first.all == second.all && first.digest == second.digest && first.refused == second.refused,
                "a second reading gives the same rows");
    }
    if (depth == Depth::reading) return;
    Watching watching;
    import::read_into(source, options, [&](const review::FileReading&) -> import::Sink* { return &watching; });
    must_hold(first.refused.empty(), "what a reader refuses is not imported");
    must_hold(watching.rows == first.all - first.blank, "every row is taken or set aside");
  } catch (const Error& e) {
    if (e.status() != Status::refused && e.status() != Status::usage) {
      std::fprintf(stderr, "%s [%s]\n", e.what(), e.code().c_str());
      broken("a file is refused for what is in it");
    }
  }
}

std::function<bool(std::string&)> in_pieces(std::string_view text, std::size_t size) {
  return [text, size](std::string& out) mutable {
    if (text.empty()) return false;
    out.append(text.substr(0, size));
    text.remove_prefix(std::min(size, text.size()));
    return true;
  };
}

}  // namespace debrief::fuzz
