// Help pages: each command has one, and what it shows is what the program answers.

#include <cstdlib>
#include <fstream>
#include <regex>

#include <gtest/gtest.h>

#include "app/command.h"
#include "app/help.h"
#include "base/text.h"
#include "program.h"

namespace debrief::test {
namespace {

/// A command of a page with the output shown below it. "…" alone on a line stands for any lines.
struct Example {
  std::string command;
  std::vector<std::string> shown;
};

struct PageParts {
  std::vector<Example> examples;
  std::vector<std::pair<std::string, std::string>> files;  // name, content
};

PageParts parts_of(std::string_view page) {
  PageParts parts;
  std::string fence;
  for (const std::string& line : base::split(page, '\n')) {
    if (line.starts_with("```")) {
      fence = fence.empty() ? line : std::string();
      if (const auto at = fence.find("file="); at != std::string::npos)
        parts.files.push_back({fence.substr(at + 5), ""});
    } else if (fence.starts_with("```console")) {
      if (line.starts_with("$ ")) {
        parts.examples.push_back({line.substr(2), {}});
      } else if (!parts.examples.empty()) {
        parts.examples.back().shown.push_back(line);
      }
    } else if (fence.find("file=") != std::string::npos) {
      parts.files.back().second += line + "\n";
    }
  }
  return parts;
}

/// Durations of the run itself and hashes over secrets differ from run to run, and so do ids made from them.
std::string steady(std::string line) {
  line = std::regex_replace(line, std::regex(R"("seconds":[0-9.eE+-]+)"), "\"seconds\":0");
  return std::regex_replace(line, std::regex(R"(\b([0-9a-f]{64}|[0-9a-f]{16})\b)"), "<hash>");
}

/// True when `printed` starts with the lines shown, "…" standing for any number of lines.
bool agrees(std::span<const std::string> shown, std::span<const std::string> printed) {
  if (shown.empty()) return printed.empty();
  if (shown.front() == "…") {
    for (std::size_t skip = 0; skip <= printed.size(); ++skip) {
      if (agrees(shown.subspan(1), printed.subspan(skip))) return true;
    }
    return false;
  }
  return !printed.empty() && steady(shown.front()) == steady(printed.front()) &&
         agrees(shown.subspan(1), printed.subspan(1));
}

std::vector<std::string> lines_of(std::string_view text) {
  auto lines = base::split(text, '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  return lines;
}

/// Words of a shell-like line: blanks apart, double quotes hold together.
std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  std::string word;
  bool quoted = false;
  bool any = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
      any = true;
    } else if (c == ' ' && !quoted) {
      if (any) words.push_back(word);
      word.clear();
      any = false;
    } else {
      word += c;
      any = true;
    }
  }
  if (any) words.push_back(word);
  return words;
}

std::string run_shown(const Folder& folder, const std::string& command) {
  auto words = words_of(command);
  words.erase(words.begin());  // debrief
  const Outcome outcome =
      debrief(words, {.folder = folder.path(),
                      .input = {},
                      .environment = {{"DEBRIEF_WORKSPACE", "demo.db"}, {"DEBRIEF_NOW", "2026-10-02T09:00:00Z"}}});
  EXPECT_THAT(outcome.status, testing::AnyOf(0, 1)) << command << "\n" << outcome.err;
  return outcome.out;
}

class Pages : public testing::TestWithParam<const app::Command*> {};

TEST_P(Pages, SaysWhatItDoesAndShowsAnExampleWhoseOutputIsTrue) {
  const std::string name(GetParam()->name);
  const auto page = app::page(name);
  ASSERT_TRUE(page) << "app/commands/" << name << ".md is missing";
  const PageParts parts = parts_of(*page);
  ASSERT_FALSE(parts.examples.empty()) << name << ".md shows no example";
  const Folder folder;
  copy_demo(folder);
  for (const auto& [file, content] : parts.files) folder.put(file, content);
  // With UPDATE_PAGES set, the pages are written anew from what the program answers: read the difference afterwards.
  const bool update = std::getenv("UPDATE_PAGES") != nullptr;
  std::string rewritten(*page);
  for (const Example& example : parts.examples) {
    const std::string printed = run_shown(folder, example.command);
    if (update && !agrees(example.shown, lines_of(printed))) {
      auto lines = lines_of(printed);
      constexpr std::size_t most = 16;
      if (lines.size() > most) {
        lines.resize(most - 1);
        lines.emplace_back("…");
      }
      const std::string old_text =
          "$ " + example.command + "\n" + (example.shown.empty() ? "" : base::joined(example.shown, "\n") + "\n");
      const auto at = rewritten.find(old_text);
      ASSERT_NE(at, std::string::npos) << old_text;
      rewritten.replace(at, old_text.size(),
                        "$ " + example.command + "\n" + (lines.empty() ? "" : base::joined(lines, "\n") + "\n"));
    } else {
      const auto lines = lines_of(printed);
      EXPECT_TRUE(agrees(example.shown, lines)) << "$ " << example.command << "\nprinted:\n" << printed;
    }
  }
  if (update) std::ofstream(Path(DEBRIEF_TOP) / "app/commands" / (name + ".md")) << rewritten;
}

INSTANTIATE_TEST_SUITE_P(Commands, Pages, testing::ValuesIn(app::all_commands().begin(), app::all_commands().end()),
                         [](const auto& command) { return std::string(command.param->name); });

TEST(Commands, HaveATitleAGroupAndASummaryPerVerb) {
  for (const app::Command* command : app::all_commands()) {
    SCOPED_TRACE(command->name);
    EXPECT_FALSE(command->title.empty());
    EXPECT_THAT(std::string(command->group), testing::AnyOf("In", "Look", "Decide", "Learn", "Out", "Keep"));
    EXPECT_NE(app::overview(false).find(command->title), std::string::npos);
    for (const app::Verb& verb : command->verbs) {
      EXPECT_TRUE(verb.summary.ends_with('.')) << verb.name;
      EXPECT_NE(verb.run, nullptr);
    }
  }
}

}  // namespace
}  // namespace debrief::test
