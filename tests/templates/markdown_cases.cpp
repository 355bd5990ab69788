// Markdown with directives: the document it becomes, its mistakes, hostile text, and data that stays text.

#include <chrono>
#include <random>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "templates/directive.h"
#include "templates/engine/engine.h"
#include "templates/markdown.h"

namespace debrief::templates {
namespace {

DirectiveData data_with() {
  DirectiveData d;
  d.charts["aht"].finding = "Calls took longer in May.";
  d.tables["acts"].columns.resize(2);
  d.passages["causes.why"] = "Because **of** this.\n\n# Big\n\n::: pagebreak\n";
  return d;
}

Document read(const std::string& text) { return parse_document(text, {}, data_with(), "pir.md"); }

std::string mistake(const std::string& text) {
  try {
    read(text);
    return "no mistake";
  } catch (const base::Error& e) {
    EXPECT_EQ(e.status(), base::Status::refused);
    return e.what();
  }
}

TEST(Markdown, BlocksAndInlinesOfADocument) {
  const Document d = read(
      "# Title\n\nA *b* **c** `d` ~~e~~ [f](https://x.example) <https://y.example> g\\\nh [[who?]]\n\n3. x\n4. y\n\n> "
      "q\n\n```cpp\n::: note\n```\n\n| A | B |\n|:--|--:|\n| 1 | 2 |\n\n---\n");
  ASSERT_EQ(d.blocks.size(), 7U);
  EXPECT_EQ(d.blocks[0].id, "title");
  EXPECT_EQ(std::get<Heading>(d.blocks[0].value).level, 1);
  const Inlines& line = std::get<Paragraph>(d.blocks[1].value).text;
  EXPECT_EQ(plain(line), "A b c d e f https://y.example g h [who?]");
  EXPECT_TRUE(std::holds_alternative<Prompt>(line.back().value));
  EXPECT_EQ(std::get<List>(d.blocks[2].value).start, 3);
  EXPECT_EQ(std::get<List>(d.blocks[2].value).items.size(), 2U);
  EXPECT_TRUE(std::holds_alternative<Quote>(d.blocks[3].value));
  EXPECT_EQ(std::get<CodeBlock>(d.blocks[4].value).text, "::: note");
  EXPECT_EQ(std::get<Table>(d.blocks[5].value).columns[1].align, Align::right);
  EXPECT_EQ(plain(std::get<Table>(d.blocks[5].value).body[0].cells[1].text), "2");
  EXPECT_TRUE(std::holds_alternative<Rule>(d.blocks[6].value));
}

TEST(Markdown, DirectivesBecomeTheirBlocks) {
  const Document d = read(
      "## Why\n\n::: passage key=\"causes.why\" title=\"Why\"\n[[Why?]]\n:::\n\n::: passage key=effect\n[[Did it "
      "work?]]\n:::\n\n::: note title=\"A \\\"b\\\"\"\nouter\n::: warning\ninner\n:::\n:::\n"
      "::: chart source=aht\n::: contents\n::: table source=\"acts\" caption=\"All\" widths=\"3 1\"\n:::\n::: table "
      "align=\"rc\" total=last\n| A | B |\n|---|---|\n| 1 | 2 |\n:::\n"
      "::: signoff\n- Manager\n- Lead | A. Okafor | 12 May 2026 | agreed\n:::\n::: prompt question=\"Who?\"\n");
  ASSERT_EQ(d.blocks.size(), 10U);
  const auto& written = std::get<Passage>(d.blocks[1].value);
  EXPECT_FALSE(written.empty);
  EXPECT_EQ(d.blocks[1].id, "passage-causes-why");
  EXPECT_EQ(plain(std::get<Paragraph>(written.blocks[2].value).text), "::: pagebreak");
  EXPECT_EQ(std::get<Heading>(written.blocks[1].value).level, 4);
  EXPECT_TRUE(std::get<Passage>(d.blocks[2].value).empty);
  const auto& note = std::get<Callout>(d.blocks[3].value);
  EXPECT_EQ(note.title, "A \"b\"");
  EXPECT_EQ(std::get<Callout>(note.blocks[1].value).kind, "warning");
  EXPECT_EQ(std::get<Figure>(d.blocks[4].value).caption, "Calls took longer in May.");
  EXPECT_DOUBLE_EQ(std::get<Table>(d.blocks[6].value).columns[0].width, 0.75);
  EXPECT_EQ(std::get<Table>(d.blocks[7].value).body[0].mark, "total");
  EXPECT_EQ(std::get<SignOff>(d.blocks[8].value).lines[1].decision, "agreed");
  EXPECT_EQ(plain(std::get<Paragraph>(d.blocks[9].value).text), "[Who?]");
}

TEST(Markdown, IdsAreUniqueAndAChangeElsewhereLeavesThemAlone) {
  const auto ids = [](const Document& d) {
    std::vector<std::string> out;
    const auto walk = [&](const auto& self, const Blocks& blocks) -> void {
      for (const Block& b : blocks) {
        out.push_back(b.id);
        for (const Blocks* i : inner(b)) self(self, *i);
      }
    };
    walk(walk, d.blocks);
    return out;
  };
  const auto before = ids(read("## A\n\nx\n\n- y\n\n## B\n\nz\n\n## B\n\nw"));
  EXPECT_EQ(std::set<std::string>(before.begin(), before.end()).size(), before.size());
  const auto after = ids(read("## A\n\nx\n\nmore\n\n- y\n\n## B\n\nz\n\n## B\n\nw"));
  EXPECT_TRUE(std::equal(before.end() - 4, before.end(), after.end() - 4));
}

TEST(Markdown, EachDirectivesExampleWorksOrNeedsData) {
  for (const Directive* d : all_directives()) {
    EXPECT_FALSE(d->purpose.empty()) << d->name;
    EXPECT_EQ(std::string(d->example).substr(0, 4 + d->name.size()), fmt::format("::: {}", d->name));
    const std::string what = mistake(std::string(d->example));
    EXPECT_TRUE(what == "no mistake" || what.find("there is no chart") != std::string::npos) << d->name << ": " << what;
  }
}

TEST(Markdown, MistakesInDirectivesHaveTheirLineAndTheNearestName) {
  EXPECT_EQ(mistake("a\n\n::: nte\n:::"), "pir.md:3: there is no directive \"nte\"; did you mean \"note\"?");
  EXPECT_EQ(mistake("::: note titel=x\n:::"), "pir.md:1: note takes no attribute \"titel\"; did you mean \"title\"?");
  EXPECT_EQ(mistake("::: chart source=aht2"), "pir.md:1: there is no chart \"aht2\"; did you mean \"aht\"?");
  EXPECT_EQ(mistake("x\n::: note\ny"), "pir.md:2: the directive \"note\" is never closed with :::");
  EXPECT_EQ(mistake(":::"), "pir.md:1: ::: closes a directive that was never opened");
  EXPECT_EQ(mistake("::: chart"), "pir.md:1: chart needs source=\"…\": the chart's name");
  EXPECT_EQ(mistake("::: table total=first\n:::"), "pir.md:1: \"total\" is \"first\"; it can be last, none");
}

TEST(Markdown, HtmlIsTextAndOnlyHarmlessLinksAreLinks) {
  const Document d = read("<script>x</script> [a](javascript:alert(1)) [b](#part) ![c](http://e.example/p.png)\n");
  const Inlines& line = std::get<Paragraph>(d.blocks[0].value).text;
  EXPECT_EQ(plain(line), "<script>x</script> a b c");
  int links = 0;
  for (const Inline& i : line) links += std::holds_alternative<Link>(i.value) ? 1 : 0;
  EXPECT_EQ(links, 1);
}

// A second is the promise on an idle machine; tests share theirs, and may be built without optimisation.
#ifdef __OPTIMIZE__
constexpr double allowed_seconds = 3.0;
#else
constexpr double allowed_seconds = 12.0;
#endif

TEST(Markdown, HostileTextOfTenMegabytesIsDoneWithinASecond) {
  const std::size_t size = 10U << 20U;
  const auto filled_with = [&](const std::string& part, const std::string& start = "") {
    std::string s = start;
    while (s.size() + part.size() <= size) s += part;
    return s;
  };
  for (const std::string& text : {filled_with("> "),
                                  filled_with("[", ""),
                                  filled_with("*a_ "),
                                  filled_with("`"),
                                  filled_with("- "),
                                  filled_with("|a"),
                                  filled_with("a\n|b|\n|-|\n"),
                                  filled_with("<a@b.c>"),
                                  filled_with("[a]: b\n"),
                                  filled_with("[a][b] [[c]] ![d](e) \n\n"),
                                  filled_with("::: note\n"),
                                  filled_with("\\"),
                                  filled_with("&amp;"),
                                  filled_with("https://a.b/ "),
                                  filled_with("# h\n"),
                                  filled_with("a\n\n"),
                                  filled_with(std::string(1, '\0')),
                                  filled_with("*a **b ~~c `d [e\n\n"),
                                  filled_with("`a``b```c\n"),
                                  filled_with("[[[[[[[[\n\n"),
                                  filled_with("1. a\n   - b\n")}) {
    const auto start = std::chrono::steady_clock::now();
    try {
      read(text);
    } catch (const base::Error&) {
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    EXPECT_LT(seconds, allowed_seconds) << text.substr(0, 20);
    if (seconds > 0.5) std::printf("%.2f s: %s\n", seconds, base::quoted(text, 24).c_str());
  }
}

/// What a reader sees of escaped data is the data, white space squeezed.
TEST(Markdown, DataEscapedForMarkdownNeverBecomesMarkup) {
  const std::vector<std::string> bits{"#",
                                      "-",
                                      "+",
                                      "1.",
                                      "2)",
                                      "`",
                                      "```",
                                      "~~~",
                                      ":::",
                                      "::: note",
                                      "[[",
                                      "]]",
                                      "[",
                                      "](",
                                      ")",
                                      "*",
                                      "**",
                                      "_",
                                      "~~",
                                      "|",
                                      "<",
                                      ">",
                                      "<b>",
                                      "&amp;",
                                      "&#65;",
                                      "\\",
                                      "\n",
                                      "\n\n",
                                      "  ",
                                      "    ",
                                      "\t",
                                      "https://a.example",
                                      "a@b.example",
                                      "www.a.example",
                                      "=",
                                      "---",
                                      "===",
                                      "word",
                                      "é",
                                      "12",
                                      "!",
                                      "![",
                                      ":",
                                      "/",
                                      "//",
                                      "http",
                                      "\r\n",
                                      "]: ",
                                      ".",
                                      "(",
                                      "mailto:a@b.example",
                                      "\x01",
                                      "{{",
                                      "$",
                                      "^"};
  std::mt19937 random(11);
  const auto check = [&](const std::string& data, const std::string& before, const std::string& after) {
    const std::string shown = escaped(data, Escape::markdown);
    std::string clean;
    for (const char c : data) {
      if (static_cast<unsigned char>(c) >= 0x20 || std::isspace(static_cast<unsigned char>(c)) != 0) clean += c;
    }
    const std::string wanted = base::squeezed(clean);
    {
      const Document d = read(before + shown + after + "\n");
      std::string got;
      for (const Block& b : d.blocks) {
        ASSERT_TRUE(std::holds_alternative<Paragraph>(b.value)) << base::quoted(data, 200);
        for (const Inline& i : std::get<Paragraph>(b.value).text) {
          ASSERT_TRUE(std::holds_alternative<Text>(i.value)) << base::quoted(data, 200) << " as " << shown;
          ASSERT_EQ(std::get<Text>(i.value).style, TextStyle{}) << base::quoted(data, 200);
        }
        got += plain(std::get<Paragraph>(b.value).text);
      }
      ASSERT_LE(d.blocks.size(), 1U);
      ASSERT_EQ(base::squeezed(got), base::squeezed(before + " " + wanted + " " + after).empty()
                                         ? ""
                                         : base::squeezed(before + clean + after))
          << shown;
    }
    const Document t = read("| A | B |\n|---|---|\n| " + shown + " | x |\n");
    ASSERT_EQ(t.blocks.size(), 1U) << base::quoted(data, 200);
    const auto* table = std::get_if<Table>(&t.blocks[0].value);
    ASSERT_NE(table, nullptr) << base::quoted(data, 200);
    ASSERT_EQ(table->body.size(), 1U);
    ASSERT_EQ(table->body[0].cells.size(), 2U) << shown;
    ASSERT_EQ(base::squeezed(plain(table->body[0].cells[0].text)), wanted) << shown;
    ASSERT_EQ(plain(table->body[0].cells[1].text), "x");
  };
  for (int i = 0; i < 6000; ++i) {
    std::string data;
    const int n = 1 + static_cast<int>(random() % 6);
    for (int k = 0; k < n; ++k) data += bits[random() % bits.size()];
    check(data, i % 3 == 0 ? "a " : "", i % 4 == 0 ? " b" : "");
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace debrief::templates
