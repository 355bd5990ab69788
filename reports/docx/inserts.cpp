// What is put into somebody's own Word package.

#include "reports/docx/inserts.h"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "base/text.h"
#include "reports/charts/cairo.h"
#include "reports/charts/scene.h"
#include "reports/docx/chart_part.h"
#include "reports/markup.h"
#include "reports/outline.h"

namespace debrief::reports {

namespace {

using Node = pugi::xml_node;

constexpr const char* types_part = "[Content_Types].xml";
constexpr std::string_view relation_types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
constexpr std::string_view word_types = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
constexpr std::string_view xml_head = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

std::string* part_named(std::vector<Part>& parts, std::string_view name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.first == name; });
  return found == parts.end() ? nullptr : &found->second;
}
const std::string* part_named(const std::vector<Part>& parts, std::string_view name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& p) { return p.first == name; });
  return found == parts.end() ? nullptr : &found->second;
}

void set_part(std::vector<Part>& parts, const std::string& name, std::string bytes) {
  if (std::string* there = part_named(parts, name)) {
    *there = std::move(bytes);
  } else {
    parts.emplace_back(name, std::move(bytes));
  }
}

struct Sink : pugi::xml_writer {
  std::string out;
  void write(const void* data, std::size_t size) override { out.append(static_cast<const char*>(data), size); }
};

std::string saved(const pugi::xml_document& xml) {
  Sink sink;
  xml.save(sink, "", pugi::format_raw);
  return std::move(sink.out);
}

void parse(pugi::xml_document& xml, const std::string& text) {
  xml.load_buffer(text.data(), text.size(), pugi::parse_default | pugi::parse_declaration | pugi::parse_ws_pcdata);
}

/// word/header1.xml -> word/_rels/header1.xml.rels
std::string relations_of(const std::string& part) {
  const std::size_t slash = part.rfind('/') + 1;
  return part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels";
}

/// The content type of a part, unless there is one.
void add_override(Node types, const std::string& part, const std::string& type) {
  if (!types.find_child_by_attribute("Override", "PartName", part.c_str())) {
    Node o = types.append_child("Override");
    o.append_attribute("PartName").set_value(part.c_str());
    o.append_attribute("ContentType").set_value(type.c_str());
  }
}

void add_default(Node types, const char* extension, const char* type) {
  for (const Node d : types.children("Default")) {
    if (base::equal_ascii_nocase(d.attribute("Extension").value(), extension)) return;
  }
  Node d = types.prepend_child("Default");
  d.append_attribute("Extension").set_value(extension);
  d.append_attribute("ContentType").set_value(type);
}

/// A scene with the proportions of a frame: room is added below or to the right.
Scene framed(Scene scene, long width, long height) {
  if (width <= 0 || height <= 0) return scene;
  const double wanted = static_cast<double>(height) / static_cast<double>(width);
  if (scene.width * wanted >= scene.height) {
    scene.height = scene.width * wanted;
  } else {
    const double wider = scene.height / wanted;
    const double move = (wider - scene.width) / 2;
    scene.width = wider;
    for (auto& b : scene.boxes) b.x += move;
    for (auto& s : scene.strokes) {
      for (Point& p : s.points) p.x += move;
    }
    for (auto& m : scene.markers) m.at.x += move;
    for (auto& l : scene.labels) l.at.x += move;
  }
  return scene;
}

}  // namespace

struct DocxInserts::Inside {
  explicit Inside(const std::vector<Part>& p) : parts(p) {}

  const std::vector<Part>& parts;
  std::optional<HouseStyle> house;  // from the first blocks on
  std::string abstracts, lists;
  int lists_taken = 0;
  int abstracts_taken = 0;
  int ids_taken = 20'000;
  int relations_taken = 9'000;
  int pictures = 0;
  std::map<std::string, std::vector<DocxRelation>> relations;
  std::vector<Part> media;
  std::set<std::string> extensions;

  HouseStyle& styles() {
    if (house) return *house;
    house = house_style(parts, our_docx_styles());
    house->shell.bullets = house->bullets;
    house->shell.numbers = house->numbers;
    if (!house->table.empty()) house->shell.styles["ReportTable"] = house->table;
    if (const std::string* bytes = part_named(parts, "word/numbering.xml")) {
      pugi::xml_document xml;
      parse(xml, *bytes);
      for (const Node n : xml.document_element().children("w:num"))
        lists_taken = std::max(lists_taken, n.attribute("w:numId").as_int());
      for (const Node n : xml.document_element().children("w:abstractNum"))
        abstracts_taken = std::max(abstracts_taken, n.attribute("w:abstractNumId").as_int() + 1);
    }
    return *house;
  }

