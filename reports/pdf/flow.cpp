// Blocks become pieces.

#include "reports/pdf/flow.h"

#include <algorithm>
#include <span>
#include <utility>

#include <cairo.h>
#include <fmt/format.h>

#include "base/text.h"
#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/markup.h"
#include "reports/pdf/contents.h"
#include "reports/pdf/table.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double indent = 20;       // of a list, and for its labels
constexpr double frame_space = 12;  // between a box's edge and its text
constexpr double frame_pad = 8;
constexpr double highest_figure = 0.68;  // of the page's text
constexpr double narrowest = 130;        // width of text

Inlines words(std::string text, TextStyle style = {}) { return {{Text{std::move(text), style}}}; }

std::string_view heading_type(int level) {
  static constexpr std::string_view types[] = {"H1", "H2", "H3", "H4", "H5", "H6"};
  return types[std::clamp(level, 1, 6) - 1];
}

/// Where blocks stand: edges of the text and the element they belong to.
struct Setting {
  double left = 0;
  double width = 0;
  Element* element = nullptr;
  double after = 7;
  bool together = false;
};

/// The same further in, as long as there is room for words: what is nested deeper stands below what it belongs to.
Setting narrowed(Setting s, double left, double right) {
  if (s.width - left - right < narrowest) return s;
  s.left += left;
  s.width -= left + right;
  return s;
}

/// A list's number or bullet, on its way to the first line of the item.
struct ListLabel {
  SetText text;
  double x = 0;
};

class Writer {
 public:
  Writer(const Document& document, const Typesetter& setter, const PdfPage& page, PdfFlow& flow)
      : document_(document), setter_(setter), outline_(setter.outline()), page_(page), flow_(flow) {}

  void write() {
    Setting s;
    s.left = page_.left;
    s.width = page_.text_width();
    s.element = setter_.structure().root();
    title(s);
    blocks(document_.blocks, s);
    if (!anchors_.empty() && !flow_.pieces.empty()) {
      auto& last = flow_.pieces.back().anchors;
      last.insert(last.end(), anchors_.begin(), anchors_.end());
    }
  }

 private:
  Element* element(std::string_view type, Element* parent) { return setter_.structure().add(type, parent); }

  void anchor(const Block& b) {
    if (!b.id.empty()) anchors_.push_back(b.id);
  }

  PdfPiece& add(PdfPiece piece) {
    piece.frame = frame_;
    piece.anchors = std::exchange(anchors_, {});
    if (break_) piece.page_before = !flow_.pieces.empty();
    break_ = false;
    if (label_ != nullptr) {
      piece.draw = [label = std::exchange(label_, nullptr), draw = std::move(piece.draw)](const DrawAt& at) {
        label->text.draw(at.canvas, at.structure, label->x, at.y);
        draw(at);
      };
    }
    flow_.pieces.push_back(std::move(piece));
    return flow_.pieces.back();
  }

  /// Lines that stay together: all of a short paragraph, the first two and the last two of a long one.
  void add_text(SetText set, double x, double before, double after, bool keep_next = false, bool together = false) {
    const auto text = std::make_shared<const SetText>(std::move(set));
    const std::size_t n = text->lines();
    std::size_t from = 0;
    while (from < n || n == 0) {
      std::size_t until = n;
      if (n > 3 && !(together && n < 20)) until = from == 0 ? 2 : from + 2 >= n ? n : from + 1;
      PdfPiece p;
      for (std::size_t i = from; i < until; ++i) p.height += text->line_height(i);
      p.before = from == 0 ? before : 0;
      p.after = until == n ? after : 0;
      p.keep_next = keep_next;
      p.draw = [text, x, from, until](const DrawAt& at) {
        text->draw(at.canvas, at.structure, x, at.y, from, until, at.artifact);
      };
      add(std::move(p));
      from = until;
      if (n == 0) break;
    }
  }

  void open_frame(PdfFrame frame) {
    frame.parent = frame_;
    flow_.frames.push_back(frame);
    frame_ = static_cast<int>(flow_.frames.size()) - 1;
    frame_starts_.push_back(flow_.pieces.size());
  }

  void close_frame(double pad, double space) {
    const std::size_t from = frame_starts_.back();
    frame_starts_.pop_back();
    const int parent = flow_.frames[static_cast<std::size_t>(frame_)].parent;
    frame_ = parent;
    if (from == flow_.pieces.size()) return;
    PdfPiece& first = flow_.pieces[from];
    first.pad_top += pad;
    first.before = space;
    PdfPiece& last = flow_.pieces.back();
    last.pad_bottom += pad;
    last.after = space;
    last.keep_next = false;
  }

