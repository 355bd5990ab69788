// What the fuzz targets share: files in memory, the whole importer run over them, and what must always hold.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "import/importer.h"

namespace debrief::fuzz {

/// A file of the kernel's memory, filled anew for each input.
class MemoryFile {
 public:
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  void fill(std::string_view bytes);
  const std::string& path() const { return path_; }

 private:
  int fd_ = -1;
  std::string path_;
};

/// Ends the run, so that the fuzzer keeps the input.
[[noreturn]] void broken(std::string_view promise);
inline void must_hold(bool condition, std::string_view promise) {
  if (!condition) broken(promise);
}

/// How far a file is taken. Giving columns their roles costs ten times the reading, so not every input goes that way.
enum class Depth { reading, whole_import };

/// Reads or imports the file at `path` and checks what holds for every file, however odd:
///   the places of its rows increase; a second reading gives the same rows;
///   every row that is not blank is taken or set aside, once;
///   it is refused, if at all, for its content or for the options, never for a mistake of ours.
void import_anything(const std::string& path, const import::Options& options, Depth depth);

/// Gives `text` in pieces of `size` bytes, to readers that ask for more.
std::function<bool(std::string&)> in_pieces(std::string_view text, std::size_t size);

}  // namespace debrief::fuzz
