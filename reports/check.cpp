// A second look at finished Office files. Source of the list: faults that Microsoft's own validator lets pass.

#include "reports/check.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <string>

#include <pugixml.hpp>

#include "base/text.h"
#include "reports/package.h"

namespace debrief::reports {

namespace {

using base::Issue;

/// The XML parts of a package by name; what cannot be parsed becomes an issue.
class Parts {
 public:
  Parts(const std::vector<Part>& package, std::vector<Issue>& issues, const std::vector<Part>& before = {})
      : issues_(issues) {
    for (const auto& [name, content] : package) {
      names_.insert(name);
      const auto same =
          std::find_if(before.begin(), before.end(), [&, &n = name](const Part& p) { return p.first == n; });
      if (same != before.end() && same->second == content) continue;
      if (!name.ends_with(".xml") && !name.ends_with(".rels") && !name.ends_with(".svg")) continue;
      pugi::xml_document& xml = xml_[name];
      const auto result = xml.load_buffer(content.data(), content.size(), pugi::parse_default | pugi::parse_ws_pcdata);
      if (!result) report("part-malformed", name, result.description());
    }
  }
  void report(std::string code, const std::string& part, const std::string& found) {
    issues_.push_back({std::move(code), part + ": " + found, found, {part, 0, 0, "", -1}, base::Severity::error});
  }
  pugi::xml_node root(const std::string& name) {
    const auto found = xml_.find(name);
    return found == xml_.end() ? pugi::xml_node() : found->second.document_element();
  }
  void also_has(const std::string& name) { names_.insert(name); }
  bool has(const std::string& name) const { return names_.count(name) != 0; }
  const std::map<std::string, pugi::xml_document>& all() const { return xml_; }

