// Blocks of a template at their levels.

#include "templates/word/shape.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/word/tree.h"

namespace debrief::templates::word {

namespace {

using Node = pugi::xml_node;

const Tag& tag_of(const Node& element, const std::vector<Tag>& tags) { return tags[element.attribute("n").as_uint()]; }

bool tag_node(const Node& n) { return is(n, tag_element); }

/// Elements of a paragraph that show nothing.
bool shows_nothing(std::string_view name) {
  return name == "w:pPr" || name == "w:r" || name == "w:rPr" || name == "w:t" || name == "w:proofErr" ||
         name == "w:bookmarkStart" || name == "w:bookmarkEnd" || name == "w:lastRenderedPageBreak" ||
         name == tag_element;
}

/// Whether nothing but block tags stands in a paragraph: `tags` says how many.
bool only_tags(const Node& paragraph, int& count) {
  bool only = true;
  walk(paragraph, [&](const Node& n) {
    if (!only || is(n, "w:pPr") || is(n, "w:rPr")) return false;
    if (tag_node(n)) ++count;
    if (!shows_nothing(n.name()) || (is(n, "w:t") && !base::trimmed(n.text().get()).empty())) only = false;
    return only;
  });
  return only;
}

std::vector<Node> tags_below(const Node& node) {
  std::vector<Node> out;
  walk(node, [&](const Node& n) {
    if (tag_node(n)) out.push_back(n);
    return true;
  });
  return out;
}

/// Puts the tags of `node` before it, in their order.
void lift_before(Node node, const std::vector<Node>& tags) {
  for (const Node& t : tags) node.parent().insert_move_before(t, node);
}

/// Paragraphs of nothing but tags give way to them.
void lift_from_paragraphs(const Node& root) {
  for (Node p : paragraphs(root)) {
    int count = 0;
    if (!only_tags(p, count) || count == 0) continue;
    lift_before(p, tags_below(p));
    // The last paragraph of a section holds the section.
    if (p.child("w:pPr").child("w:sectPr")) continue;
    p.parent().remove_child(p);
  }
}

/// Content controls of nothing but tags give way to them.
void lift_from_controls(const Node& root) {
  std::vector<Node> controls;
  walk(root, [&](const Node& n) {
    if (is(n, "w:sdt")) controls.push_back(n);
    return true;
  });
  // From behind, the inner ones first.
  for (auto it = controls.rbegin(); it != controls.rend(); ++it) {
    const std::vector<Node> inside = tags_below(*it);
    bool only = !inside.empty();
    for (const Node n : it->child("w:sdtContent").children()) only = only && tag_node(n);
    if (!only) continue;
    lift_before(*it, inside);
    it->parent().remove_child(*it);
  }
}

/// Whether a cell holds tags and empty paragraphs only.
bool bare_cell(const Node& cell) {
  for (const Node n : cell.children()) {
    if (n.type() != pugi::node_element || is(n, "w:tcPr") || tag_node(n)) continue;
    int count = 0;
    if (!is(n, "w:p") || !only_tags(n, count)) return false;
  }
  return true;
}

/// Rows of nothing but tags give way to them, and so do cells asked to by {%tc %}.
void lift_from_rows(const Node& root, const std::vector<Tag>& tags) {
  std::vector<Node> rows;
  walk(root, [&](const Node& n) {
    if (is(n, "w:tr")) rows.push_back(n);
    return true;
  });
  for (Node row : rows) {
    const std::vector<Node> inside = tags_below(row);
    if (inside.empty()) continue;
    bool bare = true;
    for (const Node cell : row.children("w:tc")) bare = bare && bare_cell(cell);
    const bool cells =
        std::any_of(inside.begin(), inside.end(), [&](const Node& t) { return tag_of(t, tags).level == Level::cell; });
    if (bare && !cells) {
      lift_before(row, inside);
      row.parent().remove_child(row);
      continue;
    }
    for (Node cell = row.child("w:tc"); cell;) {
      const Node next = cell.next_sibling("w:tc");
      const std::vector<Node> own = tags_below(cell);
      const bool asked =
          std::any_of(own.begin(), own.end(), [&](const Node& t) { return tag_of(t, tags).level == Level::cell; });
      if (asked && bare_cell(cell)) {
        lift_before(cell, own);
        row.remove_child(cell);
      }
      cell = next;
    }
  }
}

bool opens(const Tag& t) { return t.word == "for" || t.word == "if" || t.word == "with"; }
bool between(const Tag& t) { return t.word == "else" || t.word == "elif"; }
bool closes(const Tag& t) { return t.word == "endfor" || t.word == "endif" || t.word == "endwith"; }

struct Block {
  Node open;
  std::vector<Node> between;
  Node close;
  std::vector<Node> all() const {
    std::vector<Node> out{open};
    out.insert(out.end(), between.begin(), between.end());
    out.push_back(close);
    return out;
  }
};

/// The child of `parent` that `node` is or stands in; null where it does not.
Node child_with(const Node& parent, Node node) {
  while (node && node.parent() != parent) node = node.parent();
  return node;
}

/// Whether any word or tag stands in `whole` before `node` (or after it).
bool something_beside(const Node& whole, const Node& node, bool before) {
  bool seen = false;
  bool something = false;
  walk(whole, [&](const Node& n) {
    if (n == node) {
      seen = true;
      return false;
    }
    const bool counts = before ? !seen : seen;
    if (counts && (tag_node(n) || is(n, "w:drawing") || (is(n, "w:t") && !base::trimmed(n.text().get()).empty())))
      something = true;
    return true;
  });
  return something;
}

class Shaper {
 public:
  Shaper(const Node& root, const std::vector<Tag>& tags, std::vector<Fault>& faults)
      : root_(root), tags_(tags), faults_(faults) {}

