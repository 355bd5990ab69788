// A part of a Word file as a tree, and what its elements are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace debrief::templates::word {

/// Stands in a tree for a tag of a block; its attribute `n` says which.
inline constexpr const char* tag_element = "debrief-tag";
/// Stands for a paragraph that becomes blocks.
inline constexpr const char* slot_element = "debrief-slot";

inline bool is(const pugi::xml_node& node, std::string_view name) { return name == node.name(); }

/// The tree of a part. Throws base::Error word-malformed: not well-formed, a DTD, nested deeper than 400.
void load(pugi::xml_document& xml, const std::string& part, std::string_view bytes);

/// Whether a part of this name and content holds text: the document, headers, footers, notes.
bool holds_text(const pugi::xml_node& root);

/// Calls `f` for every element below `node`, parents first, in the order of the file. `f` says whether to go inside.
template <typename F>
void walk(const pugi::xml_node& node, const F& f) {
  for (pugi::xml_node child = node.first_child(); child; child = child.next_sibling()) {
    if (child.type() == pugi::node_element && f(child)) walk(child, f);
  }
}

/// All w:p below, in the order of the file, those of text boxes after the paragraph they hang on.
std::vector<pugi::xml_node> paragraphs(const pugi::xml_node& root);

/// w:t, w:tab, w:br and the like of one paragraph, without those of text boxes in it.
std::vector<pugi::xml_node> atoms(const pugi::xml_node& paragraph);

/// The words of one paragraph; a tab or break is one blank.
std::string text_of(const pugi::xml_node& paragraph);

/// The nearest ancestor of that name; null where there is none.
pugi::xml_node above(pugi::xml_node node, std::string_view name);

pugi::xml_node first_element(const pugi::xml_node& node);
pugi::xml_node last_element(const pugi::xml_node& node);

/// The text of the tree as a part.
std::string saved(const pugi::xml_document& xml);

}  // namespace debrief::templates::word
