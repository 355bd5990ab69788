// The contents list of a PDF.

#include "reports/pdf/contents.h"

#include <cmath>
#include <memory>
#include <string>
#include <utility>

#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double number_room = 36;
constexpr double leading = 1.3;

Inlines words(std::string text) { return {{Text{std::move(text), {}}}}; }

PdfPiece entry(const ContentsEntry& e, const Typesetter& setter, const PdfFlow& flow, Element* item, double left,
               double width) {
  Element* link = setter.structure().add("Link", setter.structure().add("Reference", item));
  link->more().target = "#" + e.id;
  link->more().words = one_line(e.text);
  const auto text = std::make_shared<const SetText>(setter, words(one_line(e.text)), TextLook{.leading = leading},
                                                    width - number_room - 4, link);
  PdfPiece p;
  p.height = text->height();
  p.after = 2;
  p.draw = [&flow, &setter, text, link, left, width, id = e.id](const DrawAt& at) {
    const auto place = flow.places.find(id);
    const std::size_t n = place == flow.places.end() ? 1 : place->second.page + 1;
    const SetText number(setter, words(std::to_string(n)), {.leading = leading, .align = Align::right}, number_room,
                         link);
    const double last_line = at.y + text->height() - text->line_height(text->lines() - 1);
    // Dots stand below one another on the whole page, and are no content.
    at.canvas.belongs_to(nullptr);
    const double from = left + text->last_width() + 4;
    const double until = left + width - number.extent() - 4;
    for (double x = until - std::fmod(until, 4); x > from; x -= 4)
      at.canvas.fill({x, last_line + 10.5, 0.7, 0.7}, 0x8C9194);
    text->draw(at.canvas, at.structure, left, at.y);
    number.draw(at.canvas, at.structure, left + width - number_room, last_line);
    at.structure.link_at(link, at.canvas.page(), {left, at.y, width, text->height()});
  };
  return p;
}

}  // namespace

std::vector<PdfPiece> contents_pieces(const Typesetter& setter, const PdfFlow& flow, Element* parent, double left,
                                      double width) {
  std::vector<PdfPiece> out;
  Structure& structure = setter.structure();
  Element* list = structure.add("TOC", parent);
  const auto title = std::make_shared<const SetText>(setter, words("Contents"), TextLook{.size = 12, .strong = true},
                                                     width, structure.add("Caption", list));
  PdfPiece head;
  head.height = title->height();
  head.before = 12;
  head.after = 5;
  head.keep_next = true;
  head.draw = [title, left](const DrawAt& at) { title->draw(at.canvas, at.structure, left, at.y); };
  out.push_back(std::move(head));
  Element* outer = nullptr;
  Element* inner_list = nullptr;
  for (const ContentsEntry& e : setter.outline().contents) {
    const bool deep = e.level == 3 && outer != nullptr;
    if (deep && inner_list == nullptr) inner_list = structure.add("TOC", outer);
    Element* item = structure.add("TOCI", deep ? inner_list : list);
    if (!deep) {
      outer = item;
      inner_list = nullptr;
    }
    const double in = deep ? 14 : 0;
    out.push_back(entry(e, setter, flow, item, left + in, width - in));
  }
  out.back().after = 14;
  return out;
}

}  // namespace debrief::reports
