// Markdown text becomes blocks without ids; inside the room only.
#pragma once

#include <string_view>
#include <vector>

#include "templates/markdown.h"

namespace debrief::templates {

/// Blocks of Markdown that holds no directives. `prompts` are what the marks U+FDD0 n U+FDD1 in the text stand for.
/// place  "NAME:LINE" for messages
Blocks markdown_blocks(std::string_view text, const std::vector<std::string>& prompts, const MarkdownLimits& limits,
                       const std::string& place);

/// Gives each block without an id one, unique in the document.
void give_ids(Blocks& blocks, std::string_view prefix);

}  // namespace debrief::templates
