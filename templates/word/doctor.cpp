// The template doctor: a copy of a template with a comment at each mistake.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "templates/word/tree.h"
#include "templates/word/word.h"

namespace debrief::templates::word {

namespace {

using Node = pugi::xml_node;

constexpr std::string_view main_part = "word/document.xml";
constexpr const char* relation_type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
constexpr const char* content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";

std::string* part_of(Parts& parts, std::string_view name) {
  const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& p) { return p.first == name; });
  return found == parts.end() ? nullptr : &found->second;
}

/// The outermost paragraph that `p` stands in: Word takes no comments in text boxes.
Node outermost(Node p) {
  for (Node n = p.parent(); n; n = n.parent()) {
    if (is(n, "w:p")) p = n;
  }
  return p;
}

void add_comment(Node comments, int id, const Fault& f, bool at_home, const std::string& when) {
  Node comment = comments.append_child("w:comment");
  comment.append_attribute("w:id").set_value(id);
  comment.append_attribute("w:author").set_value("Debrief");
  comment.append_attribute("w:date").set_value(when.c_str());
  comment.append_attribute("w:initials").set_value("D");
  std::string text = at_home ? f.message : fmt::format("In {}: {}", f.place.part, f.message);
  if (!f.place.tag.empty()) text += fmt::format(" (tag: {})", f.place.tag);
  Node t = comment.append_child("w:p").append_child("w:r").append_child("w:t");
  t.append_attribute("xml:space").set_value("preserve");
  t.text().set(text.c_str());
}

void mark(Node paragraph, int id) {
  Node properties = paragraph.child("w:pPr");
  Node start = properties ? paragraph.insert_child_after("w:commentRangeStart", properties)
                          : paragraph.prepend_child("w:commentRangeStart");
  start.append_attribute("w:id").set_value(id);
  paragraph.append_child("w:commentRangeEnd").append_attribute("w:id").set_value(id);
  paragraph.append_child("w:r").append_child("w:commentReference").append_attribute("w:id").set_value(id);
}

}  // namespace

Parts marked(const Parts& parts, const std::vector<Fault>& faults, const std::string& when) {
  Parts out = parts;
  pugi::xml_document text;
  load(text, std::string(main_part), *part_of(out, main_part));
  // An older file may name its relationships only with its first picture.
  const std::string relations_name = "word/_rels/document.xml.rels";
  if (part_of(out, relations_name) == nullptr) {
    out.emplace_back(relations_name,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships "
                     "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>");
  }
  pugi::xml_document relations;
  load(relations, relations_name, *part_of(out, relations_name));
  std::string comments_name;
  for (const Node r : relations.document_element().children("Relationship")) {
    if (std::string_view(r.attribute("Type").value()) == relation_type) {
      const std::string target = r.attribute("Target").value();
      comments_name = target.starts_with('/') ? target.substr(1) : "word/" + target;
    }
  }
  if (comments_name.empty() || part_of(out, comments_name) == nullptr) {
    comments_name = "word/comments.xml";
    Node r = relations.document_element().append_child("Relationship");
    r.append_attribute("Id").set_value("rIdDebriefComments");
    r.append_attribute("Type").set_value(relation_type);
    r.append_attribute("Target").set_value("comments.xml");
    pugi::xml_document types;
    load(types, "[Content_Types].xml", *part_of(out, "[Content_Types].xml"));
    Node o = types.document_element().append_child("Override");
    o.append_attribute("PartName").set_value("/word/comments.xml");
    o.append_attribute("ContentType").set_value(content_type);
    *part_of(out, "[Content_Types].xml") = saved(types);
    *part_of(out, relations_name) = saved(relations);
    out.emplace_back(comments_name,
                     "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:comments "
                     "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>");
  }
  pugi::xml_document comments;
  load(comments, comments_name, *part_of(out, comments_name));
  int id = 0;
  for (const Node c : comments.document_element().children("w:comment"))
    id = std::max(id, c.attribute("w:id").as_int() + 1);

  std::vector<Node> all = paragraphs(text.document_element());
  if (all.empty()) all.push_back(text.document_element().child("w:body").prepend_child("w:p"));
  for (const Fault& f : faults) {
    const bool at_home = f.place.part == main_part && f.place.paragraph < all.size();
    mark(outermost(at_home ? all[f.place.paragraph] : all.front()), id);
    add_comment(comments.document_element(), id, f, at_home, when);
    ++id;
  }
  *part_of(out, main_part) = saved(text);
  *part_of(out, comments_name) = saved(comments);
  return out;
}

}  // namespace debrief::templates::word
