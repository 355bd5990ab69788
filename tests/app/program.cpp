// The built program, run as a process.

#include "program.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace debrief::test {

Folder::Folder() {
  std::string name = (std::filesystem::temp_directory_path() / "debrief-test-XXXXXX").string();
  if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
}

Folder::~Folder() {
  std::error_code ignored;
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
  std::filesystem::remove_all(path_, ignored);
}

Path Folder::put(std::string_view name, std::string_view bytes) const {
  const Path file = path_ / name;
  std::filesystem::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary).write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return file;
}

namespace {

/// Both ends of a pipe.
struct Pipe {
  int ends[2] = {-1, -1};
  Pipe() {
    if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  }
  ~Pipe() {
    close_end(0);
    close_end(1);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_end(int i) {
    if (ends[i] >= 0) ::close(ends[i]);
    ends[i] = -1;
  }
};

[[noreturn]] void become_program(const std::vector<std::string>& words, const Run& run, Pipe& in, Pipe& out,
                                 Pipe& err) {
  ::dup2(in.ends[0], 0);
  ::dup2(out.ends[1], 1);
  ::dup2(err.ends[1], 2);
  if (!run.folder.empty() && ::chdir(run.folder.c_str()) != 0) ::_exit(99);
  constexpr uid_t nobody = 65534;
  if (run.ordinary && ::geteuid() == 0 && (::setgid(nobody) != 0 || ::setuid(nobody) != 0)) ::_exit(97);
  std::vector<std::string> environment{"TZ=UTC", "LC_ALL=C.UTF-8"};
  for (const char* kept : {"PATH", "HOME", "TMPDIR", "ASAN_OPTIONS"}) {
    if (const char* value = std::getenv(kept)) environment.push_back(std::string(kept) + "=" + value);
  }
  for (const auto& [name, value] : run.environment) environment.push_back(name + "=" + value);
  std::vector<std::string> all{DEBRIEF_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::vector<char*> variables;
  for (std::string& variable : environment) variables.push_back(variable.data());
  variables.push_back(nullptr);
  ::execve(DEBRIEF_PROGRAM, arguments.data(), variables.data());
  ::_exit(98);
}

/// Moves what is there from `from` to `to`; false at the end.
bool drain(int from, std::string& to) {
  char piece[65536];
  const ssize_t n = ::read(from, piece, sizeof piece);
  if (n <= 0) return false;
  to.append(piece, static_cast<std::size_t>(n));
  return true;
}

}  // namespace

Outcome debrief(const std::vector<std::string>& words, const Run& run) {
  Pipe in;
  Pipe out;
  Pipe err;
  ::signal(SIGPIPE, SIG_IGN);
  const pid_t child = ::fork();
  if (child == 0) become_program(words, run, in, out, err);
  in.close_end(0);
  out.close_end(1);
  err.close_end(1);
  if (run.closed_output) out.close_end(0);
  Outcome outcome;
  std::string_view left = run.input;
  if (left.empty()) in.close_end(1);
  while (out.ends[0] >= 0 || err.ends[0] >= 0) {
    pollfd watched[3] = {{out.ends[0], POLLIN, 0}, {err.ends[0], POLLIN, 0}, {in.ends[1], POLLOUT, 0}};
    if (::poll(watched, 3, -1) < 0) continue;
    if (watched[0].revents != 0 && !drain(out.ends[0], outcome.out)) out.close_end(0);
    if (watched[1].revents != 0 && !drain(err.ends[0], outcome.err)) err.close_end(0);
    if (in.ends[1] >= 0 && watched[2].revents != 0) {
      const ssize_t n = ::write(in.ends[1], left.data(), left.size());
      if (n > 0) left.remove_prefix(static_cast<std::size_t>(n));
      if (n < 0 || left.empty()) in.close_end(1);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return outcome;
}

std::string_view small_log() {
  return "Number,Opened,Acknowledged,Resolved,Closed,Priority,Category,Team,Caller,Short description\r\n"
         "INC001,2026-03-02 09:00:00,2026-03-02 09:10:00,2026-03-02 11:00:00,2026-03-03 09:00:00,1 - "
         "Critical,Telephony,Voice,"
         "Ada Quill,Calls drop after the menu\r\n"
         "INC002,2026-03-04 10:00:00,2026-03-04 10:30:00,2026-03-04 15:00:00,2026-03-05 09:00:00,3 - "
         "Moderate,Billing,Accounts,"
         "Ben Marsh,Bill shows the wrong tariff\r\n"
         "INC003,2026-03-06 08:30:00,2026-03-06 08:45:00,,,3 - Moderate,Billing,Accounts,Cleo Dunn,Bill sent to an old "
         "address\r\n";
}

Path small_workspace(const Folder& folder) {
  folder.put("log.csv", small_log());
  const Outcome made = debrief({"import", "log.csv", "--zone", "UTC", "-q"}, {.folder = folder.path()});
  EXPECT_EQ(made.status, 0) << made.err;
  return folder / "debrief.db";
}

const Path& demo_folder() {
  // The tests of a program run as processes of their own, so the demo is kept beside the program and made anew only
  // when the program is. A lock lets the first one make it while the others wait.
  static const Path path = [] {
    const Path kept = Path(DEBRIEF_PROGRAM).parent_path() / "demo-for-tests";
    const int lock = ::open((kept.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (lock < 0 || ::flock(lock, LOCK_EX) != 0) throw std::runtime_error("the demo for tests cannot be locked");
    struct stat program {};
    ::stat(DEBRIEF_PROGRAM, &program);
    const std::string stamp =
        std::to_string(program.st_mtim.tv_sec) + "." + std::to_string(program.st_mtim.tv_nsec) + "\n";
    if (bytes_of(kept / "stamp") != stamp) {
      std::filesystem::remove_all(kept);
      std::filesystem::create_directories(kept);
      const Outcome made = debrief({"demo", (kept / "demo").string()}, {.folder = kept});
      EXPECT_EQ(made.status, 0) << made.err;
      if (made.status == 0) std::ofstream(kept / "stamp") << stamp;
    }
    ::close(lock);
    return kept / "demo";
  }();
  return path;
}

void copy_demo(const Folder& to) {
  for (const char* name : {"demo.db", "contact-centre-log.csv"}) {
    std::filesystem::copy_file(demo_folder() / name, to / name, std::filesystem::copy_options::overwrite_existing);
  }
}

std::string bytes_of(const Path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace debrief::test
