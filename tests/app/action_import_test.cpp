// Action sheets that go out and come back, through the program. Workbooks saved by other programs and random edits:
// tests/documents/action_round_trip.py.

#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;
using testing::HasSubstr;

class ActionSheets : public testing::Test {
 protected:
  ActionSheets() {
    small_workspace(folder);
    answer({"review", "draft", "INC001"});
    answer({"action", "add", "--review", "1", "--title", "Test the failover", "--owner", "Ann Lee", "--due",
            "2026-06-01"});
    answer({"action", "add", "--review", "1", "--title", "Name an owner, and a deputy", "--priority", "high"});
    answer({"action", "export", "--out", "sheet.csv"});
    csv = bytes_of(folder / "sheet.csv");
  }
  Json answer(std::vector<std::string> words, int status = 0) {
    words.emplace_back("--json");
    const Outcome outcome = debrief(words, settings());
    EXPECT_EQ(outcome.status, status) << testing::PrintToString(words) << "\n" << outcome.err << outcome.out;
    return base::parse_json(outcome.out).maybe().value_or(Json::object());
  }
  test::Run settings() const {
    return {.folder = folder.path(), .environment = {{"DEBRIEF_NOW", "2026-03-10T08:00:00Z"}}};
  }
  /// The sheet with one text in place of another, taken back.
  Json edited(const std::string& from, const std::string& to, int status = 0, std::vector<std::string> more = {}) {
    const auto at = csv.find(from);
    EXPECT_NE(at, std::string::npos) << from << " in\n" << csv;
    if (at != std::string::npos) csv.replace(at, from.size(), to);
    folder.put("back.csv", csv);
    more.insert(more.begin(), {"action", "import", "back.csv"});
    return answer(more, status);
  }
  Json action(int id) { return answer({"action", "show", std::to_string(id)}); }
  Folder folder;
  std::string csv;
};

TEST_F(ActionSheets, ASheetNobodyTouchedChangesNothing) {
  answer({"action", "export", "--out", "sheet.xlsx"});
  for (const char* file : {"sheet.csv", "sheet.xlsx"}) {
    const Json a = answer({"action", "import", file});
    EXPECT_EQ(a["unchanged"], 2) << a;
    EXPECT_EQ(a["updated"], 0);
    EXPECT_EQ(a["added"], 0);
    EXPECT_TRUE(a["conflicts"].empty());
    EXPECT_TRUE(a["refused"].empty());
    EXPECT_EQ(a["dry_run"], false);
  }
}

TEST_F(ActionSheets, AChangeIsTakenOnceAndSaidWithItsCell) {
  const Json a = edited("Ann Lee", "Bo Chan");
  EXPECT_EQ(a["updated"], 1);
  ASSERT_EQ(a["changes"].size(), 1U);
  EXPECT_EQ(a["changes"][0]["cell"], "C2");
  EXPECT_EQ(a["changes"][0]["before"], "Ann Lee");
  EXPECT_EQ(action(1)["owner"], "Bo Chan");
  EXPECT_EQ(answer({"action", "import", "back.csv"})["updated"], 0);
}

TEST_F(ActionSheets, ATrialChangesNothing) {
  const Json a = edited("Ann Lee", "Bo Chan", 0, {"--dry-run"});
  EXPECT_EQ(a["updated"], 1);
  EXPECT_EQ(a["dry_run"], true);
  EXPECT_EQ(action(1)["owner"], "Ann Lee");
}

TEST_F(ActionSheets, WhatChangedOnBothSidesIsAConflictAndNothingIsWritten) {
  answer({"action", "update", "1", "owner=Cy Park"});
  const Json a = edited("Ann Lee", "Bo Chan", 1);
  ASSERT_EQ(a["conflicts"].size(), 1U);
  const Json& c = a["conflicts"][0];
  EXPECT_EQ(c["key"], "A-1");
  EXPECT_EQ(c["field"], "owner");
  EXPECT_EQ(c["base"], "Ann Lee");
  EXPECT_EQ(c["theirs"], "Bo Chan");
  EXPECT_EQ(c["ours"], "Cy Park");
  EXPECT_EQ(action(1)["owner"], "Cy Park");
}

TEST_F(ActionSheets, WhatChangedHereOnlyStays) {
  answer({"action", "update", "1", "owner=Cy Park"});
  const Json a = answer({"action", "import", "sheet.csv"});
  EXPECT_EQ(a["unchanged"], 2);
  EXPECT_EQ(a["kept"], 1);
  EXPECT_EQ(action(1)["owner"], "Cy Park");
}

TEST_F(ActionSheets, AnEmptiedCellClearsTheField) {
  const Json a = edited("Ann Lee", "");
  ASSERT_EQ(a["changes"].size(), 1U);
  EXPECT_TRUE(a["changes"][0]["after"].is_null());
  EXPECT_TRUE(action(1)["owner"].is_null());
}

TEST_F(ActionSheets, ARowThatIsGoneDeletesNothing) {
  csv.erase(csv.find("A-2,"));
  folder.put("back.csv", csv);
  EXPECT_EQ(answer({"action", "import", "back.csv"})["rows"], 1);
  EXPECT_EQ(answer({"action", "list"})["items"].size(), 2U);
}

