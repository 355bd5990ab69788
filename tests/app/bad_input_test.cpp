// What cannot be imported: a status, a code, a way on, and a workspace that is as it was.

#include <gtest/gtest.h>
#include <sys/mount.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/sqlite.h"
#include "program.h"

namespace debrief::test {
namespace {

using testing::HasSubstr;

/// Everything that the workspace holds: a digest over all rows of all tables.
std::string content_of(const Path& workspace) {
  auto db = base::Database::open_reader(workspace);
  std::vector<std::string> tables;
  auto names = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
  while (names.step()) tables.emplace_back(names.text(0));
  std::string all;
  for (const std::string& table : tables) {
    std::vector<std::string> columns;
    auto info = db.prepare("SELECT name FROM pragma_table_info('" + table + "')");
    while (info.step()) columns.push_back("quote(\"" + std::string(info.text(0)) + "\")");
    std::string expression;
    for (const std::string& column : columns) expression += (expression.empty() ? "" : " || '|' || ") + column;
    auto rows = db.prepare("SELECT " + expression + " FROM \"" + table + "\"");
    all += table + "\n";
    while (rows.step()) all += std::string(rows.text(0)) + "\n";
  }
  return base::sha256(all);
}

std::string zip_cut_short() {
  std::string bytes("PK\x03\x04\x14\0\x06\0\x08\0", 10);
  return bytes.append(60, 'x');
}

struct Bad {
  std::string why;
  std::string name;
  std::string bytes;
  int status;
  std::string code;  // "" any
};

TEST(BadInput, IsRefusedByNameAndChangesNothing) {
  const Folder folder;
  const Path workspace = small_workspace(folder);
  const std::string before = content_of(workspace);
  const std::vector<Bad> files{
      {"nothing in it", "empty.csv", "", 5, "empty-file"},
      {"a login page", "page.csv",
       "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form></form></body></html>", 5, "html-file"},
      {"a workbook cut short", "cut.xlsx", zip_cut_short(), 5, ""},
      {"an old workbook", "old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0'), 5, ""},
      {"a PDF", "report.csv", "%PDF-1.7\n1 0 obj\n<< >>\nendobj\n", 5, "pdf-file"},
      {"headings only", "head.csv", "Number,Opened,Short description\n", 5, "no-rows"},
      {"broken JSON", "broken.json", "{\"a\": [1, 2", 5, ""},
      {"JSON without records", "none.json", "{\"count\": 0, \"items\": []}", 5, "no-rows"}};
  for (const Bad& bad : files) {
    SCOPED_TRACE(bad.why);
    folder.put(bad.name, bad.bytes);
    const Outcome outcome = debrief({"import", bad.name, "--json"}, {.folder = folder.path()});
    EXPECT_EQ(outcome.status, bad.status) << outcome.err;
    const auto answer = base::parse_json(outcome.out);
    ASSERT_TRUE(answer.ok()) << outcome.out;
    EXPECT_TRUE(answer->contains("error")) << outcome.out;
    if (!bad.code.empty()) {
      EXPECT_EQ((*answer)["error"]["code"], bad.code);
    }
    EXPECT_THAT(outcome.err, HasSubstr(bad.name));
    EXPECT_EQ(content_of(workspace), before);
  }
}

TEST(BadInput, AFileThatIsNotThereOrIsAFolderIsStatusThree) {
  const Folder folder;
  EXPECT_EQ(debrief({"import", "nowhere.csv"}, {.folder = folder.path()}).status, 3);
  std::filesystem::create_directory(folder / "logs");
  const Outcome outcome = debrief({"import", "logs"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.err, HasSubstr("[is-a-directory]"));
  EXPECT_FALSE(std::filesystem::exists(folder / "debrief.db")) << "a failed import must not leave a workspace behind";
}

TEST(BadInput, ATableWithoutTimesIsTakenWithAWarningOrRefusedWithAnExplanation) {
  const Folder folder;
  folder.put("colours.csv", "Name,Colour\nApple,green\nPlum,blue\n");
  const Outcome outcome = debrief({"import", "colours.csv", "--json"}, {.folder = folder.path()});
  EXPECT_THAT(outcome.status, testing::AnyOf(0, 1, 5));
  EXPECT_TRUE(base::parse_json(outcome.out).ok());
  EXPECT_THAT(outcome.out + outcome.err, HasSubstr("time"));
}

TEST(BadInput, StrictRefusesAFileWithOneFaultAndKeepsNothing) {
  const Folder folder;
  std::string log(small_log());
  log += "INC004,2026-02-31 10:00:00,,,,2 - High,Billing,Accounts,Dora Lane,Opened on a day that never was\r\n";
  folder.put("log.csv", log);
  const Outcome strict = debrief({"import", "log.csv", "--strict", "--json"}, {.folder = folder.path()});
  EXPECT_EQ(strict.status, 5) << strict.err;
  EXPECT_FALSE(std::filesystem::exists(folder / "debrief.db"));
  EXPECT_EQ(debrief({"import", "log.csv"}, {.folder = folder.path()}).status, 1);
}

TEST(BadInput, ATrialRunLeavesNoWorkspaceBehind) {
  const Folder folder;
  folder.put("log.csv", small_log());
  const Outcome trial = debrief({"import", "log.csv", "--dry-run", "--json"}, {.folder = folder.path()});
  EXPECT_EQ(trial.status, 0) << trial.err;
  EXPECT_EQ((*base::parse_json(trial.out))["rows"]["added"], 3);
  EXPECT_FALSE(std::filesystem::exists(folder / "debrief.db"));
}

TEST(BadInput, AWorkspaceOfANewerProgramIsLeftAlone) {
  const Folder folder;
  const Path workspace = small_workspace(folder);
  {
    auto db = base::Database::open_writer(workspace);
    db.execute("PRAGMA user_version = 999");
  }
  const std::string before = content_of(workspace);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"incident", "list"}, {"import", "log.csv"}, {"check"}}) {
    const Outcome outcome = debrief(words, {.folder = folder.path()});
    EXPECT_EQ(outcome.status, 5);
    EXPECT_THAT(outcome.err, HasSubstr("[workspace-newer]"));
  }
  EXPECT_EQ(content_of(workspace), before);
}

TEST(BadInput, AFileThatIsNoWorkspaceIsLeftAlone) {
  const Folder folder;
  folder.put("log.csv", small_log());
  folder.put("debrief.db", "this is a shopping list\n");
  for (const std::vector<std::string>& words : {std::vector<std::string>{"incident", "list"}, {"import", "log.csv"}}) {
    EXPECT_THAT(debrief(words, {.folder = folder.path()}).status, testing::AnyOf(3, 5));
  }
  EXPECT_EQ(bytes_of(folder / "debrief.db"), "this is a shopping list\n");
}

TEST(BadInput, AFolderThatMayNotBeWrittenIsSaid) {
  const Folder folder;
  folder.put("log.csv", small_log());
  using std::filesystem::perms;
  std::filesystem::permissions(folder.path(),
                               perms::owner_read | perms::owner_exec | perms::others_read | perms::others_exec);
  const Outcome outcome = debrief({"import", "log.csv"}, {.folder = folder.path(), .ordinary = true});
  if (outcome.status >= 97 && outcome.status <= 99) GTEST_SKIP() << "an ordinary account cannot reach the program here";
  EXPECT_EQ(outcome.status, 3) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("[not-allowed]"));
  EXPECT_FALSE(std::filesystem::exists(folder / "debrief.db"));
}

