// The colours of the file, said by a profile: sRGB as ICC.1:2001-04 has it, from the figures of IEC 61966-2-1.

#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "reports/pdf/finish.h"

namespace debrief::reports {

namespace {

void number(std::string& out, std::uint32_t v, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>((v >> shift) & 0xFFU);
}

/// 16 bits before the point and 16 behind it.
std::uint32_t fixed(double v) { return static_cast<std::uint32_t>(std::lround(v * 65536)); }

std::string xyz(double x, double y, double z) {
  std::string out("XYZ \0\0\0\0", 8);
  for (const double v : {x, y, z}) number(out, fixed(v), 4);
  return out;
}

std::string text(const std::string& words) { return std::string("text\0\0\0\0", 8) + words + '\0'; }

std::string description(const std::string& words) {
  std::string out("desc\0\0\0\0", 8);
  number(out, static_cast<std::uint32_t>(words.size() + 1), 4);
  out += words + '\0';
  out += std::string(8 + 3 + 67, '\0');  // no Unicode and no Macintosh name
  return out;
}

/// The curve of sRGB at 1024 points.
std::string curve() {
  constexpr int points = 1024;
  std::string out("curv\0\0\0\0", 8);
  number(out, points, 4);
  for (int i = 0; i < points; ++i) {
    const double v = static_cast<double>(i) / (points - 1);
    const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    number(out, static_cast<std::uint32_t>(std::lround(linear * 65535)), 2);
  }
  return out;
}

}  // namespace

std::string srgb_profile() {
  // Primaries adapted to D50 by Bradford's method.
  const std::vector<std::pair<std::string, std::string>> tags{
      {"desc", description("sRGB IEC61966-2.1")},
      {"cprt", text("No copyright, use freely")},
      {"wtpt", xyz(0.9642, 1, 0.8249)},
      {"rXYZ", xyz(0.4360747, 0.2225045, 0.0139322)},
      {"gXYZ", xyz(0.3850649, 0.7168786, 0.0971045)},
      {"bXYZ", xyz(0.1430804, 0.0606169, 0.7141733)},
      {"rTRC", curve()},
      {"gTRC", ""},  // the three curves are one
      {"bTRC", ""},
  };
  std::string table, data;
  const std::size_t start = 128 + 4 + 12 * tags.size();
  std::size_t at = 0, size = 0;
  for (const auto& [name, bytes] : tags) {
    if (!bytes.empty()) {
      at = start + data.size();
      size = bytes.size();
      data += bytes;
      data.append((4 - data.size() % 4) % 4, '\0');
    }
    table += name;
    number(table, static_cast<std::uint32_t>(at), 4);
    number(table, static_cast<std::uint32_t>(size), 4);
  }
  std::string out;
  number(out, static_cast<std::uint32_t>(start + data.size()), 4);
  out += std::string(4, '\0');
  number(out, 0x02100000, 4);
  out += "mntrRGB XYZ ";
  for (const std::uint32_t part : {2000U, 1U, 1U, 0U, 0U, 0U}) number(out, part, 2);  // date
  out += "acsp";
  out += std::string(24, '\0');  // platform, flags, device, attributes
  number(out, 0, 4);             // perceptual
  for (const double v : {0.9642, 1.0, 0.8249}) number(out, fixed(v), 4);
  out.resize(128, '\0');
  number(out, static_cast<std::uint32_t>(tags.size()), 4);
  return out + table + data;
}

}  // namespace debrief::reports
