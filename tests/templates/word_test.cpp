// Word templates as trees: tags over runs, blocks at their levels, what filling puts right, and the doctor's remarks.

#include "templates/word/word.h"

#include <random>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pugixml.hpp>

#include "base/error.h"
#include "base/json.h"

namespace debrief::templates::word {
namespace {

using base::Json;
using testing::HasSubstr;
using testing::Not;

/// Blocks come as one paragraph that says what was asked for.
struct EchoHost : Host {
  std::string title() const override { return "The title"; }
  std::string body(const Slot& s) override { return said(s.titled ? "body below title" : "body with title"); }
  std::string markdown(const std::string& text, const Slot& s) override { return said("md:" + s.style + ":" + text); }
  std::string chart(const std::string& name, const Slot&) override { return said("chart:" + name); }
  std::string table(const std::string& name, const Slot&) override { return said("table:" + name); }
  Picture picture(std::string_view kind, const std::string& name, const std::string&, long, long) override {
    return {"rId77", "", std::string(kind) + " " + name};
  }
  static std::string said(const std::string& text) {
    return "<w:p><w:r><w:t>" + escaped(text, Escape::xml) + "</w:t></w:r></w:p>";
  }
};

std::string p(const std::string& text) { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"; }
std::string cell(const std::string& inside) { return "<w:tc>" + inside + "</w:tc>"; }
std::string row(const std::string& inside) { return "<w:tr>" + inside + "</w:tr>"; }
std::string table(const std::string& inside) {
  return "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w=\"100\"/></w:tblGrid>" + inside + "</w:tbl>";
}

Parts package(const std::string& body, const std::string& header = "") {
  Parts parts{{"[Content_Types].xml", "<Types/>"},
              {"word/document.xml", "<w:document><w:body>" + body + "<w:sectPr/></w:body></w:document>"}};
  if (!header.empty()) parts.emplace_back("word/header1.xml", "<w:hdr>" + header + "</w:hdr>");
  return parts;
}

std::string part(const Parts& parts, const std::string& name) {
  for (const auto& [n, bytes] : parts) {
    if (n == name) return bytes;
  }
  return {};
}

std::string filled(const std::string& body, const char* data, const std::string& name = "word/document.xml",
                   const std::string& header = "") {
  EchoHost host;
  const Template t(package(body, header));
  return part(t.fill(Json::parse(data), host, {}), name);
}

std::string refused(const std::string& body, const char* data = "{}") {
  try {
    filled(body, data);
  } catch (const base::Error& e) {
    return e.code() + " " + e.what();
  }
  return "";
}

int count(const std::string& text, const std::string& what) {
  int n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

TEST(WordTemplate, JoinsATagOverItsRunsAndKeepsTheFormattingOfTheFirst) {
  const std::string runs =
      "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Dear {</w:t></w:r><w:proofErr "
      "w:type=\"spellStart\"/><w:r><w:rPr><w:i/></w:rPr>"
      "<w:t>{ na</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>me }} and more</w:t></w:r></w:p>";
  EXPECT_THAT(refused(runs, R"({"name": "Ann"})"), HasSubstr("template-syntax"));  // a tab parts the name
  std::string whole = runs;
  whole.erase(whole.find("<w:r><w:tab/></w:r>"), 19);
  const std::string out = filled(whole, R"({"name": "Ann & Bob"})");
  EXPECT_THAT(out, HasSubstr("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">Dear Ann &amp; Bob</w:t>"));
  EXPECT_THAT(out, HasSubstr(" and more</w:t>"));
  EXPECT_THAT(out, Not(HasSubstr("proofErr")));
}

TEST(WordTemplate, TakesWhatWordMakesOfQuotesBlanksAndDashes) {
  EXPECT_THAT(filled(p("{{\u00A0labels[\u201Ca b\u201D] \u2013 1 }}"), R"({"labels": {"a b": 3}})"), HasSubstr(">2<"));
  EXPECT_THAT(filled(p("{{ \"a \u2013 b\" }}"), "{}"), HasSubstr("a \u2013 b")) << "texts keep their dashes";
}

TEST(WordTemplate, RepeatsParagraphsRowsAndWords) {
  const char* data = R"({"xs": ["a", "b"]})";
  EXPECT_EQ(count(filled(p("{% for x in xs %}") + p("{{ x }}!") + p("{% endfor %}"), data), "<w:p>"), 2);
  const std::string rows =
      filled(table(row(cell(p("{% for x in xs %}"))) + row(cell(p("{{ x }}"))) + row(cell(p("{% endfor %}")))), data);
  EXPECT_EQ(count(rows, "<w:tr>"), 2);
  EXPECT_THAT(filled(p("({% for x in xs %}{{ x }},{% endfor %})"), data), HasSubstr("b"));
}

TEST(WordTemplate, RepeatsTheRowOfALoopFromItsFirstCellToItsLast) {
  const std::string out =
      filled(table(row(cell(p("{% for x in xs %}{{ x }}")) + cell(p("{{ x }}{% endfor %}")))), R"({"xs": [1, 2, 3]})");
  EXPECT_EQ(count(out, "<w:tr>"), 3);
  EXPECT_EQ(count(out, "<w:tc>"), 6);
}

TEST(WordTemplate, LooksThroughContentControlsOfNothingButTags) {
  const auto control = [](const std::string& inside) {
    return "<w:sdt><w:sdtPr/><w:sdtContent>" + inside + "</w:sdtContent></w:sdt>";
  };
  const std::string out =
      filled(control(p("{% for x in xs %}")) + control(p("{{ x }}")) + p("{% endfor %}"), R"({"xs": [1, 2]})");
  EXPECT_EQ(count(out, "<w:sdt>"), 2);
}

TEST(WordTemplate, RemovesATableWithoutRowsAndGivesEveryCellAParagraph) {
  const std::string none =
      filled(p("a") + table(row(cell(p("{% for x in xs %}"))) + row(cell(p("{{ x }}"))) + row(cell(p("{% endfor %}")))),
             R"({"xs": []})");
  EXPECT_THAT(none, Not(HasSubstr("<w:tbl>")));
  const std::string bare =
      filled(table(row(cell(p("x")) + cell(p("{% if no %}") + p("y") + p("{% endif %}")))), R"({"no": false})");
  EXPECT_THAT(bare, HasSubstr("<w:tc><w:p"));
  EXPECT_EQ(count(bare, "<w:tc><w:p"), 2);
}

TEST(WordTemplate, RefusesBlocksThatDoNotCloseAmongSiblingsAndSaysWhere) {
  EXPECT_THAT(refused(p("Items: {% for x in xs %}") + p("{{ x }}") + p("{% endfor %}"), R"({"xs": []})"),
              testing::AllOf(HasSubstr("word-block-apart"), HasSubstr("word/document.xml: near \"Items: "),
                             HasSubstr("{% for x in xs %}")));
  EXPECT_THAT(refused(table(row(cell(p("{% if a %}x")))) + p("{% endif %}"), R"({"a": 1})"),
              HasSubstr("word-block-apart"));
  EXPECT_THAT(refused(p("{% for x in xs %}") + p("y")), HasSubstr("word-block-open"));
  EXPECT_THAT(refused(p("y {% endif %}")), HasSubstr("word-block-open"));
  EXPECT_THAT(refused(p("{% include \"x\" %}")), HasSubstr("word-tag-unknown"));
  EXPECT_THAT(refused(p("{% set x %}") + p("y")), HasSubstr("word-tag-unknown"));
  EXPECT_THAT(refused(p("{{ open")), HasSubstr("word-tag-open"));
}

TEST(WordTemplate, RefusesTrackedChangesAndTagsInDeletedText) {
  EXPECT_THAT(refused("<w:p><w:del w:id=\"1\"><w:r><w:delText>{{ x }}</w:delText></w:r></w:del></w:p>" + p("{{ y }}")),
              HasSubstr("word-tracked-changes"));
  EXPECT_THAT(refused("<w:p><w:ins w:id=\"1\"><w:r><w:t>{{ x }}</w:t></w:r></w:ins></w:p>"),
              HasSubstr("word-tracked-changes"));
}

TEST(WordTemplate, NamesThePlaceAndTheNearestFieldOfAnUnknownOne) {
  EXPECT_THAT(refused(p("Dear {{ nmae }}"), R"({"name": 1})"),
              testing::AllOf(HasSubstr("template-undefined word/document.xml: near \"Dear {{ nmae }}\""),
                             HasSubstr("did you mean \"name\"")));
}

TEST(WordTemplate, LetsNothingInTheDataBecomeMarkup) {
  const char* data = R"({"bad": "</w:t></w:r><w:evil/>\u0007\u0001 12\u0002"})";
  for (const char* tag :
       {"{{ bad }}", "{{ bad|safe }}", "{{ bad|e }}", "{{ bad|forceescape }}", "{{ 'x' ~ bad|safe }}"}) {
    const std::string out = filled(p(tag), data);
    EXPECT_THAT(out, Not(HasSubstr("<w:evil"))) << tag;
    EXPECT_THAT(out, HasSubstr("&lt;w:evil/&gt;")) << tag;
    EXPECT_EQ(out.find('\x07'), std::string::npos) << tag;
  }
}

TEST(WordTemplate, MakesBreaksAndTabsOfThoseInTheData) {
  const std::string out = filled(p("{{ t }}"), R"({"t": "a\nb\tc"})");
  EXPECT_THAT(out, HasSubstr("a</w:t><w:br/><w:t xml:space=\"preserve\">b</w:t><w:tab/><w:t xml:space=\"preserve\">c"));
}

TEST(WordTemplate, GivesEachCopyIdsOfItsOwn) {
  const std::string out = filled(
      p("{% for x in xs %}") +
          "<w:p w14:paraId=\"00000001\"><w:bookmarkStart w:id=\"1\" w:name=\"b\"/><w:r><w:drawing><wp:inline>"
          "<wp:docPr id=\"1\" name=\"n\" descr=\"d\"/></wp:inline></w:drawing></w:r><w:bookmarkEnd w:id=\"1\"/></w:p>" +
          p("{% endfor %}"),
      R"({"xs": [1, 2, 3]})");
  EXPECT_EQ(count(out, "w14:paraId=\"00000001\""), 1);
  EXPECT_EQ(count(out, "w:name=\"b\""), 1);
  EXPECT_EQ(count(out, "docPr id=\"1\""), 1);
  EXPECT_EQ(count(out, "<w:bookmarkStart w:id=\"1\""), 1);
  EXPECT_EQ(count(out, "<w:bookmarkEnd w:id=\"1\""), 1);
  EXPECT_EQ(count(out, "<w:bookmarkEnd "), 3);
}

TEST(WordTemplate, PutsBlocksInPlaceOfAParagraphOfOneTag) {
  const std::string styled = "<w:p><w:pPr><w:pStyle w:val=\"Lead\"/></w:pPr><w:r><w:t>{{ t|md }}</w:t></w:r></w:p>" +
                             p("{{ chart(\"c\") }}") + p("{{ table(n) }}");
  const std::string out = filled(styled, R"({"t": "# a < b", "n": "rows"})");
  EXPECT_THAT(out, HasSubstr("md:Lead:# a &lt; b"));
  EXPECT_THAT(out, HasSubstr("chart:c"));
  EXPECT_THAT(out, HasSubstr("table:rows"));
  EXPECT_THAT(refused(p("see {{ t|md }}"), R"({"t": ""})"), HasSubstr("word-tag-not-alone"));
}

TEST(WordTemplate, LeavesTheTitleToTheTemplateThatShowsIt) {
  EXPECT_THAT(filled(p("{{ body }}"), "{}"), HasSubstr("body with title"));
  EXPECT_THAT(filled(p("{{ t }}") + p("{{ body }}"), R"({"t": "The title"})"), HasSubstr("body below title"));
  EXPECT_THAT(refused(p("x") + p("{{ body }} y")), HasSubstr("word-tag-not-alone"));
}

TEST(WordTemplate, FillsHeadersAndPicturesByTheirAlternativeText) {
  const std::string picture =
      "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"10\" cy=\"5\"/><wp:docPr id=\"1\" name=\"n\" "
      "descr=\"{{ chart(&quot;time&quot;) }}\"/><a:graphic><pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" name=\"n\" "
      "descr=\"\"/>"
      "</pic:nvPicPr><pic:blipFill><a:blip "
      "r:embed=\"rId1\"/></pic:blipFill></pic:pic></a:graphic></wp:inline></w:drawing>"
      "</w:r></w:p>";
  const std::string out = filled(p("x"), R"({"t": "T"})", "word/header1.xml", p("{{ t }}") + picture);
  EXPECT_THAT(out, HasSubstr(">T<"));
  EXPECT_THAT(out, HasSubstr("r:embed=\"rId77\""));
  EXPECT_THAT(out, HasSubstr("descr=\"chart time\""));
}

TEST(WordTemplate, KeepsBracesOfTheDocumentsOwn) {
  const std::string out =
      filled(p("{ a } {{ x }} {") + "<w:p w:x=\"{{{\"><w:r><w:t>}}</w:t></w:r></w:p>", R"({"x": 1})");
  EXPECT_THAT(out, HasSubstr("{ a } 1 {"));
  EXPECT_THAT(out, HasSubstr("w:x=\"{{{\""));
}

TEST(WordTemplate, StopsAtItsLimits) {
  EXPECT_THAT(refused(p("{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}")),
              HasSubstr("template-limit"));
  std::string deep = "<w:document>";
  for (int i = 0; i < 100'000; ++i) deep += "<w:p>";
  for (int i = 0; i < 100'000; ++i) deep += "</w:p>";
  EXPECT_THROW(Template({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", deep + "</w:document>"}}),
               base::Error);
}

/// Random paragraphs and tables with tags thrown in anywhere, whole and broken.
class Thrown {
 public:
  explicit Thrown(unsigned seed) : random_(seed) {}

  std::string blocks(int depth) {
    std::string out;
    for (int n = pick(4); n >= 0; --n) {
      if (depth > 0 && pick(3) == 0) {
        std::string rows;
        for (int r = pick(3); r >= 0; --r) {
          std::string cells;
          for (int c = pick(2); c >= 0; --c) cells += cell(blocks(depth - 1) + paragraph());
          rows += row(cells);
        }
        out += table(rows);
      } else {
        out += paragraph();
      }
    }
    return out;
  }

 private:
  int pick(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  std::string paragraph() {
    static const std::vector<std::string> pieces{"{% for x in xs %}",
                                                 "{% endfor %}",
                                                 "{% if a %}",
                                                 "{% else %}",
                                                 "{% endif %}",
                                                 "{{ a }}",
                                                 "{{ x }}",
                                                 "word ",
                                                 "{%tr for x in xs %}",
                                                 "{%tr endfor %}",
                                                 "{%p if a %}",
                                                 "{%p endif %}",
                                                 "{{ t|md }}",
                                                 "{{",
                                                 "%}",
                                                 "{%tc for x in xs %}",
                                                 "{%tc endfor %}",
                                                 "{# c #}",
                                                 "{{ a }}!",
                                                 "{{ t }}",
                                                 "{% if a %}y{% endif %}",
                                                 "{% for x in xs %}{{ x }}{% endfor %}",
                                                 "more ",
                                                 "{% set a = 2 %}",
                                                 "",
                                                 ""};
    std::string runs;
    for (int n = pick(3); n > 0; --n) {
      const std::string& piece = pieces[static_cast<std::size_t>(pick(static_cast<int>(pieces.size())))];
      const auto cut = piece.empty() ? 0 : static_cast<std::size_t>(pick(static_cast<int>(piece.size())));
      runs += "<w:r><w:t>" + piece.substr(0, cut) + "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>" + piece.substr(cut) +
              "</w:t></w:r>";
    }
    return "<w:p w14:paraId=\"0000000A\"><w:bookmarkStart w:id=\"3\" w:name=\"m\"/>" + runs +
           "<w:bookmarkEnd w:id=\"3\"/></w:p>";
  }

  std::mt19937 random_;
};

TEST(WordTemplate, GivesASoundTextOrAReasonWhateverTagsStandInIt) {
  int sound = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    const std::string body = Thrown(seed).blocks(static_cast<int>(seed % 3));
    std::string out;
    try {
      out = filled(body, R"({"xs": [1, "<w:p>&"], "a": "", "t": "# x"})");
    } catch (const base::Error& e) {
      EXPECT_EQ(e.status(), base::Status::refused) << seed << " " << e.what();
      EXPECT_THAT(e.what(), HasSubstr("word/document.xml")) << seed;
      continue;
    }
    if (out == part(package(body), "word/document.xml")) continue;  // no tag, so not ours to change
    ++sound;
    pugi::xml_document xml;
    ASSERT_TRUE(xml.load_string(out.c_str())) << seed << " " << out;
    std::set<std::string> ids;
    for (const auto& found : xml.select_nodes("//w:p/@w14:paraId"))
      EXPECT_TRUE(ids.insert(found.attribute().value()).second) << seed;
    EXPECT_TRUE(xml.select_nodes("//w:tc[not(*[last()][self::w:p])]").empty()) << seed << " " << out;
    EXPECT_TRUE(xml.select_nodes("//w:tr[not(w:tc)]").empty()) << seed;
    EXPECT_TRUE(xml.select_nodes("//w:tbl[not(w:tr)]").empty()) << seed;
    EXPECT_TRUE(xml.select_nodes("//w:p//w:p | //w:r//w:r").empty()) << seed << " " << out;
    EXPECT_EQ(out.find("debrief-"), std::string::npos) << seed;
  }
  EXPECT_GT(sound, 300) << "the throws must make some templates that hold";
}

TEST(WordDoctor, RemarksEachMistakeAtItsParagraph) {
  const Parts parts = package(p("fine") + p("{% for x in xs %}"), p("{{ open"));
  const Template t{Parts(parts)};
  ASSERT_EQ(t.faults().size(), 2U);
  const Parts out = marked(parts, t.faults(), "2026-01-01T00:00:00Z");
  const std::string text = part(out, "word/document.xml");
  EXPECT_EQ(count(text, "<w:commentReference "), 2);
  EXPECT_LT(text.find("fine"), text.find("<w:commentRangeStart w:id=\"0\"/><w:r><w:t>{% for"));
  const std::string comments = part(out, "word/comments.xml");
  EXPECT_EQ(count(comments, "w:author=\"Debrief\""), 2);
  EXPECT_THAT(comments, HasSubstr("In word/header1.xml: "));
  EXPECT_THAT(part(out, "[Content_Types].xml"), HasSubstr("/word/comments.xml"));
  EXPECT_THAT(part(out, "word/_rels/document.xml.rels"), HasSubstr("comments.xml"));
}

TEST(WordTemplate, ListsItsFieldsOverAllParts) {
  const Template t(package(p("{% for a in actions %}") + p("{{ a.due }}") + p("{% endfor %}"), p("{{ control.ref }}")));
  std::vector<std::string> paths;
  for (const auto& f : t.check().fields) paths.push_back(f.path);
  EXPECT_THAT(paths, testing::ElementsAre("actions", "actions[].due", "control.ref"));
}

}  // namespace
}  // namespace debrief::templates::word
