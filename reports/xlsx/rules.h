// What a sheet says to those who work with it: lists to choose from, checks, highlights, comments.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "templates/workbook.h"

struct lxw_workbook;
struct lxw_worksheet;

namespace debrief::reports {

/// Puts rules on the sheets of one workbook; lists of choices go to the hidden sheet `_lists`.
class SheetRules {
 public:
  explicit SheetRules(lxw_workbook* workbook) : workbook_(workbook) {}

  /// Lists, checks and hints of all columns, and highlights, over the rows and some spare ones below them.
  /// header  row of the headings, from 0
  /// rows    data rows of the table, at least 1
  void add(const templates::Sheet& sheet, lxw_worksheet* ws, int header, std::size_t rows);
  void add_comments(const templates::Sheet& sheet, lxw_worksheet* ws, int header);

 private:
  std::string list_name(const std::vector<std::string>& choices);
  void validate(const templates::SheetColumn& column, lxw_worksheet* ws, int first, int last, int at);
  void highlight(const templates::Sheet& sheet, const templates::SheetHighlight& h, lxw_worksheet* ws, int first,
                 int last);

  lxw_workbook* workbook_;
  lxw_worksheet* list_sheet_ = nullptr;
  std::map<std::vector<std::string>, std::string> lists_;
};

}  // namespace debrief::reports
