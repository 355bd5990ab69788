// Excel workbooks (.xlsx, .xlsm), one sheet of them.

#include <algorithm>
#include <array>
#include <deque>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/footnotes.h"
#include "import/issues.h"
#include "import/readers/reader.h"
#include "import/sniff/header.h"
#include "import/workbook/workbook.h"

namespace debrief::import {

namespace {

constexpr std::size_t sample_rows = 200;
constexpr std::size_t most_columns = 16384;

struct SheetRow {
  std::int64_t number = 0;
  std::vector<std::string> cells;
  std::vector<CellIs> kinds;
};

/// Column number from 0 of a reference such as "BC12"; -1 when it is none.
int column_of(std::string_view reference) {
  int column = 0;
  for (const char c : reference) {
    const char up = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    if (up < 'A' || up > 'Z') break;
    column = column * 26 + (up - 'A' + 1);
    if (column > static_cast<int>(most_columns)) return -1;
  }
  return column - 1;
}

std::int64_t integer(std::string_view text) {
  std::int64_t v = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || v > 100'000'000) return -1;
    v = v * 10 + (c - '0');
  }
  return text.empty() ? -1 : v;
}

/// The rows of one sheet, as they come out of the zip. Rows without a filled cell are passed over.
class SheetRows {
 public:
  SheetRows(const Workbook& workbook, const Sheet& sheet, const std::string& file)
      : workbook_(workbook), xml_(workbook.package(), sheet.part, file, listener()) {}

  bool next(SheetRow& row) {
    while (ready_.empty() && xml_.step()) {
    }
    if (ready_.empty()) return false;
    row = std::move(ready_.front());
    ready_.pop_front();
    return true;
  }

 private:
  XmlListener listener() {
    XmlListener l;
    l.begin = [this](std::string_view name, const char** attributes) { begin(name, attributes); };
    l.end = [this](std::string_view name) { end(name); };
    l.text = [this](std::string_view text) {
      if (!collecting_) return;
      text_ += text;
      if (text_.size() > (16U << 20U)) {
        throw base::Error(base::Status::refused, "unpacks-too-large",
                          "a text of the workbook is larger than any cell can be",
                          "do not trust this file; ask where it came from");
      }
    };
    return l;
  }

  void begin(std::string_view name, const char** attributes) {
    if (name == "row") {
      const std::int64_t r = integer(attribute(attributes, "r"));
      number_ = r > 0 ? r : number_ + 1;
      row_ = {};
      row_.number = number_;
      column_ = -1;
      in_row_ = true;
    } else if (name == "c" && in_row_) {
      const std::string_view reference = attribute(attributes, "r");
      const int at = reference.empty() ? column_ + 1 : column_of(reference);
      column_ = at < 0 ? column_ + 1 : at;
      type_ = attribute(attributes, "t");
      style_ = integer(attribute(attributes, "s"));
      text_.clear();
    } else if (name == "is") {
      text_.clear();  // some programs write a number beside the text; the text is the cell
    } else if (name == "rPh") {
      ++phonetic_;
    } else if (name == "v" || (name == "t" && phonetic_ == 0)) {
      collecting_ = true;
    }
  }

  void end(std::string_view name) {
    if (name == "v" || name == "t") {
      collecting_ = false;
    } else if (name == "rPh") {
      --phonetic_;
    } else if (name == "c" && in_row_) {
      cell();
    } else if (name == "row") {
      in_row_ = false;
      if (!row_.cells.empty()) ready_.push_back(std::move(row_));
      row_ = {};
    }
  }

  void cell() {
    if (text_.empty() || column_ >= static_cast<int>(most_columns)) return;
    CellIs kind = CellIs::text;
    std::string value;
    if (type_ == "s") {
      const std::int64_t n = integer(text_);
      value = n < 0 ? std::string() : std::string(workbook_.strings().at(static_cast<std::size_t>(n)));
    } else if (type_ == "str" || type_ == "inlineStr") {
      value = text_.find("_x") == std::string::npos ? text_ : unescaped_x(text_);
    } else if (type_ == "b") {
      value = text_ == "1" || text_ == "true" ? "TRUE" : "FALSE";
      kind = CellIs::boolean;
    } else if (type_ == "e") {
      value = text_;
      kind = CellIs::error;
    } else if (type_ == "d") {
      value = text_;
    } else {
      value = text_;
      kind = style_ >= 0 ? workbook_.style(static_cast<std::size_t>(style_)) : CellIs::number;
    }
    if (value.empty()) return;
    const auto c = static_cast<std::size_t>(column_);
    if (row_.cells.size() <= c) {
      row_.cells.resize(c + 1);
      row_.kinds.resize(c + 1, CellIs::text);
    }
    row_.cells[c] = std::move(value);
    row_.kinds[c] = kind;
  }