 private:
  std::vector<Issue>& issues_;
  std::set<std::string> names_;
  std::map<std::string, pugi::xml_document> xml_;
};

/// Calls `f` for every element below `node`, parents first.
template <typename F>
void each(const pugi::xml_node& node, const F& f) {
  for (const pugi::xml_node child : node.children()) {
    if (child.type() != pugi::node_element) continue;
    f(child);
    each(child, f);
  }
}

void check_relations(Parts& parts) {
  for (const auto& [name, xml] : parts.all()) {
    if (!name.ends_with(".rels")) continue;
    // word/_rels/document.xml.rels speaks for word/document.xml.
    const std::string folder = name.substr(0, name.find("_rels/"));
    for (const pugi::xml_node r : xml.document_element().children("Relationship")) {
      if (std::string_view(r.attribute("TargetMode").value()) == "External") continue;
      std::string target = r.attribute("Target").value();
      std::string at = folder;
      if (target.starts_with('/')) {
        at.clear();
        target.erase(0, 1);
      }
      while (target.starts_with("../")) {
        target.erase(0, 3);
        at = at.substr(0, at.find_last_of('/', at.size() - 2) + 1);
      }
      if (!parts.has(at + target)) parts.report("relation-dangling", name, at + target);
    }
  }
}

void check_table(Parts& parts, const std::string& part, const pugi::xml_node& table) {
  std::size_t grid = 0;
  for ([[maybe_unused]] const pugi::xml_node c : table.child("w:tblGrid").children("w:gridCol")) ++grid;
  for (const pugi::xml_node row : table.children("w:tr")) {
    std::size_t cells = 0;
    std::size_t across = 0;
    for (const pugi::xml_node cell : row.children("w:tc")) {
      ++cells;
      across +=
          static_cast<std::size_t>(std::max(cell.child("w:tcPr").child("w:gridSpan").attribute("w:val").as_int(1), 1));
      pugi::xml_node last;
      for (const pugi::xml_node inside : cell.children()) {
        if (inside.type() == pugi::node_element) last = inside;
      }
      if (std::string_view(last.name()) != "w:p")
        parts.report("cell-without-paragraph", part, "a cell ends in " + std::string(last.name()));
    }
    if (cells == 0) parts.report("row-without-cells", part, "a row has no cell");
    if (cells != 0 && across != grid)
      parts.report("grid-mismatch", part, std::to_string(across) + " columns in a row of " + std::to_string(grid));
  }
}

/// Values of an attribute of all elements that begin with `element`.
std::set<std::string> values_of(std::string_view bytes, std::string_view element, std::string_view attribute) {
  std::set<std::string> out;
  // Parts of some hundred kilobytes are gone through, so a search that skips.
  const std::boyer_moore_horspool_searcher search(element.begin(), element.end());
  for (auto at = std::search(bytes.begin(), bytes.end(), search); at != bytes.end();
       at = std::search(at + 1, bytes.end(), search)) {
    const std::string_view tag(at, std::find(at, bytes.end(), '>'));
    const std::size_t value = tag.find(attribute);
    if (value == std::string_view::npos) continue;
    const std::size_t from = value + attribute.size();
    out.emplace(tag.substr(from, tag.find('"', from) - from));
  }
  return out;
}

}  // namespace

std::vector<Issue> check_docx(std::string_view bytes) { return check_docx(unpacked(bytes), {}, {}); }

std::vector<Issue> check_docx(const std::vector<Part>& package, const std::vector<Part>& before,
                              const std::vector<std::string>& others) {
  std::vector<Issue> issues;
  Parts parts(package, issues, before);
  for (const std::string& name : others) parts.also_has(name);
  for (const char* needed : {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"}) {
    if (!parts.has(needed)) parts.report("part-missing", needed, "missing");
  }
  check_relations(parts);
  // Ids are read from the bytes, since the parts that give them are long and mostly unchanged.
  std::set<std::string> styles, numbers, bookmarks;
  for (const auto& [name, bytes] : package) {
    if (name == "word/styles.xml") styles = values_of(bytes, "<w:style ", "w:styleId=\"");
    if (name == "word/numbering.xml") numbers = values_of(bytes, "<w:num ", "w:numId=\"");
    if (!parts.root(name) && name.starts_with("word/"))
      bookmarks.merge(values_of(bytes, "<w:bookmarkStart ", "w:name=\""));
  }
  std::vector<std::string> anchors;
  for (const auto& [part, xml] : parts.all()) {
    if (!part.starts_with("word/") || !part.ends_with(".xml") || part.starts_with("word/theme")) continue;
    std::set<std::string> pictures;
    each(xml, [&, &name = part](const pugi::xml_node& e) {
      const std::string_view tag = e.name();
      const std::string value = e.attribute("w:val").value();
      if (tag == "w:pStyle" || tag == "w:rStyle" || tag == "w:tblStyle" || tag == "w:basedOn" || tag == "w:next") {
        if (styles.count(value) == 0) parts.report("style-unknown", name, value);
      } else if (tag == "w:numId") {
        if (value != "0" && numbers.count(value) == 0) parts.report("numbering-unknown", name, value);
      } else if (tag == "w:t" || tag == "w:instrText") {
        const std::string_view text = e.child_value();
        const bool blanks = !text.empty() && (text.front() == ' ' || text.back() == ' ');
        if (blanks && std::string_view(e.attribute("xml:space").value()) != "preserve")
          parts.report("blanks-unkept", name, std::string(text));
      } else if (tag == "w:tbl") {
        check_table(parts, name, e);
      } else if (tag == "w:bookmarkStart") {
        if (!bookmarks.insert(e.attribute("w:name").value()).second)
          parts.report("id-twice", name, e.attribute("w:name").value());
      } else if (tag == "w:hyperlink" && e.attribute("w:anchor")) {
        anchors.emplace_back(e.attribute("w:anchor").value());
      } else if (tag == "wp:docPr") {
        if (!pictures.insert(e.attribute("id").value()).second)
          parts.report("id-twice", name, e.attribute("id").value());
        if (base::trimmed(e.attribute("descr").value()).empty())
          parts.report("picture-without-text", name, e.attribute("name").value());
      }
    });
  }
  for (const std::string& a : anchors) {
    if (bookmarks.count(a) == 0) parts.report("anchor-unknown", "word/document.xml", a);
  }
  return issues;
}

namespace {

/// "B12" as column and row, counted from 1; {0, 0} when it is none.
std::pair<int, int> cell_place(std::string_view ref) {
  int column = 0;
  std::size_t i = 0;
  while (i < ref.size() && ref[i] >= 'A' && ref[i] <= 'Z') column = column * 26 + (ref[i++] - 'A' + 1);
  return {column, std::atoi(std::string(ref.substr(i)).c_str())};
}

}  // namespace

std::vector<Issue> check_xlsx(std::string_view bytes) {
  std::vector<Issue> issues;
  Parts parts(unpacked(bytes), issues);
  check_relations(parts);
  std::vector<std::string> strings;
  for (const pugi::xml_node si : parts.root("xl/sharedStrings.xml").children("si")) {
    std::string text = si.child("t").child_value();
    for (const pugi::xml_node r : si.children("r")) text += r.child("t").child_value();
    strings.push_back(std::move(text));
  }
  for (const pugi::xml_node s : parts.root("xl/workbook.xml").child("sheets").children("sheet")) {
    const std::string name = s.attribute("name").value();
    if (name.empty() || base::code_points(name) > 31 || name.find_first_of("[]:*?/\\") != std::string::npos)
      parts.report("sheet-name", "xl/workbook.xml", name);
  }
  for (const auto& [part, xml] : parts.all()) {
    if (!part.starts_with("xl/worksheets/sheet")) continue;
    std::map<std::pair<int, int>, std::string> cells;
    for (const pugi::xml_node row : xml.document_element().child("sheetData").children("row")) {
      for (const pugi::xml_node c : row.children("c")) {
        if (std::string_view(c.attribute("t").value()) != "s") continue;
        const auto index = static_cast<std::size_t>(std::max(std::atoi(c.child("v").child_value()), 0));
        if (index >= strings.size()) {
          parts.report("string-unknown", part, c.attribute("r").value());
        } else {
          cells[cell_place(c.attribute("r").value())] = strings[index];
        }
      }
    }
    for (const pugi::xml_node v : xml.document_element().child("dataValidations").children("dataValidation")) {
      const std::string_view list = v.child("formula1").child_value();
      if (list.starts_with('"') && list.size() > 257) parts.report("list-too-long", part, v.attribute("sqref").value());
    }
    // The tables of this sheet come through its relationships.
    const std::string relations = "xl/worksheets/_rels/" + part.substr(14) + ".rels";
    for (const pugi::xml_node r : parts.root(relations).children("Relationship")) {
      std::string target = r.attribute("Target").value();
      if (target.find("/tables/") == std::string::npos) continue;
      target = "xl" + target.substr(target.find("/tables/"));
      const pugi::xml_node table = parts.root(target);
      const std::string name = table.attribute("displayName").value();
      if (name.empty() || name.find(' ') != std::string::npos) parts.report("table-name", target, name);
      const std::string range = table.attribute("ref").value();
      const auto from = cell_place(range.substr(0, range.find(':')));
      const auto to = cell_place(range.substr(range.find(':') + 1));
      int n = 0;
      for (const pugi::xml_node column : table.child("tableColumns").children("tableColumn")) {
        const std::string head = column.attribute("name").value();
        const auto cell = cells.find({from.first + n, from.second});
        if (cell == cells.end() || cell->second != head) parts.report("header-mismatch", target, head);
        ++n;
      }
      if (n != to.first - from.first + 1 || to.second <= from.second) parts.report("table-range", target, range);
    }
  }
  return issues;
}

}  // namespace debrief::reports
