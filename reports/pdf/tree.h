// The structure tree of a PDF, put behind a finished file as an update of it.
#pragma once

#include <string>
#include <vector>

#include "reports/pdf/structure.h"

namespace debrief::reports {

/// Object numbers in the file that the tree is put behind.
///
/// tree         holds the place of the tree's root; written anew
/// pages        in order
/// annotations  of Structure::annotations, in order; each page's and annotation's key in the parent tree is its place:
///              pages first
/// marks        marked sequences of each page
struct TreePlaces {
  int catalogue = 0;
  int information = 0;
  int tree = 0;
  std::vector<int> pages;
  std::vector<int> annotations;
  std::vector<int> marks;
};

/// `file` with the structure tree behind it: an incremental update (ISO 32000-1, 7.5.6) in object streams. A long
/// table's tree has tens of thousands of elements; written as text they take a tenth of the room they take as objects.
///
/// language     of the whole document, BCP 47
/// page_height  in points
std::string with_tree(std::string file, const TreePlaces& places, const Structure& structure,
                      const std::string& language, double page_height);

}  // namespace debrief::reports
