// Widths of text without asking the machine's fonts, so that the same chart is the same bytes everywhere.

#include <algorithm>
#include <array>

#include "base/text.h"
#include "reports/charts/scene.h"
#include "reports/markup.h"

namespace debrief::reports {

namespace {

// Helvetica, thousandths of the size, for U+0020 to U+007E. Source: Adobe core 14 font metrics.
constexpr std::array<int, 95> helvetica{278,  278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
                                        556,  556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
                                        1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
                                        667,  778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
                                        333,  556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
                                        556,  556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584};

double width_of(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return helvetica[c - 0x20];
  if (c >= 0x300 && c < 0x370) return 0;  // combining
  if (c >= 0x2E80) return 1000;           // East Asian, symbols, emoji
  return 600;
}

}  // namespace

double text_width(std::string_view text, double size, bool bold) {
  double sum = 0;
  for (std::size_t i = 0; i < text.size();) sum += width_of(next_code_point(text, i));
  // A screen's own sans-serif may be wider than Helvetica; bold is about seven in a hundred wider.
  return sum / 1000 * size * (bold ? 1.1 : 1.03);
}

std::vector<std::string> wrapped(std::string_view text, double width, double size, std::size_t lines, bool bold) {
  std::vector<std::string> out;
  const auto fits = [&](std::string_view s) { return text_width(s, size, bold) <= width; };
  const auto shortened = [&](const std::string& s) {
    std::size_t n = base::code_points(s);
    std::string cut = s;
    while (n > 1 && !fits(cut)) cut = base::cut(s, --n);
    return cut;
  };
  std::string line;
  const std::string squeezed = base::squeezed(clean(text));
  const std::vector<std::string> words = squeezed.empty() ? std::vector<std::string>{} : base::split(squeezed, ' ');
  for (std::size_t w = 0; w < words.size(); ++w) {
    const std::string longer = line.empty() ? words[w] : line + " " + words[w];
    if (line.empty() || fits(longer)) {
      line = longer;
      continue;
    }
    if (out.size() + 1 == lines) {
      std::string rest = line;
      for (; w < words.size(); ++w) rest += " " + words[w];
      out.push_back(shortened(rest));
      return out;
    }
    out.push_back(shortened(line));
    line = words[w];
  }
  if (!line.empty()) out.push_back(shortened(line));
  return out;
}

}  // namespace debrief::reports
