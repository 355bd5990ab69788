// Native charts of a Word document.

#include "reports/docx/chart_part.h"

#include <cmath>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/error.h"
#include "base/file.h"
#include "reports/markup.h"
#include "reports/temporary_file.h"
#include "reports/xlsx/native.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view sheet = "Figures";
constexpr std::string_view relationships =
    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
constexpr std::string_view types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

/// The chart part that the library writes into a workbook of its own, which is thrown away.
std::string written_chart(const Chart& chart) {
  const TemporaryFile file;
  lxw_workbook* book = workbook_new(file.path().c_str());
  if (book == nullptr) throw base::Error(base::Status::world, "cannot-open", "cannot make a workbook");
  lxw_doc_properties properties{};
  properties.created = 1;  // 0 would mean now
  workbook_set_properties(book, &properties);
  lxw_worksheet* figures = workbook_add_worksheet(book, std::string(sheet).c_str());
  int next = 0;
  lxw_chart* native = native_chart(book, figures, sheet, 0, chart, next);
  worksheet_insert_chart(figures, 0, static_cast<lxw_col_t>(next), native);
  if (const lxw_error error = workbook_close(book); error != LXW_NO_ERROR)
    throw base::Error(base::Status::world, "cannot-open",
                      std::string("cannot write a chart: ") + lxw_strerror(error));
  for (auto& [name, bytes] : unpacked(base::read_file(file.path()))) {
    if (name == "xl/charts/chart1.xml") return finished_chart(bytes);
  }
  throw base::Error(base::Status::world, "cannot-open", "cannot write a chart: it is not in its workbook");
}

std::string cell_name(std::size_t column, std::size_t row) {
  std::string letters;
  for (std::size_t c = column + 1; c > 0; c = (c - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (c - 1) % 26));
  return letters + std::to_string(row + 1);
}

std::string text_cell(std::size_t column, std::size_t row, std::string_view words) {
  return fmt::format("<c r=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                     cell_name(column, row), escaped(one_line(words)));
}

/// One sheet of names and numbers, in the places the chart part names. No properties, no author, no other sheet.
std::string figures_workbook(const Chart& chart) {
  const auto series = plotted(chart);
  std::string rows = "<row r=\"1\">" + text_cell(0, 0, label_heading(chart));
  for (std::size_t s = 0; s < series.size(); ++s) rows += text_cell(s + 1, 0, series[s].name);
  rows += "</row>";
  for (std::size_t i = 0; i < chart.points.size(); ++i) {
    rows += fmt::format("<row r=\"{}\">{}", i + 2, text_cell(0, i + 1, chart.points[i].label));
    for (std::size_t s = 0; s < series.size(); ++s) {
      const double v = series[s].values[i];
      if (std::isfinite(v)) rows += fmt::format("<c r=\"{}\"><v>{}</v></c>", cell_name(s + 1, i + 1), v);
    }
    rows += "</row>";
  }
  constexpr std::string_view excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
  constexpr std::string_view main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
  return packed(
      {{"[Content_Types].xml",
        fmt::format("{}<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default "
                    "Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Override "
                    "PartName=\"/xl/workbook.xml\" ContentType=\"{}sheet.main+xml\"/><Override "
                    "PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"{}worksheet+xml\"/></Types>",
                    head, excel, excel)},
       {"_rels/.rels",
        fmt::format("{}{}<Relationship Id=\"rId1\" Type=\"{}officeDocument\" Target=\"xl/workbook.xml\"/>"
                    "</Relationships>",
                    head, relationships, types)},
       {"xl/workbook.xml",
        fmt::format("{}<workbook xmlns=\"{}\" "
                    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet "
                    "name=\"{}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                    head, main, sheet)},
       {"xl/_rels/workbook.xml.rels",
        fmt::format("{}{}<Relationship Id=\"rId1\" Type=\"{}worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                    "</Relationships>",
                    head, relationships, types)},
       {"xl/worksheets/sheet1.xml",
        fmt::format("{}<worksheet xmlns=\"{}\"><cols><col min=\"1\" max=\"1\" width=\"28\" customWidth=\"1\"/></cols>"
                    "<sheetData>{}</sheetData></worksheet>",
                    head, main, rows)}});
}

/// The chart with its figures tied to it: c:externalData comes before c:printSettings.
std::string tied(std::string xml) {
  const std::string data = "<c:externalData r:id=\"rId1\"><c:autoUpdate val=\"0\"/></c:externalData>";
  std::size_t at = xml.find("<c:printSettings");
  if (at == std::string::npos) at = xml.find("</c:chartSpace>");
  return xml.insert(at, data);
}

}  // namespace

std::optional<DocxChart> docx_chart(const Chart& chart, std::string_view name) {
  if (!has_native(chart)) return std::nullopt;
  DocxChart out;
  out.target = fmt::format("charts/{}.xml", name);
  out.height = native_height(chart) / 680;
  out.parts.emplace_back("word/" + out.target, tied(written_chart(chart)));
  out.parts.emplace_back(fmt::format("word/charts/_rels/{}.xml.rels", name),
                         fmt::format("{}{}<Relationship Id=\"rId1\" Type=\"{}package\" "
                                     "Target=\"../embeddings/{}.xlsx\"/></Relationships>\n",
                                     head, relationships, types, name));
  out.parts.emplace_back(fmt::format("word/embeddings/{}.xlsx", name), figures_workbook(chart));
  return out;
}

std::string docx_chart_run(std::string_view relation, long wide, long high, int id, std::string_view alt) {
  return fmt::format(
      "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{0}\" cy=\"{1}\"/>"
      "<wp:docPr id=\"{2}\" name=\"Figure {2}\" descr=\"{3}\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
      "uri=\"http://schemas.openxmlformats.org/drawingml/2006/chart\"><c:chart "
      "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\" r:id=\"{4}\"/></a:graphicData></a:graphic>"
      "</wp:inline></w:drawing></w:r>",
      wide, high, id, escaped(one_line(alt)), relation);
}

std::string_view docx_chart_type(std::string_view part) {
  if (part.starts_with("word/charts/") && part.ends_with(".xml"))
    return "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
  if (part.starts_with("word/embeddings/")) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  return {};
}

}  // namespace debrief::reports
