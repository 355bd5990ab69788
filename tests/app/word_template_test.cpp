// Reports in somebody's own Word file: what is put into it, and what may never come out of it.

#include "app/word_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/json.h"
#include "reports/check.h"
#include "reports/package.h"
#include "reports/writer.h"
#include "templates/audience.h"
#include "templates/markdown.h"

namespace debrief::app {
namespace {

using testing::HasSubstr;
using testing::Not;

/// A sound package with this text in its document and header; names of styles are German.
std::string template_with(const std::string& body, const std::string& header = "<w:p/>") {
  const auto document = templates::parse_document("text\n", {}, {});
  auto parts = reports::unpacked(reports::writer_named("docx")->document(document, {}));
  for (auto& [name, bytes] : parts) {
    if (name == "word/document.xml") {
      const std::size_t from = bytes.find("<w:body>") + 8;
      bytes.replace(from, bytes.find("<w:sectPr>") - from, body);
    } else if (name == "word/header1.xml") {
      const std::size_t from = bytes.find("<w:p>");
      bytes.replace(from, bytes.find("</w:hdr>") - from, header);
    } else if (name == "word/styles.xml") {
      for (const auto& [was, now] :
           {std::pair<std::string, std::string>{"w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/>",
                                                "w:styleId=\"berschrift1\"><w:name w:val=\"Überschrift 1\"/>"},
            {"w:basedOn w:val=\"Heading1\"", "w:basedOn w:val=\"berschrift1\""}}) {
        if (const std::size_t at = bytes.find(was); at != std::string::npos) bytes.replace(at, was.size(), now);
      }
    } else if (name == "docProps/core.xml") {
      const std::size_t at = bytes.find("</cp:coreProperties>");
      bytes.insert(at, "<dc:description>secret remark</dc:description>");
    }
  }
  return reports::packed(parts);
}

std::string p(const std::string& text) {
  return "<w:p><w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
}

templates::Built report(const char* view, templates::Audience audience = templates::Audience::internal) {
  templates::Built built;
  built.kind = "pir";
  templates::Meta meta;
  meta.title = "Calls dropped";
  meta.reference = "PIR-1";
  meta.author = "Harbour";
  built.document =
      templates::parse_document("## Summary\n\n1. one\n2. two\n\n- dot\n\n| A | B |\n|---|---|\n| 1 | 2 |\n", meta, {});
  built.view = view;
  templates::GatePeople people;
  people.people.push_back({"Amara Osei", "colleague"});
  built.gate = std::make_shared<templates::Gate>(audience, people, "salt");
  return built;
}

std::string part(const std::string& docx, const std::string& name) {
  for (const auto& [n, bytes] : reports::unpacked(docx)) {
    if (n == name) return bytes;
  }
  return {};
}

std::string failure(const templates::Built& built, const std::string& docx) {
  try {
    word_report(built, docx);
  } catch (const base::Error& e) {
    return e.code();
  }
  return "";
}

TEST(WordReport, PutsTheBodyIntoTheTemplatesOwnStylesAndNamesNoAuthor) {
  const std::string out = word_report(
      report("{}"), template_with(p("Cover of {{ document.title }}") + p("{{ body }}"), p("{{ document.reference }}")));
  EXPECT_TRUE(reports::check_docx(out).empty());
  const std::string text = part(out, "word/document.xml");
  EXPECT_THAT(text, HasSubstr("Cover of Calls dropped"));
  EXPECT_THAT(text, HasSubstr("w:pStyle w:val=\"berschrift1\""));
  EXPECT_THAT(text, Not(HasSubstr("w:val=\"Title\""))) << "the cover has the title";
  EXPECT_THAT(part(out, "word/header1.xml"), HasSubstr("PIR-1"));
  EXPECT_THAT(part(out, "docProps/core.xml"), Not(HasSubstr("secret remark")));
  EXPECT_THAT(part(out, "docProps/core.xml"), HasSubstr("Harbour"));
}

TEST(WordReport, IsOnlyAHouseStyleWithoutATag) { EXPECT_EQ(word_report(report("{}"), template_with(p("plain"))), ""); }

TEST(WordReport, CountsEachListOfATextFromItsOwnStart) {
  const std::string out =
      word_report(report(R"({"t": "1. a\n2. b\n\ntext\n\n1. c\n"})"), template_with(p("{{ t|md }}") + p("{{ t|md }}")));
  EXPECT_TRUE(reports::check_docx(out).empty());
  std::set<std::string> used;
  const std::string text = part(out, "word/document.xml");
  for (std::size_t at = text.find("<w:numId "); at != std::string::npos; at = text.find("<w:numId ", at + 1))
    used.insert(text.substr(at, text.find('>', at) - at));
  EXPECT_EQ(used.size(), 4U);
}

TEST(WordReport, ShowsNobodyWhatTheirAudienceMayNotSee) {
  // A name over two styles, and one as the key of an object: neither is found where texts are cleaned one by one.
  const char* view = R"({"t": "By Amara **Osei** at once.", "by": {"Amara Osei": 1}})";
  using templates::Audience;
  const std::string split = template_with(p("{{ t|md }}"));
  const std::string key = template_with(p("{% for name, n in by.items() %}{{ name }}{% endfor %}"));
  const std::string alt = template_with(p("x"), p("{% for name, n in by.items() %}{{ name }}{% endfor %}"));
  for (const std::string* docx : {&split, &key, &alt}) {
    EXPECT_EQ(failure(report(view, Audience::external), *docx), "leak-found");
    EXPECT_EQ(failure(report(view, Audience::internal), *docx), "");
  }
}

TEST(WordReport, LeavesWhatTheTemplatesAuthorWroteThemselvesForReadersInsideOnly) {
  using templates::Audience;
  const std::string own =
      template_with(p("{{ document.title }}") + p("Ask Amara Osei, 0161 496 0000, {{ document.reference }}"));
  EXPECT_EQ(failure(report("{}", Audience::manager), own), "");
  EXPECT_EQ(failure(report("{}", Audience::external), own), "leak-found");
}

TEST(WordReport, TakesChartsByNameAndSaysWhichThereAre) {
  templates::Built built = report("{}");
  templates::Chart chart;
  chart.title = "Calls by hour";
  chart.alt = "More at nine";
  built.charts["hours"] = chart;
  const std::string picture =
      "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"914400\" cy=\"457200\"/><wp:docPr id=\"1\" name=\"n\" "
      "descr=\"{{ chart('hours') }}\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
      "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr id=\"1\" "
      "name=\"n\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip "
      "r:embed=\"rId9\"/><a:stretch><a:fillRect/></a:stretch>"
      "</pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>";
  const std::string out = word_report(built, template_with(p("{{ chart(\"hours\") }}"), picture));
  EXPECT_TRUE(reports::check_docx(out).empty());
  EXPECT_THAT(part(out, "word/header1.xml"), HasSubstr("Calls by hour. More at nine"));
  EXPECT_THAT(part(out, "word/_rels/header1.xml.rels"), HasSubstr("media/debrief"));
  EXPECT_EQ(failure(built, template_with(p("{{ chart(\"hour\") }}"))), "template-undefined");
}

TEST(WordReport, TakesPicturesOutOfTheDataWithoutWhatTheySayOfTheirMaker) {
  const auto data = base::Json::parse(
      R"({"logo": "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="})");
  const std::string picture =
      "<w:p><w:r><w:drawing><wp:inline><wp:extent cx=\"9\" cy=\"9\"/><wp:docPr id=\"1\" name=\"n\" descr=\"{{ "
      "image(logo) }}\"/>"
      "<a:graphic><a:blip r:embed=\"rId9\"/></a:graphic></wp:inline></w:drawing></w:r></w:p>";
  const std::string out = word_filled(template_with(picture), data, {});
  const std::string png = part(out, "word/media/debrief1.png");
  EXPECT_TRUE(png.starts_with("\x89PNG"));
  EXPECT_THROW(word_filled(template_with(picture), base::Json::parse(R"({"logo": "/etc/passwd"})"), {}), base::Error);
}

}  // namespace
}  // namespace debrief::app
