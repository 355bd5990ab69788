// By what a copy of a document is known again, whatever its name and folder.
#pragma once

#include <string>
#include <string_view>

#include "templates/build.h"

namespace debrief::app {

inline constexpr std::string_view document_urn = "urn:debrief:document:";

/// The identifier of a document: the same for the same content, settings, clock and program.
std::string document_id(const templates::Built& built, std::string_view settings, std::string_view made_at);

/// The identifier in a file's own properties: .docx, .xlsx (also after another program has saved it), .pdf, .html, .md.
/// "" where there is none.
std::string document_id_in(std::string_view bytes);

}  // namespace debrief::app
