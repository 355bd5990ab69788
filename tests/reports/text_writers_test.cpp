// HTML and Markdown: well-formed, safe, complete, the same every time.

#include <regex>

#include <pugixml.hpp>

#include "reports/outline.h"
#include "reports/writer.h"
#include "sample.h"

namespace {

using debrief::reports::Writer;
using debrief::reports::writer_named;
using debrief::templates::Document;

std::string written(const char* format, const Document& d) {
  const Writer* w = writer_named(format);
  EXPECT_NE(w, nullptr);
  return w->document(d, {});
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; at += what.size()) ++n;
  return n;
}

/// Our HTML with void elements closed, so that an XML parser can say whether the rest is balanced.
bool balanced(std::string html, std::string& why) {
  html = std::regex_replace(html, std::regex("<!DOCTYPE html>"), "");
  html = std::regex_replace(html, std::regex("<(meta|br|hr|col)( [^>]*)?>"), "<$1$2/>");
  pugi::xml_document xml;
  const auto result = xml.load_buffer(html.data(), html.size());
  why = std::string(result.description()) + " near: " + html.substr(static_cast<std::size_t>(result.offset), 80);
  return static_cast<bool>(result);
}

TEST(Html, IsBalancedForOrdinaryAndHostileText) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile()}) {
    std::string why;
    EXPECT_TRUE(balanced(written("html", d), why)) << why;
  }
}

TEST(Html, LetsNoDataBecomeMarkup) {
  const std::string out = written("html", debrief::sample::hostile());
  EXPECT_EQ(out.find("<script"), std::string::npos);
  EXPECT_EQ(out.find("href=\"javascript"), std::string::npos);
  for (const char c : {'\x01', '\x0b', '\x1f', '\x02'}) EXPECT_EQ(out.find(c), std::string::npos);
}

TEST(Html, LinksOnlyToWhatIsThere) {
  const std::string out = written("html", debrief::sample::hostile());
  const std::regex href("href=\"#([^\"]+)\"");
  for (std::sregex_iterator i(out.begin(), out.end(), href), end; i != end; ++i) {
    EXPECT_NE(out.find(" id=\"" + (*i)[1].str() + "\""), std::string::npos) << (*i)[1];
  }
  EXPECT_EQ(out.find("#nowhere"), std::string::npos);
}

TEST(Html, HasOneTitleOneMainALanguageAndNoIdTwice) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile()}) {
    const std::string out = written("html", d);
    EXPECT_EQ(count(out, "<h1"), 1U);
    EXPECT_EQ(count(out, "<main"), 1U);
    EXPECT_NE(out.find("<html lang=\"en-GB\">"), std::string::npos);
    std::set<std::string> seen;
    const std::regex id(" id=\"([^\"]+)\"");
    for (std::sregex_iterator i(out.begin(), out.end(), id), end; i != end; ++i) {
      EXPECT_TRUE(seen.insert((*i)[1]).second) << (*i)[1];
    }
  }
}

TEST(Html, NeedsNothingFromElsewhereAndStaysSmall) {
  debrief::templates::Document d;
  d.meta.title = "Nothing";
  const std::string out = written("html", d);
  EXPECT_LT(out.size(), 60U * 1024U);
  EXPECT_EQ(out.find("url("), std::string::npos);
  EXPECT_EQ(out.find("<link"), std::string::npos);
}

TEST(Html, SaysMarksInWords) {
  const std::string out = written("html", debrief::sample::review());
  for (const char* word : {"</span> Overdue", "</span> Learner", "</span> Gap", "To be written", "To fill in: "})
    EXPECT_NE(out.find(word), std::string::npos) << word;
}

TEST(Markdown, KeepsPassagesFindable) {
  const std::string out = written("md", debrief::sample::hostile());
  EXPECT_EQ(count(out, "\n<!-- passage: "), 2U);
  EXPECT_EQ(count(out, "\n<!-- /passage -->\n"), 2U);
  const std::size_t from = out.find("<!-- passage: a.b -->");
  EXPECT_LT(out.find("tab", from), out.find("\n<!-- /passage -->", from));
}

TEST(Markdown, EscapesWhatWouldBecomeStructure) {
  const std::string out = written("md", debrief::sample::hostile());
  for (const char* line : {"\n1\\. not a list", "\n\\- not a list", "\n\\+ no", "\n\\# no", "\n\\::: note",
                           "\n\\=== no", "\n\\> no", "\nfour blanks"}) {
    EXPECT_NE(out.find(line), std::string::npos) << line;
  }
  EXPECT_EQ(out.find("<script"), out.find("\\<script") + 1);
  EXPECT_NE(out.find("\\|pipe\\|"), std::string::npos);
}

TEST(Markdown, RowsOfATableHaveTheSameNumberOfCells) {
  const std::string out = written("md", debrief::sample::hostile());
  const std::size_t from = out.find("| a / a");
  ASSERT_NE(from, std::string::npos);
  const std::string table = out.substr(from, out.find("\n\n", from) - from);
  std::set<std::size_t> cells;
  std::string line;
  for (const char c : table + "\n") {
    if (c == '\n') {
      cells.insert(count(line, "|") - count(line, "\\|"));
      line.clear();
    } else {
      line += c;
    }
  }
  EXPECT_EQ(cells, (std::set<std::size_t>{5U}));
}

TEST(Markdown, ShowsPromptsInDoubleBrackets) {
  EXPECT_NE(written("md", debrief::sample::review()).find("[[Who noticed first, and how?]]"), std::string::npos);
}

TEST(Outline, StepsDownOneLevelAtATime) {
  const debrief::templates::Document d = debrief::sample::hostile();
  const auto shape = debrief::reports::outline(d);
  EXPECT_EQ(shape.title_block, nullptr);
  int last = 1;
  for (const auto& b : d.blocks) {
    if (shape.level.count(&b) == 0) continue;
    const int level = shape.level.at(&b);
    EXPECT_LE(level, last + 1);
    last = level;
  }
}

TEST(ColumnShares, SumToOneAndGiveMoreToMoreText) {
  for (const auto& d : {debrief::sample::review(), debrief::sample::hostile()}) {
    for (const auto& b : d.blocks) {
      const auto* t = std::get_if<debrief::templates::Table>(&b.value);
      if (t == nullptr || debrief::reports::column_count(*t) == 0) continue;
      double sum = 0;
      for (const double s : debrief::reports::column_shares(*t)) {
        EXPECT_GT(s, 0);
        sum += s;
      }
      EXPECT_NEAR(sum, 1, 1e-9);
    }
  }
}

}  // namespace
