// Word and Excel files: sound packages, the same bytes each time, the same content as the web page.

#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <pugixml.hpp>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/check.h"
#include "reports/package.h"
#include "reports/writer.h"
#include "sample.h"

namespace {

namespace reports = debrief::reports;
namespace templates = debrief::templates;
using debrief::templates::Chart;
using debrief::templates::Document;

std::string written(const char* format, const Document& d, const reports::WriteOptions& options = {}) {
  return reports::writer_named(format)->document(d, options);
}

std::string listed(const std::vector<debrief::base::Issue>& issues) {
  std::string out;
  for (const auto& i : issues) out += i.code + " " + i.detail + "\n";
  return out;
}

std::string part(const std::string& package, const std::string& name) {
  for (auto& [n, bytes] : reports::unpacked(package)) {
    if (n == name) return bytes;
  }
  return {};
}

std::string replaced(std::string s, const std::string& what, const std::string& with) {
  const std::size_t at = s.find(what);
  EXPECT_NE(at, std::string::npos) << what;
  return at == std::string::npos ? s : s.replace(at, what.size(), with);
}

/// The package with one part changed.
std::string changed(const std::string& package, const std::string& name, const std::string& what,
                    const std::string& with) {
  auto parts = reports::unpacked(package);
  for (auto& [n, bytes] : parts) {
    if (n == name) bytes = replaced(bytes, what, with);
  }
  return reports::packed(parts);
}

std::size_t count(std::string_view text, std::string_view what) {
  std::size_t n = 0;
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string_view::npos; at += what.size()) ++n;
  return n;
}

TEST(Writers, GiveTheSameBytesForTheSameInput) {
  for (const reports::Writer* w : reports::all_writers()) {
    if (w->document != nullptr) {
      for (const Document& d : {debrief::sample::review(), debrief::sample::hostile(), Document{}}) {
        EXPECT_TRUE(w->document(d, {}) == w->document(d, {})) << w->format;
      }
    }
    if (w->workbook != nullptr) {
      for (const auto& b : {debrief::sample::tracker(), debrief::templates::Workbook{}})
        EXPECT_TRUE(w->workbook(b) == w->workbook(b)) << w->format;
    }
  }
}

TEST(Writers, AreFoundByNameAndListed) {
  EXPECT_EQ(reports::writer_named("word"), nullptr);
  const auto formats = reports::formats();
  for (const char* f : {"csv", "docx", "html", "json", "md", "pdf", "xlsx"}) {
    EXPECT_THAT(formats, testing::Contains(f));
    ASSERT_NE(reports::writer_named(f), nullptr);
    EXPECT_FALSE(reports::writer_named(f)->title.empty());
  }
}

TEST(Docx, PassesTheLintForOrdinaryHostileAndEmptyDocuments) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile(), Document{}}) {
    EXPECT_EQ(listed(reports::check_docx(written("docx", d))), "");
  }
}

TEST(Docx, HasTheSameHeadingsTablesAndFiguresAsTheWebPageAndMarkdown) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile()}) {
    const std::string docx = part(written("docx", d), "word/document.xml");
    const std::string html = written("html", d);
    const std::string md = written("md", d);
    const std::size_t headings = count(docx, "<w:pStyle w:val=\"Heading");
    // The contents list of the web page has a heading of its own.
    const std::size_t shown = count(html, "<h2") + count(html, "<h3") + count(html, "<h4") - count(html, "<nav");
    EXPECT_EQ(headings, shown);
    std::size_t lines = 0;
    bool fenced = false;
    for (const std::string& line : debrief::base::split(md, '\n')) {
      if (line.starts_with("```")) fenced = !fenced;
      if (!fenced && (line.starts_with("## ") || line.starts_with("### ") || line.starts_with("#### "))) ++lines;
    }
    EXPECT_EQ(headings, lines);
    EXPECT_EQ(count(docx, "SEQ Table"), count(html, "<caption id="));
    EXPECT_EQ(count(docx, "<w:drawing>"), count(html, "<figure "));
    EXPECT_EQ(count(docx, "<w:drawing>"), count(md, "**Figure "));
    EXPECT_EQ(count(docx, "SEQ Table"), count(md, "**Table "));
  }
}

