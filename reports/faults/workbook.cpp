// A person's own workbook, with the cells at fault filled and commented; everything else stays as it was.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <sstream>

#include "base/error.h"
#include "base/text.h"
#include "reports/faults/faults.h"
#include "reports/faults/notes.h"
#include "reports/package.h"

namespace debrief::reports {

namespace {

constexpr std::uint64_t inflated_limit = 512U << 20U;
constexpr std::size_t sheet_limit = 256U << 20U;
constexpr int last_column = 16'383;
constexpr const char* relations_ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr auto reading = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_declaration | pugi::parse_comments |
                         pugi::parse_pi | pugi::parse_doctype;

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

/// "x:" where the part writes its names so, else "".
std::string prefix_of(pugi::xml_node node) {
  const std::string_view name = node.name();
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? "" : std::string(name.substr(0, colon + 1));
}

std::string_view attribute(pugi::xml_node node, std::string_view name) {
  for (pugi::xml_attribute a : node.attributes()) {
    if (local(a.name()) == name && !std::string_view(a.name()).starts_with("xmlns")) return a.value();
  }
  return {};
}

/// A part that this cannot edit; the caller makes a new workbook instead.
struct NotThisWay {};

/// The package as a table of parts.
class Package {
 public:
  explicit Package(std::string_view bytes) : parts_(unpacked(bytes, inflated_limit)) {}

  std::string* find(const std::string& name) {
    const auto it = std::find_if(parts_.begin(), parts_.end(),
                                 [&](const Part& p) { return base::equal_ascii_nocase(p.first, name); });
    return it == parts_.end() ? nullptr : &it->second;
  }
  std::string& at(const std::string& name) {
    std::string* part = find(name);
    if (part == nullptr) throw NotThisWay{};
    return *part;
  }
  std::string& make(const std::string& name) {
    if (std::string* part = find(name)) return *part;
    parts_.emplace_back(name, "");
    return parts_.back().second;
  }
  /// "xl/comments{}.xml" with the first number no part has.
  std::string unused(std::string_view before, std::string_view after) {
    for (int n = 1;; ++n) {
      std::string name = fmt::format("{}{}{}", before, n, after);
      if (find(name) == nullptr) return name;
    }
  }
  const std::vector<Part>& parts() const { return parts_; }

