// Word: a package written from scratch, with real styles, captions, fields and content controls.

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "reports/docx/body.h"
#include "reports/docx/chart_part.h"
#include "reports/docx/inserts.h"
#include "reports/markup.h"
#include "reports/outline.h"
#include "reports/writer.h"

namespace debrief::reports {

namespace {

using templates::Document;
using templates::Meta;

constexpr std::string_view head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr std::string_view types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr std::string_view name_spaces =
    " xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
    " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
    " xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\""
    " xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\""
    " xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"";

std::string content_types(const DocxBody& body) {
  constexpr std::string_view word = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
  std::string x(head);
  x += "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
       "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
       "<Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"png\" "
       "ContentType=\"image/png\"/>"
       "<Default Extension=\"svg\" ContentType=\"image/svg+xml\"/>";
  for (const auto& [part, type] : {std::pair<std::string_view, std::string_view>{"document", "document.main"},
                                   {"styles", "styles"},
                                   {"settings", "settings"},
                                   {"numbering", "numbering"},
                                   {"fontTable", "fontTable"},
                                   {"header1", "header"},
                                   {"footer1", "footer"}}) {
    x += fmt::format("<Override PartName=\"/word/{}.xml\" ContentType=\"{}{}+xml\"/>", part, word, type);
  }
  x += "<Override PartName=\"/word/theme/theme1.xml\" "
       "ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/>"
       "<Override PartName=\"/docProps/core.xml\" "
       "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
       "<Override PartName=\"/docProps/app.xml\" "
       "ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>"
       "<Override PartName=\"/docProps/custom.xml\" "
       "ContentType=\"application/vnd.openxmlformats-officedocument.custom-properties+xml\"/>";
  for (const auto& [part, bytes] : body.media) {
    const std::string_view type = docx_chart_type(part);
    if (!type.empty()) x += fmt::format("<Override PartName=\"/{}\" ContentType=\"{}\"/>", part, type);
  }
  return x + "</Types>\n";
}

std::string package_relations() {
  std::string x(head);
  x += "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  x += fmt::format("<Relationship Id=\"rId1\" Type=\"{}officeDocument\" Target=\"word/document.xml\"/>", types);
  x += "<Relationship Id=\"rId2\" "
       "Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" "
       "Target=\"docProps/core.xml\"/>";
  x += fmt::format("<Relationship Id=\"rId3\" Type=\"{}extended-properties\" Target=\"docProps/app.xml\"/>", types);
  x += fmt::format("<Relationship Id=\"rId4\" Type=\"{}custom-properties\" Target=\"docProps/custom.xml\"/>", types);
  return x + "</Relationships>\n";
}

std::string document_relations(const DocxBody& body) {
  std::string x(head);
  x += "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">";
  int n = 0;
  for (const auto& [type, target] : {std::pair<std::string_view, std::string_view>{"styles", "styles.xml"},
                                     {"settings", "settings.xml"},
                                     {"numbering", "numbering.xml"},
                                     {"fontTable", "fontTable.xml"},
                                     {"theme", "theme/theme1.xml"},
                                     {"header", "header1.xml"},
                                     {"footer", "footer1.xml"}}) {
    x += fmt::format("<Relationship Id=\"rId{}\" Type=\"{}{}\" Target=\"{}\"/>", ++n, types, type, target);
  }
  for (const DocxRelation& r : body.relations) {
    x += fmt::format("<Relationship Id=\"{}\" Type=\"{}{}\" Target=\"{}\"{}/>", r.id, types, r.type, escaped(r.target),
                     r.external ? " TargetMode=\"External\"" : "");
  }
  return x + "</Relationships>\n";
}

/// Reference to the left, classification to the right.
std::string header(const Meta& meta, const DocxShell& shell) {
  return fmt::format(
      "{}<w:hdr{}><w:p><w:pPr><w:pStyle w:val=\"{}\"/><w:tabs><w:tab w:val=\"right\" "
      "w:pos=\"{}\"/></w:tabs></w:pPr>{}<w:r><w:tab/></w:r>{}</w:p></w:hdr>\n",
      head, name_spaces, escaped(shell.style("Header")), shell.page.text_width(),
      docx_run(base::cut(one_line(meta.reference), 60)),
      docx_run(base::cut(one_line(meta.classification), 40), "<w:b/><w:bCs/>"));
}

std::string footer(std::string_view title, const DocxShell& shell) {
  return fmt::format(
      "{}<w:ftr{}><w:p><w:pPr><w:pStyle w:val=\"{}\"/><w:tabs><w:tab w:val=\"right\" "
      "w:pos=\"{}\"/></w:tabs></w:pPr>{}<w:r><w:tab/></w:r>{}{}{}{}</w:p></w:ftr>\n",
      head, name_spaces, escaped(shell.style("Footer")), shell.page.text_width(),
      docx_run(base::cut(one_line(title), 70)), docx_run("Page "), docx_field("PAGE", "1"), docx_run(" of "),
      docx_field("NUMPAGES", "1"));
}

/// The language of the document in a part of ours that says en-GB.
std::string in_language(std::string xml, const std::string& language) {
  if (language.empty() || language == "en-GB") return xml;
  for (const std::string_view before : {"w:lang w:val=\"", "w:themeFontLang w:val=\""}) {
    const std::size_t at = xml.find(std::string(before) + "en-GB");
    if (at != std::string::npos) xml.replace(at + before.size(), 5, escaped(language));
  }
  return xml;
}

std::string write_docx(const Document& document, const WriteOptions& options) {
  const Outline shape = outline(document);
  const Meta& meta = document.meta;
  HouseStyle house;
  house.styles = in_language(our_docx_styles(), meta.language);
  if (!options.house_style.empty()) house = house_style(unpacked(options.house_style, 64U << 20U), house.styles);
  if (house.theme.empty()) house.theme = docx_part("theme.xml");
  const DocxBody body = docx_body(document, shape, house.shell);
  const DocxPage& page = house.shell.page;

  const std::string section = fmt::format(
      "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId6\"/><w:footerReference w:type=\"default\" "
      "r:id=\"rId7\"/>"
      "<w:pgSz w:w=\"{}\" w:h=\"{}\"{}/><w:pgMar w:top=\"{}\" w:right=\"{}\" w:bottom=\"{}\" w:left=\"{}\" "
      "w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>",
      page.width, page.height, page.width > page.height ? " w:orient=\"landscape\"" : "", page.top, page.right,
      page.bottom, page.left);
  std::vector<Part> parts{
      {"[Content_Types].xml", content_types(body)},
      {"_rels/.rels", package_relations()},
      {"docProps/core.xml", docx_core(meta, shape.title)},
      {"docProps/app.xml", docx_app(meta)},
      {"docProps/custom.xml", docx_custom(meta)},
      {"word/document.xml",
       fmt::format("{}<w:document{}><w:body>\n{}{}</w:body></w:document>\n", head, name_spaces, body.xml, section)},
      {"word/_rels/document.xml.rels", document_relations(body)},
      {"word/styles.xml", house.styles},
      {"word/settings.xml", in_language(docx_part("settings.xml"), meta.language)},
      {"word/numbering.xml", docx_numbering(body)},
      {"word/fontTable.xml", docx_part("fontTable.xml")},
      {"word/theme/theme1.xml", house.theme},
      {"word/header1.xml", header(meta, house.shell)},
      {"word/footer1.xml", footer(shape.title, house.shell)},
  };
  parts.insert(parts.end(), body.media.begin(), body.media.end());
  return packed(parts);
}

}  // namespace

extern const Writer docx{.format = "docx", .title = "Word document", .extension = "docx", .document = write_docx};

}  // namespace debrief::reports
