// Pictures of charts as PNG (ISO/IEC 15948): at most 256 colours, which charts have but for the edges of their letters.
//
// Cairo's own writer keeps three bytes a pixel and tries every row filter at full effort, twenty times as long.

#include "reports/charts/png.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include <zlib.h>

#include "base/error.h"

namespace debrief::reports {

namespace {

constexpr std::size_t most_colours = 256;

void add_number(std::string& out, std::uint32_t n) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>((n >> shift) & 0xFFU);
}

void add_chunk(std::string& out, std::string_view type, std::string_view data) {
  add_number(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t from = out.size();
  out += type;
  out += data;
  add_number(out, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(out.data() + from),
                                                   static_cast<uInt>(out.size() - from))));
}

std::string deflated_runs(const std::string& raw) {
  z_stream z{};
  DEBRIEF_CHECK(deflateInit2(&z, 6, Z_DEFLATED, 15, 9, Z_RLE) == Z_OK, "zlib starts");
  std::string out(deflateBound(&z, static_cast<uLong>(raw.size())), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(raw.data()));
  z.avail_in = static_cast<uInt>(raw.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const int status = deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  DEBRIEF_CHECK(status == Z_STREAM_END, "zlib takes any bytes");
  return out;
}

int distance(std::uint32_t a, std::uint32_t b) {
  int sum = 0;
  for (const unsigned shift : {16U, 8U, 0U}) {
    const int d = static_cast<int>((a >> shift) & 0xFFU) - static_cast<int>((b >> shift) & 0xFFU);
    sum += d * d;
  }
  return sum;
}

/// Calls f(colour, run) for each run of pixels of one colour.
template <typename F>
void each_run(const std::uint32_t* line, std::size_t width, F f) {
  for (std::size_t x = 0; x < width;) {
    const std::uint32_t colour = line[x] & 0xFFFFFFU;
    std::size_t end = x + 1;
    while (end < width && (line[end] & 0xFFFFFFU) == colour) ++end;
    f(colour, end - x);
    x = end;
  }
}

}  // namespace

std::string png_of(const std::uint32_t* pixels, std::size_t width, std::size_t height, std::size_t stride,
                   double dots) {
  std::unordered_map<std::uint32_t, std::uint32_t> known;  // colour -> how often in rows unlike the one above, then its place
  for (std::size_t y = 0; y < height; ++y) {
    if (y > 0 && std::memcmp(pixels + y * stride, pixels + (y - 1) * stride, width * sizeof(std::uint32_t)) == 0) continue;
    each_run(pixels + y * stride, width,
             [&](std::uint32_t colour, std::size_t run) { known[colour] += static_cast<std::uint32_t>(run); });
  }
  std::vector<std::pair<std::uint32_t, std::uint32_t>> colours(known.begin(), known.end());
  std::sort(colours.begin(), colours.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  const std::size_t kept = std::min(colours.size(), most_colours);
  std::string palette;
  for (std::size_t i = 0; i < kept; ++i) {
    for (const unsigned shift : {16U, 8U, 0U}) palette += static_cast<char>((colours[i].first >> shift) & 0xFFU);
  }
  for (std::size_t i = 0; i < colours.size(); ++i) {
    std::size_t best = std::min(i, kept - 1);
    for (std::size_t k = 0; i >= kept && k < kept; ++k) {
      if (distance(colours[i].first, colours[k].first) < distance(colours[i].first, colours[best].first)) best = k;
    }
    known[colours[i].first] = static_cast<std::uint32_t>(best);
  }

  // Each row is told by its difference from the one above, nearly all zeros, which runs tell best.
  std::string raw((width + 1) * height, '\0');
  std::vector<unsigned char> above(width, 0);
  std::vector<unsigned char> row(width, 0);
  for (std::size_t y = 0; y < height; ++y) {
    char* to = raw.data() + y * (width + 1);
    *to++ = 2;  // filter type "up"
    const std::uint32_t* line = pixels + y * stride;
    if (y > 0 && std::memcmp(line, line - stride, width * sizeof(std::uint32_t)) == 0) continue;
    std::size_t x = 0;
    each_run(line, width, [&](std::uint32_t colour, std::size_t run) {
      std::fill_n(row.begin() + static_cast<std::ptrdiff_t>(x), run,
                  static_cast<unsigned char>(known.find(colour)->second));
      x += run;
    });
    for (std::size_t i = 0; i < width; ++i) to[i] = static_cast<char>(row[i] - above[i]);
    std::swap(row, above);
  }
  const std::string packed = deflated_runs(raw);

  std::string out("\x89PNG\r\n\x1a\n", 8);
  std::string head;
  add_number(head, static_cast<std::uint32_t>(width));
  add_number(head, static_cast<std::uint32_t>(height));
  head += std::string("\x08\x03\0\0\0", 5);  // 8 bits, by palette
  add_chunk(out, "IHDR", head);
  std::string per_metre;
  add_number(per_metre, static_cast<std::uint32_t>(std::lround(dots / 0.0254)));
  add_number(per_metre, static_cast<std::uint32_t>(std::lround(dots / 0.0254)));
  add_chunk(out, "pHYs", per_metre + '\x01');
  add_chunk(out, "PLTE", palette);
  add_chunk(out, "IDAT", packed);
  add_chunk(out, "IEND", "");
  return out;
}

}  // namespace debrief::reports
