// What comes back of documents: passages edited in them, and units as frameworks of other systems.

#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"

namespace debrief::test {

namespace {

using base::Json;
using ::testing::HasSubstr;

TEST(UnitExport, MaharaElementsNameStandardsOfTheSameTypeAndParentsComeFirst) {
  const Folder folder;
  const Outcome outcome = debrief({"unit", "export", "OFQUAL-K5030421", "--as", "mahara"}, {.folder = folder.path()});
  ASSERT_EQ(outcome.status, 0) << outcome.err;
  const auto matrix = base::parse_json(outcome.out);
  ASSERT_TRUE(matrix.ok());
  const Json& framework = (*matrix)["framework"];
  std::set<Json> standards;
  for (const Json& s : framework["standards"]) standards.insert(s["standardid"]);
  EXPECT_EQ(framework["standardelements"].size(), 18U);
  for (const Json& e : framework["standardelements"]) {
    EXPECT_TRUE(standards.contains(e["standardid"])) << e;
    EXPECT_LE(e["shortname"].get<std::string>().size(), 103U) << "100 letters at most";
  }
}

TEST(UnitExport, MoodleHasOneFrameworkRowAndEveryParentStands) {
  const Folder folder;
  for (const std::string unit : {"OFQUAL-K5030421", "NOS-INSCC011", "PEARSON-L4-MIMS"}) {
    const Outcome outcome = debrief({"unit", "export", unit, "--as", "moodle", "--out", "u.csv"}, {.folder = folder.path()});
    ASSERT_EQ(outcome.status, 0) << outcome.err;
    const Outcome table = debrief({"table", "u.csv", "--json-lines"}, {.folder = folder.path()});
    std::set<std::string> ids{""};
    int frameworks = 0;
    std::istringstream lines(table.out);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      const Json cells = (*base::parse_json(line))["cells"];
      ASSERT_GE(cells.size(), 13U);
      EXPECT_TRUE(ids.contains(cells[0].get<std::string>())) << line;
      EXPECT_NE(cells[1], "");
      ids.insert(cells[1].get<std::string>());
      frameworks += cells[12] == "1" ? 1 : 0;
    }
    EXPECT_EQ(frameworks, 1) << unit;
  }
  EXPECT_EQ(debrief({"unit", "export", "NOS-INSCC011", "--as", "canvas"}, {.folder = folder.path()}).status, 2);
}

TEST(DocumentsBack, APassageInABoxComesBackOfMarkdownWithoutTheSignsOfTheBox) {
  const Folder folder;
  small_workspace(folder);
  const ::debrief::test::Run run{.folder = folder.path()};
  debrief({"review", "draft", "INC001"}, run);
  debrief({"report", "pir", "1", "--as", "md", "--out", "d"}, run);
  std::string text = bytes_of(folder / "d/pir-1.md");
  const std::string mark = "> <!-- passage: external.statement -->\n>\n";
  ASSERT_NE(text.find(mark), std::string::npos);
  text.insert(text.find(mark) + mark.size(), "> We are sorry.\n>\n> > Your calls\n>\n> did not reach us.\n>\n");
  folder.put("mine.md", text);
  const Outcome back = debrief({"review", "import", "mine.md", "--json"}, run);
  EXPECT_EQ(back.status, 0) << back.err;
  const auto answer = base::parse_json(back.out);
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ((*answer)["changed"], Json::array({"external.statement"}));
  EXPECT_EQ((*answer)["missing"], Json::array());
  const std::string shown = debrief({"review", "show", "1", "--json"}, run).out;
  EXPECT_THAT(shown, HasSubstr("We are sorry.\\n\\n> Your calls\\n\\ndid not reach us."));
}

TEST(DocumentsBack, APassageEditedInTheMarkdownReportIsTakenOver) {
  const Folder folder;
  small_workspace(folder);
  const ::debrief::test::Run run{.folder = folder.path()};
  debrief({"review", "draft", "INC001"}, run);
  debrief({"report", "pir", "1", "--as", "md", "--out", "d"}, run);
  std::string text = bytes_of(folder / "d/pir-1.md");
  const std::string mark = "<!-- passage: causes.why -->\n\n";
  text.insert(text.find(mark) + mark.size(), "Because of the switch.\n\n");
  folder.put("mine.md", text);
  const Outcome back = debrief({"review", "import", "mine.md", "--json"}, run);
  EXPECT_EQ(back.status, 0) << back.err;
  EXPECT_EQ((*base::parse_json(back.out))["changed"], Json::array({"causes.why"}));
  const Outcome shown = debrief({"review", "show", "1", "--json"}, run);
  EXPECT_THAT(shown.out, HasSubstr("Because of the switch."));
}

TEST(DocumentsBack, ADocumentForReadersOutsideIsNotReadBack) {
  const Folder folder;
  small_workspace(folder);
  const ::debrief::test::Run run{.folder = folder.path()};
  debrief({"review", "draft", "INC001"}, run);
  debrief({"report", "pir", "1", "--as", "docx", "--audience", "manager", "--out", "d"}, run);
  const Outcome back = debrief({"review", "import", "d/pir-1.docx"}, run);
  EXPECT_EQ(back.status, 5);
  EXPECT_THAT(back.err, HasSubstr("bad-passage-file"));
}

TEST(DocumentsBack, ARenamedCopyTellsWhatItWasMadeFrom) {
  const Folder folder;
  small_workspace(folder);
  const ::debrief::test::Run run{.folder = folder.path()};
  debrief({"review", "draft", "INC001"}, run);
  debrief({"report", "pir", "1", "--out", "d"}, run);
  for (const std::string format : {"docx", "pdf", "html", "md", "xlsx", "csv", "json"}) {
    folder.put("copy." + format, bytes_of(folder / ("d/pir-1." + format)));
    const Outcome verdict = debrief({"report", "verify", "copy." + format, "--json"}, run);
    EXPECT_EQ(verdict.status, 0) << format << verdict.err;
    EXPECT_EQ((*base::parse_json(verdict.out))["reproduced"], true) << format;
  }
}

}  // namespace

}  // namespace debrief::test
