// Text on its way into XML and HTML.
#pragma once

#include <string>
#include <string_view>

namespace debrief::reports {

/// Without what XML 1.0 cannot hold: control characters but tab and newline, U+FFFE, U+FFFF; ill-formed UTF-8 becomes
/// U+FFFD.
std::string clean(std::string_view text);

/// clean, with & < > " ' as references: fit for element content and for attributes in either quote.
std::string escaped(std::string_view text);

/// clean, with every run of newlines and tabs as one blank: a run of text has no line breaks of its own.
std::string one_line(std::string_view text);

/// True when the first letter that has a direction is Hebrew, Arabic or of their relatives.
bool right_to_left(std::string_view text);

/// The next code point at `i` of well-formed UTF-8, and `i` moved behind it.
char32_t next_code_point(std::string_view text, std::size_t& i);

/// "#id" for blocks, http, https or mailto otherwise; anything else (javascript:, file:) is no link.
bool safe_target(std::string_view target);

}  // namespace debrief::reports
