// Text as Python sees it.

#include "templates/engine/python_text.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>
#include <unicode/brkiter.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace debrief::templates::engine {

namespace {

bool ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::UnicodeString wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string narrow(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

/// Python's str.isspace(): bidirectional type WS, B or S, or category Zs.
bool space(unsigned c) {
  if (c < 0x80) return (c >= 9 && c <= 13) || (c >= 0x1C && c <= 0x20);
  return c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
         c == 0x202F || c == 0x205F || c == 0x3000;
}

bool line_end(unsigned c) {
  return (c >= 10 && c <= 13) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

template <typename Test>
bool all_of_points(std::string_view text, Test test) {
  if (text.empty()) return false;
  for (const std::string_view p : points(text)) {
    if (!test(static_cast<UChar32>(point_code(p)))) return false;
  }
  return true;
}

std::string title_point(std::string_view point) {
  // Special casing (ß, ligatures, digraphs) comes with the string functions, not with u_totitle.
  icu::UnicodeString s = wide(point);
  s.toTitle(nullptr, icu::Locale::getRoot(), U_TITLECASE_NO_LOWERCASE | U_TITLECASE_NO_BREAK_ADJUSTMENT);
  return narrow(s);
}

}  // namespace

std::size_t point_size(std::string_view text, std::size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  std::size_t n = 1;
  if (c >= 0xF0 && c <= 0xF4)
    n = 4;
  else if (c >= 0xE0)
    n = c < 0xF0 ? 3 : 1;
  else if (c >= 0xC2)
    n = 2;
  if (at + n > text.size()) return 1;
  for (std::size_t i = 1; i < n; ++i) {
    if ((static_cast<unsigned char>(text[at + i]) & 0xC0U) != 0x80U) return 1;
  }
  return n;
}

std::size_t point_count(std::string_view text) {
  if (ascii(text)) return text.size();
  std::size_t n = 0;
  for (std::size_t i = 0; i < text.size(); i += point_size(text, i)) ++n;
  return n;
}

std::size_t found_at(std::string_view text, std::string_view what, std::size_t from) {
  if (from > text.size()) return std::string_view::npos;
  // glibc's is the two-way algorithm; string_view::find takes time like the product of the two sizes.
  const void* hit = ::memmem(text.data() + from, text.size() - from, what.data(), what.size());
  if (hit == nullptr) return std::string_view::npos;
  return static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
}

std::vector<std::string_view> points(std::string_view text) {
  std::vector<std::string_view> out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = point_size(text, i);
    out.push_back(text.substr(i, n));
    i += n;
  }
  return out;
}

std::size_t bytes_of_points(std::string_view text, std::size_t n) {
  std::size_t i = 0;
  for (; n > 0 && i < text.size(); --n) i += point_size(text, i);
  return i;
}

unsigned point_code(std::string_view p) {
  const auto b = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(p[i])); };
  switch (p.size()) {
    case 2:
      return ((b(0) & 0x1FU) << 6U) | (b(1) & 0x3FU);
    case 3:
      return ((b(0) & 0x0FU) << 12U) | ((b(1) & 0x3FU) << 6U) | (b(2) & 0x3FU);
    case 4:
      return ((b(0) & 0x07U) << 18U) | ((b(1) & 0x3FU) << 12U) | ((b(2) & 0x3FU) << 6U) | (b(3) & 0x3FU);
    default:
      return b(0) < 0x80 ? b(0) : 0xFFFDU;
  }
}

void append_point(std::string& out, unsigned code) {
  if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) code = 0xFFFD;
  icu::UnicodeString(static_cast<UChar32>(code)).toUTF8String(out);
}

std::size_t space_at(std::string_view text, std::size_t at) {
  const std::size_t n = point_size(text, at);
  return space(point_code(text.substr(at, n))) ? n : 0;
}

std::string_view stripped_left(std::string_view text) {
  while (!text.empty()) {
    const std::size_t n = space_at(text, 0);
    if (n == 0) break;
    text.remove_prefix(n);
  }
  return text;
}

std::string_view stripped_right(std::string_view text) {
  while (!text.empty()) {
    std::size_t i = text.size() - 1;
    while (i > 0 && text.size() - i < 4 && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) --i;
    if (i + point_size(text, i) != text.size() || space_at(text, i) == 0) break;
    text = text.substr(0, i);
  }
  return text;
}

std::string_view stripped(std::string_view text) { return stripped_left(stripped_right(text)); }

std::string_view stripped_of(std::string_view text, std::string_view chars, bool left, bool right) {
  const auto set = points(chars);
  const auto parts = points(text);
  const auto in = [&](std::string_view p) { return std::find(set.begin(), set.end(), p) != set.end(); };
  std::size_t from = 0;
  std::size_t until = parts.size();
  while (left && from < until && in(parts[from])) ++from;
  while (right && until > from && in(parts[until - 1])) --until;
  if (from == until) return {};
  const auto start = static_cast<std::size_t>(parts[from].data() - text.data());
  const auto end = static_cast<std::size_t>(parts[until - 1].data() - text.data()) + parts[until - 1].size();
  return text.substr(start, end - start);
}