TEST(Docx, MarksPassagesWithControlsAndBookmarks) {
  const std::string xml = part(written("docx", debrief::sample::review()), "word/document.xml");
  EXPECT_NE(xml.find("<w:tag w:val=\"causes.why\"/>"), std::string::npos);
  EXPECT_NE(xml.find("w:name=\"b_passage_causes_why\""), std::string::npos);
}

TEST(Docx, PutsQuestionsInARowIntoOneFrame) {
  const auto passage = [](const char* key) {
    templates::Block question{"", templates::Paragraph{{{templates::Prompt{"What happened?"}}}}};
    return templates::Block{key, templates::Passage{key, key, true, {question}}};
  };
  Document apart;
  apart.blocks = {passage("one"), {"", templates::Paragraph{{{templates::Text{"Between.", {}}}}}}, passage("two")};
  Document in_a_row;
  in_a_row.blocks = {passage("one"), passage("two")};
  // The low line that ends a frame stands once where the two are one.
  const auto ends = [](const Document& d) {
    return count(part(written("docx", d), "word/document.xml"), "w:lineRule=\"exact\"");
  };
  EXPECT_EQ(ends(apart), 2U);
  EXPECT_EQ(ends(in_a_row), 1U);
}

TEST(Docx, FillsItsContentsListAndAsksNobodyToUpdateIt) {
  const std::string docx = written("docx", debrief::sample::review());
  const std::string xml = part(docx, "word/document.xml");
  EXPECT_NE(xml.find(" TOC \\o "), std::string::npos);
  EXPECT_EQ(count(xml, " PAGEREF "), count(xml, "w:val=\"TOC1\"") + count(xml, "w:val=\"TOC2\""));
  EXPECT_EQ(part(docx, "word/settings.xml").find("updateFields"), std::string::npos);
}

TEST(Docx, CountsEachOrderedListFromItsOwnStart) {
  const std::string numbering = part(written("docx", debrief::sample::hostile()), "word/numbering.xml");
  EXPECT_NE(numbering.find("<w:startOverride w:val=\"7\"/>"), std::string::npos);
}

TEST(Docx, TakesStylesAndPageOfAHouseStyle) {
  const std::string ours = written("docx", debrief::sample::review());
  // A house with its own id for headings, its own colour and a letter page.
  std::string house = changed(ours, "word/styles.xml", "w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/>",
                              "w:styleId=\"berschrift1\"><w:name w:val=\"Heading 1\"/>");
  house = changed(house, "word/styles.xml", "w:styleId=\"Prompt\"><w:name w:val=\"Prompt\"/>",
                  "w:styleId=\"Other\"><w:name w:val=\"Something else\"/>");
  house = changed(house, "word/document.xml", "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
                  "<w:pgSz w:w=\"12240\" w:h=\"15840\"/>");
  const std::string out = written("docx", debrief::sample::review(), {house});
  const std::string xml = part(out, "word/document.xml");
  EXPECT_NE(xml.find("<w:pStyle w:val=\"berschrift1\"/>"), std::string::npos);
  EXPECT_NE(xml.find("<w:pgSz w:w=\"12240\" w:h=\"15840\"/>"), std::string::npos);
  EXPECT_NE(part(out, "word/styles.xml").find("w:styleId=\"Prompt\""), std::string::npos);
  EXPECT_EQ(listed(reports::check_docx(out)), "");
  EXPECT_THROW(written("docx", debrief::sample::review(), {"not a zip"}), debrief::base::Error);
}

TEST(CheckDocx, FindsWhatItIsFor) {
  const std::string good = written("docx", debrief::sample::review());
  const struct {
    const char* code;
    const char* what;
    const char* with;
  } faults[] = {
      {"style-unknown", "<w:pStyle w:val=\"TableText\"/>", "<w:pStyle w:val=\"Nowhere\"/>"},
      {"numbering-unknown", "<w:numId w:val=\"1\"/>", "<w:numId w:val=\"99\"/>"},
      {"blanks-unkept", "<w:t xml:space=\"preserve\">Table </w:t>", "<w:t>Table </w:t>"},
      {"anchor-unknown", "w:name=\"b_causes\"", "w:name=\"b_cause\""},
      {"row-without-cells", "<w:tblGrid>", "<w:tr></w:tr><w:tblGrid>"},
      {"cell-without-paragraph", "</w:p>\n</w:tc>", "</w:p>\n<w:sdt/></w:tc>"},
      {"grid-mismatch", "<w:gridCol ", "<w:gridCol/><w:gridCol "},
      {"picture-without-text", "descr=\"12 May", "title=\"12 May"},
      {"part-malformed", "<w:body>", "<w:body><w:p>"},
  };
  for (const auto& f : faults) {
    const auto issues = reports::check_docx(changed(good, "word/document.xml", f.what, f.with));
    EXPECT_NE(listed(issues).find(f.code), std::string::npos) << f.code << " not among:\n" << listed(issues);
  }
}