 private:
  std::vector<Part> parts_;
};

class Xml {
 public:
  explicit Xml(const std::string& bytes) {
    if (!doc.load_buffer(bytes.data(), bytes.size(), reading)) throw NotThisWay{};
    for (pugi::xml_node n : doc.children()) {
      if (n.type() == pugi::node_doctype) throw NotThisWay{};
      if (n.type() == pugi::node_declaration && n.attribute("encoding")) n.attribute("encoding") = "UTF-8";
    }
    const std::string_view space = doc.document_element().attribute("xmlns").value();
    if (space.find("purl.oclc.org") != std::string_view::npos) throw NotThisWay{};
  }
  pugi::xml_node root() const { return doc.document_element(); }
  std::string bytes() const {
    std::ostringstream out;
    doc.save(out, "", pugi::format_raw, pugi::encoding_utf8);
    return out.str();
  }
  pugi::xml_document doc;
};

/// `target` as seen from the part `from`.
std::string resolved(const std::string& from, std::string_view target) {
  std::string path;
  if (target.starts_with('/')) {
    path = target.substr(1);
  } else {
    const auto slash = from.rfind('/');
    path = (slash == std::string::npos ? std::string() : from.substr(0, slash + 1)) + std::string(target);
  }
  std::vector<std::string> out;
  for (const std::string& step : base::split(path, '/')) {
    if (step == ".." && !out.empty()) {
      out.pop_back();
    } else if (!step.empty() && step != "." && step != "..") {
      out.push_back(step);
    }
  }
  return base::joined(out, "/");
}

std::string relations_of(const std::string& part) {
  const auto slash = part.rfind('/');
  const std::string folder = slash == std::string::npos ? "" : part.substr(0, slash + 1);
  return folder + "_rels/" + part.substr(folder.size()) + ".rels";
}

/// Target of the relation whose type ends so; "" none.
std::string related(Package& package, const std::string& part, std::string_view type_ends, std::string_view id = {}) {
  const std::string* bytes = package.find(relations_of(part));
  if (bytes == nullptr) return {};
  const Xml xml(*bytes);
  for (pugi::xml_node r : xml.root().children()) {
    const std::string_view type = r.attribute("Type").value();
    if (!type_ends.empty() && !type.ends_with(type_ends)) continue;
    if (!id.empty() && id != r.attribute("Id").value()) continue;
    if (std::string_view(r.attribute("TargetMode").value()) == "External") continue;
    return resolved(part, r.attribute("Target").value());
  }
  return {};
}

/// Adds a relation and gives its id.
std::string relate(Package& package, const std::string& part, const char* kind, const std::string& target) {
  std::string& bytes = package.make(relations_of(part));
  if (bytes.empty()) {
    bytes = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships "
            "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>";
  }
  const Xml xml(bytes);
  std::string id;
  for (int n = 1; id.empty(); ++n) {
    const std::string wanted = fmt::format("rIdDebrief{}", n);
    bool used = false;
    for (pugi::xml_node r : xml.root().children()) used = used || wanted == r.attribute("Id").value();
    if (!used) id = wanted;
  }
  pugi::xml_node r = xml.root().append_child((prefix_of(xml.root()) + "Relationship").c_str());
  r.append_attribute("Id") = id.c_str();
  r.append_attribute("Type") = fmt::format("{}/{}", relations_ns, kind).c_str();
  r.append_attribute("Target") = ("/" + target).c_str();
  bytes = xml.bytes();
  return id;
}

void content_type(Package& package, bool by_extension, const std::string& of, const char* type) {
  std::string& bytes = package.at("[Content_Types].xml");
  const Xml xml(bytes);
  const char* key = by_extension ? "Extension" : "PartName";
  for (pugi::xml_node t : xml.root().children()) {
    if (base::equal_ascii_nocase(t.attribute(key).value(), of)) return;
  }
  const std::string name = prefix_of(xml.root()) + (by_extension ? "Default" : "Override");
  pugi::xml_node t = by_extension ? xml.root().prepend_child(name.c_str()) : xml.root().append_child(name.c_str());
  t.append_attribute(key) = of.c_str();
  t.append_attribute("ContentType") = type;
  bytes = xml.bytes();
}

std::string sheet_part(Package& package, const std::string& book, std::string_view sheet) {
  const Xml xml(package.at(book));
  for (pugi::xml_node s : child(xml.root(), "sheets").children()) {
    if (local(s.name()) != "sheet") continue;
    if (!sheet.empty() && sheet != s.attribute("name").value()) continue;
    const std::string part = related(package, book, "/worksheet", attribute(s, "id"));
    if (!part.empty()) return part;
  }
  throw NotThisWay{};
}

/// Text of a string item: its own or its runs', without readings of Asian characters.
std::string text_of(pugi::xml_node item) {
  std::string out;
  for (pugi::xml_node c : item.children()) {
    if (local(c.name()) == "t") out += c.text().get();
    if (local(c.name()) == "r") out += text_of(c);
  }
  return out;
}

/// Copies of cell formats with the fill of a fault.
class Styles {
 public:
  explicit Styles(const std::string& bytes) : xml_(bytes) {
    pugi::xml_node fills = child(xml_.root(), "fills");
    formats_ = child(xml_.root(), "cellXfs");
    if (!fills || !formats_) throw NotThisWay{};
    const std::string p = prefix_of(xml_.root());
    fill_ = count(fills);
    pugi::xml_node pattern = fills.append_child((p + "fill").c_str()).append_child((p + "patternFill").c_str());
    pattern.append_attribute("patternType") = "solid";
    pattern.append_child((p + "fgColor").c_str()).append_attribute("rgb") = "FFFFE699";
    pattern.append_child((p + "bgColor").c_str()).append_attribute("indexed") = 64;
    set_count(fills);
  }
  int marked(int style) {
    const auto [it, fresh] = copies_.try_emplace(style, 0);
    if (!fresh) return it->second;
    const int n = count(formats_);
    pugi::xml_node like;
    int i = 0;
    for (pugi::xml_node f : formats_.children()) {
      if (f.type() == pugi::node_element && i++ == style) like = f;
    }
    if (!like) throw NotThisWay{};
    pugi::xml_node copy = formats_.append_copy(like);
    set(copy, "fillId", fill_);
    set(copy, "applyFill", 1);
    set_count(formats_);
    return it->second = n;
  }
  std::string bytes() { return xml_.bytes(); }

