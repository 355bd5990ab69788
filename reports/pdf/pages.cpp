// The column of pieces cut into pages and drawn.

#include "reports/pdf/pages.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "reports/markup.h"

namespace debrief::reports {

namespace {

constexpr double frame_overhang = 4;  // of a box that goes on over the page's end

double full_height(const PdfPiece& p) { return p.pad_top + p.height + p.pad_bottom; }

class Paginator {
 public:
  Paginator(const PdfFlow& flow, double height) : flow_(flow), height_(height) {}

  PdfPages cut() {
    pages_.emplace_back();
    const auto& pieces = flow_.pieces;
    for (std::size_t i = 0; i < pieces.size();) {
      std::size_t end = i + 1;
      while (end < pieces.size() && pieces[end - 1].keep_next && !pieces[end].page_before) ++end;
      if (pieces[i].page_before) new_page(i);
      const Extent chain = extent(i, end);
      if (!fits(chain.height) && !empty_) {
        if (chain.height - chain.give <= height_ - y_) {
          place(i, end, 1 - (chain.height - (height_ - y_)) / std::max(chain.pictures, 1.0));
          i = end;
          continue;
        }
        // What cannot stay together on any page is parted where it must be.
        if (chain.height <= height_ - again_height(i) || !fits(extent(i, i + 1).height)) new_page(i);
      }
      if (!fits(extent(i, end).height)) end = i + 1;
      place(i, end, 1);
      i = end;
    }
    return std::move(pages_);
  }

 private:
  /// give  what pictures can do without; pictures  their height
  struct Extent {
    double height = 0;
    double give = 0;
    double pictures = 0;
  };

  Extent extent(std::size_t from, std::size_t until) const {
    Extent e;
    double after = after_;
    bool top = empty_;
    for (std::size_t i = from; i < until; ++i) {
      const PdfPiece& p = flow_.pieces[i];
      e.height += (top ? 0 : std::max(after, p.before)) + full_height(p);
      if (p.shrink < 1) {
        e.give += p.height * (1 - p.shrink);
        e.pictures += p.height;
      }
      after = p.after;
      top = false;
    }
    return e;
  }

  bool fits(double height) const { return y_ + height <= height_ + 0.01; }

  double again_height(std::size_t i) const {
    const PdfPiece& p = flow_.pieces[i];
    double sum = 0;
    if (p.table >= 0 && !p.head) {
      for (const std::size_t h : flow_.heads[static_cast<std::size_t>(p.table)]) sum += full_height(flow_.pieces[h]);
    }
    return sum;
  }

  void new_page(std::size_t next) {
    if (empty_) return;
    pages_.emplace_back();
    y_ = 0;
    after_ = 0;
    empty_ = true;
    const PdfPiece& p = flow_.pieces[next];
    if (p.table < 0 || p.head) return;
    // A header row is shown again only where rows of its table stand on the page before.
    const bool first = next == 0 || flow_.pieces[next - 1].table != p.table || flow_.pieces[next - 1].head;
    // Header rows that fill half a page leave no room for what they head.
    if (first || again_height(next) > height_ / 2) return;
    for (const std::size_t h : flow_.heads[static_cast<std::size_t>(p.table)]) {
      pages_.back().push_back({h, y_, 1, true});
      y_ += full_height(flow_.pieces[h]);
    }
    empty_ = y_ == 0;
  }

  void place(std::size_t from, std::size_t until, double scale) {
    for (std::size_t i = from; i < until; ++i) {
      const PdfPiece& p = flow_.pieces[i];
      if (!empty_) y_ += std::max(after_, p.before);
      const double own = p.shrink < 1 ? scale : 1;
      pages_.back().push_back({i, y_, own, false});
      y_ += p.pad_top + p.height * own + p.pad_bottom;
      after_ = p.after;
      empty_ = false;
    }
  }

