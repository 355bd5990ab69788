// Temporary folders.

#include "app/temporary_folder.h"

#include <cerrno>
#include <cstdlib>
#include <string>

namespace debrief::app {

TemporaryFolder::TemporaryFolder() {
  std::error_code failed;
  std::string name = (std::filesystem::temp_directory_path(failed) / "debrief-XXXXXX").string();
  if (failed) throw base::file_error(failed.value(), "the temporary folder", "find");
  if (!::mkdtemp(name.data())) throw base::file_error(errno, name, "create");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace debrief::app
