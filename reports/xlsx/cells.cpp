// Cells of a workbook.

#include "reports/xlsx/cells.h"

#include <algorithm>
#include <cmath>

#include <xlsxwriter.h>

#include "base/text.h"
#include "base/time.h"
#include "reports/markup.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

constexpr std::size_t longest_cell = 32'000;  // bytes; Excel takes 32,767 characters

/// True for text that can go into a cell as it is, which most can.
bool fits_a_cell(const std::string& s) {
  return s.size() <= longest_cell &&
         std::all_of(s.begin(), s.end(), [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; });
}

}  // namespace

std::string cell_text(std::string_view s) {
  std::string text = clean(s);
  return text.size() <= longest_cell ? text : base::cut(text, longest_cell / 4);
}

std::string absolute(int row, int column) {
  char cell[LXW_MAX_CELL_NAME_LENGTH];
  lxw_rowcol_to_cell_abs(cell, static_cast<lxw_row_t>(row), static_cast<lxw_col_t>(column), 1, 1);
  return cell;
}

/// "$F5": the column stays, the row moves.
std::string in_row(int row, int column) {
  std::string cell = absolute(row, column);
  cell.erase(cell.rfind('$'), 1);
  return cell;
}

std::string formula_text(std::string_view s) {
  std::string out = "\"";
  for (const char c : one_line(s)) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

void write_value(lxw_worksheet* ws, int row, int column, const SheetValue& v, lxw_format* f) {
  const auto r = static_cast<lxw_row_t>(row);
  const auto c = static_cast<lxw_col_t>(column);
  if (const auto* s = std::get_if<std::string>(&v)) {
    if (!s->empty()) worksheet_write_string(ws, r, c, fits_a_cell(*s) ? s->c_str() : cell_text(*s).c_str(), f);
  } else if (const auto* n = std::get_if<double>(&v)) {
    if (std::isfinite(*n)) worksheet_write_number(ws, r, c, *n, f);
  } else if (const auto* d = std::get_if<SheetDate>(&v)) {
    // Days since 1899-12-30; what Excel's calendar does not have stands as text.
    const double serial = static_cast<double>(d->wall_ms) / static_cast<double>(base::day_ms) + 25569;
    if (serial >= 61 && serial < 2958466) {
      worksheet_write_number(ws, r, c, serial, f);
    } else {
      worksheet_write_string(ws, r, c, base::iso_date(d->wall_ms, base::Zone()).c_str(), f);
    }
  }
}

int column_named(const Sheet& sheet, std::string_view header) {
  for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
    if (sheet.columns[c].header == header) return static_cast<int>(c);
  }
  return -1;
}

}  // namespace debrief::reports
