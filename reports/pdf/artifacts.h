// Marks as decoration what a page draws for nobody.
#pragma once

#include <string>
#include <string_view>

namespace debrief::reports {

/// A page's content with each drawing outside marked sequences in a sequence of its own, marked Artifact
/// (ISO 14289-1, 7.1). Content as Cairo writes it: its marked sequences are numbered in the order they are drawn, which
/// is checked against `sequences`, how many there should be.
std::string with_artifacts(std::string_view content, int sequences);

}  // namespace debrief::reports
