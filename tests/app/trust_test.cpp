// Corrected rows come back, imports go back, and two systems' records are joined: at the command line.

#include <fstream>

#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"
#include "reports/package.h"

namespace debrief::test {
namespace {

using base::Json;
using testing::HasSubstr;

class Trust : public testing::Test {
 protected:
  Json answer(std::vector<std::string> words, int status = 0) {
    words.emplace_back("--json");
    const Outcome outcome =
        debrief(words, {.folder = folder.path(), .environment = {{"DEBRIEF_NOW", "2026-03-20T08:00:00Z"}}});
    EXPECT_EQ(outcome.status, status) << testing::PrintToString(words) << "\n" << outcome.err;
    const auto parsed = base::parse_json(outcome.out);
    EXPECT_TRUE(parsed.ok()) << outcome.out.substr(0, 500);
    return parsed.maybe().value_or(Json::object());
  }
  /// The fault workbook of import 1 with a word replaced in it, as a person would.
  void correct(const std::string& file, const std::vector<std::pair<std::string, std::string>>& words) {
    auto parts = reports::unpacked(bytes_of(folder / file));
    for (auto& [name, bytes] : parts) {
      if (name.find("comments") != std::string::npos) continue;
      for (const auto& [from, to] : words) {
        for (auto at = bytes.find(from); at != std::string::npos; at = bytes.find(from, at + to.size()))
          bytes.replace(at, from.size(), to);
      }
    }
    folder.put(file, reports::packed(parts));
  }
  std::string part(const std::string& file, const std::string& name) {
    for (auto& [part, bytes] : reports::unpacked(bytes_of(folder / file))) {
      if (part == name) return bytes;
    }
    return {};
  }
  Folder folder;
};

constexpr const char* log_with_faults =
    "Number,Opened,Resolved,Priority,Short description\n"
    "INC0001,12/03/2026 09:15,12/03/2026 11:40,P2,Calls drop\n"
    "INC0002,13/03/2026 08:05,12/03/2026 08:50,P3,Wrong tariff\n"
    "INC0003,31/02/2026 16:30,,P3,Bill lost\n"
    "INC0004,15/03/2026 10:00,15/03/2026 10:20,P3,Card refused\n"
    "INC0005,16/03/2026 10:00,16/03/2026 10:20,P3,\"Two\nlines\"\n"
    "INC0006,17/03/2026 10:00,16/03/2026 10:20,P3,Late\n";

TEST_F(Trust, AFaultIsNamedWithRowLineHeadingAndValue) {
  folder.put("log.csv", log_with_faults);
  const Json receipt = answer({"import", "log.csv", "--zone", "UTC"}, 1);
  std::map<int, Json> by_row;
  for (const Json& i : receipt["issues"]) by_row[i["row"].is_null() ? 0 : i["row"].get<int>()] = i;
  EXPECT_EQ(by_row[3]["code"], "resolved-before-opened");
  EXPECT_EQ(by_row[3]["column"], "Resolved");
  EXPECT_EQ(by_row[3]["value"], "12/03/2026 08:50");
  EXPECT_EQ(by_row[3]["line"], 3);
  EXPECT_EQ(by_row[7]["line"], 8) << "a line break stands in a cell above";
  EXPECT_EQ(by_row[4]["code"], "date-impossible");
}

TEST_F(Trust, RowsWithFaultsGoOutMarkedAndComeBackMended) {
  folder.put("log.csv", log_with_faults);
  answer({"import", "log.csv", "--zone", "Europe/London"}, 1);
  const Json written = answer({"import", "rejects", "1", "--out", "correct.xlsx"});
  EXPECT_EQ(written["rows"], 3);
  EXPECT_EQ(written["own_workbook"], false);
  EXPECT_THAT(part("correct.xlsx", "xl/comments1.xml"), HasSubstr("31/02/2026"));
  EXPECT_THAT(part("correct.xlsx", "xl/worksheets/sheet1.xml"), HasSubstr("hidden=\"1\""));
  // One of three rows is corrected; another is left as it was.
  correct("correct.xlsx", {{"31/02/2026", "28/02/2026"}, {"12/03/2026 08:50", "13/03/2026 08:50"}});
  const Json second = answer({"import", "correct.xlsx"});
  EXPECT_EQ(second["mends"]["import"], 1);
  EXPECT_EQ(second["mends"]["rows"], 2);
  EXPECT_EQ(second["rows"]["read"], 3);
  EXPECT_EQ(second["rows"]["added"], 1);
  EXPECT_EQ(second["rows"]["changed"], 1);
  EXPECT_EQ(second["zone"], "Europe/London");
  EXPECT_EQ(answer({"import", "show", "1"})["mended"],
            Json::array({{{"row", 3}, {"by_import", 2}}, {{"row", 4}, {"by_import", 2}}}));
  EXPECT_EQ(answer({"incident", "show", "INC0003"})["opened_at"], "2026-02-28T16:30:00Z");
  EXPECT_EQ(answer({"import", "rejects", "1", "--out", "rest.xlsx"})["rows"], 1);
  // Taking the correction back opens the rows again.
  answer({"import", "undo", "2"});
  EXPECT_EQ(answer({"import", "show", "1"})["mended"], Json::array());
  EXPECT_EQ(answer({"import", "rejects", "1", "--out", "rest.xlsx"})["rows"], 3);
}

TEST_F(Trust, AFaultWorkbookOfAnotherWorkspaceIsRefusedAndNoFaultsAreNoFile) {
  folder.put("log.csv", log_with_faults);
  answer({"import", "log.csv", "--zone", "UTC"}, 1);
  answer({"import", "rejects", "1", "--out", "correct.xlsx"});
  std::filesystem::remove(folder / "debrief.db");
  folder.put("clean.csv", small_log());
  answer({"import", "clean.csv", "--zone", "UTC"});
  EXPECT_EQ(answer({"import", "correct.xlsx"}, 5)["error"]["code"], "other-workspace");
  EXPECT_EQ(answer({"import", "rejects", "1", "--out", "none.xlsx"}, 5)["error"]["code"], "no-faults");
  EXPECT_FALSE(std::filesystem::exists(folder / "none.xlsx"));
}

TEST_F(Trust, UndoIsShownBeforeItIsDone) {
  small_workspace(folder);
  const Json trial = answer({"import", "undo", "1", "--dry-run"});
  EXPECT_EQ(trial["removed"], 3);
  EXPECT_EQ(trial["dry_run"], true);
  EXPECT_EQ(answer({"incident", "list"})["items"].size(), 3U);
  answer({"review", "draft", "INC001"});
  const Json undone = answer({"import", "undo", "1"}, 1);
  EXPECT_EQ(undone["removed"], 2);
  EXPECT_EQ(undone["conflicts"][0]["ref"], "INC001");
  EXPECT_EQ(undone["conflicts"][0]["why"], "a review is about it");
  answer({"audit", "verify"});
}

TEST_F(Trust, TwoSystemsTellingOneIncidentAreSuggestedLinkedAndCountedOnce) {
  std::string desk = "Number,Opened,Resolved,Priority,Short description,Parent\n";
  std::string phones = "Ref,Created,Solved,Severity,Title\n";
  for (int i = 10; i < 20; ++i) {
    const std::string d = std::to_string(i);
    const std::string title = "Outage of trunk " + d + " at site " + d;
    desk += "INC00" + d + ",2026-03-" + d + " 09:00:00,2026-03-" + d + " 12:00:00,P2," + title + "," + (i > 10 ? "INC0010" : "") + "\n";
    phones += "T-77" + d + ",2026-03-" + d + " 09:07:00,2026-03-" + d + " 12:07:00,2," + title + "\n";
  }
  folder.put("desk.csv", desk);
  folder.put("phones.csv", phones);
  answer({"import", "desk.csv", "--source", "desk", "--zone", "UTC"});
  const Json receipt = answer({"import", "phones.csv", "--source", "phones", "--zone", "UTC"});
  ASSERT_EQ(receipt["issues_by_code"]["clock-offset"], 1) << receipt["issues"];
  EXPECT_THAT(receipt["issues"][0]["detail"].get<std::string>(), HasSubstr("7 minutes later"));
  const Json pairs = answer({"incident", "duplicates"})["items"];
  ASSERT_EQ(pairs.size(), 10U);
  EXPECT_EQ(pairs[0]["minutes_apart"], 7);
  const auto count = [&] { return answer({"kpi", "incidents"})["figures"][0]["value"]; };
  EXPECT_EQ(count(), 20);
  answer({"incident", "link", "INC0010", "T-7710"});
  EXPECT_EQ(count(), 19);
  const Json shown = answer({"incident", "show", "T-7710"});
  EXPECT_EQ(shown["same_as"][0]["ref"], "INC0010");
  EXPECT_EQ(shown["same_as"][0]["counts"], true);
  EXPECT_EQ(answer({"incident", "link", "INC0010", "T-7710"}, 5)["error"]["code"], "already-linked");
  EXPECT_EQ(answer({"incident", "link", "INC0010", "INC0010"}, 2)["error"]["code"], "same-record");
  answer({"incident", "unlink", "INC0010", "T-7710"});
  EXPECT_EQ(count(), 20);
  EXPECT_EQ(answer({"incident", "unlink", "INC0010", "T-7710"}, 5)["error"]["code"], "not-linked");
  EXPECT_EQ(answer({"incident", "show", "INC0011"})["related"][0]["how"], "parent");
}

}  // namespace
}  // namespace debrief::test
