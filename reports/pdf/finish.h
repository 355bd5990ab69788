// What Cairo leaves out of a PDF: structure, links, bookmarks, metadata and colours as PDF/UA-1 and PDF/A-2a want them.
#pragma once

#include <string>
#include <vector>

#include "reports/outline.h"
#include "reports/pdf/canvas.h"
#include "reports/pdf/flow.h"

namespace debrief::reports {

/// marks  marked sequences of each page, as counted while drawing
struct PdfDrawn {
  std::string bytes;
  std::vector<int> marks;
};

/// The finished file. Structure tree, links and bookmarks are written anew from `structure` and `flow.places`.
/// Sources: ISO 32000-1; ISO 14289-1 (PDF/UA-1); ISO 19005-2, level A (PDF/A-2a).
std::string finished(PdfDrawn drawn, const Structure& structure, const PdfFlow& flow, const PdfPage& page,
                     const Outline& outline, const templates::Meta& meta);

/// Metadata as XML, saying which standards the file keeps.
std::string xmp(const templates::Meta& meta, const std::string& title);

/// An ICC profile (version 2.1) of sRGB, IEC 61966-2-1.
std::string srgb_profile();

}  // namespace debrief::reports
