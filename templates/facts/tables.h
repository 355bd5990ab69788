// Tables of plain cells for documents.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "templates/document.h"

namespace debrief::templates {

/// width  share of the table, 0 by content
struct Head {
  std::string text;
  Align align = Align::left;
  double width = 0;
};

/// An inline of plain text; nothing for "".
Inlines plain_inlines(const std::string& text);

/// A table row by row. The first cell of each row is its header; empty cells stay empty.
class TableMaker {
 public:
  TableMaker(std::string caption, std::vector<Head> heads);
  TableMaker& row(const std::vector<std::string>& cells, std::string mark = {});
  /// Sets words in bold before what stands in a cell of the last row: "Agent (Tom Pryce): ".
  TableMaker& lead(std::size_t column, const std::string& words);
  bool empty() const { return table_.body.empty(); }
  std::size_t size() const { return table_.body.size(); }
  Table take() { return std::move(table_); }

 private:
  Table table_;
};

/// The table without columns whose every cell below the head is empty; the first column always stays. For tables
/// without spans.
Table without_empty_columns(Table table);

}  // namespace debrief::templates