TEST_F(ActionSheets, ANewRowIsAddedOnceHoweverOftenTheFileComesBack) {
  csv += ",Write it down,Dee Fox,,low,Proposed,30/06/2026,,,,,,,,,,,,,,,PIR-1\r\n";
  folder.put("back.csv", csv);
  EXPECT_EQ(answer({"action", "import", "back.csv"})["added"], 1);
  const Json again = answer({"action", "import", "back.csv"});
  EXPECT_EQ(again["added"], 0);
  EXPECT_EQ(again["unchanged"], 3);
  EXPECT_EQ(action(3)["owner"], "Dee Fox");
  EXPECT_EQ(action(3)["review"], action(1)["review"]);
  csv.replace(csv.find("Dee Fox"), 7, "Gus Hill");
  folder.put("back.csv", csv);
  EXPECT_EQ(answer({"action", "import", "back.csv"})["updated"], 1);
  EXPECT_EQ(action(3)["owner"], "Gus Hill");
}

TEST_F(ActionSheets, AValueThatCannotBeIsRefusedByCellAndTheRestIsTaken) {
  csv.replace(csv.find("2026-06-01"), 10, "31/02/2026");
  const Json a = edited("Ann Lee", "Bo Chan", 1);
  EXPECT_EQ(a["updated"], 1);
  ASSERT_EQ(a["refused"].size(), 1U);
  EXPECT_EQ(a["refused"][0]["row"], 2);
  EXPECT_EQ(a["refused"][0]["column"], "Due");
  EXPECT_EQ(a["refused"][0]["value"], "31/02/2026");
  EXPECT_EQ(a["refused"][0]["code"], "bad-date");
  EXPECT_EQ(action(1)["owner"], "Bo Chan");
}

TEST_F(ActionSheets, StrictTakesAllOrNothing) {
  csv.replace(csv.find("2026-06-01"), 10, "soon");
  const Json a = edited("Ann Lee", "Bo Chan", 5, {"--strict"});
  EXPECT_EQ(a["updated"], 0);
  EXPECT_EQ(a["taken"], false);
  EXPECT_EQ(action(1)["owner"], "Ann Lee");
}

TEST_F(ActionSheets, NoSheetMakesAnActionVerified) {
  const Json a = edited("proposed", "verified", 1);
  ASSERT_EQ(a["refused"].size(), 1U);
  EXPECT_EQ(a["refused"][0]["code"], "not-verified");
  EXPECT_EQ(action(1)["status"], "proposed");
}

TEST_F(ActionSheets, ClosingStillNeedsAReasonAndTheOneInTheSheetIsEnough) {
  EXPECT_EQ(edited("proposed", "closed", 1)["refused"][0]["code"], "not-verified");
  const auto row = csv.find("A-1,");
  const auto status = csv.find("closed", row);
  csv.insert(csv.find(",,,", status) + 3, "No longer wanted");
  folder.put("back.csv", csv);
  const Json a = answer({"action", "import", "back.csv"});
  EXPECT_EQ(a["updated"], 1) << a;
  EXPECT_EQ(action(1)["status"], "closed");
}

TEST_F(ActionSheets, WhatIsLeftOpenComesBackAsAWorkbookToDecideIn) {
  answer({"action", "update", "1", "owner=Cy Park"});
  const Json a = edited("Ann Lee", "Bo Chan", 1, {"--out", "decide.xlsx"});
  EXPECT_EQ(a["hand_back"], "decide.xlsx");
  const Json undecided = answer({"action", "import", "decide.xlsx"}, 1);
  ASSERT_EQ(undecided["refused"].size(), 1U);
  EXPECT_EQ(undecided["refused"][0]["code"], "undecided");
  folder.put("decide.csv",
             "Key,Field,In the sheet,In the workspace,Choose,Write instead\nA-1,Owner,Bo Chan,Cy Park,the sheet,\n");
  EXPECT_EQ(answer({"action", "import", "decide.csv"})["updated"], 1);
  EXPECT_EQ(action(1)["owner"], "Bo Chan");
  folder.put("late.csv",
             "Key,Field,In the sheet,In the workspace,Choose,Write instead\nA-1,Owner,Bo Chan,Cy Park,,Di Moss\n");
  EXPECT_EQ(answer({"action", "import", "late.csv"}, 1)["conflicts"].size(), 1U)
      << "the workspace no longer says what was decided upon";
}

TEST_F(ActionSheets, EveryStepIsInTheTrailWithItsFile) {
  edited("Ann Lee", "Bo Chan", 0, {"--by", "Helen"});
  const Json steps = action(1)["progress"];
  EXPECT_THAT(steps.back()["note"].get<std::string>(), HasSubstr("from back.csv, C2, handed back by Helen"));
  EXPECT_EQ(debrief({"audit", "verify"}, settings()).status, 0);
}

TEST_F(ActionSheets, AFileThatIsNoActionSheetIsRefused) {
  folder.put("other.csv", "Number,Opened,Short description\nINC-1,2026-01-01,Line down\n");
  const Outcome outcome = debrief({"action", "import", "other.csv"}, settings());
  EXPECT_EQ(outcome.status, 5);
  EXPECT_THAT(outcome.err, HasSubstr("no-action-sheet"));
}

}  // namespace
}  // namespace debrief::test