  const Workbook& workbook_;
  SheetRow row_;
  std::deque<SheetRow> ready_;
  std::int64_t number_ = 0;
  int column_ = -1;
  std::string type_;
  std::int64_t style_ = -1;
  std::string text_;
  bool in_row_ = false;
  bool collecting_ = false;
  int phonetic_ = 0;
  XmlPart xml_;
};

class XlsxReader final : public Reader {
 public:
  XlsxReader(const Source& source, const Options& options) : source_(source), options_(options), workbook_(source) {
    table_.format = "xlsx";
    table_.epoch_1904 = workbook_.epoch_1904();
    choose_sheet();
    rewind();
  }

  const Table& table() const override { return table_; }
  std::uint64_t bytes_done() const override { return rows_done_ == 0 ? 0 : source_.bytes() / 2; }

  void rewind() override {
    rows_ = std::make_unique<SheetRows>(workbook_, *sheet_, source_.name());
    held_.clear();
    waiting_.clear();
    rows_done_ = 0;
  }

  bool next(Row& row) override {
    row.clear();
    while (waiting_.empty()) {
      SheetRow fresh;
      if (!rows_->next(fresh)) {
        // What was held back stood at the end: footnotes, where there are rows to tell them from.
        if (held_.empty() || rows_done_ >= fewest_rows_with_footnotes) return false;
        waiting_.swap(held_);
        break;
      }
      if (fresh.number <= rows_above_) continue;
      views_.assign(fresh.cells.begin(), fresh.cells.end());
      const bool blank =
          std::all_of(views_.begin(), views_.end(), [](std::string_view c) { return base::trimmed(c).empty(); });
      if (blank) continue;
      const bool foot = may_be_footnote(views_, table_.columns.size());
      held_.push_back(std::move(fresh));
      if (!foot || held_.size() > longest_footnote) waiting_.swap(held_);
    }
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    ++rows_done_;
    row.number = current_.number;
    const std::size_t width = table_.columns.size();
    if (current_.cells.size() > width) {
      const auto extra = std::find_if(current_.cells.begin() + static_cast<std::ptrdiff_t>(width), current_.cells.end(),
                                      [](const std::string& c) { return !base::trimmed(c).empty(); });
      if (extra != current_.cells.end()) {
        row.remarks.push_back(warning("cells-extra", "cells to the right of the table belong to no column",
                                      base::cut(*extra, 80), place_of(source_.name(), row.number)));
      }
      current_.cells.resize(width);
    }
    row.cells.assign(current_.cells.begin(), current_.cells.end());
    row.cells.resize(width);
    row.kinds.assign(current_.kinds.begin(), current_.kinds.end());
    row.kinds.resize(width, CellIs::text);
    return true;
  }

 private:
  struct Looked {
    const Sheet* sheet = nullptr;
    Heading heading;
    std::int64_t header_row = 0;
    std::int64_t rows_above = 0;
    std::size_t rows = 0;
  };

  Looked look_at(const Sheet& sheet) const {
    SheetRows rows(workbook_, sheet, source_.name());
    std::vector<SampleRow> sample;
    SheetRow row;
    while (sample.size() < sample_rows && rows.next(row)) {
      if (row.number <= options_.skip) continue;
      SampleRow s{row.number, std::move(row.cells), {}};
      for (const CellIs k : row.kinds) s.typed.push_back(k != CellIs::text && k != CellIs::error);
      sample.push_back(std::move(s));
    }
    Looked looked;
    looked.sheet = &sheet;
    looked.rows = sample.size();
    if (sample.empty()) return looked;
    looked.heading = heading_of(sample, options_.no_header);
    const Heading& h = looked.heading;
    looked.header_row = h.first < 0 ? 0 : sample[static_cast<std::size_t>(h.first)].number;
    looked.rows_above = h.data == 0 ? std::max(options_.skip, 0) : sample[h.data - 1].number;
    if (h.data >= sample.size()) looked.rows = 0;
    return looked;
  }

