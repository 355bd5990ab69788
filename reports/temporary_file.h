// A file for libraries that can only write to a name.
#pragma once

#include <filesystem>
#include <system_error>

#include "base/file.h"
#include "base/hash.h"

namespace debrief::reports {

/// A name in the temporary folder; the file goes when this does.
class TemporaryFile {
 public:
  TemporaryFile() : path_(std::filesystem::temp_directory_path() / ("debrief-" + base::random_hex(12) + ".xlsx")) {}
  ~TemporaryFile() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const base::Path& path() const { return path_; }

 private:
  base::Path path_;
};

}  // namespace debrief::reports
