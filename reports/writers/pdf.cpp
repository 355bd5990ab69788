// PDF: pages set by Pango and drawn by Cairo, then finished as PDF/UA-1 and PDF/A-2a.

#include "reports/outline.h"
#include "reports/pdf/finish.h"
#include "reports/pdf/flow.h"
#include "reports/pdf/pages.h"
#include "reports/writer.h"

namespace debrief::reports {

namespace {

std::string write_pdf(const templates::Document& document, const WriteOptions&) {
  const Outline shape = outline(document);
  templates::Meta meta = document.meta;
  if (meta.language.empty()) meta.language = "en-GB";
  const PdfPage page;
  Structure structure;
  const Typesetter setter(structure, shape, meta.language);
  PdfFlow flow;
  pdf_flow(document, setter, page, flow);
  const PdfPages pages = paginated(flow, page.text_height());
  Canvas canvas(page.width, page.height);
  draw_pages(pages, flow, page, setter, meta, structure, canvas);
  PdfDrawn drawn;
  drawn.bytes = canvas.finish();
  drawn.marks = canvas.marks();
  flow.pieces.clear();
  flow.pieces.shrink_to_fit();
  return finished(std::move(drawn), structure, flow, page, shape, meta);
}

}  // namespace

extern const Writer pdf{.format = "pdf", .title = "PDF", .extension = "pdf", .document = write_pdf};

}  // namespace debrief::reports
