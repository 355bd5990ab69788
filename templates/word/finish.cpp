// What filling leaves to be put right.

#include "templates/word/finish.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "templates/word/tree.h"

namespace debrief::templates::word {

namespace {

using Node = pugi::xml_node;

/// The text that Escape::word gave.
std::string unescaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '&') {
      bool known = false;
      for (const auto& [reference, c] : {std::pair<std::string_view, char>{"&amp;", '&'},
                                         {"&lt;", '<'},
                                         {"&gt;", '>'},
                                         {"&#39;", '\''},
                                         {"&#34;", '"'}}) {
        if (text.compare(i, reference.size(), reference) == 0) {
          out += c;
          i += reference.size();
          known = true;
          break;
        }
      }
      if (known) continue;
    }
    out += text[i++];
  }
  return out;
}

/// A text of many lines in one w:t becomes lines.
void break_lines(Node t) {
  const std::string text = t.text().get();
  if (text.find_first_of("\n\t") == std::string::npos) return;
  Node run = t.parent();
  std::size_t from = 0;
  Node last = t;
  bool first = true;
  for (;;) {
    const std::size_t at = text.find_first_of("\n\t", from);
    const std::string piece = text.substr(from, at == std::string::npos ? at : at - from);
    if (first) {
      t.text().set(piece.c_str());
      first = false;
    } else if (!piece.empty()) {
      last = run.insert_child_after("w:t", last);
      last.append_attribute("xml:space").set_value("preserve");
      last.text().set(piece.c_str());
    }
    if (at == std::string::npos) break;
    last = run.insert_child_after(text[at] == '\n' ? "w:br" : "w:tab", last);
    from = at + 1;
  }
}

std::size_t columns_of(const Node& row) {
  std::size_t n = 0;
  const Node properties = row.child("w:trPr");
  n += static_cast<std::size_t>(std::max(properties.child("w:gridBefore").attribute("w:val").as_int(0), 0));
  n += static_cast<std::size_t>(std::max(properties.child("w:gridAfter").attribute("w:val").as_int(0), 0));
  for (const Node cell : row.children("w:tc"))
    n += static_cast<std::size_t>(std::max(cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1), 1));
  return n;
}

class Finisher {
 public:
  Finisher(const std::string& part, Ids& ids, Host& host) : part_(part), ids_(ids), host_(host) {}

  void children_of(const Node& parent) {
    for (Node n = parent.first_child(); n;) {
      const Node next = n.next_sibling();
      if (n.type() == pugi::node_element) element(n);
      n = next;
    }
  }

 private:
  void element(Node n) {
    const std::string_view name = n.name();
    if (name.size() < 4) {
      if (name == "w:t") {
        if (!n.attribute("xml:space")) n.append_attribute("xml:space").set_value("preserve");
        if (is(n.parent(), "w:r")) break_lines(n);
        return;
      }
      if (name == "w:p") paragraph(n);
      children_of(n);
      return;
    }
    if (name == "w:rPr" || name == "w:pPr" || name == "w:tcPr") return;
    if (name == "w:drawing") pictures(n);
    children_of(n);
    if (name == "w:tc" || name == "w:txbxContent" || name == "w:footnote" || name == "w:endnote") {
      const Node last = last_element(n);
      if (!is(last, "w:p")) n.append_child("w:p");
    } else if (name == "w:hdr" || name == "w:ftr") {
      if (!first_element(n)) n.append_child("w:p");
    } else if (name == "w:tr") {
      if (!n.child("w:tc") && !n.child("w:sdt") && !n.child("w:customXml")) n.parent().remove_child(n);
    } else if (name == "w:tbl") {
      // Tables that touch become one in Word; where a loop made them, they are many.
      if (is(n.next_sibling(), "w:tbl")) n.parent().insert_child_after("w:p", n);
      table(n);
    } else if (name == "wp:docPr") {
      number(n.attribute("id"), ids_.drawings);
    } else if (name == "w:bookmarkStart") {
      bookmark(n);
    } else if (name == "w:bookmarkEnd") {
      const auto renamed = bookmark_ids_.find(n.attribute("w:id").as_ullong());
      if (renamed != bookmark_ids_.end()) n.attribute("w:id").set_value(renamed->second);
    } else if (name == "w:sdtPr") {
      if (const Node id = n.child("w:id")) number(id.attribute("w:val"), ids_.controls);
    } else if (name == "w:commentRangeStart" || name == "w:commentRangeEnd" || name == "w:commentReference") {
      // A comment stands at one place; a loop does not copy it.
      if (!ids_.comment_marks.insert(fmt::format("{}{}", name, n.attribute("w:id").value())).second)
        n.parent().remove_child(n);
    }
  }

