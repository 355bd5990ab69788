// A document as a long column of pieces that are never parted, before it is cut into pages.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "reports/pdf/text.h"

namespace debrief::reports {

/// A4 in points, and what of it is text.
struct PdfPage {
  double width = 595.28;
  double height = 841.89;
  double left = 56.7;
  double right = 56.7;
  double top = 64;
  double bottom = 62;
  double text_width() const { return width - left - right; }
  double text_height() const { return height - top - bottom; }
};

/// Where an anchor came to stand.
struct PdfPlace {
  std::size_t page = 0;
  double y = 0;
};

/// A piece drawn at a height of a page.
///
/// artifact  a header row shown again, which is no content
/// page_top  nothing stands above it
/// scale     1, or less where a picture was made to fit
struct DrawAt {
  Canvas& canvas;
  Structure& structure;
  double y = 0;
  bool artifact = false;
  bool page_top = false;
  double scale = 1;
};

/// before, after  space around it; neighbours share the larger one, and none is kept at the top of a page
/// pad_top…       room for the edges of the frames that begin or end here
/// shrink         share of the height it can do with
/// table          which table's row it is; -1 for none
struct PdfPiece {
  double height = 0;
  double before = 0;
  double after = 0;
  double pad_top = 0;
  double pad_bottom = 0;
  double shrink = 1;
  bool keep_next = false;
  bool page_before = false;
  bool head = false;
  int table = -1;
  int frame = -1;
  std::vector<std::string> anchors;
  std::function<void(const DrawAt&)> draw;
};

/// A box around pieces, drawn on each page that holds some of them. Colours 0: not drawn.
struct PdfFrame {
  int parent = -1;
  double left = 0;
  double width = 0;
  Colour bar = 0;
  Colour line = 0;
  Colour fill = 0;
  bool dashed = false;
};

struct PdfFlow {
  std::vector<PdfPiece> pieces;
  std::vector<PdfFrame> frames;
  std::vector<std::vector<std::size_t>> heads;          // of each table: its header rows
  std::map<std::string, PdfPlace, std::less<>> places;  // filled when the pages are known
};

/// Sets the whole document. `setter`, `page` and the flow must outlive the drawing.
void pdf_flow(const templates::Document& document, const Typesetter& setter, const PdfPage& page, PdfFlow& flow);

}  // namespace debrief::reports