  void run() {
    lift_from_controls(root_);  // among words
    lift_from_paragraphs(root_);
    lift_from_controls(root_);  // round paragraphs
    lift_from_rows(root_, tags_);
    for (const Block& b : blocks()) {
      if (!siblings(b) && !round_rows(b)) {
        apart(b);
      }
    }
  }

 private:
  void fault(const Node& at, std::string code, std::string message) {
    faults_.push_back({tag_of(at, tags_).place, std::move(code), std::move(message)});
  }

  /// Opening and closing tags matched, the inner blocks before those around them.
  std::vector<Block> blocks() {
    std::vector<Block> done, open;
    for (const Node& n : tags_below(root_)) {
      const Tag& t = tag_of(n, tags_);
      if (t.kind != TagKind::block) continue;
      if (opens(t)) {
        open.push_back({n, {}, {}});
      } else if (between(t)) {
        if (open.empty()) {
          fault(n, "word-block-open", fmt::format("{} stands in no block", base::quoted(t.place.tag)));
        } else {
          open.back().between.push_back(n);
        }
      } else if (closes(t)) {
        const std::string wanted = t.word.substr(3);
        if (open.empty() || tag_of(open.back().open, tags_).word != wanted) {
          fault(n, "word-block-open",
                open.empty() ? fmt::format("{} closes nothing: no {} is open here", base::quoted(t.place.tag), wanted)
                             : fmt::format("{} comes where {} is still open", base::quoted(t.place.tag),
                                           base::quoted(tag_of(open.back().open, tags_).place.tag)));
          return done;
        }
        open.back().close = n;
        done.push_back(std::move(open.back()));
        open.pop_back();
      } else if (t.word != "set" && t.word != "do") {
        fault(n, "word-tag-unknown",
              fmt::format("{} is not for Word templates; they have if, for, with and set", base::quoted(t.place.tag)));
      } else if (t.inside.find('=') == std::string::npos) {
        fault(n, "word-tag-unknown",
              fmt::format("{} gives no value; in Word templates set is one tag: {{% set name = value %}}",
                          base::quoted(t.place.tag)));
      }
    }
    for (const Block& b : open) {
      const Tag& t = tag_of(b.open, tags_);
      fault(b.open, "word-block-open",
            fmt::format("{} is never closed by {{% end{} %}}", base::quoted(t.place.tag), t.word));
    }
    return done;
  }

  static bool siblings(const Block& b) {
    for (const Node& n : b.all()) {
      if (n.parent() != b.open.parent()) return false;
    }
    // Between cells a block must ask for it by {%tc %}; runs, paragraphs and rows are repeated as they stand.
    return true;
  }

  /// A block over cells or rows of one table goes round whole rows.
  bool round_rows(const Block& b) {
    for (Node table = above(b.open, "w:tbl"); table; table = above(table, "w:tbl")) {
      const Node first = child_with(table, b.open);
      const Node last = child_with(table, b.close);
      if (!first || !last) continue;
      bool fits = true;
      for (const Node& n : b.between) fits = fits && n.parent() == table;
      const bool one_row = first == last;
      if (one_row) {
        const Node from = child_with(first, b.open);
        fits = fits && is(first, "w:tr") && from != child_with(first, b.close);
      } else {
        fits = fits && (first == b.open || !something_beside(first, b.open, true)) &&
               (last == b.close || !something_beside(last, b.close, false));
      }
      if (!fits) return false;
      if (first != b.open)
        table.insert_move_before(b.open,
                                 before_[first.internal_object()] ? Node(before_[first.internal_object()]) : first);
      if (last != b.close)
        table.insert_move_after(b.close, after_[last.internal_object()] ? Node(after_[last.internal_object()]) : last);
      before_[first.internal_object()] = b.open.internal_object();
      after_[last.internal_object()] = b.close.internal_object();
      return true;
    }
    return false;
  }

  void apart(const Block& b) {
    for (const Node& n : b.all()) {
      if (n == b.open || n.parent() == b.open.parent()) continue;
      const Tag& open = tag_of(b.open, tags_);
      const Tag& other = tag_of(n, tags_);
      fault(b.open, "word-block-apart",
            fmt::format(
                "{} {}, but {} {}; the two must stand in one paragraph, or each alone in a paragraph or row of its own",
                base::quoted(open.place.tag, 60), where(b.open), base::quoted(other.place.tag, 60), where(n)));
      return;
    }
  }

  std::string where(const Node& n) const {
    const std::string_view parent = n.parent().name();
    if (parent == "w:tbl") return "is a table row";
    if (parent == "w:tr") return "is a table cell";
    const bool in_cell = static_cast<bool>(above(n, "w:tc"));
    const std::string near = base::quoted(tag_of(n, tags_).place.near, 60);
    if (parent == "w:tc") return "stands alone in a paragraph of a table cell";
    if (parent == "w:body" || parent == "w:hdr" || parent == "w:ftr" || parent == "w:txbxContent" ||
        parent == "w:sdtContent") {
      return "stands alone in a paragraph";
    }
    return fmt::format("stands among the words of the {} {}", in_cell ? "cell" : "paragraph", near);
  }

  Node root_;
  const std::vector<Tag>& tags_;
  std::vector<Fault>& faults_;
  // What went round a row already: blocks further out go round that.
  std::map<pugi::xml_node_struct*, pugi::xml_node_struct*> before_, after_;
};

}  // namespace

void shape(const pugi::xml_node& root, const std::vector<Tag>& tags, std::vector<Fault>& faults) {
  Shaper(root, tags, faults).run();
}

}  // namespace debrief::templates::word