  void paragraph(Node p) {
    pugi::xml_attribute id = p.attribute("w14:paraId");
    if (!id) return;
    std::uint64_t value = 0;
    const std::string_view text = id.value();
    std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (ids_.paragraphs.insert(value).second) return;
    while (!ids_.paragraphs.insert(0x10000000U + ids_.next).second) ++ids_.next;
    id.set_value(fmt::format("{:08X}", 0x10000000U + ids_.next++).c_str());
  }

  std::uint64_t fresh(std::set<std::uint64_t>& taken) {
    while (!taken.insert(ids_.next).second) ++ids_.next;
    return ids_.next++;
  }

  void number(pugi::xml_attribute id, std::set<std::uint64_t>& taken) {
    if (!id) return;
    // Ids of controls are signed.
    const auto value = static_cast<std::uint64_t>(id.as_llong());
    if (!taken.insert(value).second) id.set_value(fresh(taken));
  }

  void bookmark(Node start) {
    const std::uint64_t was = start.attribute("w:id").as_ullong();
    bookmark_ids_.erase(was);
    if (!ids_.bookmarks.insert(was).second) {
      const std::uint64_t now = fresh(ids_.bookmarks);
      bookmark_ids_[was] = now;
      start.attribute("w:id").set_value(now);
    }
    const std::string name = start.attribute("w:name").value();
    if (ids_.bookmark_names.insert(name).second) return;
    for (int n = 2;; ++n) {
      const std::string other = fmt::format("{}_{}", name.substr(0, 32), n);
      if (!ids_.bookmark_names.insert(other).second) continue;
      start.attribute("w:name").set_value(other.c_str());
      return;
    }
  }

  static void table(Node t) {
    std::size_t most = 0;
    bool rows = false;
    bool alike = true;
    for (const Node n : t.children()) {
      if (is(n, "w:sdt") || is(n, "w:customXml")) return;
      if (!is(n, "w:tr")) continue;
      const std::size_t columns = columns_of(n);
      alike = alike && (!rows || columns == most);
      most = std::max(most, columns);
      rows = true;
    }
    if (!rows) {
      t.parent().remove_child(t);
      return;
    }
    Node grid = t.child("w:tblGrid");
    std::size_t have = 0;
    for ([[maybe_unused]] const Node c : grid.children("w:gridCol")) ++have;
    if (!grid || have == 0 || !alike || have == most) return;
    // Cells in loops: as many columns as there are now, over the width there was.
    int width = 0;
    for (const Node c : grid.children("w:gridCol")) width += c.attribute("w:w").as_int();
    while (Node c = grid.child("w:gridCol")) grid.remove_child(c);
    const int each = width / static_cast<int>(most);
    for (std::size_t i = 0; i < most; ++i) grid.append_child("w:gridCol").append_attribute("w:w").set_value(each);
    for (Node row : t.children("w:tr")) {
      for (Node cell : row.children("w:tc")) {
        Node w = cell.child("w:tcPr").child("w:tcW");
        const int span = std::max(cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1), 1);
        if (w && std::string_view(w.attribute("w:type").value()) == "dxa") w.attribute("w:w").set_value(each * span);
      }
    }
  }

  void pictures(Node drawing) {
    Node frame = drawing.first_child();
    Node about = frame.child("wp:docPr");
    const std::string_view text = about.attribute("descr").value();
    if (!text.starts_with("debrief-")) return;
    const std::string_view kind = text.substr(8, 5);
    const std::string name(base::trimmed(text.substr(std::min<std::size_t>(text.size(), 14))));
    const Node extent = frame.child("wp:extent");
    Picture picture;
    try {
      picture = host_.picture(kind, name, part_, static_cast<long>(extent.attribute("cx").as_llong()),
                              static_cast<long>(extent.attribute("cy").as_llong()));
    } catch (const base::Error& e) {
      const Place place{part_, 0, fmt::format("{}({})", kind, base::cut(name, 40)), ""};
      throw base::Error(e.status(), e.code(), said({place, e.code(), e.what()}), e.hint());
    }
    bool placed = false;
    walk(drawing, [&](Node n) {
      if (is(n, "wp:docPr") || is(n, "pic:cNvPr")) {
        if (n.attribute("descr")) n.attribute("descr").set_value(picture.alt.c_str());
      } else if (is(n, "a:blip")) {
        placed = true;
        if (!n.attribute("r:embed")) n.append_attribute("r:embed");
        n.attribute("r:embed").set_value(picture.relation.c_str());
        n.remove_attribute("r:link");
        n.remove_child("a:extLst");
        if (!picture.vector_relation.empty()) {
          Node extension = n.append_child("a:extLst").append_child("a:ext");
          extension.append_attribute("uri").set_value("{96DAC541-7B7A-43D3-8B79-37D633B846F1}");
          Node vector = extension.append_child("asvg:svgBlip");
          vector.append_attribute("xmlns:asvg").set_value("http://schemas.microsoft.com/office/drawing/2016/SVG/main");
          vector.append_attribute("r:embed").set_value(picture.vector_relation.c_str());
        }
        return false;
      }
      return true;
    });
    if (!placed) {
      throw base::Error(
          base::Status::refused, "word-picture-missing",
          fmt::format("{}: the frame with the alternative text for {} holds no picture", part_, base::quoted(name)),
          "put the tag into the alternative text of a picture; any picture will do");
    }
  }

  const std::string& part_;
  Ids& ids_;
  Host& host_;
  std::map<std::uint64_t, std::uint64_t> bookmark_ids_;  // as in the template -> as given here
};

