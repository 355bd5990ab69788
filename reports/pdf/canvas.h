// Pages being drawn by Cairo, with a note of which part of the drawing belongs to which element.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "reports/pdf/structure.h"

using cairo_t = struct _cairo;  // as Cairo declares them, so that its headers stay in .cpp files
using cairo_surface_t = struct _cairo_surface;

namespace debrief::reports {

/// 0xRRGGBB.
using Colour = std::uint32_t;

/// Places in points from the top left corner of the page. What is drawn belongs to the element named last; drawing for
/// nobody (page decoration) is marked as an artifact when the file is finished.
class Canvas {
 public:
  Canvas(double width, double height);
  ~Canvas();
  Canvas(const Canvas&) = delete;
  Canvas& operator=(const Canvas&) = delete;

  cairo_t* cairo() const { return cairo_; }
  std::size_t page() const { return page_; }
  double width() const { return width_; }
  double height() const { return height_; }

  /// What follows belongs to `e`; nullptr for decoration.
  void belongs_to(Element* e);
  void next_page();

  void use(Colour colour);
  void fill(const Area& area, Colour colour);
  /// A horizontal or vertical line as a filled rectangle.
  void frame(const Area& area, Colour colour, double line, bool dashed);

  /// The file as Cairo made it. Throws base::Error (cannot-draw).
  std::string finish();
  /// Marked sequences of each page.
  const std::vector<int>& marks() const { return marks_; }

 private:
  void close();

  double width_;
  double height_;
  std::string bytes_;
  cairo_surface_t* surface_ = nullptr;
  cairo_t* cairo_ = nullptr;
  std::size_t page_ = 0;
  std::vector<int> marks_{0};
  Element* current_ = nullptr;
  std::string tag_;
};

}  // namespace debrief::reports
