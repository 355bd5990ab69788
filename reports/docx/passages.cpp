// Passages out of a Word file.

#include "reports/docx/passages.h"

#include <cstring>
#include <set>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
#include "reports/package.h"

namespace debrief::reports {

namespace {

using namespace templates;  // NOLINT(google-build-using-namespace)

constexpr std::string_view bookmark_start = "b_passage_";
constexpr int deepest = 200;

/// One paragraph of a passage on its way into blocks.
struct Piece {
  Inlines text;
  int heading = 0;      // 1 to 6; 0: none
  int list_level = -1;  // -1: no list
  bool ordered = false;
  bool quote = false;
  bool filled = false;
};

bool on(const pugi::xml_node& properties, const char* name) {
  const pugi::xml_node n = properties.child(name);
  if (!n) return false;
  const std::string_view value = n.attribute("w:val").as_string("true");
  return value != "0" && value != "false" && value != "none";
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) {
    std::string body, numbering, relations;
    for (auto& [name, text] : unpacked(bytes)) {
      if (name == "word/document.xml") body = std::move(text);
      if (name == "word/numbering.xml") numbering = std::move(text);
      if (name == "word/_rels/document.xml.rels") relations = std::move(text);
    }
    if (!document_.load_string(body.c_str(), pugi::parse_default | pugi::parse_ws_pcdata) ||
        !document_.child("w:document").child("w:body")) {
      throw base::Error(base::Status::refused, "bad-document", "the file holds no Word document that can be read",
                        "save it again as .docx in Word or LibreOffice");
    }
    read_numbering(numbering);
    pugi::xml_document rels;
    rels.load_string(relations.c_str());
    for (const pugi::xml_node r : rels.child("Relationships")) links_[r.attribute("Id").as_string()] = r.attribute("Target").as_string();
  }

  std::map<std::string, Blocks> passages() {
    look(document_.child("w:document").child("w:body"), 0);
    std::map<std::string, Blocks> out;
    for (auto& [name, pieces] : found_) out[name] = blocks_of(pieces);
    return out;
  }

 private:
  void read_numbering(const std::string& xml) {
    pugi::xml_document numbering;
    numbering.load_string(xml.c_str());
    const pugi::xml_node root = numbering.child("w:numbering");
    std::map<std::string, std::string> form;  // abstract number, level -> format
    for (const pugi::xml_node a : root.children("w:abstractNum")) {
      for (const pugi::xml_node level : a.children("w:lvl")) {
        form[fmt::format("{}/{}", a.attribute("w:abstractNumId").as_string(), level.attribute("w:ilvl").as_string())] =
            level.child("w:numFmt").attribute("w:val").as_string();
      }
    }
    for (const pugi::xml_node n : root.children("w:num")) {
      const std::string abstract = n.child("w:abstractNumId").attribute("w:val").as_string();
      for (int level = 0; level < 9; ++level) {
        const auto it = form.find(fmt::format("{}/{}", abstract, level));
        if (it != form.end()) formats_[fmt::format("{}/{}", n.attribute("w:numId").as_string(), level)] = it->second;
      }
    }
  }

  /// Goes through the body in order; bookmarks open and close wherever a program has put them.
  void look(const pugi::xml_node& parent, int depth) {
    if (depth > deepest) return;
    for (const pugi::xml_node n : parent) {
      const std::string_view name = n.name();
      if (name == "w:p") {
        paragraph(n);
      } else if (name == "w:tbl") {
        table(n, depth);
      } else if (name == "w:bookmarkStart" || name == "w:bookmarkEnd") {
        mark(n);
      } else if (name == "w:sdt") {
        const std::string tag = n.child("w:sdtPr").child("w:tag").attribute("w:val").as_string();
        const bool own = !tag.empty() && open_.empty();
        if (own) open_.insert(tag);
        look(n.child("w:sdtContent"), depth + 1);
        if (own) open_.erase(tag);
      } else if (name != "w:del" && name != "w:sectPr") {
        look(n, depth + 1);
      }
    }
  }

  void mark(const pugi::xml_node& n) {
    const std::string id = n.attribute("w:id").as_string();
    if (std::strcmp(n.name(), "w:bookmarkStart") == 0) {
      const std::string name = n.attribute("w:name").as_string();
      if (!name.starts_with(bookmark_start)) return;
      names_[id] = name;
      open_.insert(name);
      found_[name];
    } else if (const auto it = names_.find(id); it != names_.end()) {
      open_.erase(it->second);
    }
  }

  /// A table row by row, its cells side by side.
  void table(const pugi::xml_node& t, int depth) {
    for (const pugi::xml_node row : t.children("w:tr")) {
      std::vector<std::string> cells;
      for (const pugi::xml_node cell : row.children("w:tc")) {
        std::string text;
        for (const pugi::xml_node p : cell.children("w:p")) {
          Piece piece;
          inlines(p, {}, "", piece, depth);
          text += (text.empty() ? "" : " ") + plain(piece.text);
        }
        cells.push_back(std::move(text));
      }
      Piece piece;
      piece.text.push_back({Text{base::joined(cells, " \xE2\x80\xA2 "), {}}});
      piece.filled = true;
      give(open_, piece);
    }
  }

