// A folder of our own that goes when its owner goes.
#pragma once

#include "base/file.h"

namespace debrief::app {

/// Throws the codes of base::file_error.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const base::Path& path() const { return path_; }

 private:
  base::Path path_;
};

}  // namespace debrief::app
