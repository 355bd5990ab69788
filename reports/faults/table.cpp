// A new workbook of the rows with faults.

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "reports/faults/faults.h"
#include "reports/markup.h"
#include "reports/temporary_file.h"

namespace debrief::reports {

namespace {

/// Excel takes 32,767 UTF-16 units in a cell and in a comment.
std::string fitting(std::string_view s) {
  std::string text = clean(s);
  return base::code_points(text) <= 16'000 ? text : base::cut(text, 16'000);
}

void must(lxw_error error) {
  if (error == LXW_NO_ERROR) return;
  throw base::Error(base::Status::world, "cannot-draw",
                    fmt::format("the workbook cannot be written: {}", lxw_strerror(error)),
                    "make room in the temporary folder, or write --out FILE.csv");
}

}  // namespace

std::string fault_workbook(const FaultTable& table) {
  const TemporaryFile file;
  lxw_workbook* book = workbook_new(file.path().c_str());
  lxw_doc_properties about{};
  about.created = 315532800;  // 1980-01-01: same rows, same bytes
  workbook_set_properties(book, &about);
  lxw_worksheet* sheet = workbook_add_worksheet(book, "Rows to correct");
  lxw_format* head = workbook_add_format(book);
  format_set_bold(head);
  format_set_text_wrap(head);
  format_set_align(head, LXW_ALIGN_VERTICAL_TOP);
  lxw_format* text = workbook_add_format(book);
  format_set_num_format(text, "@");
  lxw_format* bad = workbook_add_format(book);
  format_set_num_format(bad, "@");
  format_set_bg_color(bad, 0xFFE699);
  format_set_border(bad, LXW_BORDER_THIN);
  format_set_border_color(bad, 0xB45F06);

  std::map<std::string, std::size_t> column_of;
  for (std::size_t c = 0; c < table.columns.size(); ++c) column_of.try_emplace(table.columns[c], c);
  // Several faults of one cell make one comment.
  std::map<std::pair<std::int64_t, std::size_t>, std::string> comments;
  for (const CellFault& f : table.faults) {
    const auto it = column_of.find(f.heading);
    const std::size_t column = f.column >= 0 && static_cast<std::size_t>(f.column) < table.columns.size()
                                   ? static_cast<std::size_t>(f.column)
                               : it == column_of.end() ? 0
                                                       : it->second;
    std::string& comment = comments[{f.row, column}];
    if (!comment.empty()) comment += "\n\n";
    comment += f.comment;
  }
  std::string author = "Debrief";
  const auto key_column = static_cast<lxw_col_t>(table.columns.size());
  std::vector<std::size_t> widths(table.columns.size(), 8);
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    must(worksheet_write_string(sheet, 0, static_cast<lxw_col_t>(c), fitting(table.columns[c]).c_str(), head));
    widths[c] = std::max(widths[c], base::code_points(table.columns[c]));
  }
  must(worksheet_write_string(sheet, 0, key_column, table.key_heading.c_str(), head));
  lxw_row_t y = 1;
  for (const FaultTable::Line& line : table.rows) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const auto x = static_cast<lxw_col_t>(c);
      const std::string cell = c < line.cells.size() ? fitting(line.cells[c]) : std::string();
      const auto comment = comments.find({line.row, c});
      lxw_format* format = comment == comments.end() ? text : bad;
      must(cell.empty() ? worksheet_write_blank(sheet, y, x, format)
                        : worksheet_write_string(sheet, y, x, cell.c_str(), format));
      widths[c] = std::max(widths[c], base::code_points(cell.substr(0, 200)));
      if (comment == comments.end()) continue;
      const std::string words = fitting(comment->second);
      lxw_comment_options options{};
      options.author = author.data();
      options.width = 300;
      options.height = static_cast<std::uint16_t>(40 + 18 * (words.size() / 42 + 1));
      must(worksheet_write_comment_opt(sheet, y, x, words.c_str(), &options));
    }
    must(worksheet_write_string(sheet, y, key_column, std::to_string(line.row).c_str(), text));
    ++y;
  }
  for (std::size_t c = 0; c < widths.size(); ++c) {
    const auto x = static_cast<lxw_col_t>(c);
    // Text format below the rows too, so that a date typed there stays as typed.
    worksheet_set_column(sheet, x, x, static_cast<double>(std::clamp<std::size_t>(widths[c] + 2, 10, 48)), text);
  }
  lxw_row_col_options hidden{.hidden = LXW_TRUE, .level = 0, .collapsed = LXW_FALSE};
  worksheet_set_column_opt(sheet, key_column, key_column, 10, text, &hidden);
  worksheet_freeze_panes(sheet, 1, 0);
  must(workbook_close(book));
  return base::read_file(file.path());
}

}  // namespace debrief::reports
