// UTF-8 text.

#include "base/text.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace debrief::base {

namespace {

/// Length of the well-formed sequence at `i`, 0 if there is none.
std::size_t sequence(std::string_view s, std::size_t i) {
  const auto b = [&](std::size_t k) { return k < s.size() ? static_cast<unsigned char>(s[k]) : 0U; };
  const unsigned c = b(i);
  const auto tail = [&](std::size_t k) { return (b(k) & 0xC0U) == 0x80U; };
  if (c < 0x80) return 1;
  if (c >= 0xC2 && c <= 0xDF) return tail(i + 1) ? 2 : 0;
  if (c >= 0xE0 && c <= 0xEF) {
    if (!tail(i + 1) || !tail(i + 2)) return 0;
    if (c == 0xE0 && b(i + 1) < 0xA0) return 0;
    if (c == 0xED && b(i + 1) > 0x9F) return 0;
    return 3;
  }
  if (c >= 0xF0 && c <= 0xF4) {
    if (!tail(i + 1) || !tail(i + 2) || !tail(i + 3)) return 0;
    if (c == 0xF0 && b(i + 1) < 0x90) return 0;
    if (c == 0xF4 && b(i + 1) > 0x8F) return 0;
    return 4;
  }
  return 0;
}

/// Bytes of white space at the start of s: ASCII blanks, U+00A0, U+FEFF.
std::size_t space_at_front(std::string_view s) {
  const unsigned char c = static_cast<unsigned char>(s[0]);
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (s.starts_with("\xC2\xA0")) return 2;
  if (s.starts_with("\xEF\xBB\xBF")) return 3;
  return 0;
}

std::size_t space_at_back(std::string_view s) {
  const unsigned char c = static_cast<unsigned char>(s.back());
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (s.ends_with("\xC2\xA0")) return 2;
  if (s.ends_with("\xEF\xBB\xBF")) return 3;
  return 0;
}

}  // namespace

std::size_t bad_utf8(std::string_view text) {
  std::size_t i = 0;
  while (i < text.size()) {
    if (static_cast<unsigned char>(text[i]) < 0x80) {
      ++i;
      continue;
    }
    const std::size_t n = sequence(text, i);
    if (n == 0) return i;
    i += n;
  }
  return std::string_view::npos;
}

std::string repaired_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t n = sequence(text, i);
    if (n == 0) {
      out += "\xEF\xBF\xBD";
      ++i;
    } else {
      out.append(text.substr(i, n));
      i += n;
    }
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  // Most texts begin and end with a printed ASCII character.
  const auto printed = [](char c) { return c > ' ' && c < 0x7F; };
  if (!text.empty() && printed(text.front()) && printed(text.back())) return text;
  while (!text.empty()) {
    const std::size_t n = space_at_front(text);
    if (n == 0) break;
    text.remove_prefix(n);
  }
  while (!text.empty()) {
    const std::size_t n = space_at_back(text);
    if (n == 0) break;
    text.remove_suffix(n);
  }
  return text;
}

std::string squeezed(std::string_view text) {
  std::string out;
  text = trimmed(text);
  bool pending = false;
  while (!text.empty()) {
    if (const std::size_t n = space_at_front(text)) {
      pending = true;
      text.remove_prefix(n);
      continue;
    }
    if (pending) out += ' ';
    pending = false;
    const std::size_t n = std::max<std::size_t>(1, sequence(text, 0));
    out.append(text.substr(0, n));
    text.remove_prefix(n);
  }
  return out;
}

std::string folded(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return ascii_lower(text);
  }
  UErrorCode status = U_ZERO_ERROR;
  const auto* normaliser = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  const icu::UnicodeString result = normaliser->normalize(source, status);
  std::string out;
  return U_SUCCESS(status) ? result.toUTF8String(out) : std::string(text);
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool equal_ascii_nocase(std::string_view a, std::string_view b) {
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return low(x) == low(y); });
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string cut(std::string_view text, std::size_t n) {
  if (code_points(text) <= n) return std::string(text);
  std::size_t seen = 0;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;
    if (seen + 1 >= n) break;
    ++seen;
  }
  return std::string(text.substr(0, i)) + "…";
}

std::string quoted(std::string_view text, std::size_t n) {
  std::string out = "\"";
  for (const char c : cut(repaired_utf8(text), n)) {
    const auto u = static_cast<unsigned char>(c);
    if (u < 0x20 || u == 0x7F) {
      out += fmt::format("\\x{:02x}", u);
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string heading_key(std::string_view text) {
  const auto source = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  icu::UnicodeString spaced;
  UChar32 before = 0;
  for (int32_t i = 0; i < source.length(); i = source.moveIndex32(i, 1)) {
    const UChar32 c = source.char32At(i);
    if (u_isUUppercase(c) && u_isULowercase(before)) spaced.append(static_cast<char16_t>(' '));
    spaced.append(u_isalnum(c) ? c : static_cast<UChar32>(' '));
    before = c;
  }
  std::string out;
  spaced.toUTF8String(out);
  return squeezed(folded(out));
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const auto at = text.find(separator);
    parts.emplace_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::string joined(std::span<const std::string> parts, std::string_view separator) {
  std::string out;
  for (const auto& p : parts) {
    if (&p != &parts.front()) out += separator;
    out += p;
  }
  return out;
}

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Optimal string alignment: three rows are enough.
  std::vector<std::size_t> before2(b.size() + 1);
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) before[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t same = a[i - 1] == b[j - 1] ? 0 : 1;
      now[j] = std::min({before[j] + 1, now[j - 1] + 1, before[j - 1] + same});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before2[j - 2] + 1);
    }
    std::swap(before2, before);
    std::swap(before, now);
  }
  return before[b.size()];
}

std::string nearest(std::string_view word, std::span<const std::string> candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  const std::string low = ascii_lower(word);
  for (const auto& c : candidates) {
    const std::size_t d = edit_distance(low, ascii_lower(c));
    if (d < best_distance) {
      best_distance = d;
      best = c;
    }
  }
  return best;
}

std::string grouped(long long n) {
  std::string digits = fmt::format("{}", n < 0 ? -n : n);
  for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) {
    digits.insert(static_cast<std::size_t>(i), 1, ',');
  }
  return (n < 0 ? "-" : "") + digits;
}

std::string counted(long long n, std::string_view singular, std::string_view plural) {
  if (n == 1) return fmt::format("1 {}", singular);
  return plural.empty() ? fmt::format("{} {}s", grouped(n), singular) : fmt::format("{} {}", grouped(n), plural);
}

}  // namespace debrief::base
