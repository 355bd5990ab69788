// Three outlines of a cell, from coarse to fine, counted per column.

#include "import/csv/shapes.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace debrief::import {

namespace {

// More of a long text tells nothing about its kind.
constexpr std::size_t looked_at = 48;

char class_of(char c) {
  if (c >= '0' && c <= '9') return '9';
  if (c >= 'A' && c <= 'Z') return 'A';
  if ((c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0) return 'a';
  return c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
}

/// "9", "9.9", "A-9", "Aa Aa": each run of a class once.
std::string outline(std::string_view cell) {
  std::string out;
  for (const char c : cell.substr(0, looked_at)) {
    const char k = class_of(c);
    if (out.empty() || out.back() != k) out += k;
  }
  return out;
}

/// Each character's class; only the length class of what is too long to be a code.
std::string exact_outline(std::string_view cell) {
  if (cell.size() > 28) return "long";
  std::string out;
  for (const char c : cell) out += class_of(c);
  return out;
}

/// What the cell is: nothing, a figure, a code, words, prose.
std::string kind_of(std::string_view cell) {
  if (cell.empty()) return "0";
  std::size_t digits = 0;
  std::size_t letters = 0;
  std::size_t blanks = 0;
  std::size_t others = 0;
  for (const char c : cell) {
    switch (class_of(c)) {
      case '9':
        ++digits;
        break;
      case 'A':
      case 'a':
        ++letters;
        break;
      case ' ':
        ++blanks;
        break;
      default:
        ++others;
    }
  }
  if (letters == 0) {
    if (digits == 0) return "?";
    // Figures by what stands between the digits: 1.5, 04:15, 28/01/2018.
    std::string marks = "9";
    for (const char c : cell) {
      if (class_of(c) != '9' && marks.find(c) == std::string::npos) marks += c;
    }
    return marks;
  }
  if (blanks == 0) {
    if (cell.find("://") != std::string_view::npos) return "://";
    if (digits > 0) return digits > letters ? "9a" : "a9";
    return "a";
  }
  const char first = class_of(cell.front());
  std::string words = first == '9' ? "9 a" : first == 'A' || first == 'a' ? "a a" : "? a";
  // Phrases and prose differ in length; four classes by doubling.
  words += cell.size() < 24 ? '1' : cell.size() < 64 ? '2' : cell.size() < 160 ? '3' : '4';
  return words;
}

}  // namespace

void ColumnShapes::learn(std::span<const std::string_view> cells) {
  if (columns_.size() < cells.size()) columns_.resize(cells.size());
  ++rows_;
  for (std::size_t c = 0; c < cells.size(); ++c) {
    Column& column = columns_[c];
    const std::string_view cell = base::trimmed(cells[c]);
    ++column.shapes["k" + kind_of(cell)];
    ++column.shapes["o" + outline(cell)];
    ++column.shapes["x" + exact_outline(cell)];
    column.longest = std::max(column.longest, cell.size());
    if (!cells[c].empty() && cells[c].front() == ' ') ++column.blank_first;
    if (cell.find('"') != std::string_view::npos) ++column.with_quote;
    if (cell.find(delimiter_) != std::string_view::npos) ++column.with_delimiter;
  }
}

double ColumnShapes::bits(std::size_t column, std::string_view cell) const {
  if (column >= columns_.size() || rows_ == 0) return 0;
  const Column& seen = columns_[column];
  const double n = static_cast<double>(rows_);
  const auto share = [&](std::uint32_t count) { return (static_cast<double>(count) + 0.05) / (n + 1); };
  const auto of = [&](char mark, const std::string& shape) {
    const auto it = seen.shapes.find(mark + shape);
    return share(it == seen.shapes.end() ? 0 : it->second);
  };
  const auto surprise = [&](bool is, std::uint32_t count) {
    return -std::log2(is ? share(count) : 1 - std::min(0.95, share(count)));
  };
  const std::string_view trimmed = base::trimmed(cell);
  const std::string kind = kind_of(trimmed);
  const double likely = 0.5 * of('k', kind) + 0.3 * of('o', outline(trimmed)) + 0.2 * of('x', exact_outline(trimmed));
  double total = -std::log2(likely);
  if (trimmed.empty()) return total;
  // A kind never met is a stranger even where its length or outline happens to be known, and a text far longer
  // than all others holds more than its own cell.
  total += 0.5 * surprise(!cell.empty() && cell.front() == ' ', seen.blank_first);
  total += 0.5 * surprise(trimmed.find('"') != std::string_view::npos, seen.with_quote);
  total += 0.5 * surprise(trimmed.find(delimiter_) != std::string_view::npos, seen.with_delimiter);
  if (trimmed.size() > 2 * seen.longest + 8) total += 4;
  return total;
}

}  // namespace debrief::import
