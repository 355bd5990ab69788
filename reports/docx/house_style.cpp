// The styles and page of somebody's own Word file.

#include <sstream>

#include <pugixml.hpp>

#include "base/error.h"
#include "base/text.h"
#include "reports/docx/body.h"
#include "reports/docx/inserts.h"

namespace debrief::reports {

namespace {

[[noreturn]] void unreadable(const std::string& what) {
  throw base::Error(base::Status::refused, "house-style-unreadable", "the house style cannot be read: " + what,
                    "save it in Word as .docx and try again");
}

/// Style names are compared without case: Word writes "heading 1", others "Heading 1". Names in other languages stand
/// for the built-in ones.
std::string name_of(const pugi::xml_node& style) {
  const char* name = style.child("w:name").attribute("w:val").value();
  const std::string built_in = built_in_style(name);
  return std::string(style.attribute("w:type").value()) + " " + (built_in.empty() ? base::folded(name) : built_in);
}

/// The styles of that name and its numbered sisters, for each level of a list; none from the first that is missing.
std::vector<DocxListStyle> list_styles(const std::map<std::string, std::string>& id_by_name,
                                       const pugi::xml_node& styles, const pugi::xml_node& numbering,
                                       const std::string& name) {
  std::vector<DocxListStyle> out;
  for (int level = 1; level <= 3; ++level) {
    const auto found = id_by_name.find("paragraph " + name + (level == 1 ? "" : " " + std::to_string(level)));
    if (found == id_by_name.end()) break;
    const pugi::xml_node style = styles.find_child_by_attribute("w:style", "w:styleId", found->second.c_str());
    const pugi::xml_node number = style.child("w:pPr").child("w:numPr");
    const char* id = number.child("w:numId").attribute("w:val").value();
    const pugi::xml_node num = numbering.find_child_by_attribute("w:num", "w:numId", id);
    if (*id == '\0' || !num) break;
    out.push_back({found->second, num.child("w:abstractNumId").attribute("w:val").as_int(),
                   number.child("w:ilvl").attribute("w:val").as_int(0)});
  }
  return out;
}

/// The look that tables of the template have: that of its first table, else of the first table style somebody made.
std::string table_style(const pugi::xml_node& document, const pugi::xml_node& styles) {
  const auto known = [&](const char* id) {
    return *id != '\0' && styles.find_child_by_attribute("w:style", "w:styleId", id);
  };
  const pugi::xml_node first =
      document.find_node([](const pugi::xml_node& n) { return std::string_view(n.name()) == "w:tblStyle"; });
  if (known(first.attribute("w:val").value())) return first.attribute("w:val").value();
  std::string plain;
  for (const pugi::xml_node s : styles.children("w:style")) {
    if (std::string_view(s.attribute("w:type").value()) != "table") continue;
    const std::string name = base::folded(s.child("w:name").attribute("w:val").value());
    if (name == "normal table" || s.attribute("w:default").as_bool()) continue;
    if (name != "table grid" && built_in_style(name) != "table grid") return s.attribute("w:styleId").value();
    plain = s.attribute("w:styleId").value();
  }
  return plain;
}

int number(const pugi::xml_node& node, const char* attribute, int otherwise) {
  const int v = node.attribute(attribute).as_int(otherwise);
  return v > 0 && v < 40000 ? v : otherwise;
}

pugi::xml_document parsed(const std::string& bytes, const char* part) {
  pugi::xml_document xml;
  if (!xml.load_buffer(bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_ws_pcdata))
    unreadable(std::string(part) + " is not well-formed");
  return xml;
}

}  // namespace

HouseStyle house_style(const std::vector<Part>& package, std::string_view our_styles) {
  std::map<std::string, std::string> parts;
  for (const auto& [name, bytes] : package) {
    if (name.starts_with("word/") && name.ends_with(".xml")) parts[name] = bytes;
  }
  if (parts.count("word/styles.xml") == 0) unreadable("it has no word/styles.xml");
  pugi::xml_document theirs = parsed(parts["word/styles.xml"], "word/styles.xml");
  const pugi::xml_document ours = parsed(std::string(our_styles), "our styles");
  pugi::xml_node root = theirs.child("w:styles");
  if (!root) unreadable("word/styles.xml holds no styles");

  std::map<std::string, std::string> id_by_name;
  std::set<std::string> ids;
  for (const auto& style : root.children("w:style")) {
    id_by_name.emplace(name_of(style), style.attribute("w:styleId").value());
    ids.insert(style.attribute("w:styleId").value());
  }
  HouseStyle out;
  std::vector<pugi::xml_node> added;
  for (const auto& style : ours.child("w:styles").children("w:style")) {
    const std::string id = style.attribute("w:styleId").value();
    const auto found = id_by_name.find(name_of(style));
    if (found != id_by_name.end()) {
      out.shell.styles[id] = found->second;
      continue;
    }
    const std::string fresh = ids.count(id) == 0 ? id : "Debrief" + id;
    out.shell.styles[id] = fresh;
    pugi::xml_node copy = root.append_copy(style);
    copy.attribute("w:styleId").set_value(fresh.c_str());
    // There is one default style of each kind, and it is theirs.
    copy.remove_attribute("w:default");
    added.push_back(copy);
  }
  for (pugi::xml_node& style : added) {
    for (const char* link : {"w:basedOn", "w:next"}) {
      pugi::xml_attribute value = style.child(link).attribute("w:val");
      if (value) value.set_value(out.shell.style(value.value()).c_str());
    }
  }
  std::ostringstream text;
  theirs.save(text, "", pugi::format_raw);
  out.styles = text.str();
  for (const auto& [name, bytes] : parts) {
    if (name.starts_with("word/theme/") && name.ends_with(".xml") && out.theme.empty()) out.theme = bytes;
  }
  if (parts.count("word/document.xml") != 0) {
    const pugi::xml_document document = parsed(parts["word/document.xml"], "word/document.xml");
    out.table = table_style(document, root);
    if (parts.count("word/numbering.xml") != 0) {
      const pugi::xml_document numbering = parsed(parts["word/numbering.xml"], "word/numbering.xml");
      out.bullets = list_styles(id_by_name, root, numbering.document_element(), "list bullet");
      out.numbers = list_styles(id_by_name, root, numbering.document_element(), "list number");
    }
    const pugi::xml_node section = document.child("w:document").child("w:body").child("w:sectPr");
    DocxPage& page = out.shell.page;
    page.width = number(section.child("w:pgSz"), "w:w", page.width);
    page.height = number(section.child("w:pgSz"), "w:h", page.height);
    page.left = number(section.child("w:pgMar"), "w:left", page.left);
    page.right = number(section.child("w:pgMar"), "w:right", page.right);
    page.top = number(section.child("w:pgMar"), "w:top", page.top);
    page.bottom = number(section.child("w:pgMar"), "w:bottom", page.bottom);
    if (page.text_width() < 2000 || page.text_height() < 2000) page = DocxPage{};
  }
  return out;
}

}  // namespace debrief::reports
