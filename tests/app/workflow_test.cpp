// From a log to documents and back: what a person does one command after the other.

#include <fstream>
#include <regex>

#include <gtest/gtest.h>
#include <signal.h>

#include "base/hash.h"
#include "base/json.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;
using testing::HasSubstr;

class Workflow : public testing::Test {
 protected:
  Json answer(std::vector<std::string> words, int status = 0) {
    words.emplace_back("--json");
    const Outcome outcome =
        debrief(words, {.folder = folder.path(), .environment = {{"DEBRIEF_NOW", "2026-03-10T08:00:00Z"}}});
    EXPECT_EQ(outcome.status, status) << testing::PrintToString(words) << "\n" << outcome.err;
    const auto parsed = base::parse_json(outcome.out);
    EXPECT_TRUE(parsed.ok()) << outcome.out.substr(0, 500);
    return parsed.maybe().value_or(Json::object());
  }
  Folder folder;
};

TEST_F(Workflow, AnImportCanBeTakenBackAndItsRejectsHandedOut) {
  std::string log(small_log());
  log += ",2026-03-09 10:00:00,,,,2 - High,Billing,Accounts,Dora Lane,A row without a key\r\n";
  folder.put("log.csv", log);
  const Json receipt = answer({"import", "log.csv", "--zone", "UTC"}, 1);
  EXPECT_EQ(receipt["rows"]["read"], 4);
  EXPECT_EQ(receipt["rows"]["quarantined"], 1);
  answer({"import", "rejects", "1", "--out", "rejects.csv"});
  const std::string rejects = bytes_of(folder / "rejects.csv");
  EXPECT_THAT(rejects, HasSubstr("Number,Opened,"));
  EXPECT_THAT(rejects, HasSubstr("A row without a key"));
  EXPECT_THAT(rejects, HasSubstr("key-missing"));
  EXPECT_EQ(answer({"import", "undo", "1"})["removed"], 3);
  EXPECT_EQ(answer({"incident", "list"})["items"].size(), 0U);
  answer({"import", "undo", "1"}, 5);
}

TEST_F(Workflow, SeveralFilesGiveAnArrayAndOneThatCannotBeReadDoesNotStopTheOthers) {
  folder.put("a.csv", small_log());
  folder.put("b.csv", "");
  const Json answers = answer({"import", "b.csv", "a.csv"}, 5);
  ASSERT_EQ(answers.size(), 2U);
  EXPECT_EQ(answers[0]["error"]["code"], "empty-file");
  EXPECT_EQ(answers[1]["rows"]["added"], 3);
}

TEST_F(Workflow, StrictRefusesAResolutionBeforeTheOpening) {
  std::string log(small_log());
  log +=
      "INC004,2026-03-09 10:00:00,,2026-03-08 10:00:00,,2 - High,Billing,Accounts,Dora Lane,Solved before it was "
      "there\r\n";
  folder.put("log.csv", log);
  EXPECT_EQ(answer({"import", "log.csv", "--strict", "--zone", "UTC"}, 5)["refused"], true);
  const Json receipt = answer({"import", "log.csv", "--zone", "UTC"});
  EXPECT_EQ(receipt["issues_by_code"]["resolved-before-opened"], 1);
  EXPECT_EQ(receipt["rows"]["added"], 4);
}

TEST_F(Workflow, AnIncidentHasTheKeysOthersScriptAgainst) {
  small_workspace(folder);
  const Json item = answer({"incident", "list", "--where", "ref=INC001"})["items"][0];
  for (const char* key :
       {"ref",         "source",       "title",       "description", "kind",   "opened_at",    "acknowledged_at",
        "resolved_at", "closed_at",    "priority",    "severity",    "impact", "urgency",      "category",
        "subcategory", "channel",      "team",        "assignee",    "status", "reopen_count", "csat",
        "sla_met",     "closure_code", "completeness"}) {
    EXPECT_TRUE(item.contains(key)) << key;
  }
  EXPECT_EQ(item["opened_at"], "2026-03-02T09:00:00Z");
  EXPECT_TRUE(item["csat"].is_null());
  const Json shown = answer({"incident", "show", "INC002"});
  for (const char* key : {"events", "communications", "missing_fields", "similar", "provenance"})
    EXPECT_TRUE(shown.contains(key)) << key;
  EXPECT_EQ(shown["provenance"]["file"], "log.csv");
  EXPECT_EQ(shown["provenance"]["row"], 3);
}

TEST_F(Workflow, PassagesGoOutAndComeBackAndNothingIsOverwrittenUnseen) {
  small_workspace(folder);
  const std::string id = std::to_string(answer({"review", "draft", "INC001"})["id"].get<int>());
  answer({"review", "export", id, "--out", "mine.md"});
  answer({"review", "export", id, "--out", "theirs.md"});
  const auto write = [&](const char* file, const std::string& text) {
    const std::string before = bytes_of(folder / file);
    const std::string marker = "<!-- debrief:passage summary.cause version=0 -->\n";
    const auto at = before.find(marker);
    ASSERT_NE(at, std::string::npos);
    folder.put(file, before.substr(0, at + marker.size()) + text + "\n" + before.substr(at + marker.size()));
  };
  write("mine.md", "A part wore out.\n\nNobody looked.");
  write("theirs.md", "It was the weather.");
  EXPECT_EQ(answer({"review", "import", "mine.md"})["changed"], Json::array({"summary.cause"}));
  EXPECT_EQ(answer({"review", "import", "theirs.md"}, 6)["error"]["code"], "passage-changed");
  const Json review = answer({"review", "show", id});
  EXPECT_EQ(review["passages"][0]["text"], "A part wore out.\n\nNobody looked.");
  EXPECT_EQ(answer({"review", "import", "mine.md"})["changed"], Json::array());
}

