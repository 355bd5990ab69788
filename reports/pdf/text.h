// Text set in lines by Pango, drawn run by run so that each run is marked with its element.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "reports/outline.h"
#include "reports/pdf/canvas.h"
#include "templates/document.h"

using PangoContext = struct _PangoContext;
using PangoLayout = struct _PangoLayout;
using PangoFont = struct _PangoFont;
using PangoGlyphItem = struct _PangoGlyphItem;

namespace debrief::reports {

/// How a paragraph is set. size in points; `leading` line height as a share of the size.
struct TextLook {
  double size = 10.5;
  double leading = 1.36;
  bool strong = false;
  bool mono = false;
  bool badge = false;  // smaller and bold
  Colour colour = 0x0B0C0C;
  templates::Align align = templates::Align::left;
};

/// A run of text on its way into a paragraph.
///
/// fill     a tint behind it; 0 for none
/// element  what it belongs to; nullptr for the paragraph's own
struct TextSpan {
  std::size_t from = 0;
  std::size_t to = 0;
  Colour colour = 0;
  Colour fill = 0;
  bool underlined = false;
  bool struck = false;
  Element* element = nullptr;
};

/// What setting text needs: fonts and the structure that runs are added to.
class Typesetter {
 public:
  Typesetter(Structure& structure, const Outline& outline, const std::string& language);
  ~Typesetter();
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  Structure& structure() const { return structure_; }
  const Outline& outline() const { return outline_; }
  PangoContext* pango() const { return context_; }

 private:
  Structure& structure_;
  const Outline& outline_;
  PangoContext* context_ = nullptr;
};

/// Letters of one font in a row, as Pango set them, kept in a sixth of its room where each letter is one glyph on the
/// line: a long table has tens of thousands of runs.
class GlyphRun {
 public:
  /// Takes what it needs of `run`, whose text begins at byte `start` of the paragraph.
  GlyphRun(const PangoGlyphItem* run, std::size_t start);

  /// First byte of its text in the paragraph.
  std::size_t offset() const { return start_ + offset_; }
  double width() const;
  PangoFont* font() const { return font_.get(); }
  /// At the canvas's current point.
  void show(Canvas& canvas, const std::string& text) const;

 private:
  struct Plain {
    std::uint16_t glyph = 0;
    std::uint16_t width = 0;  // in Pango's units, 1,024 a point
  };
  std::unique_ptr<PangoFont, void (*)(PangoFont*)> font_;
  std::uint32_t start_ = 0;  // of the part that was set in one
  std::uint32_t offset_ = 0;
  std::uint32_t length_ = 0;
  std::unique_ptr<Plain[]> plain_;
  std::unique_ptr<PangoGlyphItem, void (*)(PangoGlyphItem*)> whole_;  // where a letter is more than that
};

/// A paragraph set to a width.
class SetText {
 public:
  SetText() = default;
  /// element  what the text belongs to; links and stand-ins become elements inside it
  /// badge    a sign and word after the text, in its own colour; "" for none
  SetText(const Typesetter& setter, const templates::Inlines& inlines, const TextLook& look, double width,
          Element* element, std::string_view badge = {}, Colour badge_colour = 0);

  std::size_t lines() const { return lines_.size(); }
  double line_height(std::size_t i) const { return lines_[i].height; }
  double height() const;
  /// Width of the longest line, and of the last.
  double extent() const;
  double last_width() const { return lines_.empty() ? 0 : lines_.back().width; }

  /// Draws lines [from, until) below one another; as decoration when `artifact`. Link areas are noted.
  void draw(Canvas& canvas, Structure& structure, double x, double y, std::size_t from, std::size_t until,
            bool artifact = false) const;
  void draw(Canvas& canvas, Structure& structure, double x, double y) const {
    draw(canvas, structure, x, y, 0, lines());
  }

 private:
  struct Line {
    double height = 0;
    double baseline = 0;
    double x = 0;
    double width = 0;
    bool blank_end = false;  // Pango took the blank that ends it
    std::vector<GlyphRun> runs;
  };
  /// Adds the lines of a layout that holds the text from byte `start` on.
  void set(PangoLayout* layout, const TextLook& look, double width, std::size_t start);

  // Only the glyphs are kept: a layout takes some kilobytes more, and a long table has tens of thousands.
  double scale_ = 1;  // from the size at which it was set
  std::string text_;
  std::vector<TextSpan> spans_;
  std::vector<Line> lines_;
  Element* element_ = nullptr;
};

}  // namespace debrief::reports
