// A shaped tree as the source of a template: well-formed markup between tags, each tag on a line of its own.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <pugixml.hpp>

#include "templates/word/shape.h"

namespace debrief::templates::word {

/// text   for the engine, to be rendered with Escape::word
/// lines  lines[i] is the tag on line i + 1
struct Source {
  std::string text;
  std::vector<std::size_t> lines;
};

Source source_of(const pugi::xml_document& xml, const std::vector<Tag>& tags, const std::vector<SlotTag>& slots);

}  // namespace debrief::templates::word