TEST_F(Workflow, AnActionIsVerifiedBySomebodyElse) {
  small_workspace(folder);
  const std::string review = std::to_string(answer({"review", "draft", "INC001"})["id"].get<int>());
  const std::string id = std::to_string(answer({"action", "add", "--review", review, "--title", "Test the failover",
                                                "--owner", "Voice lead", "--due", "2026-03-09"})["id"]
                                            .get<int>());
  EXPECT_EQ(answer({"action", "list", "--overdue"})["items"][0]["due"], "2026-03-09");
  EXPECT_EQ(answer({"action", "update", id, "status=closed"}, 5)["error"]["code"], "not-verified");
  EXPECT_EQ(answer({"action", "verify", id, "--verdict", "worked", "--by", "Voice lead"}, 5)["error"]["code"],
            "verifier-is-owner");
  EXPECT_EQ(answer({"action", "verify", id, "--verdict", "worked", "--by", "Quality lead"})["verdict"], "worked");
  answer({"audit", "verify"});
}

TEST_F(Workflow, AReportIsWhatItsManifestSays) {
  small_workspace(folder);
  answer({"review", "draft", "INC001"});
  const Json report = answer({"report", "pir", "1", "--as", "md,docx", "--out", "out"});
  ASSERT_EQ(report["files"].size(), 2U);
  for (const Json& file : report["files"]) {
    const std::string bytes = bytes_of(folder / ("out/" + file["path"].get<std::string>()));
    EXPECT_EQ(file["bytes"], bytes.size());
    EXPECT_EQ(file["sha256"], base::sha256(bytes));
  }
  const auto manifest = base::parse_json(bytes_of(folder / "out/manifest.json"));
  ASSERT_TRUE(manifest.ok());
  EXPECT_EQ((*manifest)["files"].size(), 2U);
  EXPECT_EQ((*manifest)["inputs"][0]["file"], "log.csv");
  answer({"report", "actions", "--as", "md", "--out", "out"});
  EXPECT_EQ((*base::parse_json(bytes_of(folder / "out/manifest.json")))["files"].size(), 3U)
      << "one folder, one manifest";
  EXPECT_EQ(answer({"report", "pir", "1", "--as", "odt", "--out", "out"}, 2)["error"]["code"], "unknown-format");
}

TEST_F(Workflow, APackShowsEveryFileThatWasChangedAddedOrRemoved) {
  copy_demo(folder);
  const auto in_demo = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"--workspace", "demo.db"});
    return words;
  };
  answer(in_demo({"portfolio", "build", "2", "--unit", "OFQUAL-K5030421", "--as", "md,html", "--out", "pack", "--key",
                  "pack/key.json"}),
         2);
  answer(in_demo({"portfolio", "build", "2", "--unit", "OFQUAL-K5030421", "--as", "md,html", "--out", "pack", "--key",
                  "key.json"}));
  answer({"portfolio", "verify", "pack"});
  answer({"portfolio", "verify", "pack", "--key", "key.json"});
  std::ofstream(folder / "pack/pack.md", std::ios::app) << " ";
  folder.put("pack/extra.txt", "x");
  std::filesystem::remove(folder / "pack/claims.csv");
  const Json verdict = answer({"portfolio", "verify", "pack"}, 1);
  std::map<std::string, std::string> states;
  for (const Json& fault : verdict["faults"])
    states[fault["path"].get<std::string>()] = fault["state"].get<std::string>();
  EXPECT_EQ(states, (std::map<std::string, std::string>{
                        {"pack.md", "changed"}, {"extra.txt", "added"}, {"claims.csv", "removed"}}));
  std::string manifest = bytes_of(folder / "pack/manifest.json");
  folder.put("pack/manifest.json", std::regex_replace(manifest, std::regex("claims.csv"), "claimz.csv"));
  EXPECT_EQ(answer({"portfolio", "verify", "pack"}, 1)["faults"].dump().find("manifest.json") == std::string::npos,
            false);
}

TEST_F(Workflow, TheSameWorkspaceAndClockGiveTheSameBytes) {
  copy_demo(folder);
  for (const char* to : {"one", "two"}) {
    answer({"--workspace", "demo.db", "report", "pir", "1", "--as", "docx,html,md", "--audience", "external", "--out",
            to});
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder / "one")) {
    EXPECT_EQ(bytes_of(entry.path()), bytes_of(folder / "two" / entry.path().filename())) << entry.path().filename();
  }
}

TEST_F(Workflow, RedactionCountsCodePoints) {
  folder.put("notes.txt", "Café: ring 07700 900123 é\n\nnothing here\n");
  const Outcome outcome = debrief({"redact", "notes.txt", "--json-lines"}, {.folder = folder.path()});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto end = outcome.out.find('\n');
  const Json first = *base::parse_json(outcome.out.substr(0, end));
  ASSERT_EQ(first["spans"].size(), 1U);
  EXPECT_EQ(first["spans"][0]["category"], "PHONE");
  EXPECT_EQ(first["spans"][0]["start"], 11);
  EXPECT_EQ(first["spans"][0]["end"], 23);
  EXPECT_EQ(std::count(outcome.out.begin(), outcome.out.end(), '\n'), 3);
}

}  // namespace
}  // namespace debrief::test
