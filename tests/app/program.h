// The built program, run as a process.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::test {

using Path = std::filesystem::path;

/// A new, empty folder that goes away with its owner.
class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  const Path& path() const { return path_; }
  Path operator/(std::string_view name) const { return path_ / name; }
  /// Writes a file into it and gives its path.
  Path put(std::string_view name, std::string_view bytes) const;

 private:
  Path path_;
};

struct Outcome {
  int status = -1;  // 128 + signal when it was killed
  std::string out;
  std::string err;
};

/// folder       where it runs
/// input        what stands on standard input
/// environment  added to the little that is passed on (PATH, HOME, TMPDIR, TZ=UTC)
struct Run {
  Path folder{};
  std::string input{};
  std::map<std::string, std::string> environment{};
  bool closed_output = false;  // nobody reads what it prints
  bool ordinary = false;       // root becomes an account without rights first
};

/// `debrief` with these words.
Outcome debrief(const std::vector<std::string>& words, const Run& run);

/// A workspace with three incidents of the log below, made once per folder; gives its path.
Path small_workspace(const Folder& folder);
/// Three incidents as CSV.
std::string_view small_log();

/// The demo's folder, written once for each build of the program.
const Path& demo_folder();
/// A copy of it for a test to change.
void copy_demo(const Folder& to);

std::string bytes_of(const Path& file);

}  // namespace debrief::test
