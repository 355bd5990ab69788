// Help pages: Markdown files beside the commands, and topics, shown on a terminal.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/command.h"

namespace debrief::app {

/// The page of a command or topic, as Markdown; nullopt when there is none.
std::optional<std::string_view> page(std::string_view name);

/// Names of pages that are no command's: errors, workspace, …
std::vector<std::string> topics();

/// A section of the page `errors`: its text below the heading "## CODE"; nullopt when there is none.
std::optional<std::string_view> error_section(std::string_view code);
/// All codes that have a section, in the page's order.
std::vector<std::string> error_codes();

/// Markdown as plain text: headings bold, code indented, paragraphs wrapped at `width`.
std::string rendered(std::string_view markdown, std::size_t width, bool colour);

/// Verbs and options of a command, from its table: what stands under its page.
std::string usage_of(const Command& command, bool colour);

/// The list of commands in their groups.
std::string overview(bool colour);

}  // namespace debrief::app
