// Where a centre keeps templates of its own.

#include "app/template_folder.h"

#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace debrief::app {

namespace {

/// nullopt where neither the command line nor the environment names a folder.
std::optional<std::string> named_folder(const Arguments& a) {
  if (const auto given = a.maybe("templates")) return given;
  const char* set = std::getenv("DEBRIEF_TEMPLATES");
  return set != nullptr && *set != '\0' ? std::optional<std::string>(set) : std::nullopt;
}

base::Path beside_workspace(const Session& session) { return session.settings().workspace.parent_path() / "templates"; }

}  // namespace

std::vector<base::Path> template_folders(const Session& session, const Arguments& a) {
  std::error_code ignored;
  if (const auto named = named_folder(a)) {
    if (!std::filesystem::is_directory(*named, ignored)) {
      throw base::Error(base::Status::world, "no-such-folder",
                        fmt::format("there is no folder {} for templates", base::quoted(*named, 200)),
                        "name one with --templates DIR or DEBRIEF_TEMPLATES; debrief template copy NAME fills one");
    }
    return {base::Path(*named)};
  }
  const base::Path own = beside_workspace(session);
  return std::filesystem::is_directory(own, ignored) ? std::vector<base::Path>{own} : std::vector<base::Path>{};
}

base::Path folder_for_copies(const Session& session, const Arguments& a) {
  const auto named = named_folder(a);
  return named ? base::Path(*named) : beside_workspace(session);
}

}  // namespace debrief::app
