// The structure tree and the links of a PDF, put behind a finished file as an update of it.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "reports/pdf/flow.h"
#include "reports/pdf/structure.h"

namespace debrief::reports {

/// Object numbers in the file that the tree is put behind.
///
/// tree   holds the place of the tree's root; written anew
/// pages  in order; each page's key in the parent tree is its place
/// links  each page's list of links, written anew; 0 for a page without
/// marks  marked sequences of each page
struct TreePlaces {
  int catalogue = 0;
  int information = 0;
  int tree = 0;
  std::vector<int> pages;
  std::vector<int> links;
  std::vector<int> marks;
};

/// Where a link to a place leads, from the foot of the page: a little above it.
double destination_height(const PdfPlace& place, double page_height);

/// `file` with the structure tree and the links behind it: an incremental update (ISO 32000-1, 7.5.6) in object streams.
/// A long table's tree has tens of thousands of elements; written as text they take a tenth of the room they take as
/// objects.
///
/// anchors      what "#id" leads to
/// language     of the whole document, BCP 47
/// page_height  in points
std::string with_tree(std::string file, const TreePlaces& places, const Structure& structure,
                      const std::map<std::string, PdfPlace, std::less<>>& anchors, const std::string& language, double page_height);

}  // namespace debrief::reports
