// Tokens become a template.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "templates/engine/ast.h"

namespace debrief::templates::engine {

/// Throws Trouble template-syntax or template-unknown (filter or test) with its place.
/// `faults`, when given, receives all troubles instead, and the template holds what could be read.
std::unique_ptr<Template> parse(std::string name, std::string_view source, Names& names, const Limits& limits,
                                std::vector<Trouble>* faults = nullptr);

}  // namespace debrief::templates::engine
