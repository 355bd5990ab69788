// Objects in cells: Python literals and JSON, looked through for the words that name them.

#include "import/literal.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"

namespace debrief::import {

namespace {

/// The quoted text that begins at `at`, and where it ends; both quotes of Python, backslash before a quote.
std::string quoted_text(std::string_view s, std::size_t at, std::size_t& end) {
  const char quote = s[at];
  std::string out;
  for (end = at + 1; end < s.size() && s[end] != quote; ++end) {
    if (s[end] == '\\' && end + 1 < s.size()) ++end;
    out += s[end];
  }
  return out;
}

bool is_quote(char c) { return c == '\'' || c == '"'; }

}  // namespace

std::optional<std::string> named_in_literal(std::string_view cell) {
  const std::string_view s = base::trimmed(cell);
  if (s == "[]" || s == "{}") return std::string();
  if (s.size() < 4 || !((s.front() == '{' && s.back() == '}') || (s.front() == '[' && s.back() == ']'))) return std::nullopt;
  const std::string_view inner = base::trimmed(s.substr(1));
  const bool object = s.front() == '{' ? is_quote(inner.front()) : inner.front() == '{';
  if (!object || s.find(':') == std::string_view::npos) return std::nullopt;
  static constexpr std::array<std::string_view, 6> keys{"summary", "display_value", "displayName", "name", "title", "value"};
  std::array<std::vector<std::string>, keys.size()> found;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (!is_quote(s[i])) continue;
    std::size_t end = i;
    const std::string key = quoted_text(s, i, end);
    i = end;
    std::size_t after = end + 1;
    while (after < s.size() && s[after] == ' ') ++after;
    if (after >= s.size() || s[after] != ':') continue;
    const auto known = std::find(keys.begin(), keys.end(), key);
    ++after;
    while (after < s.size() && s[after] == ' ') ++after;
    if (after >= s.size() || !is_quote(s[after])) continue;
    std::string value = quoted_text(s, after, end);
    i = end;
    if (known == keys.end() || value.empty()) continue;
    auto& list = found[static_cast<std::size_t>(known - keys.begin())];
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(std::move(value));
  }
  for (const auto& list : found) {
    if (!list.empty()) return base::joined(list, "; ");
  }
  return std::string();
}

}  // namespace debrief::import
