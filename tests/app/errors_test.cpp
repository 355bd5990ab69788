// Every code that the program can answer has a section that explains it, and every section is about a code.

#include <algorithm>
#include <fstream>
#include <regex>
#include <set>

#include <gtest/gtest.h>

#include "app/help.h"
#include "base/text.h"
#include "program.h"

namespace debrief::test {
namespace {

std::vector<Path> sources() {
  std::vector<Path> files;
  for (const char* room : {"base", "import", "review", "analytics", "templates", "reports", "app"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(Path(DEBRIEF_TOP) / room)) {
      if (entry.path().extension() == ".cpp" || entry.path().extension() == ".h") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// Codes as the sources write them: behind a Status, in a call that makes an issue or refusal, in an Issue's
/// initialiser, in the table of contradicting times, and in a warning about figures.
std::set<std::string> codes_in(const std::string& text) {
  static const std::regex forms[] = {
      std::regex(R"re(Status::\w+,\s*"([a-z][a-z0-9]*(?:-[a-z0-9]+)+|internal|interrupted)")re"),
      std::regex(R"re(\b(?:warning|fault|refuse|refused)\(\s*"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)")re"),
      std::regex(R"re(\breport\(\{"([a-z]+(?:-[a-z]+)+)")re"),
      std::regex(R"re(\bTrouble\{"([a-z]+(?:-[a-z]+)+)")re"),
      std::regex(R"re(\.code = "([a-z]+(?:-[a-z]+)+)")re"),
      std::regex(R"re(TimeField::\w+, "([a-z]+(?:-[a-z]+)+)")re"),
      std::regex(R"re(\badd\("([a-z]+(?:-[a-z]+)+)", TimeField)re"),
      std::regex(R"re(warnings?\.(?:push|emplace)_back\(\s*\{?"([a-z]+(?:-[a-z0-9]+)+)")re")};
  // A code may stand on the line after the call's name. Lines without a quoted word are passed over: the forms are
  // slow.
  std::set<std::string> codes;
  std::string before;
  for (const std::string& line : base::split(text, '\n')) {
    if (line.find('"') != std::string::npos) {
      const std::string both = before + "\n" + line;
      for (const std::regex& form : forms) {
        for (auto i = std::sregex_iterator(both.begin(), both.end(), form); i != std::sregex_iterator(); ++i)
          codes.insert((*i)[1]);
      }
    }
    before = line;
  }
  return codes;
}

TEST(Errors, EveryCodeInTheSourcesHasASection) {
  std::set<std::string> without;
  std::size_t found = 0;
  for (const Path& file : sources()) {
    for (const std::string& code : codes_in(bytes_of(file))) {
      ++found;
      if (!app::error_section(code)) without.insert(code + " (" + file.filename().string() + ")");
    }
  }
  EXPECT_GT(found, 100U) << "the codes are not written as this test expects";
  EXPECT_TRUE(without.empty()) << "app/help/errors.md explains not: " << testing::PrintToString(without);
}

TEST(Errors, EverySectionIsAboutACodeThatStandsInTheSources) {
  std::string all;
  for (const Path& file : sources()) all += bytes_of(file);
  for (const std::string& code : app::error_codes()) {
    EXPECT_NE(all.find("\"" + code + "\""), std::string::npos) << code << " is explained, but nothing answers it";
  }
}

TEST(Errors, ASectionIsShownByItsCodeAndAMistypedCodeGetsASuggestion) {
  const Folder folder;
  EXPECT_THAT(debrief({"help", "errors", "date-impossible"}, {.folder = folder.path()}).out,
              testing::HasSubstr("31 February"));
  const Outcome outcome = debrief({"help", "errors", "date-imposible"}, {.folder = folder.path()});
  EXPECT_EQ(outcome.status, 3);
  EXPECT_THAT(outcome.err, testing::HasSubstr("\"date-impossible\""));
}

}  // namespace
}  // namespace debrief::test
