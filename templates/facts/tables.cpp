// Tables of plain cells for documents.

#include "templates/facts/tables.h"

#include <algorithm>

#include "base/error.h"
#include "base/text.h"

namespace debrief::templates {

Inlines plain_inlines(const std::string& text) {
  Inlines out;
  const auto lines = base::split(text, '\n');
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0) out.push_back({LineBreak{}});
    if (!lines[i].empty()) out.push_back({Text{lines[i], {}}});
  }
  return out;
}

TableMaker::TableMaker(std::string caption, std::vector<Head> heads) {
  table_.caption = std::move(caption);
  Row head;
  for (Head& h : heads) {
    table_.columns.push_back({h.align, h.width});
    Cell cell;
    cell.text = plain_inlines(h.text);
    cell.header = true;
    head.cells.push_back(std::move(cell));
  }
  table_.head.push_back(std::move(head));
}

TableMaker& TableMaker::row(const std::vector<std::string>& cells, std::string mark) {
  DEBRIEF_CHECK(cells.size() == table_.columns.size(), "every row has one cell per column");
  Row row;
  row.mark = std::move(mark);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Cell cell;
    cell.text = plain_inlines(cells[i]);
    cell.header = i == 0;
    row.cells.push_back(std::move(cell));
  }
  table_.body.push_back(std::move(row));
  return *this;
}

TableMaker& TableMaker::lead(std::size_t column, const std::string& words) {
  DEBRIEF_CHECK(!table_.body.empty() && column < table_.columns.size(), "a lead stands in a cell that is there");
  Inlines& text = table_.body.back().cells[column].text;
  if (!words.empty()) text.insert(text.begin(), {Text{words, {.strong = true}}});
  return *this;
}

Table without_empty_columns(Table table) {
  for (std::size_t c = table.columns.size(); c-- > 1;) {
    const bool empty = std::all_of(table.body.begin(), table.body.end(),
                                   [&](const Row& row) { return c >= row.cells.size() || row.cells[c].text.empty(); });
    if (!empty) continue;
    table.columns.erase(table.columns.begin() + static_cast<std::ptrdiff_t>(c));
    for (auto* rows : {&table.head, &table.body}) {
      for (Row& row : *rows) {
        if (c < row.cells.size()) row.cells.erase(row.cells.begin() + static_cast<std::ptrdiff_t>(c));
      }
    }
  }
  return table;
}

}  // namespace debrief::templates
