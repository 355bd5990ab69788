// Cells that hold a whole object, as scripts leave them when they flatten an answer: {'id': 'P1', 'summary': 'Router'}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace debrief::import {

/// What such a cell names: the texts under summary, display_value, name, displayName, title or value, several joined;
/// "" for an empty list or object or one that names nothing. nullopt for a cell that is no such object.
std::optional<std::string> named_in_literal(std::string_view cell);

}  // namespace debrief::import