TEST(Xlsx, PassesTheLint) {
  EXPECT_EQ(listed(reports::check_xlsx(reports::writer_named("xlsx")->workbook(debrief::sample::tracker()))), "");
}

TEST(CheckXlsx, FindsWhatItIsFor) {
  const std::string good = reports::writer_named("xlsx")->workbook(debrief::sample::tracker());
  EXPECT_NE(listed(reports::check_xlsx(changed(good, "xl/tables/table1.xml", "name=\"Owner\"", "name=\"Column 3\"")))
                .find("header-mismatch"),
            std::string::npos);
  EXPECT_NE(listed(reports::check_xlsx(changed(good, "xl/tables/table1.xml", "ref=\"A5:J9\"", "ref=\"A5:K9\"")))
                .find("table-range"),
            std::string::npos);
  EXPECT_NE(listed(reports::check_xlsx(
                       changed(good, "xl/tables/table1.xml", "displayName=\"actions\"", "displayName=\"my actions\"")))
                .find("table-name"),
            std::string::npos);
  EXPECT_NE(listed(reports::check_xlsx(changed(good, "xl/worksheets/sheet1.xml", "<v>0</v>", "<v>9999</v>")))
                .find("string-unknown"),
            std::string::npos);
}

TEST(Xlsx, WritesTextThatLooksLikeAFormulaAsText) {
  const std::string xlsx = reports::writer_named("xlsx")->workbook(debrief::sample::tracker());
  EXPECT_EQ(part(xlsx, "xl/worksheets/sheet1.xml").find("<f>"), std::string::npos);
  EXPECT_NE(part(xlsx, "xl/sharedStrings.xml").find("=HYPERLINK("), std::string::npos);
}