 private:
  static int count(pugi::xml_node list) {
    int n = 0;
    for (pugi::xml_node c : list.children()) n += c.type() == pugi::node_element ? 1 : 0;
    return n;
  }
  static void set(pugi::xml_node node, const char* name, int value) {
    pugi::xml_attribute a = node.attribute(name);
    if (!a) a = node.append_attribute(name);
    a = value;
  }
  static void set_count(pugi::xml_node list) { set(list, "count", count(list)); }

  Xml xml_;
  pugi::xml_node formats_;
  int fill_ = 0;
  std::map<int, int> copies_;
};

/// The sheet's rows and cells by number, whether the file numbers them or leaves that to be counted.
class Sheet {
 public:
  Sheet(Package& package, const std::string& book, const std::string& part, std::int64_t header_row)
      : xml_(package.at(part)), prefix_(prefix_of(xml_.root())) {
    data_ = child(xml_.root(), "sheetData");
    if (!data_) throw NotThisWay{};
    int n = 0;
    for (pugi::xml_node row : data_.children()) {
      if (local(row.name()) != "row") continue;
      n = row.attribute("r") ? row.attribute("r").as_int() : n + 1;
      rows_[n] = row;
      int c = -1;
      for (pugi::xml_node cell : row.children()) {
        if (local(cell.name()) != "c") continue;
        c = column(cell, c);
      }
      widest_ = std::max(widest_, c);
    }
    read_headings(package, book, static_cast<int>(header_row));
  }

  int key_column() const { return widest_ + 1; }
  pugi::xml_node root() const { return xml_.root(); }
  std::string bytes() const { return xml_.bytes(); }
  bool has_row(std::int64_t row) const { return rows_.count(static_cast<int>(row)) > 0; }

  /// Column of that heading; the row's first cell where there is none.
  int column_for(std::int64_t row, const std::string& heading) const {
    if (const auto it = headings_.find(base::heading_key(heading)); it != headings_.end()) return it->second;
    int c = -1;
    for (pugi::xml_node cell : rows_.at(static_cast<int>(row)).children()) {
      if (local(cell.name()) == "c") return column(cell, c);
    }
    return 0;
  }

  /// The cell, made where it is not there.
  pugi::xml_node cell(std::int64_t row, int wanted) {
    pugi::xml_node r = rows_.at(static_cast<int>(row));
    r.remove_attribute("spans");
    int c = -1;
    for (pugi::xml_node cell : r.children()) {
      if (local(cell.name()) != "c") continue;
      c = column(cell, c);
      if (c == wanted) return cell;
      if (c > wanted) return named(r.insert_child_before((prefix_ + "c").c_str(), cell), row, wanted);
    }
    // Behind the last cell, before an extension list.
    pugi::xml_node last;
    for (pugi::xml_node cell : r.children()) {
      if (local(cell.name()) == "c") last = cell;
    }
    const std::string name = prefix_ + "c";
    return named(last ? r.insert_child_after(name.c_str(), last) : r.prepend_child(name.c_str()), row, wanted);
  }

  void write_text(std::int64_t row, int column, const std::string& text) {
    pugi::xml_node c = cell(row, column);
    c.append_attribute("t") = "inlineStr";
    c.append_child((prefix_ + "is").c_str()).append_child((prefix_ + "t").c_str()).text().set(text.c_str());
  }