  void choose_sheet() {
    std::vector<Looked> tables;
    std::vector<std::string> names;
    for (const Sheet& s : workbook_.sheets()) names.push_back(s.name);
    if (!options_.sheet.empty()) {
      const auto& sheets = workbook_.sheets();
      const auto it = std::find_if(sheets.begin(), sheets.end(), [&](const Sheet& s) {
        return base::folded(s.name) == base::folded(options_.sheet);
      });
      if (it == sheets.end()) {
        throw base::Error(base::Status::usage, "sheet-missing",
                          fmt::format("{}: there is no sheet {}", source_.name(), base::quoted(options_.sheet)),
                          fmt::format("its sheets are {}", base::joined(names, ", ")));
      }
      tables.push_back(look_at(*it));
    } else {
      for (const bool visible : {true, false}) {
        for (const Sheet& s : workbook_.sheets()) {
          if (s.visible != visible) continue;
          Looked looked = look_at(s);
          if (looked.rows > 0 && looked.heading.columns.size() > 1) tables.push_back(std::move(looked));
        }
        if (!tables.empty()) break;
      }
      if (tables.empty() && !workbook_.sheets().empty()) {
        for (const Sheet& s : workbook_.sheets()) {
          Looked looked = look_at(s);
          if (!looked.heading.columns.empty()) tables.push_back(std::move(looked));
          if (!tables.empty()) break;
        }
      }
    }
    if (tables.empty() || tables[0].heading.columns.empty()) {
      throw base::Error(
          base::Status::refused, "no-rows", fmt::format("{}: no sheet of the workbook holds a table", source_.name()),
          names.empty() ? "export it again" : fmt::format("its sheets are {}", base::joined(names, ", ")));
    }
    const Looked& chosen = tables[0];
    sheet_ = chosen.sheet;
    rows_above_ = chosen.rows_above;
    table_.sheet = chosen.sheet->name;
    table_.columns = chosen.heading.columns;
    for (auto& c : table_.columns) c = std::string(base::trimmed(c));
    table_.header_row = chosen.header_row;
    if (tables.size() > 1) {
      std::vector<std::string> others;
      for (std::size_t k = 1; k < tables.size(); ++k) others.push_back(tables[k].sheet->name);
      table_.findings.push_back(warning(
          "sheet-assumed",
          fmt::format(
              "the first sheet with a table, {}, was read; {} hold others (say --sheet NAME to read one of them)",
              base::quoted(table_.sheet), base::cut(base::joined(others, ", "), 200)),
          table_.sheet, place_of(source_.name())));
    }
  }

  const Source& source_;
  const Options options_;
  Workbook workbook_;
  Table table_;
  const Sheet* sheet_ = nullptr;
  std::int64_t rows_above_ = 0;
  std::unique_ptr<SheetRows> rows_;
  std::deque<SheetRow> held_;
  std::deque<SheetRow> waiting_;
  SheetRow current_;
  std::vector<std::string_view> views_;
  std::uint64_t rows_done_ = 0;
};

int likelihood(const Source& source) { return source.container() == Container::workbook ? 100 : 0; }

std::unique_ptr<Reader> open(const Source& source, const Options& options) {
  if (source.container() != Container::workbook) {
    throw base::Error(base::Status::refused, "not-a-workbook",
                      fmt::format("{}: this is no Excel workbook, although --format says so", source.name()),
                      "leave --format out");
  }
  return std::make_unique<XlsxReader>(source, options);
}

constexpr std::array<std::string_view, 2> formats{"xlsx", "xlsm"};

}  // namespace

extern const ReaderKind xlsx{
    .id = "xlsx",
    .title = "Excel workbook",
    .formats = formats,
    .likelihood = likelihood,
    .open = open,
};

}  // namespace debrief::import
