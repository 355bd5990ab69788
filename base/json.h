// JSON values whose members keep their order. Heavy: include in .cpp files, or <nlohmann/json_fwd.hpp> in headers.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/issue.h"

namespace debrief::base {

using Json = nlohmann::ordered_json;

/// One document, at most 64 levels deep, no duplicate keys. The issue has code json-malformed and the byte.
Parsed<Json> parse_json(std::string_view text);

/// Compact text; ill-formed UTF-8 is repaired.
std::string dumped(const Json& value, int indent = -1);

}  // namespace debrief::base
