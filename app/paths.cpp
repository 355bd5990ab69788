// Paths on a command line.

#include "app/paths.h"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace debrief::app {

std::string shell_word(std::string_view word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=@%+,";
  const bool bare = !word.empty() && std::all_of(word.begin(), word.end(), [&](char c) {
    return plain.find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x80;
  });
  if (bare) return std::string(word);
  std::string out = "'";
  for (const char c : word) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

void must_have_folder(const base::Path& file) {
  const base::Path folder = file.has_parent_path() ? file.parent_path() : base::Path(".");
  std::error_code ignored;
  if (std::filesystem::is_directory(folder, ignored)) return;
  if (std::filesystem::exists(folder, ignored)) throw base::file_error(ENOTDIR, folder, "write into");
  throw base::Error(base::Status::world, "no-such-file", fmt::format("there is no folder {}", base::quoted(folder.string(), 200)),
              fmt::format("make it first: mkdir -p {}", shell_word(folder.string())));
}

}  // namespace debrief::app
