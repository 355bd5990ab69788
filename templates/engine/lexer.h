// Template source becomes tokens; white space is trimmed as Jinja2 does with trim_blocks and lstrip_blocks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "templates/engine/value.h"

namespace debrief::templates::engine {

enum class TokenKind : std::uint8_t {
  data,
  open_print,
  close_print,
  open_tag,
  close_tag,
  name,
  text,
  integer,
  real,
  sign,
  end
};

/// text  of data, names and signs as written; of strings without quotes and escapes
struct Token {
  TokenKind kind = TokenKind::end;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  Place place;
};

/// All tokens, the last one of kind `end`. Throws Trouble template-syntax with its place; `file` must outlive the
/// tokens.
std::vector<Token> tokens_of(std::string_view source, const std::string& file);

}  // namespace debrief::templates::engine