std::string upper(std::string_view text) {
  if (!ascii(text)) return narrow(wide(text).toUpper(icu::Locale::getRoot()));
  std::string out(text);
  for (char& c : out) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

std::string lower(std::string_view text) {
  if (!ascii(text)) return narrow(wide(text).toLower(icu::Locale::getRoot()));
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

std::string capitalized(std::string_view text) {
  if (text.empty()) return {};
  const std::size_t n = point_size(text, 0);
  return title_point(text.substr(0, n)) + lower(text.substr(n));
}

std::string title_cased(std::string_view text) {
  std::string out;
  bool inside = false;
  for (const std::string_view p : points(text)) {
    out += inside ? lower(p) : title_point(p);
    const auto c = static_cast<UChar32>(point_code(p));
    inside = u_isUUppercase(c) != 0 || u_isULowercase(c) != 0 || u_istitle(c) != 0;
  }
  return out;
}

std::string title_of_words(std::string_view text) {
  std::string out;
  std::size_t i = 0;
  const auto separator = [&](std::size_t at) -> std::size_t {
    const char c = text[at];
    if (c == '-' || c == '(' || c == '{' || c == '[' || c == '<') return 1;
    return space_at(text, at);
  };
  while (i < text.size()) {
    std::size_t end = i;
    if (separator(i) != 0) {
      while (end < text.size() && separator(end) != 0) end += separator(end);
      out += text.substr(i, end - i);
    } else {
      while (end < text.size() && separator(end) == 0) end += point_size(text, end);
      const std::size_t first = point_size(text, i);
      out += upper(text.substr(i, first));
      out += lower(text.substr(i + first, end - i - first));
    }
    i = end;
  }
  return out;
}

bool is_upper(std::string_view text) {
  bool cased = false;
  for (const std::string_view p : points(text)) {
    const auto c = static_cast<UChar32>(point_code(p));
    if (u_isULowercase(c) != 0 || u_istitle(c) != 0) return false;
    cased = cased || u_isUUppercase(c) != 0;
  }
  return cased;
}

bool is_lower(std::string_view text) {
  bool cased = false;
  for (const std::string_view p : points(text)) {
    const auto c = static_cast<UChar32>(point_code(p));
    if (u_isUUppercase(c) != 0 || u_istitle(c) != 0) return false;
    cased = cased || u_isULowercase(c) != 0;
  }
  return cased;
}

bool all_digits(std::string_view text) {
  return all_of_points(text, [](UChar32 c) { return u_isdigit(c) != 0; });
}
bool all_letters(std::string_view text) {
  return all_of_points(text, [](UChar32 c) { return u_isalpha(c) != 0; });
}
bool all_letters_or_digits(std::string_view text) {
  return all_of_points(text, [](UChar32 c) { return u_isalnum(c) != 0; });
}
bool all_space(std::string_view text) {
  return all_of_points(text, [](UChar32 c) { return space(static_cast<unsigned>(c)); });
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = point_size(text, i);
    if (!line_end(point_code(text.substr(i, n)))) {
      i += n;
      continue;
    }
    out.push_back(text.substr(start, i - start));
    i += text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n' ? 2 : n;
    start = i;
  }
  if (start < text.size()) out.push_back(text.substr(start));
  return out;
}

std::vector<std::string_view> words_of(std::string_view text, long long most) {
  std::vector<std::string_view> out;
  text = stripped_left(text);
  while (!text.empty()) {
    if (most >= 0 && static_cast<long long>(out.size()) == most) {
      out.push_back(stripped_right(text));
      break;
    }
    std::size_t end = 0;
    while (end < text.size() && space_at(text, end) == 0) end += point_size(text, end);
    out.push_back(text.substr(0, end));
    text = stripped_left(text.substr(end));
  }
  return out;
}

std::size_t word_count(std::string_view text) {
  std::size_t n = 0;
  bool inside = false;
  for (const std::string_view p : points(text)) {
    const auto c = static_cast<UChar32>(point_code(p));
    const bool word = c == '_' || u_isalnum(c) != 0;
    if (word && !inside) ++n;
    inside = word;
  }
  return n;
}

std::string quoted_text(std::string_view text) {
  const bool single = text.find('\'') != std::string_view::npos;
  const char quote = single && text.find('"') == std::string_view::npos ? '"' : '\'';
  std::string out(1, quote);
  for (const std::string_view p : points(text)) {
    const unsigned c = point_code(p);
    if (c == static_cast<unsigned char>(quote) || c == '\\') {
      out += '\\';
      out += static_cast<char>(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c < 0x20 || c == 0x7F) {
      out += fmt::format("\\x{:02x}", c);
    } else if (c < 0x7F) {
      out += static_cast<char>(c);
    } else {
      // Python escapes "Other" and "Separator" categories except the blank.
      const int8_t kind = u_charType(static_cast<UChar32>(c));
      const bool hidden = kind == U_CONTROL_CHAR || kind == U_FORMAT_CHAR || kind == U_SURROGATE ||
                          kind == U_PRIVATE_USE_CHAR || kind == U_UNASSIGNED || kind == U_LINE_SEPARATOR ||
                          kind == U_PARAGRAPH_SEPARATOR || kind == U_SPACE_SEPARATOR;
      if (!hidden)
        out += p;
      else if (c < 0x100)
        out += fmt::format("\\x{:02x}", c);
      else if (c < 0x10000)
        out += fmt::format("\\u{:04x}", c);
      else
        out += fmt::format("\\U{:08x}", c);
    }
  }
  out += quote;
  return out;
}

}  // namespace debrief::templates::engine
