// Passages out of a Word file that people have edited.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "templates/document.h"

namespace debrief::reports {

/// What stands in each passage of a .docx that the writer made, whichever program has saved it since.
///
/// The name is that of the passage's bookmark ("b_passage_causes_why"), which every program keeps, or the tag of its
/// content control ("causes.why") where the bookmark is gone. Paragraphs, headings, lists, tables as their texts, bold,
/// italic, struck-out and links are read; deleted text of tracked changes is left out, inserted text is taken. The title
/// above a passage is its first block.
/// Throws base::Error: not-a-package, package-too-large, bad-document (5) for one without a readable body.
std::map<std::string, templates::Blocks> docx_passages(std::string_view bytes);

/// The name of the bookmark of the passage `key`.
std::string passage_bookmark(std::string_view key);

}  // namespace debrief::reports
