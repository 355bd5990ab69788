// CSV as RFC 4180 writes it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace debrief::app {

/// Rows end with \r\n; cells with commas, quotes, line breaks or blanks at an end are quoted.
class CsvText {
 public:
  void row(const std::vector<std::string>& cells);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// A cell that a spreadsheet will not take for a formula: = + - @ tab and CR at the start get an apostrophe before
/// them. For files that people open, not for those that are imported again.
std::string without_formula(std::string_view cell);

}  // namespace debrief::app
