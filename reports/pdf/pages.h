// The column of pieces cut into pages and drawn.
#pragma once

#include <string>
#include <vector>

#include "reports/pdf/flow.h"

namespace debrief::reports {

/// A piece with its place on a page, `y` from the top of the text.
struct PdfPlaced {
  std::size_t piece = 0;
  double y = 0;
  double scale = 1;
  bool again = false;  // a header row shown again
};
using PdfPages = std::vector<std::vector<PdfPlaced>>;

/// Keeps what must stay together, shows header rows again, and avoids a last page with a line or two.
PdfPages paginated(const PdfFlow& flow, double text_height);

/// Notes the places of the anchors and draws everything, with running heads. Pieces can be drawn once.
void draw_pages(const PdfPages& pages, PdfFlow& flow, const PdfPage& page, const Typesetter& setter,
                const templates::Meta& meta, Structure& structure, Canvas& canvas);

}  // namespace debrief::reports
