// The promises of the command line: statuses, one JSON document, suggestions, quiet pipes.

#include <gtest/gtest.h>

#include "base/json.h"
#include "program.h"

namespace debrief::test {
namespace {

using base::Json;
using testing::HasSubstr;
using testing::Not;

Json document(const Outcome& outcome) {
  const auto parsed = base::parse_json(outcome.out);
  EXPECT_TRUE(parsed.ok()) << "not one JSON document: " << outcome.out.substr(0, 400);
  return parsed.maybe().value_or(Json());
}

TEST(CommandLine, EveryCommandThatOnlyLooksAnswersWithOneJsonDocument) {
  const Folder folder;
  small_workspace(folder);
  const std::vector<std::vector<std::string>> commands{{"import", "list"},
                                                       {"import", "show", "1"},
                                                       {"import", "sources"},
                                                       {"incident", "list"},
                                                       {"incident", "show", "INC001"},
                                                       {"kpi"},
                                                       {"kpi", "list"},
                                                       {"review", "list"},
                                                       {"review", "candidates"},
                                                       {"action", "list"},
                                                       {"lesson", "list"},
                                                       {"learner", "list"},
                                                       {"unit", "list"},
                                                       {"evidence", "list"},
                                                       {"report", "list"},
                                                       {"template", "list"},
                                                       {"audit", "verify"},
                                                       {"audit", "list"},
                                                       {"check"},
                                                       {"help"},
                                                       {"help", "import"},
                                                       {"version"},
                                                       {"table", "log.csv"},
                                                       {"help", "errors", "disk-full"}};
  for (std::vector<std::string> words : commands) {
    words.emplace_back("--json");
    const Outcome outcome = debrief(words, {.folder = folder.path()});
    SCOPED_TRACE(testing::PrintToString(words));
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    document(outcome);
  }
}

TEST(CommandLine, AFailureWithJsonIsOneDocumentWithTheCodeAndTheMessageStandsOnStandardError) {
  const Folder folder;
  const Outcome outcome = debrief({"incident", "list", "--json"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_EQ(document(outcome)["error"]["code"], "no-workspace");
  EXPECT_THAT(outcome.err, HasSubstr("[no-workspace]"));
}

TEST(CommandLine, ASlipGetsASuggestion) {
  const Folder folder;
  small_workspace(folder);
  struct Slip {
    std::vector<std::string> words;
    std::string suggestion;
  };
  for (const Slip& slip : {Slip{{"reviw", "list"}, "\"review\""},
                           {{"review", "lst"}, "\"list\""},
                           {{"incident", "list", "--limt", "3"}, "\"--limit\""},
                           {{"kpi", "time_to_resolv"}, "time_to_resolve"},
                           {{"kpi", "--by", "prioity"}, "\"priority\""},
                           {{"incident", "show", "INC01"}, "INC001"},
                           {{"help", "improt"}, "\"import\""},
                           {{"report", "pri", "--out", "x"}, "\"pir\""}}) {
    const Outcome outcome = debrief(slip.words, {.folder = folder.path()});
    SCOPED_TRACE(testing::PrintToString(slip.words));
    EXPECT_THAT(outcome.status, testing::AnyOf(2, 3));
    EXPECT_THAT(outcome.err, HasSubstr(slip.suggestion));
    EXPECT_EQ(outcome.out, "");
  }
}

TEST(CommandLine, OptionsForEveryoneStandAnywhere) {
  const Folder folder;
  const Path workspace = small_workspace(folder);
  const Folder elsewhere;
  const std::vector<std::vector<std::string>> orders{
      {"--json", "--workspace", workspace.string(), "incident", "list"},
      {"incident", "--workspace=" + workspace.string(), "--json", "list"},
      {"incident", "list", "--limit", "3", "--json", "--workspace", workspace.string()}};
  for (const auto& words : orders) {
    const Outcome outcome = debrief(words, {.folder = elsewhere.path()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(document(outcome)["items"].size(), 3U);
  }
  const Outcome by_environment =
      debrief({"incident", "list", "--json"},
              {.folder = elsewhere.path(), .environment = {{"DEBRIEF_WORKSPACE", workspace.string()}}});
  EXPECT_EQ(document(by_environment)["items"].size(), 3U);
}

TEST(CommandLine, HelpIsReachedFromEveryCommandAndEndsWithStatusZero) {
  const Folder folder;
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"import", "--help"}, {"review", "draft", "-h"}, {"help", "kpi"}, {}}) {
    const Outcome outcome = debrief(words, {.folder = folder.path()});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr("debrief"));
    EXPECT_EQ(outcome.err, "");
  }
  EXPECT_EQ(debrief({"--version"}, {.folder = folder.path()}).out.substr(0, 8), "debrief ");
}

TEST(CommandLine, WrongUsageIsStatusTwoAndSaysHowItIsWritten) {
  const Folder folder;
  small_workspace(folder);
  for (const std::vector<std::string>& words : {std::vector<std::string>{"incident", "show"},
                                                {"review", "show", "x"},
                                                {"kpi", "--from", "yesterday"},
                                                {"import"},
                                                {"review"},
                                                {"incident", "list", "--limit"},
                                                {"version", "1"},
                                                {"--now", "noon", "version"},
                                                {"report", "pir", "1", "2", "--out", "x"},
                                                {"report", "trends", "5", "--out", "x"},
                                                {"import", "log.csv", "--sheet", "Log"},
                                                {"report", "trends", "--as", ",", "--out", "x"},
                                                {"incident", "list", "--where", "priority==P1"},
                                                {"incident", "list", "--where", "title~"},
                                                {"incident", "list", "--where", "opened>"},
                                                {"kpi", "--zone", "Mars/Base"}}) {
    const Outcome outcome = debrief(words, {.folder = folder.path()});
    SCOPED_TRACE(testing::PrintToString(words));
    EXPECT_EQ(outcome.status, 2) << outcome.err;
    EXPECT_EQ(outcome.out, "");
    EXPECT_THAT(outcome.err, HasSubstr("["));
  }
}

TEST(CommandLine, NoColoursAndNoProgressGoIntoAPipe) {
  const Folder folder;
  folder.put("log.csv", small_log());
  const Outcome outcome = debrief({"import", "log.csv"}, {.folder = folder.path(), .environment = {{"TERM", "xterm"}}});
  EXPECT_THAT(outcome.out, Not(HasSubstr("\x1b")));
  EXPECT_EQ(outcome.err, "");
}

TEST(CommandLine, AReaderThatGoesAwayIsNoFault) {
  const Folder folder;
  small_workspace(folder);
  const Outcome outcome = debrief({"incident", "list"}, {.folder = folder.path(), .closed_output = true});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.err, "");
}

TEST(CommandLine, ADiskThatIsFullForTheAnswerIsSaid) {
  const Folder folder;
  small_workspace(folder);
  const std::string command =
      std::string("cd '") + folder.path().string() + "' && '" DEBRIEF_PROGRAM "' incident list >/dev/full 2>err";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 3);
  EXPECT_THAT(bytes_of(folder / "err"), HasSubstr("[disk-full]"));
  EXPECT_THAT(bytes_of(folder / "err"), Not(HasSubstr("MB are free"))) << "of which disk?";
}