  void hide(int column) {
    pugi::xml_node cols = child(root(), "cols");
    if (!cols) cols = root().insert_child_before((prefix_ + "cols").c_str(), data_);
    const int n = column + 1;
    pugi::xml_node before;
    for (pugi::xml_node col = cols.first_child(); col; col = col.next_sibling()) {
      if (col.type() != pugi::node_element) continue;
      const int from = col.attribute("min").as_int();
      const int to = col.attribute("max").as_int();
      if (from > n) break;
      before = col;
      if (to < n) continue;
      // Its range holds ours: what lies behind becomes a range of its own.
      if (to > n) {
        pugi::xml_node rest = cols.insert_copy_after(col, col);
        rest.attribute("min") = n + 1;
      }
      if (from < n) {
        col.attribute("max") = n - 1;
      } else {
        before = col.previous_sibling();
        cols.remove_child(col);
      }
      break;
    }
    const std::string name = prefix_ + "col";
    pugi::xml_node mine = before ? cols.insert_child_after(name.c_str(), before) : cols.prepend_child(name.c_str());
    mine.append_attribute("min") = n;
    mine.append_attribute("max") = n;
    mine.append_attribute("width") = 10;
    mine.append_attribute("hidden") = 1;
    mine.append_attribute("customWidth") = 1;
    widen_dimension(column);
  }

  /// Says where the shapes of notes are, in the place the format wants it.
  void legacy_drawing(const std::string& id) {
    static constexpr std::array<std::string_view, 8> behind{"legacyDrawingHF", "drawingHF",       "picture",    "oleObjects",
                                                            "controls",        "webPublishItems", "tableParts", "extLst"};
    pugi::xml_node next;
    for (pugi::xml_node c : root().children()) {
      if (std::find(behind.begin(), behind.end(), local(c.name())) != behind.end()) {
        next = c;
        break;
      }
    }
    const std::string name = prefix_ + "legacyDrawing";
    pugi::xml_node drawing =
        next ? root().insert_child_before(name.c_str(), next) : root().append_child(name.c_str());
    drawing.append_attribute("xmlns:r") = relations_ns;
    drawing.append_attribute("r:id") = id.c_str();
  }

  /// Style of a cell, of its row where it has none.
  static int style_of(pugi::xml_node cell) {
    if (cell.attribute("s")) return cell.attribute("s").as_int();
    const pugi::xml_node row = cell.parent();
    return row.attribute("customFormat").as_bool() ? row.attribute("s").as_int() : 0;
  }

 private:
  static int column(pugi::xml_node cell, int before) {
    const CellAt at = cell_named(cell.attribute("r").value());
    return at.second >= 0 ? at.second : before + 1;
  }

  pugi::xml_node named(pugi::xml_node cell, std::int64_t row, int column) {
    cell.append_attribute("r") = cell_name({static_cast<int>(row) - 1, column}).c_str();
    return cell;
  }

  void read_headings(Package& package, const std::string& book, int header_row) {
    const auto row = rows_.find(header_row);
    if (row == rows_.end()) return;
    std::optional<Xml> strings;
    int c = -1;
    for (pugi::xml_node cell : row->second.children()) {
      if (local(cell.name()) != "c") continue;
      c = column(cell, c);
      const std::string_view type = cell.attribute("t").value();
      std::string text;
      if (type == "s") {
        if (!strings) strings.emplace(package.at(related(package, book, "/sharedStrings")));
        int wanted = child(cell, "v").text().as_int();
        for (pugi::xml_node item : strings->root().children()) {
          if (local(item.name()) == "si" && wanted-- == 0) {
            text = text_of(item);
            break;
          }
        }
      } else if (type == "inlineStr") {
        text = text_of(child(cell, "is"));
      } else {
        text = child(cell, "v").text().get();
      }
      headings_.try_emplace(base::heading_key(text), c);
    }
  }

  void widen_dimension(int column) {
    pugi::xml_attribute ref = child(root(), "dimension").attribute("ref");
    if (!ref) return;
    const std::string text = ref.value();
    const auto colon = text.find(':');
    const CellAt first = cell_named(text.substr(0, colon));
    CellAt last = colon == std::string::npos ? first : cell_named(text.substr(colon + 1));
    if (first.first < 0 || last.first < 0) return;
    last.second = std::max(last.second, column);
    ref = fmt::format("{}:{}", cell_name(first), cell_name(last)).c_str();
  }

