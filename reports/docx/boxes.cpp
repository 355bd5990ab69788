// What stands in a box: remarks, and the places where people write.

#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "reports/docx/body_writer.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

std::string box(std::string_view colour, std::string_view fill, std::string_view look, std::string_view side) {
  std::string out = "<w:pBdr>";
  for (const std::string_view edge : {"top", "left", "bottom", "right"}) {
    const bool left = edge == "left";
    out += fmt::format("<w:{} w:val=\"{}\" w:sz=\"{}\" w:space=\"{}\" w:color=\"{}\"/>", edge, left ? "single" : look,
                       left ? 36 : 4, left ? 8 : 5, left ? colour : side);
  }
  return out + "</w:pBdr>" +
         (fill.empty() ? "" : "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" + std::string(fill) + "\"/>");
}

}  // namespace

BodyWriter::Setting BodyWriter::boxed(const Setting& s, std::string border) const {
  Setting inside = s;
  inside.border = std::move(border);
  // A box inside a box stands further in, so that the two borders do not become one.
  inside.left = s.left + 227;
  return inside;
}

void BodyWriter::spacer(const Setting&) {
  out_.xml += "<w:p><w:pPr><w:pStyle w:val=\"" + escaped(shell_.style("Normal")) +
              "\"/><w:spacing w:before=\"0\" w:after=\"60\" w:line=\"160\" w:lineRule=\"exact\"/></w:pPr></w:p>\n";
  advance(11);
}

void BodyWriter::block(const Block& b, const Callout& c, const Setting& s) {
  const std::string_view colour = c.kind == "warning"    ? "A31D0C"
                                  : c.kind == "data"     ? "8C9194"
                                  : c.kind == "withheld" ? "484E54"
                                                         : "1D5C96";
  const bool close = heading_follows_;
  const Setting inside =
      boxed(s, box(colour, c.kind == "data" ? "F3F5F6" : "", c.kind == "withheld" ? "dashed" : "single", "B1B4B6"));
  if (outline_.linked.count(b.id) != 0) anchor(b);
  advance(22);
  out_.xml += paragraph("CalloutTitle", docx_run(one_line(callout_heading(c))), inside, docx_direction(c.title));
  const bool before = std::exchange(in_box_, true);
  blocks(c.blocks, inside);
  in_box_ = before;
  if (!close) spacer(s);
}

void BodyWriter::block(const Block& b, const Passage& p, const Setting& s) {
  const bool close = prompt_follows_ || heading_follows_;
  Setting inside = p.empty ? boxed(s, box("8A6100", "FFF6D6", "dashed", "8A6100")) : s;
  if (p.empty) inside.spacing = "<w:spacing w:before=\"60\" w:after=\"0\"/>";
  const bool titled = outline_.titled.count(&b) != 0;
  // LibreOffice drops the tag of a content control, so a bookmark says the key as well.
  const std::string name = bookmark_name("passage_" + p.key);
  const int mark = bookmarks_.insert(name).second ? ++bookmark_ : 0;
  if (mark != 0) out_.xml += fmt::format("<w:bookmarkStart w:id=\"{}\" w:name=\"{}\"/>", mark, name);
  if (!b.id.empty()) anchor(b);
  if (titled || p.empty) {
    advance(p.empty ? 14 : 24);
    out_.xml += paragraph(p.empty ? "CalloutTitle" : "PassageTitle",
                          docx_run(titled ? one_line(p.title) + (p.empty ? " (to be written)" : "") : "To be written"),
                          inside, docx_direction(p.title));
  }
  out_.xml += fmt::format(
      "<w:sdt><w:sdtPr><w:alias w:val=\"{}\"/><w:tag w:val=\"{}\"/><w:id w:val=\"{}\"/></w:sdtPr><w:sdtContent>\n",
      escaped(base::cut(one_line(p.title.empty() ? p.key : p.title), 60)), escaped(base::cut(one_line(p.key), 60)),
      7000 + ++controls_);
  if (p.empty) inside.spacing = "<w:spacing w:before=\"0\" w:after=\"60\"/>";
  const std::size_t before = out_.xml.size();
  const bool was = std::exchange(in_box_, p.empty || in_box_);
  blocks(p.blocks, inside);
  in_box_ = was;
  // A control must hold something, and end in a paragraph that can be typed in.
  const bool tail = out_.xml.size() == before || out_.xml.ends_with("</w:tbl>\n");
  if (tail) out_.xml += paragraph("Normal", "", inside);
  out_.xml += "</w:sdtContent></w:sdt>\n";
  if (mark != 0) out_.xml += fmt::format("<w:bookmarkEnd w:id=\"{}\"/>", mark);
  if (p.empty && !close) spacer(s);
}

}  // namespace debrief::reports