TEST(CommandLine, AMessageSaysWhatIsWrongAndNotSomethingElse) {
  const Folder folder;
  small_workspace(folder);
  folder.put("afile", "x");
  const auto said = [&](std::vector<std::string> words) {
    const Outcome outcome = debrief(words, {.folder = folder.path()});
    EXPECT_NE(outcome.status, 0) << testing::PrintToString(words);
    return outcome.err;
  };
  EXPECT_THAT(said({"kpi", "--json=1"}), HasSubstr("--json takes no value"));
  EXPECT_THAT(said({"--josn", "kpi"}), HasSubstr("unknown option \"--josn\". Did you mean \"--json\"?"));
  EXPECT_THAT(said({"report", "trends", "--as", "md", "--out", "afile"}), HasSubstr("is a file, not a folder"));
  EXPECT_THAT(said({"action", "export", "--out", "nowhere/a.xlsx"}), HasSubstr("there is no folder \"nowhere\""));
  EXPECT_THAT(said({"import", "rejects", "1", "--out", "nowhere/x.csv"}), HasSubstr("there is no folder"));
  EXPECT_FALSE(std::filesystem::exists(folder / "nowhere"));
  debrief({"action", "export", "--out", "a"}, {.folder = folder.path()});
  EXPECT_TRUE(std::filesystem::exists(folder / "a.xlsx"));
}