  Xml xml_;
  std::string prefix_;
  pugi::xml_node data_;
  std::map<int, pugi::xml_node> rows_;
  std::map<std::string, int> headings_;
  int widest_ = -1;
};

void add_notes(Package& package, const std::string& part, Sheet& sheet, const std::map<CellAt, std::string>& notes) {
  std::string texts = related(package, part, "/comments");
  if (texts.empty()) {
    texts = package.unused("xl/comments", ".xml");
    relate(package, part, "comments", texts);
    content_type(package, false, "/" + texts,
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml");
  }
  const std::vector<CellAt> fresh = add_note_texts(package.make(texts), notes);
  if (fresh.empty() && package.at(texts).empty()) throw NotThisWay{};
  std::string shapes;
  if (pugi::xml_node drawing = child(sheet.root(), "legacyDrawing")) {
    shapes = related(package, part, {}, attribute(drawing, "id"));
    if (shapes.empty()) throw NotThisWay{};
  }
  int block = 1;
  for (const Part& p : package.parts()) block += p.first.ends_with(".vml") ? 16 : 0;
  if (shapes.empty()) {
    shapes = package.unused("xl/drawings/vmlDrawing", ".vml");
    sheet.legacy_drawing(relate(package, part, "vmlDrawing", shapes));
    content_type(package, true, "vml", "application/vnd.openxmlformats-officedocument.vmlDrawing");
  }
  std::string& vml = package.make(shapes);
  vml = with_note_shapes(std::move(vml), fresh, block);
}

std::string marked(std::string_view bytes, std::string_view sheet_name, std::int64_t header_row,
                   std::string_view key_heading, const std::vector<CellFault>& faults) {
  Package package(bytes);
  const std::string book = related(package, "", "/officeDocument");
  const std::string part = sheet_part(package, book, sheet_name);
  if (package.at(part).size() > sheet_limit) throw NotThisWay{};
  Sheet sheet(package, book, part, header_row);
  if (sheet.key_column() > last_column) throw NotThisWay{};
  const std::string look = related(package, book, "/styles");
  Styles styles(package.at(look));
  std::map<CellAt, std::string> notes;
  std::map<std::int64_t, bool> rows;
  for (const CellFault& f : faults) {
    if (!sheet.has_row(f.row)) continue;
    const int column = f.column >= 0 ? f.column : sheet.column_for(f.row, f.heading);
    std::string& note = notes[{static_cast<int>(f.row) - 1, column}];
    if (!note.empty()) note += "\n\n";
    note += f.comment;
    rows[f.row] = true;
  }
  for (const auto& [at, words] : notes) {
    pugi::xml_node cell = sheet.cell(at.first + 1, at.second);
    const int style = styles.marked(Sheet::style_of(cell));
    if (!cell.attribute("s")) cell.append_attribute("s");
    cell.attribute("s") = style;
  }
  const int key = sheet.key_column();
  if (header_row > 0 && sheet.has_row(header_row)) sheet.write_text(header_row, key, std::string(key_heading));
  for (const auto& [row, yes] : rows) sheet.write_text(row, key, std::to_string(row));
  sheet.hide(key);
  add_notes(package, part, sheet, notes);
  package.at(look) = styles.bytes();
  package.at(part) = sheet.bytes();
  return packed(package.parts());
}

}  // namespace

std::optional<std::string> marked_workbook(std::string_view workbook, std::string_view sheet, std::int64_t header_row,
                                           std::string_view key_heading, const std::vector<CellFault>& faults) {
  if (header_row <= 0) return std::nullopt;   // the key column needs a heading to be known by
  try {
    return marked(workbook, sheet, header_row, key_heading, faults);
  } catch (const NotThisWay&) {
    return std::nullopt;
  } catch (const base::Error& error) {
    if (error.code() == "package-too-large" || error.code() == "not-a-package") return std::nullopt;
    throw;
  }
}

}  // namespace debrief::reports