  const PdfFlow& flow_;
  double height_;
  PdfPages pages_;
  double y_ = 0;
  double after_ = 0;
  bool empty_ = true;
};

double used(const PdfFlow& flow, const std::vector<PdfPlaced>& page) {
  return page.empty() ? 0 : page.back().y + full_height(flow.pieces[page.back().piece]);
}

void frames(const std::vector<PdfPlaced>& placed, const PdfFlow& flow, double top, Canvas& canvas) {
  struct Reach {
    double from = 1e9;
    double until = 0;
    std::size_t first = 0;
    std::size_t last = 0;
  };
  std::map<int, Reach> reaches;
  for (const PdfPlaced& p : placed) {
    const PdfPiece& piece = flow.pieces[p.piece];
    for (int f = piece.frame; f >= 0; f = flow.frames[static_cast<std::size_t>(f)].parent) {
      const auto [at, fresh] = reaches.try_emplace(f);
      Reach& r = at->second;
      if (fresh) r.first = p.piece;
      r.from = std::min(r.from, p.y);
      r.until = std::max(r.until, p.y + piece.pad_top + piece.height * p.scale + piece.pad_bottom);
      r.last = p.piece;
    }
  }
  for (const auto& [index, r] : reaches) {
    const PdfFrame& f = flow.frames[static_cast<std::size_t>(index)];
    Area area{f.left, top + r.from, f.width, r.until - r.from};
    if (flow.pieces[r.first].pad_top == 0 && (f.line != 0 || f.fill != 0)) {
      area.y -= frame_overhang;
      area.height += frame_overhang;
    }
    if (flow.pieces[r.last].pad_bottom == 0 && (f.line != 0 || f.fill != 0)) area.height += frame_overhang;
    if (f.fill != 0) canvas.fill(area, f.fill);
    if (f.line != 0) canvas.frame(area, f.line, 0.6, f.dashed);
    if (f.bar != 0) canvas.fill({area.x, area.y, 3, area.height}, f.bar);
  }
}

/// Reference and date to the left, classification to the right; title and page number at the foot.
void running_heads(std::size_t number, std::size_t count, const PdfPage& page, const Typesetter& setter,
                   const templates::Meta& meta, Structure& structure, Canvas& canvas) {
  const auto line = [&](const std::string& text, double y, templates::Align align, bool strong) {
    if (text.empty()) return;
    TextLook look;
    look.size = 8.5;
    look.colour = 0x484E54;
    look.align = align;
    look.strong = strong;
    const SetText set(setter, {{templates::Text{text, {}}}}, look, page.text_width(), nullptr);
    set.draw(canvas, structure, page.left, y, 0, 1, true);
  };
  std::string made = "made " + base::plain_date(meta.created_ms, base::Zone());
  const std::string reference = base::cut(one_line(meta.reference), 60);
  if (reference.empty()) made[0] = 'M';
  line(reference.empty() ? made : reference + " \u00B7 " + made, 30, templates::Align::left, false);
  line(base::cut(one_line(meta.classification), 40), 30, templates::Align::right, true);
  line(base::cut(one_line(setter.outline().title), 70), page.height - 42, templates::Align::left, false);
  line(fmt::format("Page {} of {}", number, count), page.height - 42, templates::Align::right, false);
}

}  // namespace

PdfPages paginated(const PdfFlow& flow, double text_height) {
  PdfPages pages = Paginator(flow, text_height).cut();
  if (pages.size() > 1 && used(flow, pages.back()) < 110) {
    // A line or two more on each page often does away with the last one.
    PdfPages fewer = Paginator(flow, text_height + 26).cut();
    if (fewer.size() < pages.size()) return fewer;
  }
  return pages;
}

void draw_pages(const PdfPages& pages, PdfFlow& flow, const PdfPage& page, const Typesetter& setter,
                const templates::Meta& meta, Structure& structure, Canvas& canvas) {
  for (std::size_t n = 0; n < pages.size(); ++n) {
    for (const PdfPlaced& p : pages[n]) {
      if (p.again) continue;
      for (const std::string& id : flow.pieces[p.piece].anchors)
        flow.places.try_emplace(id, PdfPlace{n, page.top + p.y});
    }
  }
  for (std::size_t n = 0; n < pages.size(); ++n) {
    if (n > 0) canvas.next_page();
    // First of all, for Cairo 1.16 refuses a page whose first drawing is a marked picture, such as an emoji.
    running_heads(n + 1, pages.size(), page, setter, meta, structure, canvas);
    frames(pages[n], flow, page.top, canvas);
    bool top = true;
    for (const PdfPlaced& p : pages[n]) {
      PdfPiece& piece = flow.pieces[p.piece];
      if (piece.draw) piece.draw(DrawAt{canvas, structure, page.top + p.y + piece.pad_top, p.again, top, p.scale});
      if (!piece.head) piece.draw = nullptr;  // the text of a long table is let go as its pages are done
      top = false;
    }
  }
}

}  // namespace debrief::reports
