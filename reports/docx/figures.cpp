// Pictures of charts, and what stands under them.

#include <algorithm>

#include <fmt/format.h>

#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/docx/body_writer.h"
#include "reports/docx/chart_part.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {
constexpr double highest_figure = 0.68;  // of the page's text
}  // namespace

void BodyWriter::block(const Block& b, const Figure& f, const Setting& s) {
  const int n = outline_.number.at(&b);
  if (const auto native = docx_chart(f.chart, fmt::format("{}chart{}", shell_.lead, n))) {
    const std::string said = f.chart.alt.empty() ? figure_caption(f) : f.chart.alt;
    const std::string words = f.chart.title.empty() ? said : f.chart.title + ". " + said;
    const long wide = (s.width_twips - s.left) * 635L;
    const auto high = static_cast<long>(static_cast<double>(wide) * native->height);
    advance(static_cast<double>(high) / 12700 + 8);
    out_.media.insert(out_.media.end(), native->parts.begin(), native->parts.end());
    Setting bare = s;
    bare.border.clear();
    out_.xml += paragraph(
        "FigurePicture",
        docx_chart_run(relation("chart", native->target, false), wide, high, shell_.ids_taken + n, words), bare);
    caption(b, "Figure", figure_caption(f), s, "");
    return;
  }
  const Scene scene = scene_of(f.chart);
  const std::string title = f.chart.title.empty() ? figure_caption(f) : f.chart.title;
  const std::string alt = f.chart.alt.empty() ? figure_caption(f) : f.chart.alt;
  // Word cuts off what is higher than the page; two thirds leave room for a heading and the caption.
  const double inches =
      std::min((s.width_twips - s.left) / 1440.0, page_height_ / 72 * highest_figure * scene.width / scene.height);
  const std::string base_name = fmt::format("{}chart{}", shell_.lead, n);
  out_.media.emplace_back("word/media/" + base_name + ".png", png(scene, inches));
  out_.media.emplace_back(
      "word/media/" + base_name + ".svg",
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + svg(scene, "chart", title, alt, SvgUse::own_file) + "\n");
  const std::string picture = relation("image", "media/" + base_name + ".png", false);
  const std::string vector = relation("image", "media/" + base_name + ".svg", false);
  const auto cx = static_cast<long>(inches * 914400);
  const auto cy = static_cast<long>(static_cast<double>(cx) * scene.height / scene.width);
  const double high = static_cast<double>(cy) / 12700;
  advance(high + 8);
  const std::string drawing = fmt::format(
      "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{0}\" cy=\"{1}\"/>"
      "<wp:docPr id=\"{2}\" name=\"Figure {2}\" descr=\"{3}\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks "
      "noChangeAspect=\"1\"/></wp:cNvGraphicFramePr>"
      "<a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
      "<pic:nvPicPr><pic:cNvPr id=\"{2}\" name=\"{4}.png\" descr=\"{3}\"/><pic:cNvPicPr/></pic:nvPicPr>"
      "<pic:blipFill><a:blip r:embed=\"{5}\"><a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\">"
      "<asvg:svgBlip xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" "
      "r:embed=\"{6}\"/></a:ext></a:extLst></a:blip>"
      "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
      "<pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{0}\" cy=\"{1}\"/></a:xfrm><a:prstGeom "
      "prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>"
      "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
      cx, cy, shell_.ids_taken + n, escaped(one_line(title.empty() ? alt : title + ". " + alt)), base_name, picture,
      vector);
  Setting bare = s;
  bare.border.clear();
  out_.xml += paragraph("FigurePicture", drawing, bare);
  caption(b, "Figure", figure_caption(f), s, "");
}

void BodyWriter::caption(const Block& b, std::string_view kind, const std::string& text, const Setting& s,
                         std::string_view keep) {
  const std::string number = std::to_string(outline_.number.at(&b));
  const std::string bold = "<w:b/><w:bCs/>";
  advance(14 * lines(text, 10.5, s.width_twips) + 12);
  Setting bare = s;
  bare.border.clear();
  out_.xml += paragraph("Caption",
                        bookmarked(b.id, docx_run(std::string(kind) + " ", bold) +
                                             docx_field("SEQ " + std::string(kind) + " \\* ARABIC", number, bold) +
                                             docx_run(": ", bold) + docx_run(one_line(text))),
                        bare, docx_direction(text), keep);
}

}  // namespace debrief::reports
