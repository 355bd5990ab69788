// A shaped tree as the source of a template.

#include "templates/word/source.h"

#include "templates/word/tree.h"

namespace debrief::templates::word {

namespace {

class Writer {
 public:
  Writer(const std::vector<Tag>& tags, const std::vector<SlotTag>& slots) : tags_(tags), slots_(slots) {}

  Source write(const pugi::xml_document& xml) {
    for (const pugi::xml_node n : xml.children()) node(n);
    return std::move(out_);
  }

 private:
  /// A newline stands in each tag and nowhere else, so that lines count tags.
  void tag(std::size_t n, std::string_view open, std::string_view close) {
    out_.text += open;
    out_.text += tags_[n].inside;
    out_.text += '\n';
    out_.text += close;
    out_.lines.push_back(n);
  }

  void text(std::string_view t, bool attribute) {
    for (std::size_t i = 0; i < t.size();) {
      switch (t[i]) {
        case '\x01':
          tag(read_mark(t, i), "{{ ", "}}");
          continue;
        case '&':
          out_.text += "&amp;";
          break;
        case '<':
          out_.text += "&lt;";
          break;
        case '>':
          out_.text += "&gt;";
          break;
        case '"':
          out_.text += attribute ? "&quot;" : "\"";
          break;
        case '\n':
          out_.text += "&#10;";
          break;
        case '\r':
          out_.text += "&#13;";
          break;
        case '\t':
          out_.text += attribute ? "&#9;" : "\t";
          break;
        case '{': {
          // A brace of the document's own must not begin a tag.
          const char next = i + 1 < t.size() ? t[i + 1] : '{';
          out_.text += !attribute || next == '{' || next == '%' || next == '#' || next == '\x01' ? "&#123;" : "{";
          break;
        }
        default:
          out_.text += t[i];
      }
      ++i;
    }
  }

  void element(const pugi::xml_node& n) {
    out_.text += '<';
    out_.text += n.name();
    for (const pugi::xml_attribute a : n.attributes()) {
      out_.text += ' ';
      out_.text += a.name();
      out_.text += "=\"";
      text(a.value(), true);
      out_.text += '"';
    }
    if (!n.first_child()) {
      out_.text += "/>";
      return;
    }
    out_.text += '>';
    for (const pugi::xml_node child : n.children()) node(child);
    out_.text += "</";
    out_.text += n.name();
    out_.text += '>';
  }

  void slot(const pugi::xml_node& n) {
    const auto number = n.attribute("n").as_uint();
    const SlotTag& s = slots_[number];
    out_.text += "<";
    out_.text += slot_element;
    out_.text += " n=\"" + std::to_string(number) + "\">";
    if (s.kind != SlotKind::body) tag(s.tag, "{{ ", "}}");
    out_.text += "</";
    out_.text += slot_element;
    out_.text += ">";
  }

  void node(const pugi::xml_node& n) {
    switch (n.type()) {
      case pugi::node_element:
        if (is(n, slot_element)) {
          slot(n);
        } else if (is(n, tag_element)) {
          const auto number = n.attribute("n").as_uint();
          if (tags_[number].kind == TagKind::block) tag(number, "{% ", "%}");
        } else {
          element(n);
        }
        break;
      case pugi::node_pcdata:
      case pugi::node_cdata:
        text(n.value(), false);
        break;
      case pugi::node_declaration:
        out_.text += R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
        break;
      default:
        break;
    }
  }

  const std::vector<Tag>& tags_;
  const std::vector<SlotTag>& slots_;
  Source out_;
};

}  // namespace

Source source_of(const pugi::xml_document& xml, const std::vector<Tag>& tags, const std::vector<SlotTag>& slots) {
  return Writer(tags, slots).write(xml);
}

}  // namespace debrief::templates::word
