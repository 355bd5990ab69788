// A table's rows as pieces.

#include "reports/pdf/table.h"

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/text.h"
#include "reports/pdf/widths.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

/// Sizes of a table; the more columns, the smaller.
struct Measure {
  double size = 9.5;
  double side = 4;     // left and right of a cell's text
  double above = 3.6;  // and below
};

struct CellSet {
  SetText text;
  double x = 0;
  Element* element = nullptr;
};

struct RowSet {
  std::vector<CellSet> cells;
  Element* element = nullptr;
  Colour mark = 0;
  bool head = false;
  bool last_head = false;
  bool last = false;
  bool total = false;
};

Colour mark_colour(std::string_view mark) {
  return mark == "overdue" ? 0xA31D0C : mark == "learner" ? 0x1D5C96 : 0x8A4A00;
}

class Rows {
 public:
  Rows(const Table& table, const Typesetter& setter, Element* element, double left, double width, double page_height,
       double least_height, bool small)
      : table_(table),
        setter_(setter),
        element_(element),
        left_(left),
        width_(width),
        page_height_(page_height),
        least_height_(least_height) {
    const auto n = static_cast<double>(column_count(table));
    if (small) measure_.size = 8.5;
    if (n > 9) {
      measure_.size = std::max(3.0, measure_.size * std::sqrt(9 / n));
      measure_.side = std::max(1.0, 4 * 9 / n);
    }
    widths_ = column_widths(table, width, measure_.size, measure_.side);
  }

  std::vector<PdfPiece> pieces() {
    Element* part = table_.head.empty() ? nullptr : setter_.structure().add("THead", element_);
    for (std::size_t i = 0; i < table_.head.size(); ++i) row(table_.head[i], part, true, i + 1 == table_.head.size());
    part = setter_.structure().add("TBody", element_);
    for (std::size_t i = 0; i < table_.body.size(); ++i) row(table_.body[i], part, false, i + 1 == table_.body.size());
    if (table_.body.empty()) {
      Row nothing;
      nothing.cells.push_back({{{Text{"Nothing to show", {}}}}, false, static_cast<int>(widths_.size())});
      row(nothing, part, false, true);
    }
    return std::move(pieces_);
  }

 private:
  void row(const Row& r, Element* part, bool head, bool last) {
    auto set = std::make_shared<RowSet>();
    set->element = setter_.structure().add("TR", part);
    set->head = head;
    set->last_head = head && last;
    set->last = last && !head;
    set->total = r.mark == "total";
    const bool marked = !mark_word(r.mark).empty();
    if (marked) set->mark = mark_colour(r.mark);
    std::size_t column = 0;
    double x = left_;
    for (std::size_t i = 0; column < widths_.size(); ++i) {
      const Cell* c = i < r.cells.size() ? &r.cells[i] : nullptr;
      const std::size_t span =
          c == nullptr ? 1 : std::min(static_cast<std::size_t>(std::max(c->span, 1)), widths_.size() - column);
      double wide = 0;
      for (std::size_t k = 0; k < span; ++k) wide += widths_[column + k];
      set->cells.push_back(cell(c, r, column, span, x, wide, head, marked && i == 0 && c != nullptr, set->element));
      x += wide;
      column += span;
    }
    add(set);
  }

  CellSet cell(const Cell* c, const Row& r, std::size_t column, std::size_t span, double x, double wide, bool head,
               bool badge, Element* tr) {
    CellSet out;
    const bool blank = c == nullptr || base::trimmed(plain(c->text)).empty();
    // A column header without words is a plain cell: there is nothing for it to head.
    const bool header = c != nullptr && (head ? !blank : c->header);
    out.element = setter_.structure().add(header ? "TH" : "TD", tr);
    out.element->columns = static_cast<int>(span);
    if (header) out.element->scope = head ? "Column" : "Row";
    out.x = x + measure_.side;
    if (blank && !badge) return out;
    TextLook look;
    look.size = measure_.size;
    look.leading = 1.28;
    look.strong = head || c->header || r.mark == "total";
    look.align = alignment(table_, column);
    std::string sign;
    if (badge) sign = std::string(mark_sign(r.mark)) + "\u00A0" + std::string(mark_word(r.mark));
    const double extra = badge ? 2 : 0;  // beside the bar at the left edge
    out.x += extra;
    out.text = SetText(setter_, c->text, look, std::max(wide - 2 * measure_.side - extra, 2.0), out.element, sign,
                       mark_colour(r.mark));
    return out;
  }

  void add(const std::shared_ptr<RowSet>& set) {
    double text = 0;
    std::size_t lines = 1;
    for (const CellSet& c : set->cells) {
      text = std::max(text, c.text.height());
      lines = std::max(lines, c.text.lines());
    }
    const double height = std::max(text + 2 * measure_.above, set->head ? 0.0 : least_height_);
    if (height <= page_height_ * 0.75 || lines == 1) {
      pieces_.push_back(piece(set, 0, lines, std::max(height, measure_.size * 1.28 + 2 * measure_.above)));
      return;
    }
    for (std::size_t i = 0; i < lines; ++i) {
      double high = 0;
      for (const CellSet& c : set->cells) {
        if (i < c.text.lines()) high = std::max(high, c.text.line_height(i));
      }
      high += (i == 0 ? measure_.above : 0) + (i + 1 == lines ? measure_.above : 0);
      pieces_.push_back(piece(set, i, i + 1, high));
      // The first and last lines of a row are not left alone.
      if (i == 0 || i + 2 == lines) pieces_.back().keep_next = i + 1 < lines;
    }
  }

  PdfPiece piece(const std::shared_ptr<RowSet>& set, std::size_t from, std::size_t until, double height) const {
    PdfPiece p;
    p.height = height;
    p.head = set->head;
    std::size_t lines = 1;
    for (const CellSet& c : set->cells) lines = std::max(lines, c.text.lines());
    const bool begins = from == 0;
    const bool ends = until == lines;
    p.draw = [set, from, until, begins, ends, height, left = left_, width = width_,
              above = measure_.above](const DrawAt& at) {
      Canvas& canvas = at.canvas;
      canvas.belongs_to(nullptr);
      if (set->head) canvas.fill({left, at.y, width, height}, 0xF3F5F6);
      if (set->total && begins) canvas.fill({left, at.y - 0.7, width, 1.4}, 0x0B0C0C);
      if (set->mark != 0) canvas.fill({left, at.y, 2.5, height}, set->mark);
      if (ends) {
        const Area line{left, at.y + height - (set->last_head ? 1.3 : 0.5), width, set->last_head ? 1.3 : 0.5};
        canvas.fill(line, set->last_head ? 0x6B7276 : set->last ? 0xB1B4B6 : 0xD8DDE0);
      }
      if (!at.artifact && begins) Structure::attach(set->element);
      for (const CellSet& c : set->cells) {
        if (!at.artifact && begins) Structure::attach(c.element);
        c.text.draw(canvas, at.structure, c.x, at.y + (begins ? above : 0), from, until, at.artifact);
      }
    };
    return p;
  }

  const Table& table_;
  const Typesetter& setter_;
  Element* element_;
  double left_;
  double width_;
  double page_height_;
  double least_height_;
  Measure measure_;
  std::vector<double> widths_;
  std::vector<PdfPiece> pieces_;
};

}  // namespace

std::vector<PdfPiece> table_pieces(const Table& table, const Typesetter& setter, Element* element, double left,
                                   double width, double page_height, double least_height, bool small) {
  return Rows(table, setter, element, left, width, page_height, least_height, small).pieces();
}

}  // namespace debrief::reports