  void title(const Setting& s) {
    const auto* heading =
        outline_.title_block != nullptr ? std::get_if<Heading>(&outline_.title_block->value) : nullptr;
    if (outline_.title_block != nullptr) anchor(*outline_.title_block);
    const bool given = heading != nullptr && !base::trimmed(plain(heading->text)).empty();
    const TextLook look{.size = 24, .leading = 1.2, .strong = true};
    add_text(SetText(setter_, given ? heading->text : words(one_line(outline_.title)), look, s.width,
                     element("H1", s.element)),
             s.left, 6, 12, true, true);
  }

  void blocks(const Blocks& all, const Setting& s) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (is_prompt(all[i])) {
        std::size_t end = i + 1;
        while (end < all.size() && is_prompt(all[end])) ++end;
        prompts(std::span(all).subspan(i, end - i), s);
        i = end - 1;
        continue;
      }
      table_follows_ = i + 1 < all.size() && std::holds_alternative<Table>(all[i + 1].value);
      std::visit([&](const auto& v) { block(all[i], v, s); }, all[i].value);
    }
  }

  void block(const Block& b, const Heading& h, const Setting& s) {
    const auto found = outline_.level.find(&b);
    if (found == outline_.level.end() || found->second == 1) return;
    const int level = found->second;
    if (level == 2) appendix_ = plain(h.text).starts_with("Appendix");
    anchor(b);
    const TextLook look{.size = level == 2   ? 16.0
                                : level == 3 ? 13.0
                                             : 11.0,
                        .leading = 1.25,
                        .strong = true,
                        .colour = level > 4 ? 0x484E54U : 0x0B0C0CU};
    const std::size_t from = flow_.pieces.size();
    add_text(SetText(setter_, h.text, look, s.width, element(heading_type(level), s.element)), s.left,
             level == 2   ? 33
             : level == 3 ? 18
                          : 14,
             level == 2 ? 8 : 5, true, true);
    if (level == 2) {
      PdfPiece& piece = flow_.pieces[from];
      piece.draw = [draw = std::move(piece.draw), left = s.left, width = s.width](const DrawAt& at) {
        if (!at.page_top) {
          at.canvas.belongs_to(nullptr);
          at.canvas.fill({left, at.y - 12, width, 0.5}, 0xB1B4B6);
        }
        draw(at);
      };
    }
  }

  void block(const Block& b, const Paragraph& p, const Setting& s) {
    if (base::trimmed(plain(p.text)).empty()) return;
    anchor(b);
    // A sentence or two before a table introduce it.
    const bool leads = leads_on(p.text) || (table_follows_ && plain(p.text).size() < 240);
    add_text(SetText(setter_, p.text, {.size = appendix_ ? 9.5 : 10.5}, s.width, element("P", s.element)), s.left, 0,
             s.after, leads, s.together);
  }

  void block(const Block& b, const List& l, const Setting& s) {
    if (l.items.empty()) return;
    anchor(b);
    Element* list = element("L", s.element);
    list->numbering = l.ordered ? "Decimal" : depth_ % 2 == 0 ? "Disc" : "Square";
    static constexpr std::string_view bullets[] = {"\u2022", "\u2013", "\u25AA"};
    int n = std::max(l.start, 0);
    for (const Blocks& item : l.items) {
      Element* li = element("LI", list);
      const std::string sign = l.ordered ? fmt::format("{}.", n++) : std::string(bullets[depth_ % 3]);
      SetText label(setter_, words(sign), {}, 60, element("Lbl", li));
      Setting inside = narrowed(s, std::max(indent, label.extent() + 6), 0);
      inside.after = 3.5;
      inside.element = element("LBody", li);
      flush_label();
      label_ = std::make_shared<ListLabel>(ListLabel{std::move(label), s.left + 3});
      ++depth_;
      const std::size_t before = flow_.pieces.size();
      blocks(item, inside);
      --depth_;
      if (flow_.pieces.size() == before) flush_label();
    }
    if (depth_ == 0 && !flow_.pieces.empty()) flow_.pieces.back().after = std::max(flow_.pieces.back().after, s.after);
  }

  /// A label whose item has nothing to stand beside.
  void flush_label() {
    if (label_ == nullptr) return;
    PdfPiece p;
    p.height = label_->text.height();
    p.after = 3.5;
    p.draw = [](const DrawAt&) {};
    add(std::move(p));
  }

  void caption(std::string_view kind, const Block& b, const std::string& text, Element* parent, const Setting& s,
               bool above) {
    Inlines line = words(fmt::format("{} {}: ", kind, outline_.number.at(&b)), {.strong = true});
    line.push_back({Text{one_line(text), {}}});
    add_text(SetText(setter_, line, {.leading = 1.25}, s.width, element("Caption", parent)), s.left, above ? 12 : 4,
             above ? 5 : 14, above, true);
  }

  void table(const Block* b, const Table& t, const Setting& s, double least_height) {
    const std::size_t columns = column_count(t);
    Element* e = element("Table", s.element);
    if (b != nullptr) anchor(*b);
    if (columns == 0 || columns > widest_table) {
      if (!t.caption.empty() && b != nullptr) caption("Table", *b, t.caption, element("Div", s.element), s, true);
      const std::string instead =
          columns == 0 ? "Nothing to show"
                       : fmt::format("This table has {} columns, more than a page can hold; see the workbook", columns);
      add_text(SetText(setter_, words(instead), {}, s.width, element("P", s.element)), s.left, 0, 14);
      return;
    }
    if (!t.caption.empty() && b != nullptr) caption("Table", *b, t.caption, e, s, true);
    if (label_ != nullptr) flush_label();
    const int index = static_cast<int>(flow_.heads.size());
    flow_.heads.emplace_back();
    std::vector<PdfPiece> rows =
        table_pieces(t, setter_, e, s.left, s.width, page_.text_height(), least_height, appendix_);
    double height = 0;
    for (const PdfPiece& p : rows) height += p.height;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      PdfPiece& p = rows[i];
      p.table = index;
      if (p.head) flow_.heads.back().push_back(flow_.pieces.size());
      if (i == 0 && t.caption.empty()) p.before = 10;
      if (i + 1 == rows.size()) p.after = 14;
      // A small table is not parted; a large one leaves no row alone, at its beginning or its end.
      const bool near_end = i + 2 == rows.size() || (i > 0 && rows[i - 1].head);
      p.keep_next = i + 1 < rows.size() && (p.head || height < 200 || (near_end && p.height < 100) || p.keep_next);
      add(std::move(p));
    }
  }

  void block(const Block& b, const Table& t, const Setting& s) { table(&b, t, s, 0); }

  void block(const Block& b, const Figure& f, const Setting& s) {
    anchor(b);
    Element* group = element("Div", s.element);
    Element* figure = element("Figure", group);
    const std::string caption_text = figure_caption(f);
    const std::string alt = f.chart.alt.empty() ? caption_text : f.chart.alt;
    std::string& said = figure->more().alt;
    said = one_line(f.chart.title.empty() || f.chart.title == alt ? alt : f.chart.title + ". " + alt);
    if (base::trimmed(said).empty()) said = "Chart";
    const auto scene = std::make_shared<const Scene>(scene_of(f.chart));
    PdfPiece p;
    // As wide as the text, unless that makes it fill a page.
    const double scale = std::min(s.width / scene->width, page_.text_height() * highest_figure / scene->height);
    const double wide = scene->width * scale;
    p.height = scene->height * scale;
    p.before = 12;
    p.after = 4;
    p.shrink = 0.72;
    p.keep_next = true;
    p.draw = [scene, figure, scale, wide, left = s.left, width = s.width](const DrawAt& at) {
      at.canvas.belongs_to(figure);
      const double x = left + (width - wide * at.scale) / 2;
      figure->more().box = {x, at.y, wide * at.scale, scene->height * scale * at.scale};
      figure->more().page = at.canvas.page();
      cairo_t* c = at.canvas.cairo();
      cairo_save(c);
      cairo_translate(c, x, at.y);
      cairo_scale(c, scale * at.scale, scale * at.scale);
      draw(*scene, c);
      cairo_restore(c);
    };
    if (label_ != nullptr) flush_label();
    add(std::move(p));
    caption("Figure", b, caption_text, group, s, false);
  }

  void block(const Block& b, const Callout& c, const Setting& s) {
    anchor(b);
    PdfFrame f;
    f.bar = c.kind == "warning"    ? 0xA31D0CU
            : c.kind == "data"     ? 0x8C9194U
            : c.kind == "withheld" ? 0x484E54U
                                   : 0x1D5C96U;
    f.line = 0xB1B4B6;
    f.fill = c.kind == "data" ? 0xF3F5F6U : 0U;
    f.dashed = c.kind == "withheld";
    boxed(f, s, one_line(callout_heading(c)), c.blocks);
  }

  void boxed(PdfFrame f, const Setting& s, const std::string& heading, const Blocks& inside_blocks) {
    f.left = s.left;
    f.width = s.width;
    if (label_ != nullptr) flush_label();
    open_frame(f);
    Setting inside = narrowed(s, frame_space + 2, frame_space);
    inside.element = element("Div", s.element);
    inside.together = true;
    if (!heading.empty()) {
      add_text(SetText(setter_, words(heading), {.strong = true}, inside.width, element("P", inside.element)),
               inside.left, 0, 4, !inside_blocks.empty(), true);
    }
    blocks(inside_blocks, inside);
    close_frame(frame_pad, 11);
  }

  void block(const Block& b, const Passage& p, const Setting& s) {
    anchor(b);
    const bool titled = outline_.titled.count(&b) != 0;
    Setting inside = s;
    inside.element = element("Div", s.element);
    if (titled) {
      add_text(SetText(setter_, words(one_line(p.title)), {.strong = true}, s.width, element("P", inside.element)),
               s.left, 10, 4, true, true);
    }
    blocks(p.blocks, inside);
  }

  /// Passages that nobody has written yet, in one frame: each its title and its question.
  void prompts(std::span<const Block> passages, const Setting& s) {
    PdfFrame f;
    f.left = s.left;
    f.width = s.width;
    f.bar = f.line = 0x8A6100;
    f.fill = 0xFFF6D6;
    f.dashed = true;
    if (label_ != nullptr) flush_label();
    open_frame(f);
    for (const Block& b : passages) {
      const auto& p = std::get<Passage>(b.value);
      anchor(b);
      Setting inside = narrowed(s, frame_space + 2, frame_space);
      inside.element = element("Div", s.element);
      inside.after = 0;
      inside.together = true;
      const bool titled = outline_.titled.count(&b) != 0;
      const std::string title = titled ? one_line(p.title) + " (to be written)" : "To be written";
      add_text(SetText(setter_, words(title), {.strong = true}, inside.width, element("P", inside.element)),
               inside.left, &b == &passages.front() ? 0 : 5, 1, !p.blocks.empty(), true);
      blocks(p.blocks, inside);
    }
    close_frame(5, 10);
  }

  void block(const Block& b, const Quote& q, const Setting& s) {
    anchor(b);
    PdfFrame f;
    f.left = s.left;
    f.width = s.width;
    f.bar = 0xB1B4B6;
    if (label_ != nullptr) flush_label();
    open_frame(f);
    Setting inside = narrowed(s, frame_space + 2, 0);
    inside.element = element("BlockQuote", s.element);
    blocks(q.blocks, inside);
    close_frame(2, 9);
  }

  void block(const Block& b, const CodeBlock& c, const Setting& s) {
    std::string_view code = c.text;
    while (code.ends_with('\n')) code.remove_suffix(1);
    if (code.empty()) return;
    anchor(b);
    PdfFrame f;
    f.left = s.left;
    f.width = s.width;
    f.fill = 0xF3F5F6;
    if (label_ != nullptr) flush_label();
    open_frame(f);
    const TextLook look{.size = 9, .leading = 1.3, .mono = true};
    add_text(SetText(setter_, words(std::string(code)), look, s.width - 2 * frame_space,
                     element("Code", element("P", s.element))),
             s.left + frame_space, 0, 0);
    close_frame(6, 9);
  }

  void block(const Block& b, const Contents&, const Setting& s) {
    if (outline_.contents.empty()) return;
    anchor(b);
    for (PdfPiece& p : contents_pieces(setter_, flow_, s.element, s.left, s.width)) add(std::move(p));
  }

  void block(const Block& b, const PageBreak&, const Setting&) {
    anchor(b);
    break_ = true;
  }

  void block(const Block& b, const Rule&, const Setting& s) {
    anchor(b);
    PdfPiece p;
    p.height = 0.6;
    p.before = 14;
    p.after = 14;
    p.draw = [left = s.left, width = s.width](const DrawAt& at) {
      at.canvas.belongs_to(nullptr);
      at.canvas.fill({left, at.y, width, 0.6}, 0xB1B4B6);
    };
    add(std::move(p));
  }

  void block(const Block& b, const SignOff& s, const Setting& setting) {
    if (s.lines.empty()) return;
    anchor(b);
    Table t;
    t.columns = {
        {Align::left, 0.22}, {Align::left, 0.22}, {Align::left, 0.16}, {Align::left, 0.15}, {Align::left, 0.25}};
    const auto cell = [](const std::string& v) { return Cell{words(v), false, 1}; };
    t.head = {{{cell("Role"), cell("Name"), cell("Decision"), cell("Date"), cell("Signature")}, ""}};
    for (const SignOff::Line& l : s.lines) {
      Row r{{cell(l.role), cell(l.name), cell(l.decision), cell(l.date), cell("")}, ""};
      r.cells[0].header = true;
      t.body.push_back(std::move(r));
    }
    table(nullptr, t, setting, 38);
  }

  const Document& document_;
  const Typesetter& setter_;
  const Outline& outline_;
  const PdfPage& page_;
  PdfFlow& flow_;
  std::vector<std::string> anchors_;
  std::vector<std::size_t> frame_starts_;
  std::shared_ptr<ListLabel> label_;
  int frame_ = -1;
  int depth_ = 0;
  bool break_ = false;
  bool appendix_ = false;  // in one: smaller letters
  bool table_follows_ = false;
};

}  // namespace

void pdf_flow(const Document& document, const Typesetter& setter, const PdfPage& page, PdfFlow& flow) {
  Writer(document, setter, page, flow).write();
}

}  // namespace debrief::reports
