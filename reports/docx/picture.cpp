// Pictures on their way into a package, without what they say of their makers.

#include <array>
#include <cstdint>

#include "base/error.h"
#include "base/text.h"
#include "reports/docx/inserts.h"

namespace debrief::reports {

namespace {

[[noreturn]] void unknown(const std::string& what) {
  throw base::Error(base::Status::refused, "picture-unknown", what, "give a PNG or JPEG, as data:image/png;base64,…");
}

std::uint32_t big(std::string_view bytes, std::size_t at, int n) {
  std::uint32_t value = 0;
  for (int i = 0; i < n; ++i) value = value << 8U | static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(i)]);
  return value;
}

/// PNG (W3C, third edition, 11): the chunks that are drawn, and no others.
std::string bare_png(std::string_view bytes) {
  std::string out(bytes.substr(0, 8));
  static constexpr std::array<std::string_view, 11> drawn{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                                          "cHRM", "sRGB", "iCCP", "pHYs", "sBIT"};
  for (std::size_t at = 8; at + 12 <= bytes.size();) {
    const std::size_t size = big(bytes, at, 4);
    if (size > bytes.size() - at - 12) unknown("the picture is damaged: a PNG that ends too soon");
    const std::string_view type = bytes.substr(at + 4, 4);
    for (const std::string_view d : drawn) {
      if (d == type) out.append(bytes.substr(at, size + 12));
    }
    at += size + 12;
    if (type == "IEND") return out;
  }
  unknown("the picture is damaged: a PNG that ends too soon");
}

/// JPEG (ITU-T T.81, annex B): all segments but APP1 to APP13, APP15 and comments. APP14 tells how colours are kept.
std::string bare_jpeg(std::string_view bytes) {
  std::string out(bytes.substr(0, 2));
  for (std::size_t at = 2; at + 4 <= bytes.size();) {
    if (bytes[at] != '\xFF') unknown("the picture is damaged: a JPEG with a broken segment");
    const auto marker = static_cast<unsigned char>(bytes[at + 1]);
    if (marker == 0xFF) {
      ++at;
      continue;
    }
    if (marker == 0xDA) {
      out.append(bytes.substr(at));
      return out;
    }
    const std::size_t size = big(bytes, at + 2, 2);
    if (size < 2 || size > bytes.size() - at - 2) unknown("the picture is damaged: a JPEG that ends too soon");
    const bool about = (marker >= 0xE1 && marker <= 0xEF && marker != 0xEE) || marker == 0xFE;
    if (!about) out.append(bytes.substr(at, size + 2));
    at += size + 2;
  }
  unknown("the picture is damaged: a JPEG that ends too soon");
}

}  // namespace

std::string bare_picture(std::string_view bytes, std::string& extension) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) {
    extension = "png";
    return bare_png(bytes);
  }
  if (bytes.starts_with("\xFF\xD8\xFF")) {
    extension = "jpeg";
    return bare_jpeg(bytes);
  }
  unknown("the picture is neither PNG nor JPEG");
}

std::string picture_of_address(std::string_view address) {
  const std::size_t comma = address.find(',');
  const std::string_view head = address.substr(0, comma);
  if (!address.starts_with("data:image/") || comma == std::string_view::npos || !head.ends_with(";base64"))
    unknown("no picture: " + base::quoted(address, 60));
  std::string out;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : address.substr(comma + 1)) {
    static constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    if (c == '=' || c == ' ' || c == '\n' || c == '\r') continue;
    const std::size_t value = letters.find(c);
    if (value == std::string_view::npos) unknown("the picture is not in base64");
    bits = bits << 6U | static_cast<std::uint32_t>(value);
    have += 6;
    if (have >= 8) {
      have -= 8;
      out += static_cast<char>(bits >> static_cast<unsigned>(have) & 0xFFU);
    }
  }
  return out;
}

}  // namespace debrief::reports
