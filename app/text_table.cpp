// Tables on the terminal.

#include "app/text_table.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "app/terminal.h"
#include "base/error.h"
#include "base/text.h"

namespace debrief::app {

namespace {

constexpr std::size_t least_width = 6;
constexpr std::string_view gap = "  ";

std::size_t width_of(UChar32 c) {
  switch (u_charType(c)) {
    case U_NON_SPACING_MARK:
    case U_ENCLOSING_MARK:
    case U_FORMAT_CHAR:
      return 0;
    default:
      break;
  }
  const int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
}

/// The next code point at `i`, U+FFFD for an ill-formed byte, and `i` moved behind it.
UChar32 next_code_point(std::string_view text, std::int32_t& i) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, i, static_cast<std::int32_t>(text.size()), c);
  return c;
}

/// At most `width` terminal columns, with an ellipsis where something was cut.
std::string cut_to(std::string_view text, std::size_t width) {
  if (shown_width(text) <= width) return std::string(text);
  std::size_t used = 0;
  std::int32_t i = 0;
  std::int32_t end = 0;
  const auto length = static_cast<std::int32_t>(text.size());
  while (i < length) {
    const UChar32 c = next_code_point(text, i);
    if (used + width_of(c) + 1 > width) break;
    used += width_of(c);
    end = i;
  }
  return std::string(text.substr(0, static_cast<std::size_t>(end))) + "…";
}

std::string padded(const std::string& text, std::size_t width, Side side, bool last) {
  const std::size_t used = shown_width(text);
  const std::string blanks(width > used ? width - used : 0, ' ');
  if (side == Side::right) return blanks + text;
  return last ? text : text + blanks;
}

}  // namespace

std::size_t shown_width(std::string_view text) {
  std::size_t width = 0;
  std::int32_t i = 0;
  const auto length = static_cast<std::int32_t>(text.size());
  while (i < length) {
    width += width_of(next_code_point(text, i));
  }
  return width;
}

std::string shown(std::string_view text) {
  std::string out;
  for (const char c : base::squeezed(text)) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out;
}

void TextTable::column(std::string_view heading, Side side) { columns_.push_back({std::string(heading), side}); }

void TextTable::row(std::vector<std::string> cells) {
  DEBRIEF_CHECK(cells.size() == columns_.size(), "a row has one cell per column");
  for (std::string& cell : cells) cell = shown(cell);
  rows_.push_back(std::move(cells));
}

std::string TextTable::text(std::size_t width, bool colour) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t widest = shown_width(columns_[i].heading);
    for (const auto& cells : rows_) widest = std::max(widest, shown_width(cells[i]));
    widths.push_back(widest);
  }
  if (width > 0 && !widths.empty()) {
    std::size_t total = std::accumulate(widths.begin(), widths.end(), gap.size() * (widths.size() - 1));
    while (total > width) {
      const auto widest = std::max_element(widths.begin(), widths.end());
      if (*widest <= least_width) break;
      --*widest;
      --total;
    }
  }
  std::string out;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) out += gap;
    const std::string heading =
        padded(cut_to(columns_[i].heading, widths[i]), widths[i], columns_[i].side, i + 1 == columns_.size());
    out += painted(heading, Look::strong, colour);
  }
  out += '\n';
  for (const auto& cells : rows_) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) out += gap;
      out += padded(cut_to(cells[i], widths[i]), widths[i], columns_[i].side, i + 1 == cells.size());
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
  }
  return out;
}

}  // namespace debrief::app
