// Line wrapping as Python's textwrap does it.

#include <algorithm>

#include <unicode/uchar.h>

#include "templates/engine/python_text.h"

namespace debrief::templates::engine {

namespace {

using Points = std::vector<std::string_view>;

bool blank(std::string_view p) { return p.size() == 1 && (p[0] == ' ' || (p[0] >= 9 && p[0] <= 13)); }
bool word(std::string_view p) {
  const unsigned c = point_code(p);
  return c == '_' || u_isalnum(static_cast<UChar32>(c)) != 0;
}
bool letter(std::string_view p) {
  const unsigned c = point_code(p);
  return c == '_' ? false : (word(p) && u_isdigit(static_cast<UChar32>(c)) == 0);
}
bool word_or_mark(std::string_view p) {
  return word(p) || (p.size() == 1 && std::string_view("!\"'&.,?").find(p[0]) != std::string_view::npos);
}
bool hyphen(std::string_view p) { return p == "-"; }

/// Where the chunk starting at `i` ends: the alternatives of textwrap's wordsep_re in order.
std::size_t chunk_end(const Points& p, const std::vector<std::size_t>& hyphens_until, std::size_t i) {
  const std::size_t n = p.size();
  const auto em_dash_ahead = [&](std::size_t at) {  // -{2,}\w
    const std::size_t j = hyphens_until[at];
    return j >= at + 2 && j < n && word(p[j]);
  };
  if (blank(p[i])) {
    std::size_t j = i;
    while (j < n && blank(p[j])) ++j;
    return j;
  }
  if (i > 0 && word_or_mark(p[i - 1]) && hyphen(p[i]) && em_dash_ahead(i)) {
    return hyphens_until[i];
  }
  for (std::size_t j = i + 1; j <= n; ++j) {  // p[i..j) is the lazy run of non-blanks
    if (blank(p[j - 1])) break;
    if (j < n && hyphen(p[j])) {
      // After the hyphen: two letters, or letter hyphen letter, before it; letter [-] letter behind it.
      const bool before = (j >= 2 && letter(p[j - 1]) && letter(p[j - 2])) ||
                          (j >= 3 && letter(p[j - 1]) && hyphen(p[j - 2]) && letter(p[j - 3]));
      std::size_t k = j + 1;
      bool behind = k < n && letter(p[k]);
      if (behind) {
        ++k;
        if (k < n && hyphen(p[k])) ++k;
        behind = k < n && letter(p[k]);
      }
      if (before && behind) return j + 1;
    }
    if (j == n || blank(p[j])) return j;
    if (word_or_mark(p[j - 1]) && em_dash_ahead(j)) return j;
  }
  return i + 1;
}

std::size_t simple_end(const Points& p, std::size_t i) {
  const bool white = blank(p[i]);
  while (i < p.size() && blank(p[i]) == white) ++i;
  return i;
}

}  // namespace

std::vector<std::string> wrapped(std::string_view line, std::size_t width, bool break_long_words,
                                 bool break_on_hyphens) {
  struct Chunk {
    std::size_t from;
    std::size_t until;
    std::size_t size() const { return until - from; }
  };
  const Points all = points(line);
  std::vector<std::size_t> hyphens_until(all.size() + 1, all.size());  // end of the run of hyphens that starts here
  for (std::size_t i = all.size(); i-- > 0;) hyphens_until[i] = hyphen(all[i]) ? hyphens_until[i + 1] : i;
  std::vector<Chunk> chunks;
  for (std::size_t i = 0; i < all.size();) {
    const std::size_t end = break_on_hyphens ? chunk_end(all, hyphens_until, i) : simple_end(all, i);
    chunks.push_back({i, end});
    i = end;
  }
  std::reverse(chunks.begin(), chunks.end());
  // textwrap drops what str.strip() empties.
  const auto white = [&](const Chunk& c) {
    for (std::size_t i = c.from; i < c.until; ++i) {
      if (space_at(all[i], 0) == 0) return false;
    }
    return true;
  };
  std::vector<std::string> lines;
  while (!chunks.empty()) {
    std::vector<Chunk> current;
    std::size_t used = 0;
    if (!lines.empty() && white(chunks.back())) chunks.pop_back();
    while (!chunks.empty() && used + chunks.back().size() <= width) {
      used += chunks.back().size();
      current.push_back(chunks.back());
      chunks.pop_back();
    }
    if (!chunks.empty() && chunks.back().size() > width) {
      Chunk& chunk = chunks.back();
      if (break_long_words) {
        const std::size_t left = width - used;
        std::size_t end = left;
        if (break_on_hyphens && chunk.size() > left) {
          std::size_t h = left;
          while (h > 0 && !hyphen(all[chunk.from + h - 1])) --h;  // h - 1 is the last hyphen before `left`
          bool other = false;
          for (std::size_t i = 0; i + 1 < h; ++i) other = other || !hyphen(all[chunk.from + i]);
          if (h > 1 && other) end = h;
        }
        const std::size_t cut = chunk.from + std::min(end, chunk.size());
        current.push_back({chunk.from, cut});
        chunk.from = cut;
      } else if (current.empty()) {
        current.push_back(chunk);
        chunks.pop_back();
      }
    }
    if (!current.empty() && white(current.back())) current.pop_back();
    if (!current.empty()) {
      std::string text;
      for (const Chunk& c : current) {
        for (std::size_t i = c.from; i < c.until; ++i) text += all[i];
      }
      lines.push_back(std::move(text));
    }
  }
  return lines;
}

}  // namespace debrief::templates::engine