  void take(DocxBody& body, const DocxShell& shell, const std::string& part) {
    lists_taken += body.list_count;
    if (!body.abstracts.empty() && body.list_count > 0) {
      abstracts += body.abstracts;
      abstracts_taken += 2;
    }
    lists += body.lists;
    ids_taken = shell.ids_taken + body.ids;
    relations_taken += static_cast<int>(body.relations.size());
    auto& those = relations[part];
    those.insert(those.end(), body.relations.begin(), body.relations.end());
    for (Part& m : body.media) add_media(std::move(m));
  }

  void add_media(Part part) {
    if (part.first.starts_with("word/media/")) extensions.insert(part.first.substr(part.first.rfind('.') + 1));
    media.push_back(std::move(part));
  }

  std::string relate(const std::string& part, const std::string& target) {
    const std::string id = fmt::format("rId{}", relations_taken++);
    relations[part].push_back({id, "image", target, false});
    return id;
  }

  void enter_relations(std::vector<Part>& filled) const {
    for (const auto& [part, those] : relations) {
      if (those.empty()) continue;
      const std::string name = relations_of(part);
      pugi::xml_document xml;
      const std::string* there = part_named(filled, name);
      parse(xml, there != nullptr ? *there
                                  : std::string(xml_head) +
                                        "<Relationships "
                                        "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>");
      for (const DocxRelation& r : those) {
        Node node = xml.document_element().append_child("Relationship");
        node.append_attribute("Id").set_value(r.id.c_str());
        node.append_attribute("Type").set_value((std::string(relation_types) + r.type).c_str());
        node.append_attribute("Target").set_value(r.target.c_str());
        if (r.external) node.append_attribute("TargetMode").set_value("External");
      }
      set_part(filled, name, saved(xml));
    }
  }

  /// word/numbering.xml with our lists: kinds of list stand before lists.
  void enter_lists(std::vector<Part>& filled, Node types) {
    if (lists.empty()) return;
    constexpr const char* name = "word/numbering.xml";
    const std::string* there = part_named(filled, name);
    if (there == nullptr) {
      DocxBody body;
      body.abstracts = abstracts;
      body.lists = lists;
      set_part(filled, name, docx_numbering(body));
      add_override(types, "/word/numbering.xml", std::string(word_types) + "numbering+xml");
      relations["word/document.xml"].push_back({"rIdDebriefNumbering", "numbering", "numbering.xml", false});
      return;
    }
    std::string text = *there;
    const auto before = [&](std::initializer_list<std::string_view> marks) {
      for (const std::string_view mark : marks) {
        const std::size_t at = text.find(mark);
        if (at != std::string::npos) return at;
      }
      return std::string::npos;
    };
    std::size_t at = before({"<w:numIdMacAtCleanup", "</w:numbering>"});
    if (at == std::string::npos) {  // <w:numbering … />
      at = text.rfind("/>");
      text.replace(at, 2, "></w:numbering>");
      ++at;
    }
    text.insert(at, lists);
    at = before({"<w:num ", "<w:numIdMacAtCleanup", "</w:numbering>"});
    text.insert(at, abstracts);
    set_part(filled, name, std::move(text));
  }

  static void name_spaces(std::string& part) {
    // What is put in uses these prefixes; the template's first element must know them.
    const std::size_t open = part.find("<w:");
    const std::size_t close = open == std::string::npos ? open : part.find('>', open);
    if (close == std::string::npos) return;
    std::string_view head = std::string_view(part).substr(open, close - open);
    std::string add;
    for (const auto& [prefix, address] :
         {std::pair<std::string_view, std::string_view>{
              "r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"},
          {"wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"},
          {"a", "http://schemas.openxmlformats.org/drawingml/2006/main"},
          {"pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"},
          {"c", "http://schemas.openxmlformats.org/drawingml/2006/chart"}}) {
      if (head.find(fmt::format("xmlns:{}=", prefix)) == std::string_view::npos)
        add += fmt::format(" xmlns:{}=\"{}\"", prefix, address);
    }
    part.insert(part[close - 1] == '/' ? close - 1 : close, add);
  }
};

DocxInserts::DocxInserts(const std::vector<Part>& template_parts) : inside_(std::make_unique<Inside>(template_parts)) {}
DocxInserts::~DocxInserts() = default;

std::string DocxInserts::blocks(const templates::Document& document, const InsertPlace& place) {
  Inside& in = *inside_;
  DocxShell shell = in.styles().shell;
  if (!place.style.empty()) {
    shell.styles["Normal"] = place.style;
  } else {
    shell.styles.try_emplace("Normal", "Normal");
  }
  shell.page.width = place.width + shell.page.left + shell.page.right;
  shell.page.height = place.height + shell.page.top + shell.page.bottom;
  shell.titled = place.titled;
  shell.first_page = place.page;
  shell.ids_taken = in.ids_taken;
  shell.lists_taken = in.lists_taken;
  shell.abstracts_taken = in.abstracts_taken;
  shell.relations_taken = in.relations_taken;
  shell.lead = fmt::format("debrief{}-", ++in.pictures);
  DocxBody body = docx_body(document, outline(document), shell);
  in.take(body, shell, place.part);
  return std::move(body.xml);
}

