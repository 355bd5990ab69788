// What filling leaves to be put right: line breaks, empty cells and tables, ids that loops have doubled.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "templates/word/shape.h"

namespace debrief::templates::word {

/// Ids given in a package so far, over all its parts.
struct Ids {
  std::set<std::uint64_t> drawings, bookmarks, controls;
  std::set<std::string> bookmark_names;
  std::set<std::uint64_t> paragraphs;
  std::set<std::string> comment_marks;
  std::uint64_t next = 100'000;
};

/// The text of a rendered part with its slots filled. What the host throws gets the place of the slot's tag.
std::string with_slots(const std::string& rendered, const std::vector<SlotTag>& slots, const std::vector<Tag>& tags,
                       Host& host);

/// Puts a filled part right: newlines and tabs in text become w:br and w:tab; cells, boxes and notes end in a
/// paragraph; rows without cells and tables without rows go; grids have a column for each cell; ids of drawings,
/// bookmarks, controls and paragraphs stand once; pictures asked for take their places.
void finish(const std::string& part, const pugi::xml_node& root, Ids& ids, Host& host);

}  // namespace debrief::templates::word
