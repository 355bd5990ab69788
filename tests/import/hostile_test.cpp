// Files made to do harm: refused with the reason or survived, soon and in little memory.

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/import/collect.h"

namespace debrief::import {
namespace {

struct Ran {
  int status = -1;
  double seconds = 0;  // of processor time
  long peak_kb = 0;
};

Ran table_of(const std::string& path) {
  const pid_t child = fork();
  if (child == 0) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execl(DEBRIEF_PROGRAM, DEBRIEF_PROGRAM, "table", path.c_str(), "--json-lines", static_cast<char*>(nullptr));
    _exit(127);
  }
  Ran ran;
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  ran.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  ran.seconds = static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
  ran.peak_kb = used.ru_maxrss;
  return ran;
}

TEST(Hostile, EveryTrapIsRefusedOrSurvivedIn3SecondsAnd128Megabytes) {
  const std::string folder = testing::samples() + "hostile-files";
  NEEDS_SAMPLE(folder);
  if (!std::filesystem::exists(DEBRIEF_PROGRAM)) GTEST_SKIP() << "the program is not built: " << DEBRIEF_PROGRAM;
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".md") continue;
    const Ran ran = table_of(entry.path());
    EXPECT_TRUE(ran.status == 0 || ran.status == 1 || ran.status == 5) << entry.path() << " " << ran.status;
    EXPECT_LE(ran.seconds, 3) << entry.path();
    EXPECT_LE(ran.peak_kb, 128 * 1024) << entry.path();
    ++files;
  }
  EXPECT_GE(files, 17);
}

TEST(Hostile, AnOldWorkbookAndAWebPageAreRefusedByNameWithWhatToDo) {
  const auto refusal = [](const std::string& bytes) {
    const testing::TemporaryFile file("log.xls", bytes);
    try {
      testing::collect(file.path());
    } catch (const base::Error& e) {
      return e.code() + (e.hint().empty() ? " without a hint" : "");
    }
    return std::string("read");
  };
  EXPECT_EQ(refusal("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(2048, '\0')), "old-excel");
  EXPECT_EQ(refusal("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table><tr><td>Ref</td></tr></table>"),
            "html-file");
}

}  // namespace
}  // namespace debrief::import
