// Lists, checks, highlights and comments of sheets.

#include "reports/xlsx/rules.h"

#include <algorithm>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "reports/markup.h"
#include "reports/xlsx/cells.h"

namespace debrief::reports {

using namespace templates;  // NOLINT(google-build-using-namespace)

namespace {

// Rows below the data that have lists and highlights as well, for those who add some.
constexpr int spare_rows = 500;

}  // namespace

void SheetRules::add(const Sheet& sheet, lxw_worksheet* ws, int header, std::size_t rows) {
  const int first = header + 1;
  const int last = std::min(header + static_cast<int>(rows) + spare_rows, 1'048'575);
  for (std::size_t c = 0; c < sheet.columns.size(); ++c)
    validate(sheet.columns[c], ws, first, last, static_cast<int>(c));
  for (const SheetHighlight& h : sheet.highlights) highlight(sheet, h, ws, first, last);
}

void SheetRules::add_comments(const Sheet& sheet, lxw_worksheet* ws, int header) {
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
std::string SheetRules::list_name(const std::vector<std::string>& choices) {
  const auto found = lists_.find(choices);
  if (found != lists_.end()) return found->second;
  if (list_sheet_ == nullptr) {
    list_sheet_ = workbook_add_worksheet(workbook_, "_lists");
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
  workbook_define_name(workbook_, name.c_str(), where.c_str());
  return lists_[choices] = name;
}

void SheetRules::validate(const SheetColumn& column, lxw_worksheet* ws, int first, int last, int at) {
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

void SheetRules::highlight(const Sheet& sheet, const SheetHighlight& h, lxw_worksheet* ws, int first, int last) {
  const int column = column_named(sheet, h.column);
  if (column < 0) return;
  lxw_format* look = workbook_add_format(workbook_);
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

}  // namespace debrief::reports
