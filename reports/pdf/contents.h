// The contents list of a PDF.
#pragma once

#include <vector>

#include "reports/pdf/flow.h"

namespace debrief::reports {

/// A title and one piece for each entry: a link with dots and the page it leads to, which is looked up in `flow` when
/// the piece is drawn. Entries of level 3 stand inside the entry of level 2 before them.
std::vector<PdfPiece> contents_pieces(const Typesetter& setter, const PdfFlow& flow, Element* parent, double left,
                                      double width);

}  // namespace debrief::reports