InsertedPicture DocxInserts::chart(const templates::Chart& chart, const std::string& part, long width, long height) {
  const Scene scene = framed(scene_of(chart), width, height);
  const double inches = width > 0 ? static_cast<double>(width) / 914400 : 6;
  const std::string name = fmt::format("debrief{}", ++inside_->pictures);
  inside_->add_media({"word/media/" + name + ".png", png(scene, inches)});
  inside_->add_media({"word/media/" + name + ".svg",
                      std::string(xml_head) + svg(scene, "chart", chart.title, chart.alt, SvgUse::own_file) + "\n"});
  InsertedPicture out;
  out.relation = inside_->relate(part, "media/" + name + ".png");
  out.vector_relation = inside_->relate(part, "media/" + name + ".svg");
  return out;
}

InsertedPicture DocxInserts::image(std::string_view bytes, const std::string& part) {
  std::string extension;
  std::string bare = bare_picture(bytes, extension);
  const std::string name = fmt::format("debrief{}.{}", ++inside_->pictures, extension);
  inside_->add_media({"word/media/" + name, std::move(bare)});
  return {inside_->relate(part, "media/" + name), ""};
}

void DocxInserts::enter(std::vector<Part>& filled, const templates::Meta& meta) {
  Inside& in = *inside_;
  pugi::xml_document types;
  parse(types, *part_named(filled, types_part));
  Node root = types.document_element();
  for (Node o : root.children("Override")) {
    const std::string_view type = o.attribute("ContentType").value();
    if (type == std::string(word_types) + "template.main+xml")
      o.attribute("ContentType").set_value((std::string(word_types) + "document.main+xml").c_str());
  }
  if (in.extensions.contains("png")) add_default(root, "png", "image/png");
  if (in.extensions.contains("svg")) add_default(root, "svg", "image/svg+xml");
  if (in.extensions.contains("jpeg")) add_default(root, "jpeg", "image/jpeg");
  if (in.house) set_part(filled, "word/styles.xml", in.house->styles);
  in.enter_lists(filled, root);
  for (const auto& [part, those] : in.relations) {
    if (std::string* there = part_named(filled, part)) Inside::name_spaces(*there);
  }
  if (in.house) Inside::name_spaces(*part_named(filled, "word/document.xml"));
  in.enter_relations(filled);
  for (Part& m : in.media) {
    const std::string_view type = docx_chart_type(m.first);
    if (!type.empty()) add_override(root, "/" + m.first, std::string(type));
    set_part(filled, m.first, std::move(m.second));
  }

  // Properties: nothing of the template's author, company, editing time.
  pugi::xml_document core;
  if (const std::string* there = part_named(filled, "docProps/core.xml")) parse(core, *there);
  templates::Meta about = meta;
  if (about.title.empty()) about.title = core.document_element().child_value("dc:title");
  if (core.document_element().child("dc:language")) about.language = core.document_element().child_value("dc:language");
  const bool had_core = part_named(filled, "docProps/core.xml") != nullptr;
  const bool had_app = part_named(filled, "docProps/app.xml") != nullptr;
  const bool had_custom = part_named(filled, "docProps/custom.xml") != nullptr;
  set_part(filled, "docProps/core.xml", docx_core(about, about.title));
  set_part(filled, "docProps/app.xml", docx_app(about));
  add_override(root, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
  add_override(root, "/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
  // Properties of the template's own stay behind too: nobody sees them in Word, and they would travel with every copy.
  set_part(filled, "docProps/custom.xml", docx_custom(about));
  add_override(root, "/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml");
  if (!had_core || !had_app || !had_custom) {
    pugi::xml_document relations;
    parse(relations, *part_named(filled, "_rels/.rels"));
    const auto relate = [&](const char* id, const char* type, const char* target) {
      if (relations.document_element().find_child_by_attribute("Relationship", "Type", type)) return;
      Node r = relations.document_element().append_child("Relationship");
      r.append_attribute("Id").set_value(id);
      r.append_attribute("Type").set_value(type);
      r.append_attribute("Target").set_value(target);
    };
    relate("rIdDebriefCore", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
           "docProps/core.xml");
    relate("rIdDebriefApp", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties",
           "docProps/app.xml");
    relate("rIdDebriefCustom",
           "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
           "docProps/custom.xml");
    set_part(filled, "_rels/.rels", saved(relations));
  }
  set_part(filled, types_part, saved(types));
}

}  // namespace debrief::reports
