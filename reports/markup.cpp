// Text on its way into XML and HTML.

#include "reports/markup.h"

#include <algorithm>

#include "base/text.h"

namespace debrief::reports {

namespace {

bool allowed(char32_t c) {
  if (c == '\t' || c == '\n') return true;
  return c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) && c != 0xFFFE && c != 0xFFFF;
}

}  // namespace

char32_t next_code_point(std::string_view text, std::size_t& i) {
  const auto byte = [&](std::size_t k) { return k < text.size() ? static_cast<unsigned char>(text[k]) : 0U; };
  const char32_t c = byte(i);
  const std::size_t n = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  char32_t out = n == 1 ? c : n == 2 ? c & 0x1FU : n == 3 ? c & 0x0FU : c & 0x07U;
  for (std::size_t k = 1; k < n; ++k) out = (out << 6U) | (byte(i + k) & 0x3FU);
  i += n;
  return out;
}

std::string clean(std::string_view text) {
  // Nearly all texts are plain.
  if (std::all_of(text.begin(), text.end(), [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; }))
    return std::string(text);
  std::string repaired;
  if (base::bad_utf8(text) != std::string_view::npos) {
    repaired = base::repaired_utf8(text);
    text = repaired;
  }
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t start = i;
    if (allowed(next_code_point(text, i))) out += text.substr(start, i - start);
  }
  return out;
}

std::string escaped(std::string_view text) {
  std::string cleaned = clean(text);
  if (cleaned.find_first_of("&<>\"'") == std::string::npos) return cleaned;
  std::string out;
  out.reserve(cleaned.size() + cleaned.size() / 16);
  for (const char c : cleaned) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string one_line(std::string_view text) {
  std::string out;
  bool broken = false;
  for (const char c : clean(text)) {
    if (c == '\n' || c == '\t') {
      broken = true;
      continue;
    }
    if (broken && (out.empty() || out.back() != ' ') && c != ' ') out += ' ';
    broken = false;
    out += c;
  }
  if (broken && !out.empty() && out.back() != ' ') out += ' ';
  return out;
}

bool right_to_left(std::string_view text) {
  const std::string cleaned = clean(text);
  for (std::size_t i = 0; i < cleaned.size();) {
    const char32_t c = next_code_point(cleaned, i);
    if ((c >= 0x590 && c <= 0x8FF) || (c >= 0xFB1D && c <= 0xFDFF) || (c >= 0xFE70 && c <= 0xFEFC)) return true;
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xC0 && c < 0x590)) return false;
  }
  return false;
}

bool safe_target(std::string_view target) {
  if (target.starts_with("#")) return target.size() > 1;
  const std::string lower = base::ascii_lower(target.substr(0, 8));
  return lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("mailto:");
}

}  // namespace debrief::reports