TEST(BadInput, AFullDiskIsSaidAndTheWorkspaceStaysAsItWas) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can mount a small disk";
  const Folder folder;
  const Path disk = folder / "disk";
  std::filesystem::create_directory(disk);
  if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=2m") != 0) GTEST_SKIP() << "no disk can be mounted here";
  folder.put("small.csv", small_log());
  const std::string workspace = (disk / "debrief.db").string();
  const Outcome first = debrief({"--workspace", workspace, "import", "small.csv"}, {.folder = folder.path()});
  std::string before;
  std::string large = "Number,Opened,Short description\n";
  for (int i = 0; i < 60'000; ++i)
    large += "INC" + std::to_string(100'000 + i) + ",2026-03-02 09:00:00,Words " + std::to_string(i * 7919) + "\n";
  folder.put("large.csv", large);
  Outcome second;
  std::string after;
  if (first.status == 0) {
    before = content_of(workspace);
    second = debrief({"--workspace", workspace, "import", "large.csv"}, {.folder = folder.path()});
    after = content_of(workspace);
  }
  ::umount(disk.c_str());
  ASSERT_EQ(first.status, 0) << first.err;
  EXPECT_EQ(second.status, 3) << second.err;
  EXPECT_THAT(second.err, HasSubstr("[disk-full]"));
  EXPECT_EQ(after, before);
}

}  // namespace
}  // namespace debrief::test
