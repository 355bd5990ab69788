// kill -9 at any moment of an import, a re-import or an undo: the workspace is as before or as after, never between.
// Of figures that keep their columns: they are kept whole or not at all.

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/hash.h"
#include "review/audit.h"
#include "review/health.h"
#include "review/store.h"

namespace debrief {
namespace {

using Path = std::filesystem::path;
using Seconds = std::chrono::duration<double>;

class Folder {
 public:
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "debrief-kill-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  Path operator/(std::string_view name) const { return path_ / name; }

 private:
  Path path_;
};

/// The program, started with these words and not waited for.
pid_t started(const std::vector<std::string>& words) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int fd : {0, 1, 2}) ::dup2(nowhere, fd);
  std::vector<std::string> all{DEBRIEF_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  std::vector<char*> arguments;
  for (std::string& word : all) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  ::execv(DEBRIEF_PROGRAM, arguments.data());
  ::_exit(98);
}

/// Waits for the end: the exit status, or 128 and the signal.
int ended(pid_t child) {
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Everything the workspace says, but for what differs from run to run: salts, and how long an import took.
std::string contents(const Path& workspace) {
  if (!std::filesystem::exists(workspace)) return "nothing";
  auto db = base::Database::open_reader(workspace);
  std::vector<std::string> tables;
  {
    auto s = db.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name");
    while (s.step()) tables.emplace_back(s.text(0));
  }
  std::string all;
  std::int64_t rows = 0;
  for (const std::string& table : tables) {
    std::string columns;
    {
      auto s = db.prepare("SELECT name FROM pragma_table_info(?1)");
      s.bind(1, table);
      while (s.step()) {
        const std::string name(s.text(0));
        const bool varies = (table == "import_run" && name == "receipt") ||
                            (table == "audit" && name != "id" && name != "act" && name != "subject") ||
                            (table == "audit_value" && name == "salt") || table == "setting" ||
                            table == "schema_step";
        if (!varies) columns += fmt::format("{}quote({})", columns.empty() ? "" : " || ',' || ", name);
      }
    }
    if (columns.empty()) continue;
    auto s = db.prepare(fmt::format("SELECT {} FROM {} ORDER BY 1", columns, table));
    all += table + '\n';
    while (s.step()) {
      all += s.text(0);
      all += '\n';
      ++rows;
    }
  }
  return rows == 0 ? "nothing" : base::sha256(all);
}

void expect_sound(const Path& workspace) {
  if (!std::filesystem::exists(workspace)) return;
  auto store = review::Store::open(workspace, review::Store::Mode::write, base::Clock(), "test");
  const review::Health health = review::health(store);
  EXPECT_TRUE(health.integrity.empty()) << health.integrity.front();
  EXPECT_EQ(health.broken_references, 0);
  EXPECT_EQ(health.schema, review::Store::newest_schema());
  const auto trail = review::verify_audit(store);
  EXPECT_FALSE(trail.first_bad.has_value()) << trail.why;
}

/// A log of `rows` incidents; `round` changes every third.
std::string log_of(int rows, int round) {
  std::string text = "Number,Short description,Priority,Status,Category,Opened,Resolved\n";
  for (int r = 0; r < rows; ++r) {
    const int turn = r % 3 == 0 ? round : 0;
    text += fmt::format("INC{:06},Calls drop after the menu number {} of {},{} - x,{},Telephony,2026-{:02}-{:02} "
                        "{:02}:{:02}:00,{}\n",
                        r, r * 7919 % 1000, turn, 1 + (r + turn) % 4, turn == 0 ? "New" : "Closed", 1 + r % 12,
                        13 + r % 15, r % 24, r % 60, turn == 0 ? "" : "2027-01-14 10:00:00");
  }
  return text;
}

enum class Work { first_import, import, import_again, undo };

struct Case {
  Work work;
  int kills;
  unsigned seed;
};

void PrintTo(const Case& c, std::ostream* out) {
  static constexpr std::string_view names[] = {"first import", "import", "import again", "undo"};
  *out << names[static_cast<std::size_t>(c.work)] << ", seed " << c.seed;
}

class Killed : public ::testing::TestWithParam<Case> {};

TEST_P(Killed, LeavesTheWorkspaceAsBeforeOrAsAfter) {
  const Work work = GetParam().work;
  // A first import is written in place: enough of it that pages go to disk long before the end.
  const int rows = work == Work::first_import ? 10'000 : 1500;
  const Folder folder;
  const Path workspace = folder / "debrief.db";
  const Path before = folder / "before.db";
  std::ofstream(folder / "earlier.csv") << log_of(300, 0);
  std::ofstream(folder / "log.csv") << log_of(rows, 0);
  std::ofstream(folder / "later.csv") << log_of(rows, 1);
  const auto import = [&](std::string_view file) {
    return std::vector<std::string>{"--workspace", workspace.string(), "--now",  "2026-11-01T12:00:00Z",
                                    "import",      (folder / file).string(), "--zone", "UTC"};
  };

  std::vector<std::string> words = import("log.csv");
  if (work != Work::first_import) {
    ASSERT_EQ(ended(started(import("earlier.csv"))), 0);
  }
  if (work == Work::import_again || work == Work::undo) {
    ASSERT_EQ(ended(started(import("log.csv"))), 0);
  }
  if (work == Work::import_again) words = import("later.csv");
  if (work == Work::undo) {
    words = {"--workspace", workspace.string(), "--now", "2026-11-01T12:00:00Z", "import", "undo", "2"};
  }
  const auto back = [&] {
    for (const char* end : {"", "-wal", "-shm", "-journal", ".lock"}) std::filesystem::remove(workspace.string() + end);
    if (work != Work::first_import) std::filesystem::copy_file(before, workspace);
  };
  if (work != Work::first_import) {
    // Opened for writing once, so that nothing of it waits in the log beside it.
    expect_sound(workspace);
    std::filesystem::copy_file(workspace, before);
  }
  back();
  const std::string as_before = contents(workspace);
  auto begun = std::chrono::steady_clock::now();
  ASSERT_EQ(ended(started(words)), 0);
  Seconds whole = std::chrono::steady_clock::now() - begun;
  const std::string as_after = contents(workspace);
  ASSERT_NE(as_before, as_after);

  std::mt19937 chance(GetParam().seed);
  int stopped = 0;
  int unchanged = 0;
  for (int k = 0; k < GetParam().kills; ++k) {
    back();
    // Evenly over the run, and a little beyond its end.
    const double share = (k + static_cast<double>(chance() % 1000) / 1000) / GetParam().kills * 1.05;
    const auto delay = std::chrono::duration_cast<std::chrono::nanoseconds>(whole * share).count();
    const pid_t child = started(words);
    const timespec wait{static_cast<time_t>(delay / 1'000'000'000), static_cast<long>(delay % 1'000'000'000)};
    ::ppoll(nullptr, 0, &wait, nullptr);
    ::kill(child, SIGKILL);
    const int status = ended(child);
    stopped += status == 128 + SIGKILL ? 1 : 0;
    const std::string now = contents(workspace);
    unchanged += now == as_before ? 1 : 0;
    EXPECT_TRUE(now == as_before || now == as_after) << "killed at " << share << " of the run";
    EXPECT_TRUE(status != 0 || now == as_after) << "what was reported done is done";
    expect_sound(workspace);
    if (HasFatalFailure() || HasNonfatalFailure()) FAIL() << "kill " << k;
    if (now == as_after || k % 4 != 0) continue;
    begun = std::chrono::steady_clock::now();
    EXPECT_EQ(ended(started(words)), 0) << "the same again, after the kill";
    whole = (whole + (std::chrono::steady_clock::now() - begun)) / 2;
    EXPECT_EQ(contents(workspace), as_after);
  }
  EXPECT_GT(stopped, GetParam().kills / 2) << "most kills must come before the end, or nothing is shown";
  EXPECT_GT(unchanged, 0);
}

/// What a command prints.
std::string said(const std::string& words) {
  std::string text;
  FILE* pipe = ::popen((std::string(DEBRIEF_PROGRAM) + " " + words).c_str(), "r");
  if (pipe == nullptr) return text;
  char buffer[4096];
  while (const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe)) text.append(buffer, n);
  ::pclose(pipe);
  return text;
}

TEST(KilledKpi, WhileColumnsAreKeptLeavesTheFiguresAsTheyAre) {
  const Folder folder;
  const Path workspace = folder / "debrief.db";
  const Path before = folder / "before.db";
  std::ofstream(folder / "log.csv") << log_of(60'000, 1);
  const std::vector<std::string> at{"--workspace", workspace.string(), "--now", "2026-11-01T12:00:00Z"};
  auto import = at;
  import.insert(import.end(), {"import", (folder / "log.csv").string(), "--zone", "UTC"});
  ASSERT_LE(ended(started(import)), 1);
  expect_sound(workspace);
  std::filesystem::copy_file(workspace, before);
  const std::string ask =
      "--workspace " + workspace.string() + " --now 2026-11-01T12:00:00Z kpi --by priority --period month --json";
  const auto begun = std::chrono::steady_clock::now();
  const std::string expected = said(ask);
  const Seconds whole = std::chrono::steady_clock::now() - begun;
  ASSERT_GT(expected.size(), 1000U);
  const auto kept = [&] { return base::Database::open_reader(workspace).integer("SELECT count(*) FROM column_cache"); };
  ASSERT_EQ(kept(), 1);
  EXPECT_EQ(said(ask), expected) << "from the columns as kept";

  auto kpi = at;
  kpi.insert(kpi.end(), {"kpi", "--json"});
  std::mt19937 chance(21);
  int stopped = 0;
  int without = 0;
  constexpr int kills = 25;
  for (int k = 0; k < kills; ++k) {
    for (const char* end : {"", "-wal", "-shm", "-journal", ".lock"}) std::filesystem::remove(workspace.string() + end);
    std::filesystem::copy_file(before, workspace);
    const double share = (k + static_cast<double>(chance() % 1000) / 1000) / kills;
    const auto delay = std::chrono::duration_cast<std::chrono::nanoseconds>(whole * share).count();
    const pid_t child = started(kpi);
    const timespec wait{static_cast<time_t>(delay / 1'000'000'000), static_cast<long>(delay % 1'000'000'000)};
    ::ppoll(nullptr, 0, &wait, nullptr);
    ::kill(child, SIGKILL);
    stopped += ended(child) == 128 + SIGKILL ? 1 : 0;
    without += kept() == 0 ? 1 : 0;
    EXPECT_EQ(said(ask), expected) << "killed at " << share << " of the run";
    EXPECT_EQ(kept(), 1);
    expect_sound(workspace);
    if (HasFailure()) FAIL() << "kill " << k;
  }
  EXPECT_GT(stopped, kills / 3) << "or nothing is shown";
  EXPECT_GT(without, 0);
}

INSTANTIATE_TEST_SUITE_P(Programs, Killed,
                         ::testing::Values(Case{Work::first_import, 30, 11}, Case{Work::import, 85, 12},
                                           Case{Work::import, 85, 13}, Case{Work::import_again, 50, 14},
                                           Case{Work::undo, 50, 15}));

}  // namespace
}  // namespace debrief
