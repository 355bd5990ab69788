// Markdown with ::: directives becomes a Document.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "templates/document.h"

namespace debrief::templates {

/// What directives refer to by name.
///
/// charts    for `::: chart source="name"`
/// tables    for `::: table source="name"`
/// passages  what people wrote, as Markdown, for `::: passage key="name"`; a directive in it is only text
struct DirectiveData {
  std::map<std::string, Chart, std::less<>> charts;
  std::map<std::string, Table, std::less<>> tables;
  std::map<std::string, std::string, std::less<>> passages;
};

/// Checked before and while parsing, so that hostile text is refused in well under a second.
///
/// paragraph  bytes of text without a blank line
/// nesting    lists, quotes and directives inside one another
struct MarkdownLimits {
  std::size_t bytes = 10U << 20U;
  std::size_t columns = 64;
  std::size_t paragraph = 256U << 10U;
  std::size_t nesting = 24;
  std::size_t blocks = 50'000;
  std::size_t cells = 500'000;
};

/// The document in `markdown`: CommonMark with tables, strikethrough and bare https and mailto addresses; raw HTML is
/// text. Links to other than http, https, mailto and #id keep their text only. `[[question?]]` is a Prompt.
///
///   ::: name key="value" other=word
///   body, which may hold directives
///   :::
///
/// Headings have ids made from their text, other blocks from the heading above and their number below it, so that a
/// change in one part leaves the ids of the others alone; passages from their key. `meta.title` is not shown.
///
/// name  stands in messages: "NAME:LINE: …", lines from 1
/// Throws base::Error(Status::refused): document-too-large, document-directive, document-malformed.
Document parse_document(std::string_view markdown, const Meta& meta, const DirectiveData& data,
                        std::string_view name = "document", const MarkdownLimits& limits = {});

/// The blocks of plain Markdown, without directives or prompts; ids start with `prefix`.
Blocks parse_markdown(std::string_view markdown, std::string_view prefix = "text", const MarkdownLimits& limits = {});

/// "Root cause & effect" -> "root-cause-effect"; "part" when nothing is left.
std::string slug(std::string_view text);

}  // namespace debrief::templates
