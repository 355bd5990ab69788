// What may stand before JSON in a script: an assignment or a call.

#include "import/json/script.h"

#include <algorithm>

#include "base/text.h"

namespace debrief::import {

namespace {

constexpr std::size_t longest = 200;

bool of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' || c == '.' ||
         c == '[' || c == ']' || c == '\'' || c == '"';
}

}  // namespace

std::size_t script_before_json(std::string_view head) {
  const std::string_view text = base::trimmed(head);
  if (text.empty() || text[0] == '{' || text[0] == '[' || text[0] == '"') return 0;
  const auto at = text.find_first_of("=(");
  if (at == std::string_view::npos || at == 0 || at > longest) return 0;
  std::string_view name = base::trimmed(text.substr(0, at));
  for (const std::string_view word : {"var ", "let ", "const ", "export default ", "export "}) {
    if (name.starts_with(word)) {
      name = base::trimmed(name.substr(word.size()));
      break;
    }
  }
  if (name.empty() || !std::all_of(name.begin(), name.end(), of_name)) return 0;
  std::size_t after = at + 1;
  while (after < text.size() && (text[after] == ' ' || text[after] == '\t' || text[after] == '\n' || text[after] == '\r'))
    ++after;
  if (after >= text.size() || (text[after] != '{' && text[after] != '[')) return 0;
  return static_cast<std::size_t>(text.data() - head.data()) + after;
}

}  // namespace debrief::import
