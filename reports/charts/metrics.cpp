// Widths of text without asking the machine's fonts, so that the same chart is the same bytes everywhere.

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

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

/// Joins what stands before it: marks, joiners, selectors. No line may break before one.
bool joins(char32_t c) {
  return (c >= 0x300 && c < 0x370) || (c >= 0x591 && c <= 0x5C7) || (c >= 0x64B && c <= 0x65F) || c == 0x670 ||
         (c >= 0x200B && c <= 0x200F) || (c >= 0x20D0 && c < 0x2100) || (c >= 0xFE00 && c < 0xFE10) ||
         (c >= 0x1F3FB && c <= 0x1F3FF);
}

/// A wide letter of each script: a layout must not be too narrow, whatever font draws it.
double width_of(char32_t c) {
  if (c >= 0x20 && c < 0x7F) return helvetica[c - 0x20];
  if (joins(c) && c < 0x10000) return 0;
  if (c < 0x250) return c >= 0xC0 && c <= 0xDE ? 760 : 610;  // Latin with marks
  if (c < 0x530) return 720;                                 // Greek, Cyrillic
  if (c < 0x600) return 680;                                 // Armenian, Hebrew
  if (c < 0x900) return 760;                                 // Arabic and its relatives
  if (c < 0x2000) return 900;                                // scripts of India and South East Asia
  if (c == 0x2013 || (c >= 0x2018 && c <= 0x201F)) return 560;
  if (c >= 0x1F000) return 1300;  // emoji
  return 1010;                    // dashes, arrows, East Asian
}

/// As many whole letters of `word` as fit on `width`, at least one; the rest stays in `word`.
std::string taken(std::string& word, double width, double size, bool bold) {
  std::size_t end = 0;
  double sum = 0;
  bool joined = false;
  for (std::size_t i = 0; i < word.size();) {
    const std::size_t at = i;
    const char32_t c = next_code_point(word, i);
    const double wide = width_of(c) / 1000 * size * (bold ? 1.1 : 1.03);
    if (end > 0 && sum + wide > width && !joins(c) && !joined) break;
    sum += wide;
    joined = c == 0x200D;
    end = i;
    if (at > 4096) break;
  }
  std::string out = word.substr(0, end);
  word.erase(0, end);
  return out;
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
    std::string word = words[w];
    const std::string longer = line.empty() ? word : line + " " + word;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    const auto rest = [&] {
      std::string all = line.empty() ? word : line + " " + word;
      for (std::size_t v = w + 1; v < words.size(); ++v) all += " " + words[v];
      // Enough to fill the line; a word of a megabyte need not be measured.
      return shortened(base::cut(all, 400));
    };
    if (out.size() + 1 >= lines) {
      out.push_back(rest());
      return out;
    }
    if (!line.empty()) {
      out.push_back(line);
      line.clear();
    }
    // A word wider than a line goes on in the next one; East Asian text is one such word.
    while (!fits(word)) {
      if (out.size() + 1 >= lines) {
        out.push_back(rest());
        return out;
      }
      out.push_back(taken(word, width, size, bold));
    }
    line = word;
  }
  if (!line.empty()) out.push_back(line);
  return out;
}

Box extent_of(const Label& l) {
  const double width = text_width(l.text, l.size, l.bold);
  const double from = l.anchor == Anchor::start ? 0 : l.anchor == Anchor::middle ? -width / 2 : -width;
  const double up = l.size * 0.76;  // height of a capital, with a little air
  const double high = l.size * 0.98;
  if (l.turned == 0) return {l.at.x + from, l.at.y - up, width, high, l.ink};
  const double turn = l.turned * std::numbers::pi / 180;
  double left = HUGE_VAL, right = -HUGE_VAL, top = HUGE_VAL, bottom = -HUGE_VAL;
  for (const Point& p :
       {Point{from, -up}, Point{from + width, -up}, Point{from, high - up}, Point{from + width, high - up}}) {
    const double x = l.at.x + p.x * std::cos(turn) - p.y * std::sin(turn);
    const double y = l.at.y + p.x * std::sin(turn) + p.y * std::cos(turn);
    left = std::min(left, x);
    right = std::max(right, x);
    top = std::min(top, y);
    bottom = std::max(bottom, y);
  }
  return {left, top, right - left, bottom - top, l.ink};
}

}  // namespace debrief::reports
