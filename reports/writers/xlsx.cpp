// Excel: real tables with drop-down lists, dates, highlights and native charts.

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/time.h"
#include "reports/markup.h"
#include "reports/temporary_file.h"
#include "reports/writer.h"
#include "reports/xlsx/cells.h"
#include "reports/xlsx/charts.h"
#include "reports/xlsx/layout.h"
#include "reports/xlsx/rows.h"
#include "reports/xlsx/rules.h"

namespace debrief::reports {

namespace {

using namespace templates;  // NOLINT(google-build-using-namespace)

// A larger sheet is written row by row in constant memory, with filters in place of a table, which needs all rows at
// once (jmcnamara/libxlsxwriter: worksheet_add_table is refused in that mode).
constexpr std::size_t most_table_cells = 150'000;

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

class Book {
 public:
  Book(const Workbook& workbook, const base::Path& path)
      : workbook_(workbook),
        by_row_(row_by_row(workbook)),
        book_(new_workbook(path, by_row_)),
        charts_(book_),
        rules_(book_) {
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
    if (!workbook_.id.empty()) workbook_set_custom_property_string(book_, "document", workbook_.id.c_str());
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

  void one(const Sheet& sheet, lxw_worksheet* ws) {
    int row = 0;
    const bool key = !sheet.columns.empty() && sheet.columns[0].type == SheetType::key;
    // On the pages after the first the key column would show as much of the title as fits into it.
    const lxw_col_t margin = key && over_several_pages(sheet) ? 1 : 0;
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
      rules_.add_comments(sheet, ws, header);
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
    set_up_pages(sheet, ws);
    set_page_ends(workbook_.title, ws);
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
    set_page_ends(workbook_.title, ws);
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
      if (const double height = by_row_ ? 0 : row_height(sheet, sheet.rows[r]); height > 0) {
        worksheet_set_row(ws, top + 1 + static_cast<lxw_row_t>(r), height, nullptr);
        heights_ = true;
      }
      for (std::size_t c = 0; c < n; ++c) {
        write_value(ws, header + 1 + static_cast<int>(r), static_cast<int>(c),
                    c < sheet.rows[r].size() ? sheet.rows[r][c] : SheetValue{}, columns[c].format);
      }
    }
    rules_.add(sheet, ws, header, rows);
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
        {"document", workbook_.id},
        {"today", base::iso_date(workbook_.today_ms, base::Zone())}};
    lxw_row_t row = 0;
    for (const Sheet& sheet : workbook_.sheets) {
      if (!is_meta(sheet)) continue;
      for (const auto& said : sheet.rows) {
        lxw_col_t column = 0;
        for (const SheetValue& v : said) write_value(ws, static_cast<int>(row), column++, v, nullptr);
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
  SheetRules rules_;
  std::vector<lxw_worksheet*> sheets_;
  std::map<std::string, lxw_format*> formats_;
  std::set<std::string> names_{"_meta", "_lists", "_charts"};
  std::set<std::string> tables_;
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
