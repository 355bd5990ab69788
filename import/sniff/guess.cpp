// Guessing among legacy encodings. ICU tells the East Asian ones apart; for single bytes its guess is poor on short
// texts, so each candidate is decoded and judged by whether its letters stand where letters stand.

#include "import/sniff/guess.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>
#include <string_view>

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unistr.h>

#include "base/text.h"

namespace debrief::import {

namespace {

bool high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// The lines that hold more than ASCII, up to 64 KiB of them; the rest would only dilute the evidence.
std::string telling_lines(const Source& source) {
  std::ifstream in(source.path(), std::ios::binary);
  std::string line;
  std::string out;
  while (out.size() < 64 * 1024) {
    line.clear();
    char c = 0;
    while (in.get(c) && c != '\n' && c != '\r' && line.size() < 4096) line += c;
    if (std::any_of(line.begin(), line.end(), high)) out += line + '\n';
    if (!in) break;
  }
  return out;
}

icu::UnicodeString wide(std::string_view bytes, const char* label, bool& clean) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter* c = ucnv_open(label, &status);
  icu::UnicodeString out;
  clean = U_SUCCESS(status);
  if (!clean) return out;
  out = icu::UnicodeString(bytes.data(), static_cast<int32_t>(bytes.size()), c, status);
  ucnv_close(c);
  clean = U_SUCCESS(status) && out.indexOf(static_cast<UChar32>(0xFFFD)) < 0;
  return out;
}

/// How well the decoded text reads: letters beside letters of their script, capitals at the start of words.
double sense(const icu::UnicodeString& text) {
  double score = 0;
  const auto at = [&](int32_t i) -> UChar32 { return i < 0 || i >= text.length() ? ' ' : text.charAt(i); };
  const auto cyrillic = [](UChar32 c) { return c >= 0x400 && c < 0x500; };
  for (int32_t i = 0; i < text.length(); ++i) {
    const UChar32 c = at(i);
    if (c < 0x80) continue;
    const UChar32 before = at(i - 1);
    const UChar32 after = at(i + 1);
    if (u_iscntrl(c) || c == 0xFFFD) {
      score -= 6;
    } else if (u_isalpha(c)) {
      const bool beside_ascii = (before < 0x80 && u_isalpha(before)) || (after < 0x80 && u_isalpha(after));
      if (cyrillic(c)) {
        score += cyrillic(before) || cyrillic(after) ? 1 : 0;
        score -= beside_ascii ? 2 : 0;
      } else {
        score += beside_ascii ? 1 : 0;
        score -= (before >= 0x80 && u_isalpha(before)) ? 1.5 : 0;
      }
      if (u_isupper(c) && u_islower(before)) score -= 1.5;
      if (u_isupper(before) && u_islower(c) && before < 0x80 && cyrillic(c)) score -= 1;
    } else {
      const bool quote = c == 0x2019 || c == 0x2018 || c == 0x201C || c == 0x201D || c == 0x2013 || c == 0x2014 ||
                         c == 0x2026 || c == 0x20AC || c == 0xA0 || c == 0xB0 || c == 0xA3 || c == 0xAB || c == 0xBB ||
                         c == 0x2116;
      const bool inside = u_isalpha(before) && u_isalpha(after);
      score += quote ? (inside && c != 0x2019 ? 0.1 : 0.6) : (inside ? -2.0 : -0.7);
    }
  }
  return score;
}

}  // namespace

std::string guessed_legacy_encoding(const Source& source) {
  const std::string bytes = telling_lines(source);
  if (bytes.empty()) return "windows-1252";

  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector* detector = ucsdet_open(&status);
  std::string east;
  if (U_SUCCESS(status)) {
    ucsdet_setText(detector, bytes.data(), static_cast<int32_t>(bytes.size()), &status);
    int32_t n = 0;
    const UCharsetMatch** found = ucsdet_detectAll(detector, &n, &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < n && east.empty(); ++i) {
      const std::string label = base::ascii_lower(ucsdet_getName(found[i], &status));
      static constexpr std::array<std::string_view, 7> kinds{"shift_jis", "gb18030",     "big5",       "euc-jp",
                                                             "euc-kr",    "iso-2022-jp", "iso-2022-kr"};
      bool clean = false;
      if (std::find(kinds.begin(), kinds.end(), label) == kinds.end()) continue;
      const icu::UnicodeString text = wide(bytes, label.c_str(), clean);
      int32_t ideographs = 0;
      int32_t others = 0;
      for (int32_t k = 0; k < text.length(); ++k) {
        const UChar32 c = text.charAt(k);
        if (c < 0x80) continue;
        (c >= 0x3000 && c < 0xFF70 ? ideographs : others) += 1;
      }
      if (clean && ideographs > 4 * others) east = label;
    }
    ucsdet_close(detector);
  }
  // Runs of high bytes are words in East Asian and Cyrillic texts; Western ones have single letters.
  std::size_t runs = 0;
  std::size_t highs = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (!high(bytes[i])) continue;
    ++highs;
    if (i == 0 || !high(bytes[i - 1])) ++runs;
  }
  static constexpr std::array<const char*, 6> singles{"windows-1252", "windows-1251", "macintosh",
                                                      "windows-1250", "koi8-r",       "ibm866"};
  std::string best = singles[0];
  double best_score = -1e9;
  for (const char* label : singles) {
    bool clean = false;
    const icu::UnicodeString text = wide(bytes, label, clean);
    double score = sense(text);
    // A tie goes to what spreadsheets of that region write.
    score += best == label ? 0.05 * static_cast<double>(highs) : 0;
    if (score > best_score + 0.02 * static_cast<double>(highs)) {
      best_score = score;
      best = label;
    }
  }
  if (!east.empty() && highs >= 2 * runs && best_score < 0.9 * static_cast<double>(highs)) return east;
  if (best == "windows-1252") {
    const bool c1 =
        std::any_of(bytes.begin(), bytes.end(), [](char c) { return high(c) && static_cast<unsigned char>(c) < 0xA0; });
    // 0xA4 is the euro sign in ISO 8859-15 and a sign nobody uses in Windows-1252.
    if (!c1 && bytes.find('\xA4') != std::string::npos) return "iso-8859-15";
  }
  return best;
}

}  // namespace debrief::import
