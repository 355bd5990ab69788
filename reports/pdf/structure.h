// The logical structure of a tagged PDF: elements in reading order, filled while the pages are drawn.
#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace debrief::reports {

/// A rectangle on a page in points, from the page's top left corner.
struct Area {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
};

struct Element;

/// Content drawn on a page: the n-th marked sequence of that page, both counted from 0.
struct ContentMark {
  std::size_t page = 0;
  int number = 0;
};

/// A link's area, by its place in Structure::annotations.
struct AnnotationUse {
  std::size_t index = 0;
};

/// What few elements have.
///
/// alt     what a picture says
/// actual  what was written where the drawing shows a stand-in
/// target  where a link leads: an address or "#id"
/// words   of a link
/// box     of a figure, on `page`
struct ElementDetails {
  std::string alt;
  std::string actual;
  std::string target;
  std::string words;
  Area box;
  std::size_t page = 0;
};

/// An element of the structure tree, of a standard type of ISO 32000-1, 14.8.4. Kept small: a long table has tens of
/// thousands.
///
/// type       as are scope and numbering, a word that outlives the element
/// parent     what it will stand in once something of it is drawn, so that siblings keep the order of reading
/// scope      Row or Column, of header cells
/// numbering  Decimal, Disc, …, of lists
struct Element {
  std::string_view type;
  std::string_view scope;
  std::string_view numbering;
  Element* parent = nullptr;
  bool attached = false;
  int columns = 1;
  std::unique_ptr<ElementDetails> details;
  std::vector<std::variant<Element*, ContentMark, AnnotationUse>> kids;

  ElementDetails& more() {
    if (details == nullptr) details = std::make_unique<ElementDetails>();
    return *details;
  }
};

/// A link's area on a page.
struct Annotation {
  std::size_t page = 0;
  Area area;
  Element* link = nullptr;
};

/// Owns the elements; addresses stay as they are.
class Structure {
 public:
  Structure() { root_ = add("Document", nullptr), root_->attached = true; }
  Structure(const Structure&) = delete;
  Structure& operator=(const Structure&) = delete;

  Element* root() const { return root_; }

  std::size_t size() const { return elements_.size(); }

  /// type  a word that outlives the structure
  Element* add(std::string_view type, Element* parent) {
    Element& e = elements_.emplace_back();
    e.type = type;
    e.parent = parent;
    return &e;
  }

  /// Puts the element, and what it stands in, at the end of what has been read so far.
  static void attach(Element* e) {
    if (e == nullptr || e->attached) return;
    attach(e->parent);
    e->attached = true;
    e->parent->kids.emplace_back(e);
  }

  /// Notes that part of a link was drawn there; parts that touch on a line become one area.
  void link_at(Element* link, std::size_t page, const Area& area) {
    if (!annotations.empty()) {
      Annotation& last = annotations.back();
      const bool touches = area.x <= last.area.x + last.area.width + 0.5 && last.area.x <= area.x + area.width + 0.5;
      if (last.link == link && last.page == page && last.area.y == area.y && touches) {
        const double right = std::max(last.area.x + last.area.width, area.x + area.width);
        last.area.x = std::min(last.area.x, area.x);
        last.area.width = right - last.area.x;
        return;
      }
    }
    link->kids.emplace_back(AnnotationUse{annotations.size()});
    annotations.push_back({page, area, link});
  }

  std::vector<Annotation> annotations;

 private:
  std::deque<Element> elements_;
  Element* root_ = nullptr;
};

}  // namespace debrief::reports
