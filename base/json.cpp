// Strict JSON reading.

#include "base/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

namespace debrief::base {

Parsed<Json> parse_json(std::string_view text) {
  constexpr int deepest = 64;
  std::vector<std::set<std::string>> keys;
  std::string trouble;
  const auto watch = [&](int depth, Json::parse_event_t event, Json& value) {
    if (event == Json::parse_event_t::object_start) keys.emplace_back();
    if (event == Json::parse_event_t::object_end && !keys.empty()) keys.pop_back();
    if (event == Json::parse_event_t::key && !keys.empty() && !keys.back().insert(value.get<std::string>()).second) {
      if (trouble.empty()) trouble = fmt::format("the key \"{}\" stands twice in one object", value.get<std::string>());
    }
    if (depth > deepest) {
      if (trouble.empty()) trouble = "values are nested more than 64 levels deep";
      return false;
    }
    return true;
  };
  try {
    Json value = Json::parse(text.begin(), text.end(), watch);
    if (trouble.empty()) return value;
    return Issue{.code = "json-malformed", .detail = trouble, .value = {}, .place = {}};
  } catch (const Json::parse_error& e) {
    Issue issue{.code = "json-malformed", .detail = "this is not JSON from here on", .value = {}, .place = {}};
    const std::size_t at = std::min(e.byte == 0 ? 0 : e.byte - 1, text.size());
    issue.place.byte = static_cast<std::int64_t>(at);
    issue.place.line = 1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
    issue.value = std::string(text.substr(at, 40));
    return issue;
  }
}

std::string dumped(const Json& value, int indent) {
  return value.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace debrief::base
