// Places for blocks and pictures: paragraphs of one tag that become many, and alternative texts that name a picture.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/word/shape.h"
#include "templates/word/tree.h"

namespace debrief::templates::word {

namespace {

using Node = pugi::xml_node;

/// What is in the brackets of `name(…)`; false where the expression is something else.
bool call_of(std::string_view inside, std::string_view name, std::string& argument) {
  std::string_view t = base::trimmed(inside);
  if (!t.starts_with(name) || !t.ends_with(')')) return false;
  t.remove_prefix(name.size());
  t = base::trimmed(t);
  if (!t.starts_with('(')) return false;
  t = t.substr(1, t.size() - 2);
  // One pair of brackets, and nothing behind it: chart(a)|upper(b) is none.
  int depth = 0;
  for (const char c : t) {
    depth += c == '(' ? 1 : c == ')' ? -1 : 0;
    if (depth < 0) return false;
  }
  argument = base::trimmed(t);
  return !argument.empty();
}

/// "text" of `text|md`.
bool markdown_of(std::string_view inside, std::string& argument) {
  const std::string_view t = base::trimmed(inside);
  const std::size_t bar = t.rfind('|');
  if (bar == std::string_view::npos || base::trimmed(t.substr(bar + 1)) != "md") return false;
  argument = base::trimmed(t.substr(0, bar));
  return !argument.empty();
}

bool slot_of(const Tag& tag, bool with_body, SlotTag& out) {
  if (tag.kind != TagKind::print) return false;
  if (with_body && base::trimmed(tag.inside) == "body") {
    out.kind = SlotKind::body;
    return true;
  }
  if (markdown_of(tag.inside, out.argument)) {
    out.kind = SlotKind::markdown;
    return true;
  }
  if (call_of(tag.inside, "chart", out.argument)) {
    out.kind = SlotKind::chart;
    return true;
  }
  if (call_of(tag.inside, "table", out.argument)) {
    out.kind = SlotKind::table;
    return true;
  }
  return false;
}

bool draws(const Node& paragraph) {
  bool found = false;
  walk(paragraph, [&](const Node& n) {
    found = found || is(n, "w:drawing") || is(n, "w:pict") || is(n, "w:object");
    return !found;
  });
  return found;
}

int text_width(const Node& section) {
  const Node size = section.child("w:pgSz");
  const Node margins = section.child("w:pgMar");
  int width = size.attribute("w:w").as_int(11906) - margins.attribute("w:left").as_int(1134) -
              margins.attribute("w:right").as_int(1134) - margins.attribute("w:gutter").as_int(0);
  const int columns = std::clamp(section.child("w:cols").attribute("w:num").as_int(1), 1, 10);
  if (columns > 1) width = width / columns - 360;
  return std::clamp(width, 1500, 40000);
}

/// The section that the block `top` of the text belongs to: sections are told at their end.
Node section_of(Node top) {
  for (Node n = top; n; n = n.next_sibling()) {
    if (is(n, "w:sectPr")) return n;
    if (const Node inside = n.child("w:pPr").child("w:sectPr")) return inside;
  }
  return {};
}

int width_at(const Node& paragraph) {
  if (const Node cell = above(paragraph, "w:tc")) {
    const Node w = cell.child("w:tcPr").child("w:tcW");
    if (std::string_view(w.attribute("w:type").value()) == "dxa" && w.attribute("w:w").as_int() > 0)
      return std::clamp(w.attribute("w:w").as_int() - 216, 1000, 40000);
    return 3000;
  }
  Node top = paragraph;
  while (top.parent() && !is(top.parent(), "w:body")) top = top.parent();
  return top.parent() ? text_width(section_of(top)) : 9000;
}

int height_at(const Node& paragraph) {
  Node top = paragraph;
  while (top.parent() && !is(top.parent(), "w:body")) top = top.parent();
  const Node section = top.parent() ? section_of(top) : Node();
  const Node margins = section.child("w:pgMar");
  const int height = section.child("w:pgSz").attribute("w:h").as_int(16838) - margins.attribute("w:top").as_int(1304) -
                     margins.attribute("w:bottom").as_int(1304);
  return std::clamp(height, 2000, 60000);
}

/// Pages begun before `paragraph`, as far as breaks tell.
int page_at(const Node& root, const Node& paragraph) {
  int page = 1;
  bool passed = false;
  walk(root.child("w:body"), [&](const Node& n) {
    if (passed || n == paragraph) {
      passed = true;
      return false;
    }
    if (is(n, "w:br") && std::string_view(n.attribute("w:type").value()) == "page") ++page;
    if (is(n, "w:sectPr") && std::string_view(n.child("w:type").attribute("w:val").value()) != "continuous") ++page;
    return true;
  });
  return page;
}

void replace_by_slot(Node paragraph, std::size_t number) {
  Node slot = paragraph.parent().insert_child_before(slot_element, paragraph);
  slot.append_attribute("n").set_value(static_cast<unsigned>(number));
  if (paragraph.child("w:pPr").child("w:sectPr")) {
    while (Node n = paragraph.child("w:r")) paragraph.remove_child(n);
  } else {
    paragraph.parent().remove_child(paragraph);
  }
}

/// "{{ chart("x") }}" as alternative text.
void picture_place(pugi::xml_attribute text, std::vector<Tag>& tags) {
  const std::size_t n = only_mark(text.value());
  if (n == std::string::npos) return;
  for (const std::string_view kind : {"chart", "image"}) {
    std::string argument;
    if (!call_of(tags[n].inside, kind, argument)) continue;
    tags[n].inside = argument;
    text.set_value(fmt::format("debrief-{}:{}", kind, print_mark(n)).c_str());
    return;
  }
}

}  // namespace

void find_slots(const std::string& part, const Node& root, bool with_body, std::vector<Tag>& tags,
                std::vector<SlotTag>& slots, std::vector<Fault>& faults) {
  for (const Node& p : paragraphs(root)) {
    const std::string text = text_of(p);
    if (text.find('\x01') == std::string::npos) continue;
    const std::size_t only = only_mark(text);
    for (std::size_t at = text.find('\x01'); at != std::string::npos; at = text.find('\x01', at)) {
      const std::size_t n = read_mark(text, at);
      SlotTag slot;
      if (!slot_of(tags[n], with_body, slot)) continue;
      const bool at_home = slot.kind != SlotKind::body || is(root, "w:document");
      if (n != only || draws(p) || !at_home) {
        faults.push_back({tags[n].place, "word-tag-not-alone",
                          at_home ? fmt::format("{} becomes whole paragraphs, so it must stand alone in one",
                                                base::quoted(tags[n].place.tag, 60))
                                  : fmt::format("{} can stand in the text of the document only",
                                                base::quoted(tags[n].place.tag, 60))});
        continue;
      }
      slot.slot.part = part;
      slot.slot.style = p.child("w:pPr").child("w:pStyle").attribute("w:val").value();
      slot.slot.width = width_at(p);
      slot.slot.height = height_at(p);
      slot.slot.page = is(root, "w:document") ? page_at(root, p) : 1;
      tags[n].inside = slot.argument;
      slot.tag = n;
      replace_by_slot(p, slots.size());
      slots.push_back(std::move(slot));
      break;
    }
  }
  walk(root, [&](const Node& n) {
    if (is(n, "wp:docPr") || is(n, "pic:cNvPr")) {
      if (pugi::xml_attribute text = n.attribute("descr")) picture_place(text, tags);
    }
    return true;
  });
}

}  // namespace debrief::templates::word
