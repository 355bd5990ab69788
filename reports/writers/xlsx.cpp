// Excel: real tables with drop-down lists, dates, highlights and native charts.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/time.h"
#include "reports/markup.h"
#include "reports/temporary_file.h"
#include "reports/writer.h"
#include "reports/xlsx/charts.h"
#include "reports/xlsx/rows.h"

namespace debrief::reports {

namespace {

using namespace templates;  // NOLINT(google-build-using-namespace)

constexpr double average_letters = 1.05;  // of a text, to one digit's width, which columns are measured in
constexpr double widest_page = 190;       // characters across A4 on its side, at 70 %
constexpr double widest_upright = 140;    // across A4 upright, where many rows make use of its height
constexpr double widest_a3_page = 250;    // across A3 on its side
// Rows below the data that have lists and highlights as well, for those who add some.
constexpr int spare_rows = 500;
// A larger sheet is written row by row in constant memory, with filters in place of a table, which needs all rows at
// once (jmcnamara/libxlsxwriter: worksheet_add_table is refused in that mode).
constexpr std::size_t most_table_cells = 150'000;

constexpr std::size_t longest_cell = 32'000;  // bytes; Excel takes 32,767 characters

/// Fit for a cell.
std::string cell_text(std::string_view s) {
  std::string text = clean(s);
  return text.size() <= longest_cell ? text : base::cut(text, longest_cell / 4);
}

/// True for text that can go into a cell as it is, which most can.
bool fits_a_cell(const std::string& s) {
  return s.size() <= longest_cell &&
         std::all_of(s.begin(), s.end(), [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\t'; });
}

/// Whether a workbook is written row by row. Lists and charts need other sheets at the same time.
bool row_by_row(const Workbook& workbook) {
  std::size_t cells = 0;
  for (const Sheet& s : workbook.sheets) {
    cells += s.rows.size() * s.columns.size();
    const bool lists =
        std::any_of(s.columns.begin(), s.columns.end(), [](const auto& c) { return !c.choices.empty(); });
    if (lists || !s.charts.empty()) return false;
  }
  return cells > most_table_cells;
}

lxw_workbook* new_workbook(const base::Path& path, bool by_row) {
  lxw_workbook_options options{};
  options.constant_memory = by_row ? LXW_TRUE : LXW_FALSE;
  return workbook_new_opt(path.c_str(), &options);
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

class Book {
 public:
  Book(const Workbook& workbook, const base::Path& path)
      : workbook_(workbook), by_row_(row_by_row(workbook)), book_(new_workbook(path, by_row_)), charts_(book_) {
    if (book_ == nullptr) throw base::Error(base::Status::world, "cannot-open", "cannot make a workbook");
    properties();
  }

  /// What is left to do on the finished file.
  ///
  /// pareto   Pareto charts want their lines
  /// heights  rows were given heights
  struct Rest {
    bool pareto = false, heights = false;
  };
  Rest write() {
    for (const Sheet& sheet : workbook_.sheets) {
      // What a workbook says of itself goes with what the writer says of it, on one hidden sheet.
      sheets_.push_back(is_meta(sheet) ? nullptr : workbook_add_worksheet(book_, sheet_name(sheet.name).c_str()));
    }
    if (sheets_.empty()) sheets_.push_back(workbook_add_worksheet(book_, "Empty"));
    for (std::size_t i = 0; i < workbook_.sheets.size(); ++i) {
      if (sheets_[i] != nullptr) one(workbook_.sheets[i], sheets_[i]);
    }
    meta();
    bool shown = false;
    for (std::size_t i = 0; i < workbook_.sheets.size(); ++i) {
      if (!workbook_.sheets[i].hidden && !shown) {
        worksheet_activate(sheets_[i]);
        worksheet_set_first_sheet(sheets_[i]);
        shown = true;
      }
    }
    // A workbook must show one sheet.
    for (std::size_t i = 0; i < workbook_.sheets.size(); ++i) {
      if (sheets_[i] != nullptr && workbook_.sheets[i].hidden && (shown || i > 0)) worksheet_hide(sheets_[i]);
    }
    const bool pareto = charts_.any_pareto();
    const lxw_error error = workbook_close(book_);
    if (error != LXW_NO_ERROR)
      throw base::Error(base::Status::world, "cannot-open",
                        std::string("cannot write the workbook: ") + lxw_strerror(error));
    return {pareto, heights_};
  }

 private:
  void properties() {
    const std::string title = one_line(workbook_.title);
    const std::string subject = one_line(workbook_.subject);
    const std::string author = one_line(workbook_.author);
    lxw_doc_properties p{};
    p.title = const_cast<char*>(title.c_str());
    p.subject = const_cast<char*>(subject.c_str());
    p.author = const_cast<char*>(author.c_str());
    p.company = const_cast<char*>(author.c_str());
    // 0 would mean now.
    p.created = static_cast<time_t>(std::max<std::int64_t>(workbook_.created_ms / 1000, 1));
    workbook_set_properties(book_, &p);
    workbook_set_custom_property_string(book_, "schema", "debrief-workbook-1");
    for (const Sheet& sheet : workbook_.sheets) {
      if (!is_meta(sheet)) continue;
      for (const auto& row : sheet.rows) {
        const auto* name = row.size() > 1 ? std::get_if<std::string>(&row[0]) : nullptr;
        const auto* value = row.size() > 1 ? std::get_if<std::string>(&row[1]) : nullptr;
        if (name != nullptr && value != nullptr && *name != "schema" && !value->empty())
          workbook_set_custom_property_string(book_, name->c_str(), base::cut(one_line(*value), 200).c_str());
      }
    }
  }

  static bool is_meta(const Sheet& sheet) { return sheet.hidden && sheet.name == "_meta"; }

  std::string sheet_name(std::string_view wanted) {
    std::string name;
    for (const char c : base::cut(one_line(wanted), 31))
      name += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
    if (base::trimmed(name).empty()) name = "Sheet";
    const std::string base_name = name;
    for (int n = 2; !names_.insert(base::folded(name)).second; ++n)
      name = base::cut(base_name, 27) + " " + std::to_string(n);
    return name;
  }

  std::string table_name(std::string_view wanted) {
    std::string name;
    for (const char c : wanted)
      name += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
    // "T1" would be a cell, and a digit cannot come first.
    if (name.empty() || !((name[0] >= 'a' && name[0] <= 'z') || (name[0] >= 'A' && name[0] <= 'Z')) || name.size() < 4)
      name = "table_" + name;
    const std::string base_name = name;
    for (int n = 2; !tables_.insert(base::ascii_lower(name)).second; ++n) name = base_name + "_" + std::to_string(n);
    return name;
  }

  lxw_format* format(const std::string& number, bool bold = false, bool wrap = false, double size = 0) {
    lxw_format*& f = formats_[fmt::format("{}|{}|{}|{}", number, bold, wrap, size)];
    if (f == nullptr) {
      f = workbook_add_format(book_);
      if (!number.empty()) format_set_num_format(f, number.c_str());
      if (bold) format_set_bold(f);
      if (wrap) format_set_text_wrap(f);
      if (size > 0) format_set_font_size(f, size);
      if (size == 0) format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
      // Dates stand to the left, as text does: to the right they run into the next column.
      if (number.find("yyyy") != std::string::npos) format_set_align(f, LXW_ALIGN_LEFT);
      // Numbers stand to the right, a little away from the text of the next column.
      if (number.find('#') != std::string::npos || number == "0%") {
        format_set_align(f, LXW_ALIGN_RIGHT);
        format_set_indent(f, 1);
      }
    }
    return f;
  }

  lxw_format* column_format(const Sheet& sheet, std::size_t c) {
    switch (sheet.columns[c].type) {
      case SheetType::date:
        return format("dd mmm yyyy");
      case SheetType::date_time:
        return format("dd mmm yyyy hh:mm");
      case SheetType::share:
        return format("0%");
      case SheetType::duration_hours:
        return format("#,##0.0");
      case SheetType::key:
        return format("@", true);
      case SheetType::number: {
        for (const auto& row : sheet.rows) {
          const auto* n = c < row.size() ? std::get_if<double>(&row[c]) : nullptr;
          if (n != nullptr && std::isfinite(*n) && std::floor(*n) != *n) return format("#,##0.0#");
        }
        return format("#,##0");
      }
      case SheetType::text:
        break;
    }
    return format("", false, true);
  }

  /// Nothing for an empty cell: it looks as its column does.
  void value(lxw_worksheet* ws, int row, int column, const SheetValue& v, lxw_format* f) {
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

  void one(const Sheet& sheet, lxw_worksheet* ws) {
    int row = 0;
    const bool key = !sheet.columns.empty() && sheet.columns[0].type == SheetType::key;
    // On the pages after the first the key column would show as much of the title as fits into it.
    const lxw_col_t margin = key && width_of(sheet) > widest_a3_page ? 1 : 0;
    if (!sheet.title.empty())
      worksheet_write_string(ws, static_cast<lxw_row_t>(row++), margin, cell_text(sheet.title).c_str(),
                             format("", true, false, 15));
    for (const std::string& note : sheet.notes)
      worksheet_write_string(ws, static_cast<lxw_row_t>(row++), margin, cell_text(note).c_str(),
                             format("", false, false, 10));
    if (row > 0) ++row;
    const int header = row;
    int visible = 0;
    if (!sheet.columns.empty()) {
      table(sheet, ws, header);
      comments(sheet, ws, header);
      for (const SheetColumn& c : sheet.columns) visible += c.hidden ? 0 : 1;
      worksheet_freeze_panes(ws, static_cast<lxw_row_t>(header + 1), key ? 1 : 0);
      worksheet_repeat_rows(ws, static_cast<lxw_row_t>(header), static_cast<lxw_row_t>(header));
    }
    if (sheet.columns.empty()) return charts_only(sheet, ws, header);
    int at = header;
    for (const Chart& chart : sheet.charts) {
      const int rows = charts_.insert(ws, chart, at, static_cast<int>(sheet.columns.size()) + (visible > 0 ? 1 : 0));
      at += rows + (rows > 0 ? 1 : 0);
    }
    print_setup(sheet, ws);
    page_ends(ws);
  }

  /// Two side by side and two above each other on a page: fitted to a width, a page would end within a chart.
  void charts_only(const Sheet& sheet, lxw_worksheet* ws, int first) {
    constexpr int across = 11, down = 22;  // cells of 64 by 20 pixels that a chart takes
    std::vector<lxw_row_t> breaks;
    std::vector<Chart> charts;
    for (const Chart& chart : sheet.charts) {
      charts.push_back(chart);
      if (chart.kind != ChartKind::xmr || !chart.moving_range) continue;
      charts.back().moving_range = false;
      charts.push_back(moving_range_of(chart));
    }
    // Programs differ in how wide a column is that nobody set.
    worksheet_set_column(ws, 0, 2 * across, 8.43, nullptr);
    int placed = 0;
    for (const Chart& chart : charts) {
      const int line = placed / 2;
      if (placed % 4 == 0 && placed > 0) breaks.push_back(static_cast<lxw_row_t>(first + line * down));
      if (charts_.insert(ws, chart, first + line * down, (placed % 2) * across) > 0) ++placed;
    }
    breaks.push_back(0);
    worksheet_set_h_pagebreaks(ws, breaks.data());
    worksheet_set_landscape(ws);
    worksheet_set_paper(ws, 9);  // A4
    worksheet_set_print_scale(ws, 54);
    page_ends(ws);
  }

  void page_ends(lxw_worksheet* ws) {
    worksheet_set_margins(ws, 0.5, 0.5, 0.6, 0.6);
    const std::string left = base::cut(one_line(workbook_.title), 60);
    std::string safe;
    for (const char c : left) safe += c == '&' ? std::string("&&") : std::string(1, c);
    worksheet_set_footer(ws, ("&L" + safe + "&RPage &P of &N").c_str());
  }

  /// One page wide where that can be read. A wider sheet goes on A3 over as few pages as it needs, with the key column
  /// and the headings on each.
  void print_setup(const Sheet& sheet, lxw_worksheet* ws) {
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

  void table(const Sheet& sheet, lxw_worksheet* ws, int header) {
    const auto n = sheet.columns.size();
    std::vector<std::string> headers;
    std::set<std::string> seen;
    for (const SheetColumn& c : sheet.columns) {
      std::string h = base::cut(base::squeezed(clean(c.header)), 240);
      if (h.empty()) h = "Column";
      const std::string first = h;
      for (int k = 2; !seen.insert(base::folded(h)).second; ++k) h = first + " " + std::to_string(k);
      headers.push_back(h);
    }
    lxw_format* head = workbook_add_format(book_);
    format_set_bold(head);
    format_set_text_wrap(head);
    format_set_align(head, LXW_ALIGN_VERTICAL_BOTTOM);
    format_set_bg_color(head, 0xF3F5F6);
    format_set_bottom(head, LXW_BORDER_MEDIUM);
    format_set_bottom_color(head, 0x6B7276);
    std::vector<lxw_table_column> columns(n);
    std::vector<lxw_table_column*> pointers;
    const auto rows = std::max<std::size_t>(sheet.rows.size(), 1);
    for (std::size_t c = 0; c < n; ++c) {
      lxw_format* f = column_format(sheet, c);
      columns[c] = lxw_table_column{};
      columns[c].header = headers[c].data();
      columns[c].header_format = head;
      columns[c].format = f;
      pointers.push_back(&columns[c]);
      lxw_row_col_options options{};
      options.hidden = sheet.columns[c].hidden ? LXW_TRUE : LXW_FALSE;
      worksheet_set_column_opt(ws, static_cast<lxw_col_t>(c), static_cast<lxw_col_t>(c), column_width(sheet, c), f,
                               &options);
    }
    pointers.push_back(nullptr);
    const auto top = static_cast<lxw_row_t>(header);
    const auto bottom = static_cast<lxw_row_t>(header + static_cast<int>(rows));
    const auto right = static_cast<lxw_col_t>(n - 1);
    if (by_row_) {
      for (std::size_t c = 0; c < n; ++c)
        worksheet_write_string(ws, top, static_cast<lxw_col_t>(c), headers[c].c_str(), head);
      worksheet_autofilter(ws, top, 0, bottom, right);
    } else {
      lxw_table_options options{};
      const std::string name = table_name(sheet.table.empty() ? sheet.name : sheet.table);
      options.name = const_cast<char*>(name.c_str());
      options.columns = pointers.data();
      options.style_type = LXW_TABLE_STYLE_TYPE_LIGHT;
      options.style_type_number = 1;
      worksheet_add_table(ws, top, 0, bottom, right, &options);
    }
    for (std::size_t r = 0; r < sheet.rows.size(); ++r) {
      if (const double height = by_row_ ? 0 : height_of(sheet, sheet.rows[r]); height > 0) {
        worksheet_set_row(ws, top + 1 + static_cast<lxw_row_t>(r), height, nullptr);
        heights_ = true;
      }
      for (std::size_t c = 0; c < n; ++c) {
        value(ws, header + 1 + static_cast<int>(r), static_cast<int>(c),
              c < sheet.rows[r].size() ? sheet.rows[r][c] : SheetValue{}, columns[c].format);
      }
    }
    const int first = header + 1;
    const int last = std::min(header + static_cast<int>(rows) + spare_rows, 1'048'575);
    for (std::size_t c = 0; c < n; ++c) validation(sheet.columns[c], ws, first, last, static_cast<int>(c));
    for (const SheetHighlight& h : sheet.highlights) highlight(sheet, h, ws, first, last);
  }

  void comments(const Sheet& sheet, lxw_worksheet* ws, int header) {
    for (const SheetComment& c : sheet.comments) {
      const int column = column_named(sheet, c.column);
      if (column < 0) continue;
      lxw_comment_options options{};
      options.author = const_cast<char*>("Debrief");
      options.x_scale = 2;
      options.y_scale = 1 + static_cast<double>(c.text.size()) / 160;
      worksheet_write_comment_opt(ws, static_cast<lxw_row_t>(header + 1 + static_cast<int>(c.row)),
                                  static_cast<lxw_col_t>(column), cell_text(c.text).c_str(), &options);
    }
  }

  /// The name of a list of choices on the hidden sheet; the same choices share one.
  std::string list_name(const std::vector<std::string>& choices) {
    const auto found = lists_.find(choices);
    if (found != lists_.end()) return found->second;
    if (list_sheet_ == nullptr) {
      list_sheet_ = workbook_add_worksheet(book_, "_lists");
      worksheet_hide(list_sheet_);
    }
    const auto column = static_cast<int>(lists_.size());
    for (std::size_t i = 0; i < choices.size(); ++i) {
      worksheet_write_string(list_sheet_, static_cast<lxw_row_t>(i), static_cast<lxw_col_t>(column),
                             cell_text(choices[i]).c_str(), nullptr);
    }
    const std::string name = fmt::format("list_of_choices_{}", lists_.size() + 1);
    const std::string where =
        fmt::format("='_lists'!{}:{}", absolute(0, column), absolute(static_cast<int>(choices.size()) - 1, column));
    workbook_define_name(book_, name.c_str(), where.c_str());
    return lists_[choices] = name;
  }

  void validation(const SheetColumn& column, lxw_worksheet* ws, int first, int last, int at) {
    const std::string hint = base::cut(one_line(column.hint), 250);
    const std::string title = base::cut(one_line(column.header), 30);
    std::string formula;
    lxw_data_validation v{};
    v.ignore_blank = LXW_VALIDATION_ON;
    v.show_error = LXW_VALIDATION_ON;
    v.show_input = LXW_VALIDATION_ON;
    v.dropdown = LXW_VALIDATION_ON;
    const bool date = column.type == SheetType::date || column.type == SheetType::date_time;
    if (!column.choices.empty()) {
      formula = "=" + list_name(column.choices);
      v.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
      v.value_formula = formula.data();
      v.error_title = const_cast<char*>("Not in the list");
      v.error_message = const_cast<char*>("Choose one of the values in the list.");
    } else if (date) {
      v.validate = LXW_VALIDATION_TYPE_DATE;
      v.criteria = LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO;
      v.value_datetime = {1990, 1, 1, 0, 0, 0};
      v.error_type = LXW_VALIDATION_ERROR_TYPE_WARNING;
      v.error_title = const_cast<char*>("Not a date");
      v.error_message = const_cast<char*>("A date is expected, such as 30/06/2026.");
    } else if (!hint.empty()) {
      v.validate = LXW_VALIDATION_TYPE_ANY;
    } else {
      return;
    }
    if (!hint.empty()) {
      v.input_title = const_cast<char*>(title.c_str());
      v.input_message = const_cast<char*>(hint.c_str());
    }
    worksheet_data_validation_range(ws, static_cast<lxw_row_t>(first), static_cast<lxw_col_t>(at),
                                    static_cast<lxw_row_t>(last), static_cast<lxw_col_t>(at), &v);
  }

  /// In characters; a date that may read "Overdue 12 May 2026" needs room for it, or it shows as ###.
  static double column_width(const Sheet& sheet, std::size_t c) {
    double width = std::clamp(sheet.columns[c].width, 4.0, 90.0);
    if (sheet.columns[c].type == SheetType::date) width = std::max(width, 12.5);
    if (sheet.columns[c].type == SheetType::date_time) width = std::max(width, 18.0);
    for (const SheetHighlight& h : sheet.highlights) {
      if (h.rule == "overdue" && h.column == sheet.columns[c].header) width = std::max(width, 22.0);
    }
    return width;
  }

  /// Of the columns that are shown, in characters.
  static double width_of(const Sheet& sheet) {
    double width = 0;
    for (std::size_t c = 0; c < sheet.columns.size(); ++c)
      width += sheet.columns[c].hidden ? 0 : column_width(sheet, c);
    return width;
  }

  /// Points a row needs so that the texts that wrap in it can be read; 0 where one line is enough.
  static double height_of(const Sheet& sheet, const std::vector<SheetValue>& row) {
    std::size_t most = 1;
    for (std::size_t c = 0; c < std::min(row.size(), sheet.columns.size()); ++c) {
      const auto* text = std::get_if<std::string>(&row[c]);
      if (text == nullptr || sheet.columns[c].hidden || sheet.columns[c].type != SheetType::text) continue;
      most = std::max(most, lines_in(*text, column_width(sheet, c) * average_letters));
    }
    return most == 1 ? 0 : std::min(409.0, 15.0 * static_cast<double>(most));
  }

  /// Lines a text takes when it wraps between words.
  static std::size_t lines_in(std::string_view text, double width) {
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

  static int column_named(const Sheet& sheet, std::string_view header) {
    for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
      if (sheet.columns[c].header == header) return static_cast<int>(c);
    }
    return -1;
  }

  void highlight(const Sheet& sheet, const SheetHighlight& h, lxw_worksheet* ws, int first, int last) {
    const int column = column_named(sheet, h.column);
    if (column < 0) return;
    lxw_format* look = workbook_add_format(book_);
    std::string formula;
    int from = column;
    int to = column;
    if (h.rule == "overdue") {
      // The day it is opened, not the day it was written: the sheet is kept and worked with.
      formula = fmt::format("=AND(ISNUMBER({0}),{0}<TODAY()", in_row(first, column));
      const int status = column_named(sheet, h.status_column);
      if (status >= 0) {
        for (const std::string& done : h.done)
          formula += fmt::format(",{}<>{}", in_row(first, status), formula_text(done));
      }
      formula += ")";
      // The word comes with the number format, so that the date stays a date and colour is not needed.
      format_set_num_format(look, "\"Overdue \"dd mmm yyyy");
      format_set_font_color(look, 0x8F1A0B);
      format_set_bg_color(look, 0xFBE4E1);
      format_set_bold(look);
    } else if (h.rule == "done") {
      formula = fmt::format("={}={}", in_row(first, column), formula_text(h.equals));
      from = 0;
      to = static_cast<int>(sheet.columns.size()) - 1;
      format_set_font_color(look, 0x5A6166);
      format_set_italic(look);
    } else {
      formula = fmt::format("={}={}", in_row(first, column), formula_text(h.equals));
      // The mark comes with the number format of texts, so that colour is not needed.
      format_set_num_format(look, "General;General;General;\"\xE2\x96\xA0 \"@");
      format_set_bg_color(look, 0xFFE9B8);
      format_set_bold(look);
    }
    lxw_conditional_format rule{};
    rule.type = LXW_CONDITIONAL_TYPE_FORMULA;
    rule.value_string = formula.data();
    rule.format = look;
    worksheet_conditional_format_range(ws, static_cast<lxw_row_t>(first), static_cast<lxw_col_t>(from),
                                       static_cast<lxw_row_t>(last), static_cast<lxw_col_t>(to), &rule);
  }

  void meta() {
    lxw_worksheet* ws = workbook_add_worksheet(book_, "_meta");
    worksheet_hide(ws);
    const std::pair<std::string_view, std::string> facts[] = {
        {"schema", "debrief-workbook-1"},
        {"title", workbook_.title},
        {"subject", workbook_.subject},
        {"author", workbook_.author},
        {"created_at", base::rfc3339(workbook_.created_ms)},
        {"today", base::iso_date(workbook_.today_ms, base::Zone())}};
    lxw_row_t row = 0;
    for (const Sheet& sheet : workbook_.sheets) {
      if (!is_meta(sheet)) continue;
      for (const auto& said : sheet.rows) {
        lxw_col_t column = 0;
        for (const SheetValue& v : said) value(ws, static_cast<int>(row), column++, v, nullptr);
        ++row;
      }
    }
    for (const auto& [name, text] : facts) {
      worksheet_write_string(ws, row, 0, std::string(name).c_str(), nullptr);
      worksheet_write_string(ws, row++, 1, cell_text(text).c_str(), nullptr);
    }
  }

  const Workbook& workbook_;
  bool by_row_;
  bool heights_ = false;
  lxw_workbook* book_;
  SheetCharts charts_;
  std::vector<lxw_worksheet*> sheets_;
  std::map<std::string, lxw_format*> formats_;
  std::map<std::vector<std::string>, std::string> lists_;
  std::set<std::string> names_{"_meta", "_lists", "_charts"};
  std::set<std::string> tables_;
  lxw_worksheet* list_sheet_ = nullptr;
};

std::string write_xlsx(const Workbook& workbook) {
  const TemporaryFile file;
  const Book::Rest rest = Book(workbook, file.path()).write();
  std::string bytes = base::read_file(file.path());
  if (rest.heights) bytes = with_free_rows(bytes);
  return rest.pareto ? with_lines(bytes) : bytes;
}

}  // namespace

extern const Writer xlsx{.format = "xlsx", .title = "Excel workbook", .extension = "xlsx", .workbook = write_xlsx};

}  // namespace debrief::reports
