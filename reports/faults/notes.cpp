// Notes of a worksheet as its package keeps them.

#include "reports/faults/notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <pugixml.hpp>
#include <sstream>

#include "reports/markup.h"

namespace debrief::reports {

namespace {

constexpr const char* author = "Debrief";
constexpr const char* empty_notes =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    "<comments xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><authors/><commentList/></comments>";

std::string_view local(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node child(pugi::xml_node parent, std::string_view name) {
  for (pugi::xml_node c : parent.children()) {
    if (local(c.name()) == name) return c;
  }
  return {};
}

}  // namespace

std::string cell_name(CellAt at) {
  std::string letters;
  for (int c = at.second + 1; c > 0; c = (c - 1) / 26) letters.insert(letters.begin(), static_cast<char>('A' + (c - 1) % 26));
  return letters + std::to_string(at.first + 1);
}

CellAt cell_named(std::string_view name) {
  int column = 0;
  std::size_t i = 0;
  for (; i < name.size() && name[i] >= 'A' && name[i] <= 'Z' && i < 3; ++i) column = column * 26 + (name[i] - 'A' + 1);
  int row = 0;
  const std::size_t digits = i;
  for (; i < name.size() && name[i] >= '0' && name[i] <= '9' && i < digits + 7; ++i) row = row * 10 + (name[i] - '0');
  return i == name.size() && column > 0 && row > 0 ? CellAt{row - 1, column - 1} : CellAt{-1, -1};
}

std::vector<CellAt> add_note_texts(std::string& bytes, const std::map<CellAt, std::string>& notes) {
  pugi::xml_document doc;
  const std::string source = bytes.empty() ? empty_notes : bytes;
  const auto flags = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_declaration;
  if (!doc.load_buffer(source.data(), source.size(), flags)) return {};
  pugi::xml_node root = doc.document_element();
  const std::string full = root.name();
  const std::string prefix = full.find(':') == std::string::npos ? "" : full.substr(0, full.find(':') + 1);
  pugi::xml_node authors = child(root, "authors");
  pugi::xml_node list = child(root, "commentList");
  if (!authors || !list) return {};
  const auto author_count = std::distance(authors.children().begin(), authors.children().end());
  authors.append_child((prefix + "author").c_str()).text().set(author);
  std::map<CellAt, pugi::xml_node> have;
  for (pugi::xml_node c : list.children()) have[cell_named(c.attribute("ref").value())] = c;
  std::vector<CellAt> fresh;
  for (const auto& [at, words] : notes) {
    std::string text = words;
    pugi::xml_node comment;
    if (const auto it = have.find(at); it != have.end()) {
      comment = it->second;
      text = "\n\n" + text;
    } else {
      comment = list.append_child((prefix + "comment").c_str());
      comment.append_attribute("ref") = cell_name(at).c_str();
      comment.append_attribute("authorId") = static_cast<int>(author_count);
      comment.append_child((prefix + "text").c_str());
      fresh.push_back(at);
    }
    pugi::xml_node body = child(comment, "text");
    if (!body) body = comment.prepend_child((prefix + "text").c_str());
    // A text without runs becomes a run, because the two cannot stand side by side.
    if (pugi::xml_node plain = child(body, "t")) {
      const std::string before = plain.text().get();
      body.remove_child(plain);
      pugi::xml_node t = body.append_child((prefix + "r").c_str()).append_child((prefix + "t").c_str());
      t.append_attribute("xml:space") = "preserve";
      t.text().set(before.c_str());
    }
    pugi::xml_node t = body.append_child((prefix + "r").c_str()).append_child((prefix + "t").c_str());
    t.append_attribute("xml:space") = "preserve";
    t.text().set(clean(text).c_str());
  }
  std::ostringstream out;
  doc.save(out, "", pugi::format_raw, pugi::encoding_utf8);
  bytes = out.str();
  return fresh;
}

std::string with_note_shapes(std::string vml, const std::vector<CellAt>& cells, int block) {
  constexpr int ids_a_block = 1024;
  if (vml.empty()) {
    std::string blocks;
    for (int i = 0; i <= static_cast<int>(cells.size()) / ids_a_block; ++i)
      blocks += fmt::format("{}{}", i == 0 ? "" : ",", block + i);
    vml = fmt::format(
        "<xml xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:o=\"urn:schemas-microsoft-com:office:office\" "
        "xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><o:shapelayout v:ext=\"edit\"><o:idmap v:ext=\"edit\" "
        "data=\"{}\"/></o:shapelayout></xml>",
        blocks);
  }
  // The highest number in use: shapes are named _x0000_s1025.
  long long last = static_cast<long long>(block) * ids_a_block;
  for (auto at = vml.find("_x0000_s"); at != std::string::npos; at = vml.find("_x0000_s", at + 8))
    last = std::max(last, std::atoll(vml.c_str() + at + 8));
  std::string add;
  if (vml.find("id=\"_x0000_t202\"") == std::string::npos) {
    add +=
        "<v:shapetype id=\"_x0000_t202\" coordsize=\"21600,21600\" o:spt=\"202\" path=\"m,l,21600r21600,l21600,xe\">"
        "<v:stroke joinstyle=\"miter\"/><v:path gradientshapeok=\"t\" o:connecttype=\"rect\"/></v:shapetype>";
  }
  for (const CellAt& c : cells) {
    const int top = std::max(c.first - 1, 0);
    add += fmt::format(
        "<v:shape id=\"_x0000_s{}\" type=\"#_x0000_t202\" style=\"position:absolute;margin-left:59.25pt;"
        "margin-top:1.5pt;width:240pt;height:120pt;z-index:1;visibility:hidden\" fillcolor=\"#ffffe1\" "
        "o:insetmode=\"auto\"><v:fill color2=\"#ffffe1\"/><v:shadow on=\"t\" color=\"black\" obscured=\"t\"/>"
        "<v:path o:connecttype=\"none\"/><v:textbox style=\"mso-direction-alt:auto\"><div "
        "style=\"text-align:left\"></div></v:textbox><x:ClientData ObjectType=\"Note\"><x:MoveWithCells/>"
        "<x:SizeWithCells/><x:Anchor>{}, 15, {}, 10, {}, 15, {}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
        "<x:Row>{}</x:Row><x:Column>{}</x:Column></x:ClientData></v:shape>",
        ++last, c.second + 1, top, c.second + 5, top + 7, c.first, c.second);
  }
  const auto end = vml.rfind("</xml>");
  if (end == std::string::npos) return vml;
  vml.insert(end, add);
  return vml;
}

}  // namespace debrief::reports
