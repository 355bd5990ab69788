// Printing a table as it was parsed.

#include "import/table.h"

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "import/issues.h"
#include "import/readers/reader.h"

namespace debrief::import {

namespace {

/// As JSON spells a text; bytes that are no UTF-8 become U+FFFD. Runs for every cell.
void append_quoted(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  std::string mended;
  if (base::bad_utf8(text) != std::string_view::npos) {
    mended = base::repaired_utf8(text);
    text = mended;
  }
  out += '"';
  std::size_t from = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text, from, i - from);
    from = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      default:
        out += "\\u00";
        out += hex[c >> 4U];
        out += hex[c & 15U];
    }
  }
  out.append(text, from, text.size() - from);
  out += '"';
}

base::Json text_or_null(const std::string& text) { return text.empty() ? base::Json(nullptr) : base::Json(text); }

}  // namespace

void print_table(const Source& source, const Options& options, const std::function<void(std::string_view)>& line,
                 const std::function<void(const base::Issue&)>& fault) {
  Options shown = options;
  shown.ask_sheet = false;  // looking at a file needs no decision
  const auto reader = open_reader(source, shown);
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
  std::string text;
  std::int64_t headings = 0;
  std::int64_t first_heading = 0;
  while (reader->next(row)) {
    if (fault) {
      for (const auto& issue : row.remarks) fault(issue);
      if (row.set_aside) fault(*row.set_aside);
    }
    if (row.set_aside) continue;
    if (row.heading) {
      if (headings++ == 0) first_heading = row.number;
      continue;
    }
    text = "{\"row\":";
    text += std::to_string(row.number);
    text += ",\"cells\":[";
    const std::size_t n = std::max(row.cells.size(), table.columns.size());
    for (std::size_t c = 0; c < n; ++c) {
      if (c > 0) text += ',';
      append_quoted(text, c < row.cells.size() ? row.cells[c] : std::string_view());
    }
    text += "]}";
    line(text);
  }
  if (fault) {
    if (headings > 0) fault(heading_repeated(headings, first_heading, source.name()));
    for (const auto& issue : reader->late_findings()) fault(issue);
  }
}

void each_row(const Source& source, const Options& options,
              const std::function<void(const std::vector<std::string>&)>& columns,
              const std::function<void(std::int64_t number, const std::vector<std::string_view>&)>& row) {
  Options shown = options;
  shown.ask_sheet = false;
  const auto reader = open_reader(source, shown);
  const Table& table = reader->table();
  columns(table.columns);
  Row read;
  std::vector<std::string_view> cells;
  while (reader->next(read)) {
    if (read.set_aside || read.heading) continue;
    cells.assign(read.cells.begin(), read.cells.end());
    if (cells.size() < table.columns.size()) cells.resize(table.columns.size());
    row(read.number, cells);
  }
}

}  // namespace debrief::import
