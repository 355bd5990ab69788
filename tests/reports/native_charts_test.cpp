// Charts that Word and Excel draw themselves, with figures that can be edited.

#include <algorithm>
#include <set>

#include <pugixml.hpp>

#include "charts_sample.h"
#include "reports/check.h"
#include "reports/docx/chart_part.h"
#include "reports/package.h"
#include "reports/writer.h"
#include "reports/xlsx/native.h"
#include "sample.h"

namespace debrief::reports {

using templates::Chart;
using templates::ChartKind;
using templates::Document;

namespace {

Document document_of(const std::vector<Chart>& charts) {
  Document d;
  d.meta.title = "Charts";
  int n = 0;
  for (const Chart& c : charts)
    d.blocks.push_back({"f" + std::to_string(++n), templates::Figure{c, ""}});
  return d;
}

std::string part(const std::vector<Part>& parts, std::string_view name) {
  for (const auto& [n, bytes] : parts) {
    if (n == name) return bytes;
  }
  return {};
}

std::vector<Chart> native_ones() {
  std::vector<Chart> out;
  for (const Chart& c : sample::every_chart()) {
    if (has_native(c)) out.push_back(c);
  }
  return out;
}

}  // namespace

TEST(NativeChart, ExistsForBarsParetoRunAndControlCharts) {
  std::set<ChartKind> kinds;
  for (const Chart& c : native_ones()) kinds.insert(c.kind);
  EXPECT_EQ(kinds, (std::set<ChartKind>{ChartKind::xmr, ChartKind::run, ChartKind::pareto, ChartKind::bar}));
  EXPECT_FALSE(has_native(Chart{})) << "without a value there is nothing to edit";
}

TEST(NativeChart, NamesItsWorkbookBeforeThePrintSettings) {
  for (const Chart& c : native_ones()) {
    const auto made = docx_chart(c, "chart1");
    ASSERT_TRUE(made);
    const std::string& xml = made->parts[0].second;
    const std::size_t data = xml.find("<c:externalData r:id=\"rId1\">");
    ASSERT_NE(data, std::string::npos);
    EXPECT_LT(data, xml.find("<c:printSettings"));
    pugi::xml_document read;
    EXPECT_TRUE(read.load_buffer(xml.data(), xml.size()));
    EXPECT_EQ(made->parts[0].first, "word/charts/chart1.xml");
    EXPECT_EQ(made->parts[1].first, "word/charts/_rels/chart1.xml.rels");
    EXPECT_EQ(made->parts[2].first, "word/embeddings/chart1.xlsx");
    EXPECT_EQ(made->parts, docx_chart(c, "chart1")->parts) << "the same bytes each time";
  }
}

TEST(NativeChart, CarriesThePlottedFiguresInItsWorkbookAndNothingElse) {
  Chart c = sample::bar_chart();
  c.alt = "SECRET ALT";
  c.finding = "SECRET FINDING";
  c.event = "SECRET EVENT";
  c.causes.resize(1);
  c.causes[0].text = "SECRET CAUSE";
  const auto made = docx_chart(c, "chart1");
  ASSERT_TRUE(made);
  std::string all;
  for (const auto& [name, bytes] : unpacked(made->parts[2].second)) all += name + "\n" + bytes + "\n";
  EXPECT_EQ(all.find("SECRET"), std::string::npos);
  EXPECT_EQ(made->parts[0].second.find("SECRET"), std::string::npos);
  EXPECT_EQ(all.find("docProps"), std::string::npos) << "no maker, no times";
  for (const char* held : {"Voice", "92", "Back office", "58"}) EXPECT_NE(all.find(held), std::string::npos) << held;
  // Cells stand where the chart looks for them.
  EXPECT_NE(made->parts[0].second.find("'Figures'!$B$2:$B$6"), std::string::npos);
  EXPECT_NE(all.find("<c r=\"B2\"><v>92</v></c>"), std::string::npos);
}

TEST(NativeChart, OfAParetoHasItsShareAsALineOnAxesOfItsOwn) {
  const auto made = docx_chart(sample::pareto_chart(), "chart1");
  ASSERT_TRUE(made);
  pugi::xml_document xml;
  ASSERT_TRUE(xml.load_string(made->parts[0].second.c_str()));
  const pugi::xml_node plot = xml.child("c:chartSpace").child("c:chart").child("c:plotArea");
  const pugi::xml_node line = plot.child("c:lineChart");
  EXPECT_TRUE(plot.child("c:barChart").child("c:ser"));
  ASSERT_TRUE(line.child("c:ser"));
  std::set<std::string> axes;
  for (const pugi::xml_node axis : plot.children()) {
    if (axis.child("c:axId")) axes.insert(axis.child("c:axId").attribute("val").value());
  }
  for (const pugi::xml_node id : line.children("c:axId")) EXPECT_EQ(axes.count(id.attribute("val").value()), 1U);
}

TEST(NativeChart, NamesLimitsAtTheEndsOfTheirLines) {
  const auto made = docx_chart(sample::xmr_chart(), "chart1");
  ASSERT_TRUE(made);
  for (const char* words : {"Average 7.3 h", "Upper 9.4 h", "Lower 5.2 h", "c:manualLayout"})
    EXPECT_NE(made->parts[0].second.find(words), std::string::npos) << words;
}

TEST(NativeChart, StandsInAWordDocumentBesidePicturesOfTheOtherKinds) {
  const auto charts = sample::every_chart();
  const std::string bytes = writer_named("docx")->document(document_of(charts), {});
  const auto issues = check_docx(bytes);
  EXPECT_TRUE(issues.empty()) << issues.front().detail;
  EXPECT_EQ(bytes, writer_named("docx")->document(document_of(charts), {}));
  const auto parts = unpacked(bytes);
  const std::string types = part(parts, "[Content_Types].xml");
  std::size_t native = 0, pictures = 0;
  for (const auto& [name, content] : parts) {
    if (name.starts_with("word/charts/chart")) {
      ++native;
      EXPECT_NE(types.find("/" + name + "\""), std::string::npos) << name;
    }
    pictures += name.ends_with(".png") ? 1U : 0U;
    if (name.ends_with(".png")) {
      EXPECT_NE(part(parts, name.substr(0, name.size() - 3) + "svg").find("<svg"), std::string::npos) << name;
    }
  }
  EXPECT_EQ(native, native_ones().size());
  EXPECT_EQ(native + pictures, charts.size());
  EXPECT_NE(part(parts, "word/document.xml").find("descr=\"Time to resolve, by week. 24 weeks."), std::string::npos);
}

TEST(NativeChart, WithHostileLabelsIsStillSound) {
  const auto issues = check_docx(writer_named("docx")->document(document_of(sample::hostile_charts()), {}));
  EXPECT_TRUE(issues.empty()) << issues.front().detail;
}

TEST(NativeChart, OfEachKindStandsInAWorkbook) {
  templates::Workbook w;
  for (const Chart& c : sample::every_chart()) {
    templates::Sheet s;
    s.name = "S" + std::to_string(w.sheets.size());
    s.charts = {c};
    w.sheets.push_back(std::move(s));
  }
  const std::string bytes = writer_named("xlsx")->workbook(w);
  EXPECT_EQ(bytes, writer_named("xlsx")->workbook(w));
  std::size_t charts = 0;
  for (const auto& [name, content] : unpacked(bytes)) charts += name.starts_with("xl/charts/chart") ? 1U : 0U;
  EXPECT_EQ(charts, native_ones().size() + 2) << "the moving ranges are two charts of their own";
}

}  // namespace debrief::reports
