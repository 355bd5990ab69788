// A table for a person: columns lined up, cut to the terminal, whole in a pipe.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::app {

enum class Side { left, right };

/// Cells are shown on one line each: line breaks become blanks, control characters \x07.
class TextTable {
 public:
  /// side  right for numbers
  void column(std::string_view heading, Side side = Side::left);
  /// As many cells as columns.
  void row(std::vector<std::string> cells);
  bool empty() const { return rows_.empty(); }

  /// width  columns available; the widest columns are cut until it fits. 0: nothing is cut
  /// strong headings get a bold look when `colour`
  std::string text(std::size_t width, bool colour) const;

 private:
  struct Column {
    std::string heading;
    Side side = Side::left;
  };
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Terminal columns a text takes: one per code point, two for wide East Asian ones, none for combining marks.
std::size_t shown_width(std::string_view text);

/// `text` on one line, fit for a terminal.
std::string shown(std::string_view text);

}  // namespace debrief::app