TEST(CommandLine, ACommandThatIsSuggestedCanBeCopied) {
  const Folder folder;
  small_workspace(folder);
  debrief({"review", "draft", "INC001"}, {.folder = folder.path()});
  const Outcome outcome = debrief({"review", "export", "1", "--out", "r 2.md"}, {.folder = folder.path()});
  EXPECT_THAT(outcome.out, HasSubstr("debrief review import 'r 2.md'"));
}

TEST(CommandLine, QuietImportsSayNothingWhenAllIsWell) {
  const Folder folder;
  folder.put("log.csv", small_log());
  EXPECT_EQ(debrief({"import", "log.csv", "--zone", "UTC", "-q"}, {.folder = folder.path()}).out, "");
}

TEST(CommandLine, FiguresInWordsGiveMeanAndNinetiethPercentileAsWell) {
  const Folder folder;
  small_workspace(folder);
  const Outcome outcome = debrief({"kpi", "time_to_resolve"}, {.folder = folder.path()});
  EXPECT_THAT(outcome.out, HasSubstr("90 % within"));
  EXPECT_THAT(outcome.out, HasSubstr("Mean"));
}

TEST(CommandLine, AFieldMisspeltInATemplateIsFoundWithoutData) {
  const Folder folder;
  folder.put("mine.md.jinja", "# {{ title }}\n\n{{ control.titel }}\n");
  folder.put("other.jinja", "{{ customer.titel }} {{ greeting }}\n");
  const Outcome bad = debrief({"template", "check", "mine.md.jinja"}, {.folder = folder.path()});
  EXPECT_EQ(bad.status, 1) << bad.out;
  EXPECT_THAT(bad.out, HasSubstr("mine.md.jinja:3:"));
  EXPECT_THAT(bad.out, HasSubstr("control.title"));
  EXPECT_EQ(debrief({"template", "check", "other.jinja"}, {.folder = folder.path()}).status, 0)
      << "data of somebody's own";
}

TEST(CommandLine, ADemoThatWasChangedIsNotMadeAnewUnasked) {
  const Folder folder;
  std::filesystem::create_directories(folder / "d");
  copy_demo(folder);
  std::filesystem::rename(folder / "demo.db", folder / "d/demo.db");
  debrief({"--workspace", "d/demo.db", "action", "add", "--title", "Test it"}, {.folder = folder.path()});
  const Outcome outcome = debrief({"demo", "d"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, 5) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("--again"));
}

TEST(CommandLine, WhatFollowsTwoDashesIsNoOption) {
  const Folder folder;
  folder.put("--odd.csv", small_log());
  const Outcome outcome = debrief({"import", "--zone", "UTC", "--json", "--", "--odd.csv"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(document(outcome)["file"], "--odd.csv");
}

TEST(CommandLine, TheClockIsWhatNowSays) {
  const Folder folder;
  small_workspace(folder);
  const Outcome made =
      debrief({"--now", "2026-03-10T08:00:00Z", "review", "draft", "INC001", "--json"}, {.folder = folder.path()});
  EXPECT_EQ(document(made)["created_at"], "2026-03-10T08:00:00Z") << made.err;
}

}  // namespace
}  // namespace debrief::test
