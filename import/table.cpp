// Printing a table as it was parsed.

#include "import/table.h"

#include "base/json.h"
#include "import/readers/reader.h"

namespace debrief::import {

namespace {

base::Json text_or_null(const std::string& text) { return text.empty() ? base::Json(nullptr) : base::Json(text); }

}  // namespace

void print_table(const Source& source, const Options& options, const std::function<void(std::string_view)>& line,
                 const std::function<void(const base::Issue&)>& fault) {
  const auto reader = open_reader(source, options);
  const Table& table = reader->table();
  base::Json head;
  head["columns"] = table.columns;
  head["header_row"] = table.header_row > 0 ? base::Json(table.header_row) : base::Json(nullptr);
  head["encoding"] = text_or_null(table.encoding);
  head["delimiter"] = text_or_null(table.delimiter);
  head["quote"] = text_or_null(table.quote);
  head["sheet"] = text_or_null(table.sheet);
  line(base::dumped(head));
  if (fault) {
    for (const auto& issue : table.findings) fault(issue);
  }
  Row row;
  while (reader->next(row)) {
    if (fault) {
      for (const auto& issue : row.remarks) fault(issue);
      if (row.set_aside) fault(*row.set_aside);
    }
    if (row.set_aside) continue;
    base::Json out;
    out["row"] = row.number;
    base::Json& cells = out["cells"] = base::Json::array();
    for (const auto c : row.cells) cells.push_back(std::string(c));
    for (std::size_t c = row.cells.size(); c < table.columns.size(); ++c) cells.push_back("");
    line(base::dumped(out));
  }
  if (fault) {
    for (const auto& issue : reader->late_findings()) fault(issue);
  }
}

}  // namespace debrief::import
