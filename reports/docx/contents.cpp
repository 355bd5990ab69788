// The contents list with the pages its headings come to stand on.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "reports/charts/scene.h"
#include "reports/docx/body_writer.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

// Counting pages, for the numbers in the contents list. Word and LibreOffice put their own in when asked.
void BodyWriter::advance(double points) {
  if (used_ + points > page_height_ && used_ > 0) {
    ++page_;
    used_ = 0;
  }
  used_ += points;
  while (used_ > page_height_) {
    ++page_;
    used_ -= page_height_;
  }
}

double BodyWriter::lines(std::string_view text, double size, int twips) {
  return std::max(1.0, std::ceil(text_width(text, size) / std::max(twips / 20.0, 20.0)));
}

/// A heading goes to the next page together with what it must not be parted from: further headings and a picture.
void BodyWriter::keep_with_next(const Blocks& all, std::size_t at, const Setting& s) {
  double needed = 30;
  for (; at < all.size(); ++at) {
    if (std::holds_alternative<Heading>(all[at].value)) {
      needed += 46;
      continue;
    }
    if (const auto* f = std::get_if<Figure>(&all[at].value)) {
      const Scene scene = scene_of(f->chart);
      needed += std::min((s.width_twips - s.left) / 20.0 * scene.height / scene.width, page_height_ * 0.68);
    }
    break;
  }
  if (used_ + needed > page_height_ && needed < page_height_) {
    ++page_;
    used_ = 0;
  }
}

void BodyWriter::block(const Block&, const Contents&, const Setting&) {
  if (outline_.contents.empty() || contents_at_ != std::string::npos) return;
  contents_at_ = out_.xml.size();
  advance(30 + 17 * static_cast<double>(outline_.contents.size()));
}

void BodyWriter::fill_contents() {
  if (contents_at_ == std::string::npos) return;
  Setting s;
  std::string toc =
      "<w:sdt><w:sdtPr><w:id w:val=\"6999\"/><w:docPartObj><w:docPartGallery w:val=\"Table of "
      "Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>\n";
  toc += paragraph("TOCHeading", docx_run("Contents"), s);
  bool first = true;
  for (const ContentsEntry& e : outline_.contents) {
    std::string content;
    if (first) {
      content =
          "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o \"1-2\" "
          "\\h \\z \\u </w:instrText></w:r>"
          "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>";
    }
    first = false;
    const std::string name = bookmark_name(e.id);
    content += "<w:hyperlink w:anchor=\"" + name + "\" w:history=\"1\">" + docx_run(one_line(e.text)) +
               "<w:r><w:tab/></w:r>" +
               docx_field("PAGEREF " + name + " \\h", std::to_string(pages_.count(e.id) != 0 ? pages_.at(e.id) : 1)) +
               "</w:hyperlink>";
    const std::string tabs = fmt::format("<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"{}\"/></w:tabs>",
                                         shell_.page.text_width());
    toc += paragraph(e.level == 2 ? "TOC1" : "TOC2", content, s, docx_direction(e.text), "", tabs);
  }
  toc += paragraph("Normal", "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>", s) + "</w:sdtContent></w:sdt>\n";
  out_.xml.insert(contents_at_, toc);
}

}  // namespace debrief::reports