  void paragraph(const pugi::xml_node& p) {
    Piece piece;
    const pugi::xml_node properties = p.child("w:pPr");
    const std::string style = base::ascii_lower(properties.child("w:pStyle").attribute("w:val").as_string());
    if (style.starts_with("heading") && style.size() == 8 && style[7] >= '1' && style[7] <= '6')
      piece.heading = style[7] - '0';
    piece.quote = style == "quote";
    if (const pugi::xml_node number = properties.child("w:numPr"); number && piece.heading == 0) {
      const std::string num = number.child("w:numId").attribute("w:val").as_string("0");
      piece.list_level = number.child("w:ilvl").attribute("w:val").as_int();
      if (num == "0") piece.list_level = -1;
      const auto it = formats_.find(fmt::format("{}/{}", num, piece.list_level));
      piece.ordered = it != formats_.end() && it->second != "bullet" && it->second != "none";
    }
    // A passage that ends at the very beginning of the next paragraph does not hold that paragraph.
    holders_ = open_;
    began_ = false;
    inlines(p, {}, "", piece, 0);
    if (!began_) holders_ = open_;
    give(holders_, piece);
  }

  void give(const std::set<std::string>& holders, const Piece& piece) {
    for (const std::string& name : holders) found_[name].push_back(piece);
  }

  void inlines(const pugi::xml_node& parent, const TextStyle& outer, const std::string& target, Piece& piece, int depth) {
    if (depth > deepest) return;
    for (const pugi::xml_node n : parent) {
      const std::string_view name = n.name();
      if (name == "w:r") {
        run(n, outer, target, piece);
      } else if (name == "w:hyperlink") {
        const auto it = links_.find(n.attribute("r:id").as_string());
        inlines(n, outer, it == links_.end() ? std::string() : it->second, piece, depth + 1);
      } else if (name == "w:bookmarkStart" || name == "w:bookmarkEnd") {
        mark(n);
      } else if (name == "w:sdt") {
        inlines(n.child("w:sdtContent"), outer, target, piece, depth + 1);
      } else if (name != "w:pPr" && name != "w:del" && name != "w:moveFrom") {
        inlines(n, outer, target, piece, depth + 1);
      }
    }
  }

  void run(const pugi::xml_node& r, const TextStyle& outer, const std::string& target, Piece& piece) {
    TextStyle style = outer;
    const pugi::xml_node properties = r.child("w:rPr");
    style.strong = style.strong || on(properties, "w:b");
    style.emphasis = style.emphasis || on(properties, "w:i");
    style.strike = style.strike || on(properties, "w:strike");
    const std::string_view named = properties.child("w:rStyle").attribute("w:val").as_string();
    if (named == "Prompt") style = {};
    for (const pugi::xml_node n : r) {
      const std::string_view name = n.name();
      std::string text;
      if (name == "w:t") text = n.text().as_string();
      if (name == "w:tab") text = " ";
      if (name == "w:noBreakHyphen") text = "-";
      if (name == "w:br" && std::string_view(n.attribute("w:type").as_string()).empty()) {
        piece.text.push_back({LineBreak{}});
        continue;
      }
      if (text.empty()) continue;
      if (!began_) {
        // What is open where the first letter stands holds the paragraph.
        began_ = true;
        holders_ = open_;
      }
      piece.filled = piece.filled || !base::trimmed(text).empty();
      if (!target.empty()) {
        piece.text.push_back({Link{target, text, style}});
        continue;
      }
      // Word parts a run wherever it likes.
      auto* last = piece.text.empty() ? nullptr : std::get_if<Text>(&piece.text.back().value);
      if (last != nullptr && last->style == style) {
        last->text += text;
      } else {
        piece.text.push_back({Text{text, style}});
      }
    }
  }

  static Blocks blocks_of(const std::vector<Piece>& pieces) {
    Blocks out;
    for (std::size_t i = 0; i < pieces.size();) {
      const Piece& p = pieces[i];
      if (p.list_level >= 0) {
        out.push_back({"", list_from(pieces, i, p.list_level)});
        continue;
      }
      ++i;
      if (!p.filled) continue;
      if (p.heading > 0) {
        out.push_back({"", Heading{p.heading, p.text}});
      } else if (p.quote) {
        out.push_back({"", Quote{{{"", Paragraph{p.text}}}}});
      } else {
        out.push_back({"", Paragraph{p.text}});
      }
    }
    return out;
  }

  static List list_from(const std::vector<Piece>& pieces, std::size_t& i, int level) {
    List list;
    list.ordered = pieces[i].ordered;
    while (i < pieces.size() && pieces[i].list_level >= level) {
      if (pieces[i].list_level > level && !list.items.empty()) {
        list.items.back().push_back({"", list_from(pieces, i, pieces[i].list_level)});
        continue;
      }
      if (pieces[i].ordered != list.ordered) break;
      if (pieces[i].filled) list.items.push_back({{"", Paragraph{pieces[i].text}}});
      ++i;
    }
    return list;
  }

  pugi::xml_document document_;
  std::map<std::string, std::string> formats_, links_, names_;
  std::set<std::string> open_, holders_;
  bool began_ = false;
  std::map<std::string, std::vector<Piece>> found_;
};

}  // namespace

std::map<std::string, Blocks> docx_passages(std::string_view bytes) { return Reader(bytes).passages(); }

std::string passage_bookmark(std::string_view key) {
  const std::string id = "passage_" + std::string(key);
  std::string name = "b_";
  for (const char c : id) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    name += letter ? c : '_';
  }
  // Word takes 40 characters; a longer name ends in some of its hash, so that two long ones stay two.
  if (name.size() > 40) name = name.substr(0, 31) + "_" + base::sha256(id).substr(0, 8);
  return name;
}

}  // namespace debrief::reports