std::string filled(const SlotTag& s, const std::string& text, const std::string& rendered, Host& host) {
  switch (s.kind) {
    case SlotKind::markdown:
      return host.markdown(text, s.slot);
    case SlotKind::chart:
      return host.chart(std::string(base::trimmed(text)), s.slot);
    case SlotKind::table:
      return host.table(std::string(base::trimmed(text)), s.slot);
    default:
      break;
  }
  Slot slot = s.slot;
  const std::string title = host.title();
  slot.titled = !title.empty() && rendered.find(escaped(title, Escape::word)) != std::string::npos;
  return host.body(slot);
}

}  // namespace

std::string with_slots(const std::string& rendered, const std::vector<SlotTag>& slots, const std::vector<Tag>& tags,
                       Host& host) {
  // Printed text cannot hold "<", so what looks like a slot is one.
  const std::string open = fmt::format("<{} n=\"", slot_element);
  const std::string close = fmt::format("</{}>", slot_element);
  std::size_t at = rendered.find(open);
  if (at == std::string::npos) return rendered;
  std::string out;
  std::size_t done = 0;
  for (; at != std::string::npos; at = rendered.find(open, done)) {
    out.append(rendered, done, at - done);
    std::size_t number = 0;
    const char* const end = rendered.data() + rendered.size();
    const auto read = std::from_chars(rendered.data() + at + open.size(), end, number);
    const std::size_t from = static_cast<std::size_t>(read.ptr - rendered.data()) + 2;
    const std::size_t to = rendered.find(close, from);
    const SlotTag& s = slots[number];
    const std::string text = unescaped(std::string_view(rendered).substr(from, to - from));
    try {
      out += filled(s, text, rendered, host);
    } catch (const base::Error& e) {
      throw base::Error(e.status(), e.code(), said({tags[s.tag].place, e.code(), e.what()}), e.hint());
    }
    done = to + close.size();
  }
  out.append(rendered, done);
  return out;
}

void finish(const std::string& part, const pugi::xml_node& root, Ids& ids, Host& host) {
  Finisher finisher(part, ids, host);
  pugi::xml_node top = root;
  finisher.children_of(top);
  if ((is(top, "w:hdr") || is(top, "w:ftr")) && !first_element(top)) top.append_child("w:p");
}

}  // namespace debrief::templates::word
