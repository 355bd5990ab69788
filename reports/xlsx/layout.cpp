// Widths, heights and pages of sheets.

#include "reports/xlsx/layout.h"

#include <algorithm>
#include <cmath>
#include <string_view>

#include <xlsxwriter.h>

#include "base/text.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr double average_letters = 1.05;  // of a text, to one digit's width, which columns are measured in
constexpr double widest_page = 190;       // characters across A4 on its side, at 70 %
constexpr double widest_upright = 140;    // across A4 upright, where many rows make use of its height
constexpr double widest_a3_page = 250;    // across A3 on its side

/// Of the columns that are shown, in characters.
static double width_of(const Sheet& sheet) {
  double width = 0;
  for (std::size_t c = 0; c < sheet.columns.size(); ++c) width += sheet.columns[c].hidden ? 0 : column_width(sheet, c);
  return width;
}

/// Lines a text takes when it wraps between words.
std::size_t lines_in(std::string_view text, double width) {
  std::size_t lines = 1;
  double at = 0, word = 0;
  for (const char c : text) {
    if (c == '\n') {
      ++lines;
      at = word = 0;
      continue;
    }
    // A character of several bytes counts once; the wide ones of East Asia, which take three, twice.
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0U) == 0x80U) continue;
    const double letter = byte >= 0xE3 ? 2 : 1;
    word = c == ' ' ? 0 : word + letter;
    at += letter;
    if (at > width && c != ' ') {
      ++lines;
      at = std::min(word, width);
      if (word > width) word = 0;
    }
  }
  return lines;
}

}  // namespace

double column_width(const Sheet& sheet, std::size_t c) {
  double width = std::clamp(sheet.columns[c].width, 4.0, 90.0);
  if (sheet.columns[c].type == SheetType::date) width = std::max(width, 12.5);
  if (sheet.columns[c].type == SheetType::date_time) width = std::max(width, 18.0);
  for (const SheetHighlight& h : sheet.highlights) {
    if (h.rule == "overdue" && h.column == sheet.columns[c].header) width = std::max(width, 22.0);
  }
  return width;
}

double row_height(const Sheet& sheet, const std::vector<SheetValue>& row) {
  std::size_t most = 1;
  for (std::size_t c = 0; c < std::min(row.size(), sheet.columns.size()); ++c) {
    const auto* text = std::get_if<std::string>(&row[c]);
    if (text == nullptr || sheet.columns[c].hidden || sheet.columns[c].type != SheetType::text) continue;
    most = std::max(most, lines_in(*text, column_width(sheet, c) * average_letters));
  }
  return most == 1 ? 0 : std::min(409.0, 15.0 * static_cast<double>(most));
}

bool over_several_pages(const Sheet& sheet) { return width_of(sheet) > widest_a3_page; }

void set_up_pages(const Sheet& sheet, lxw_worksheet* ws) {
  worksheet_set_landscape(ws);
  const double width = width_of(sheet);
  const bool key = !sheet.columns.empty() && sheet.columns[0].type == SheetType::key;
  if (key) worksheet_repeat_columns(ws, 0, 0);
  if (width <= widest_page) {
    if (width <= widest_upright && sheet.rows.size() > 30 && !key) worksheet_set_portrait(ws);
    worksheet_set_paper(ws, 9);  // A4
    worksheet_fit_to_pages(ws, 1, 0);
    return;
  }
  // Below some 70 % nobody reads it: a wide sheet goes over several pages across.
  worksheet_set_paper(ws, 8);  // A3
  worksheet_fit_to_pages(ws, static_cast<std::uint16_t>(std::ceil(width / widest_a3_page)), 0);
}

void set_page_ends(const std::string& title, lxw_worksheet* ws) {
  worksheet_set_margins(ws, 0.5, 0.5, 0.6, 0.6);
  const std::string left = base::cut(one_line(title), 60);
  std::string safe;
  for (const char c : left) safe += c == '&' ? std::string("&&") : std::string(1, c);
  worksheet_set_footer(ws, ("&L" + safe + "&RPage &P of &N").c_str());
}

}  // namespace debrief::reports
