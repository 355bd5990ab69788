// Printing a table as it was parsed.

#include "import/table.h"

#include <algorithm>
#include <memory>

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

/// Reads a file's rows as its reader gives them; looking at a file needs no decision, so no sheet is asked for.
class Rows {
 public:
  using Fault = std::function<void(const base::Issue&)>;

  Rows(const Source& source, Options options, const Fault& fault) : source_(source), fault_(fault) {
    options.ask_sheet = false;
    reader_ = open_reader(source, options);
  }

  const Table& table() const { return reader_->table(); }

  /// Data rows only: those set aside and headings printed again are told, as is what the reader finds besides.
  template <typename Take>
  void each(const Take& take) {
    for (const auto& issue : table().findings) tell(issue);
    Row row;
    std::int64_t headings = 0;
    std::int64_t first_heading = 0;
    while (reader_->next(row)) {
      for (const auto& issue : row.remarks) tell(issue);
      if (row.set_aside) {
        tell(*row.set_aside);
      } else if (row.heading) {
        if (headings++ == 0) first_heading = row.number;
      } else {
        take(row);
      }
    }
    if (headings > 0) tell(heading_repeated(headings, first_heading, source_.name()));
    if (!fault_) return;
    for (const auto& issue : reader_->late_findings()) fault_(issue);
  }

 private:
  void tell(const base::Issue& issue) const {
    if (fault_) fault_(issue);
  }

  const Source& source_;
  const Fault& fault_;
  std::unique_ptr<Reader> reader_;
};

}  // namespace

void print_table(const Source& source, const Options& options, const std::function<void(std::string_view)>& line,
                 const std::function<void(const base::Issue&)>& fault) {
  Rows rows(source, options, fault);
  const Table& table = rows.table();
  base::Json head;
  head["columns"] = table.columns;
  head["header_row"] = table.header_row > 0 ? base::Json(table.header_row) : base::Json(nullptr);
  head["encoding"] = text_or_null(table.encoding);
  head["delimiter"] = text_or_null(table.delimiter);
  head["quote"] = text_or_null(table.quote);
  head["sheet"] = text_or_null(table.sheet);
  line(base::dumped(head));
  std::string text;
  rows.each([&](const Row& row) {
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
  });
}

void each_row(const Source& source, const Options& options,
              const std::function<void(const std::vector<std::string>&)>& columns,
              const std::function<void(std::int64_t number, const std::vector<std::string_view>&)>& row) {
  const Rows::Fault untold;
  Rows rows(source, options, untold);
  columns(rows.table().columns);
  std::vector<std::string_view> cells;
  rows.each([&](const Row& read) {
    cells.assign(read.cells.begin(), read.cells.end());
    if (cells.size() < rows.table().columns.size()) cells.resize(rows.table().columns.size());
    row(read.number, cells);
  });
}

}  // namespace debrief::import
