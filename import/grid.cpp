// Workbooks and delimited files as grids.

#include "import/grid.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/csv/plan.h"
#include "import/csv/records.h"
#include "import/sniff/encoding.h"
#include "import/workbook/ods.h"
#include "import/workbook/xlsx_rows.h"

namespace debrief::import {

namespace {

constexpr std::size_t most_grid_rows = 200'000;
constexpr std::size_t most_grid_cells = 2'000'000;

class Limit {
 public:
  explicit Limit(const Source& source) : source_(source) {}
  void count(const GridRow& row) {
    cells_ += row.cells.size();
    if (++rows_ <= most_grid_rows && cells_ <= most_grid_cells) return;
    throw base::Error(base::Status::refused, "sheet-too-large",
                      fmt::format("{} is larger than any sheet that is filled in by hand", source_.name()),
                      "take back the sheet that was handed out, without further tables");
  }

 private:
  const Source& source_;
  std::size_t rows_ = 0;
  std::size_t cells_ = 0;
};

/// A guard against formulas that comma-separated files carry before a text is no part of it.
std::string_view unguarded(std::string_view text) {
  const bool guarded =
      text.size() > 1 && text[0] == '\'' && std::string_view("=+-@\t\r").find(text[1]) != std::string_view::npos;
  return guarded ? text.substr(1) : text;
}

Grid grid_of_text(const Source& source) {
  Options options;
  options.no_header = true;
  options.skip = 0;
  const CsvPlan plan = csv_plan(source, options);
  TextStream stream(source.path(), plan.encoding);
  Records records(plan.found.dialect, [&](std::string& out) { return stream.read(out); });
  if (plan.found.sep_line) records.skip_lines(1, false);
  Grid grid;
  Limit limit(source);
  Record record;
  while (records.next(record)) {
    if (record.blank) continue;
    GridRow row;
    row.number = record.number;
    for (const std::string_view cell : record.cells)
      row.cells.push_back({std::string(unguarded(cell)), CellIs::text, false});
    limit.count(row);
    grid.rows.push_back(std::move(row));
  }
  return grid;
}

}  // namespace

std::vector<Grid> grids_of(const Source& source) {
  if (source.container() != Container::workbook) return {grid_of_text(source)};
  const auto book = is_ods(source) ? open_ods(source) : open_xlsx(source);
  std::vector<Grid> out;
  Limit limit(source);
  for (const Sheet& sheet : book->sheets()) {
    Grid grid{sheet.name, sheet.visible, book->epoch_1904(), {}, book->merged(sheet)};
    const auto rows = book->rows(sheet);
    SheetRow read;
    while (rows->next(read)) {
      GridRow row;
      row.number = read.number;
      row.cells.resize(read.size());
      for (std::size_t c = 0; c < read.size(); ++c) row.cells[c] = {std::string(read.cell(c)), read.kind(c), false};
      for (const std::size_t c : read.formulas()) {
        if (c >= row.cells.size()) row.cells.resize(c + 1);
        row.cells[c].formula = true;
      }
      limit.count(row);
      grid.rows.push_back(std::move(row));
    }
    out.push_back(std::move(grid));
  }
  return out;
}

std::string cell_name(std::int64_t row, std::size_t column) {
  std::string letters;
  for (std::size_t c = column + 1; c > 0; c = (c - 1) / 26)
    letters.insert(letters.begin(), static_cast<char>('A' + (c - 1) % 26));
  return fmt::format("{}{}", letters, row);
}

std::string cell_name(const Grid& grid, std::int64_t row, std::size_t column) {
  const std::string cell = cell_name(row, column);
  if (grid.name.empty()) return cell;
  const bool plain = grid.name.find_first_of(" '!-()&+,;") == std::string::npos;
  return plain ? fmt::format("{}!{}", grid.name, cell) : fmt::format("'{}'!{}", grid.name, cell);
}

}  // namespace debrief::import