TEST(Xlsx, HasListsHighlightsPropertiesAndHiddenParts) {
  const std::string xlsx = reports::writer_named("xlsx")->workbook(debrief::sample::tracker());
  const std::string sheet = part(xlsx, "xl/worksheets/sheet1.xml");
  const std::string book = part(xlsx, "xl/workbook.xml");
  EXPECT_NE(sheet.find("<formula1>list_of_choices_1</formula1>"), std::string::npos);
  EXPECT_NE(sheet.find("&lt;TODAY()"), std::string::npos);
  EXPECT_NE(sheet.find("hidden=\"1\""), std::string::npos);
  EXPECT_NE(sheet.find("ySplit=\"5\""), std::string::npos);
  for (const char* name : {"\"_meta\"", "\"_lists\"", "\"_charts\"", "\"Codes\""}) {
    const std::size_t at = book.find(std::string("name=") + name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_LT(book.find("state=\"hidden\"", at), book.find("/>", at)) << name;
  }
  EXPECT_NE(part(xlsx, "docProps/core.xml").find("2026-05-12T13:00:00Z"), std::string::npos);
  EXPECT_NE(part(xlsx, "xl/styles.xml").find("&quot;Overdue &quot;"), std::string::npos);
}

TEST(Xlsx, PrintsAWideSheetOverSeveralPagesWithItsKeys) {
  templates::Workbook book = debrief::sample::tracker();
  auto& sheet = book.sheets.front();
  for (int i = 0; i < 20; ++i) {
    sheet.columns.push_back({"Column " + std::to_string(i), templates::SheetType::text, 30, {}, false, ""});
  }
  const std::string xlsx = reports::writer_named("xlsx")->workbook(book);
  const std::string page = part(xlsx, "xl/worksheets/sheet1.xml");
  const auto at = page.find("fitToWidth=\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_GE(page[at + 12], '3');
  EXPECT_NE(part(xlsx, "xl/workbook.xml").find("$A:$A"), std::string::npos);
}

TEST(Docx, GivesEachColumnRoomForItsLongestWord) {
  templates::Table t;
  t.columns = {{templates::Align::left, 0.05}, {templates::Align::left, 0.95}};
  const auto row = [](const char* a, const char* b) {
    templates::Row r;
    for (const char* text : {a, b}) r.cells.push_back({{{templates::Text{text, {}}}}, false, 1});
    return r;
  };
  t.head = {row("Number", "What")};
  t.body = {row("Improvement", "A sentence with room to give away")};
  templates::Document d;
  d.meta.title = "Widths";
  d.blocks = {{"t", t}};
  const std::string body = part(reports::writer_named("docx")->document(d, {}), "word/document.xml");
  const auto at = body.find("<w:gridCol w:w=\"");
  ASSERT_NE(at, std::string::npos);
  EXPECT_GE(std::stoi(body.substr(at + 16)), 1100) << "\"Improvement\" at 9.5 points";
}

TEST(Xlsx, DrawsTheRunningShareOfAParetoChartAsALineOnItsOwnAxis) {
  const std::string xlsx = reports::writer_named("xlsx")->workbook(debrief::sample::tracker());
  const std::string chart = part(xlsx, "xl/charts/chart2.xml");
  EXPECT_EQ(count(chart, "<c:lineChart>"), 1U);
  EXPECT_EQ(count(chart, "<c:valAx>"), 2U);
}

TEST(Csv, GuardsFormulasAndUsesCrLf) {
  const std::string out = reports::writer_named("csv")->workbook(debrief::sample::tracker());
  EXPECT_TRUE(out.starts_with("\xEF\xBB\xBFKey,Action"));
  EXPECT_NE(out.find("\"'=HYPERLINK(\"\"http://evil\"\")\",'-1+2,2026-05-09,"), std::string::npos);
  EXPECT_NE(out.find("'+44 20"), std::string::npos);
  EXPECT_EQ(out.find("ab12"), std::string::npos);
  EXPECT_TRUE(out.ends_with("\r\n"));
}

TEST(Json, HoldsVisibleSheetsWithNullForWhatIsUnknown) {
  const std::string out = reports::writer_named("json")->workbook(debrief::sample::tracker());
  EXPECT_NE(out.find("\"Due\": \"2026-06-11\""), std::string::npos);
  EXPECT_NE(out.find("\"Count\": null"), std::string::npos);
  EXPECT_NE(out.find("\"Count\": 1204"), std::string::npos);
  EXPECT_EQ(out.find("\"Codes\""), std::string::npos);
}

TEST(Charts, StayWithinTheirFrameAndAreWellFormed) {
  for (const Document& d : {debrief::sample::review(), debrief::sample::hostile()}) {
    for (const auto& b : d.blocks) {
      const auto* f = std::get_if<debrief::templates::Figure>(&b.value);
      if (f == nullptr) continue;
      const reports::Scene scene = reports::scene_of(f->chart);
      EXPECT_LT(scene.height, 900);
      for (const auto& box : scene.boxes) {
        EXPECT_TRUE(std::isfinite(box.x) && std::isfinite(box.y)) << f->chart.title;
        EXPECT_GE(box.x, -0.01);
        EXPECT_LE(box.x + box.width, scene.width + 0.01);
        EXPECT_GE(box.height, 0);
      }
      for (const auto& s : scene.strokes) {
        for (const auto& p : s.points) {
          EXPECT_TRUE(p.x >= -0.01 && p.x <= scene.width + 0.01 && p.y >= -0.01 && p.y <= scene.height + 0.01)
              << p.x << " " << p.y;
        }
      }
      pugi::xml_document xml;
      const std::string text = reports::svg(scene, "c", "<t>", "\x01 & d", reports::SvgUse::own_file);
      EXPECT_TRUE(xml.load_buffer(text.data(), text.size())) << text.substr(0, 300);
    }
  }
}

/// Words of a chart must not lie upon each other.
TEST(Charts, KeepTheirLabelsApart) {
  for (const Chart& c : {debrief::sample::xmr_chart(), debrief::sample::run_chart(), debrief::sample::pareto_chart(),
                         debrief::sample::timeline_chart(), debrief::sample::bar_chart(),
                         debrief::sample::heatmap_chart()}) {
    const reports::Scene scene = reports::scene_of(c);
    for (std::size_t i = 0; i < scene.labels.size(); ++i) {
      for (std::size_t k = i + 1; k < scene.labels.size(); ++k) {
        const auto span = [](const reports::Label& l) {
          const double w = reports::text_width(l.text, l.size, l.bold);
          const double from = l.anchor == reports::Anchor::start    ? l.at.x
                              : l.anchor == reports::Anchor::middle ? l.at.x - w / 2
                                                                    : l.at.x - w;
          return std::pair{from, from + w};
        };
        const auto& a = scene.labels[i];
        const auto& b = scene.labels[k];
        if (std::abs(a.at.y - b.at.y) >= 11 || a.turned != 0 || b.turned != 0) continue;
        const auto [a0, a1] = span(a);
        const auto [b0, b1] = span(b);
        EXPECT_FALSE(a0 < b1 - 1 && b0 < a1 - 1) << c.title << ": " << a.text << " / " << b.text;
      }
    }
  }
}

TEST(Charts, SayRulesByShapeAndNotByColourAlone) {
  const reports::Scene scene = reports::scene_of(debrief::sample::xmr_chart());
  std::map<reports::Shape, reports::Ink> seen;
  for (const auto& m : scene.markers) seen[m.shape] = m.ink;
  EXPECT_EQ(seen.size(), 6U);
}

TEST(Png, StatesItsResolution) {
  const std::string bytes = reports::png(reports::scene_of(debrief::sample::bar_chart()), 6.0);
  EXPECT_TRUE(bytes.starts_with("\x89PNG"));
  const std::size_t at = bytes.find("pHYs");
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(bytes.substr(at + 4, 4), std::string("\x00\x00\x2E\x23", 4));  // 11,811 dots a metre
}

/// Runs Debian's Python over a file; skips where the module is missing.
std::string python(const std::string& module, const std::string& code, const std::string& bytes,
                   const std::string& name) {
  const auto path = std::filesystem::temp_directory_path() / (std::to_string(::getpid()) + name);
  std::ofstream(path, std::ios::binary) << bytes;
  const auto script = path.string() + ".py";
  std::ofstream(script) << "import sys\n" << code;
  std::string out;
  if (std::system(("/usr/bin/python3 -c 'import " + module + "' >/dev/null 2>&1").c_str()) == 0) {
    if (FILE* pipe = ::popen(("/usr/bin/python3 " + script + " " + path.string() + " 2>&1").c_str(), "r")) {
      std::array<char, 4096> buffer;
      for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
        out.append(buffer.data(), n);
      ::pclose(pipe);
    }
  } else {
    out = "absent";
  }
  std::filesystem::remove(path);
  std::filesystem::remove(script);
  return out;
}

TEST(Docx, IsReadByPythonDocx) {
  const std::string out = python(
      "docx",
      "import docx\nd = docx.Document(sys.argv[1])\n"
      "print([p.text for p in d.paragraphs if p.style.name.startswith('Heading 1')])\n"
      "print(len(d.tables), len(d.inline_shapes), d.core_properties.title)\nprint(d.tables[1].cell(4, 2).text)\n",
      written("docx", debrief::sample::review()), "review.docx");
  if (out == "absent") GTEST_SKIP() << "python3-docx is not installed";
  EXPECT_NE(
      out.find("['Key facts', 'What happened', 'What caused it', 'Actions', 'Is it part of a pattern?', 'Sign-off']"),
      std::string::npos)
      << out;
  EXPECT_NE(out.find("4 5 Post-incident review: calls could not be transferred"), std::string::npos) << out;
  EXPECT_NE(out.find("No entry for 35 minutes"), std::string::npos) << out;
}

TEST(Xlsx, IsReadByOpenpyxl) {
  const std::string out = python("openpyxl",
                                 "import openpyxl\nw = openpyxl.load_workbook(sys.argv[1])\ns = w['Actions']\n"
                                 "print(list(s.tables), s.tables['actions'].ref, "
                                 "len(s.data_validations.dataValidation), len(s.conditional_formatting))\n"
                                 "print(s['D6'].value, s['B7'].data_type, s['B7'].value, w['_meta'].sheet_state, "
                                 "s.freeze_panes)\nprint(len(w['Trends']._charts), w.properties.title)\n",
                                 reports::writer_named("xlsx")->workbook(debrief::sample::tracker()), "tracker.xlsx");
  if (out == "absent") GTEST_SKIP() << "python3-openpyxl is not installed";
  EXPECT_NE(out.find("['actions'] A5:J9 4 2"), std::string::npos) << out;
  EXPECT_NE(out.find("2026-06-11 00:00:00 s =HYPERLINK(\"http://evil\") hidden B6"), std::string::npos) << out;
  EXPECT_NE(out.find("4 Action tracker"), std::string::npos) << out;
}

}  // namespace
