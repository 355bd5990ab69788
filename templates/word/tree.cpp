// A part of a Word file as a tree.

#include "templates/word/tree.h"

#include <fmt/format.h>

#include "base/error.h"

namespace debrief::templates::word {

namespace {

constexpr int deepest = 400;

[[noreturn]] void malformed(const std::string& part, std::string_view what) {
  throw base::Error(base::Status::refused, "word-malformed", fmt::format("{}: {}", part, what),
                    "open the file in Word and save it again as .docx");
}

/// Walked without recursion, for this is what keeps the other walks from running out of stack.
bool too_deep(const pugi::xml_document& xml) {
  int depth = 0;
  pugi::xml_node at = xml.first_child();
  while (at) {
    if (at.first_child()) {
      at = at.first_child();
      if (++depth > deepest) return true;
      continue;
    }
    while (at && !at.next_sibling()) {
      at = at.parent();
      --depth;
    }
    if (at) at = at.next_sibling();
  }
  return false;
}

/// Elements of a paragraph that hold runs.
bool holds_runs(std::string_view name) {
  return name == "w:r" || name == "w:hyperlink" || name == "w:smartTag" || name == "w:sdt" || name == "w:sdtContent" ||
         name == "w:fldSimple" || name == "w:customXml" || name == "w:dir" || name == "w:bdo" || name == "w:ins";
}

void add_atoms(const pugi::xml_node& node, std::vector<pugi::xml_node>& out) {
  for (const pugi::xml_node child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:t" || name == "w:tab" || name == "w:br" || name == "w:cr" || name == "w:noBreakHyphen") {
      if (std::string_view(node.name()) == "w:r") out.push_back(child);
    } else if (holds_runs(name)) {
      add_atoms(child, out);
    }
  }
}

struct Sink : pugi::xml_writer {
  std::string out;
  void write(const void* data, std::size_t size) override { out.append(static_cast<const char*>(data), size); }
};

}  // namespace

void load(pugi::xml_document& xml, const std::string& part, std::string_view bytes) {
  const unsigned how = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_declaration | pugi::parse_doctype;
  const auto result = xml.load_buffer(bytes.data(), bytes.size(), how);
  if (!result) malformed(part, fmt::format("this is not well-formed XML: {}", result.description()));
  for (const pugi::xml_node n : xml.children()) {
    if (n.type() == pugi::node_doctype) malformed(part, "a document type definition is not taken");
  }
  if (too_deep(xml)) malformed(part, fmt::format("elements stand more than {} deep in one another", deepest));
}

bool holds_text(const pugi::xml_node& root) {
  const std::string_view name = root.name();
  return name == "w:document" || name == "w:hdr" || name == "w:ftr" || name == "w:footnotes" || name == "w:endnotes";
}

std::vector<pugi::xml_node> paragraphs(const pugi::xml_node& root) {
  std::vector<pugi::xml_node> out;
  walk(root, [&](const pugi::xml_node& n) {
    if (is(n, "w:p")) out.push_back(n);
    return true;
  });
  return out;
}

std::vector<pugi::xml_node> atoms(const pugi::xml_node& paragraph) {
  std::vector<pugi::xml_node> out;
  add_atoms(paragraph, out);
  return out;
}

std::string text_of(const pugi::xml_node& paragraph) {
  std::string out;
  for (const pugi::xml_node& a : atoms(paragraph)) out += is(a, "w:t") ? a.text().get() : " ";
  return out;
}

pugi::xml_node above(pugi::xml_node node, std::string_view name) {
  for (node = node.parent(); node; node = node.parent()) {
    if (is(node, name)) return node;
  }
  return {};
}

pugi::xml_node first_element(const pugi::xml_node& node) {
  for (pugi::xml_node n = node.first_child(); n; n = n.next_sibling()) {
    if (n.type() == pugi::node_element) return n;
  }
  return {};
}

pugi::xml_node last_element(const pugi::xml_node& node) {
  for (pugi::xml_node n = node.last_child(); n; n = n.previous_sibling()) {
    if (n.type() == pugi::node_element) return n;
  }
  return {};
}

std::string saved(const pugi::xml_document& xml) {
  Sink sink;
  xml.save(sink, "", pugi::format_raw);
  return std::move(sink.out);
}

}  // namespace debrief::templates::word
