// Excel workbooks (.xlsx, .xlsm): one sheet of them, or all that have the same headings.

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
#include "import/sniff/verdicts.h"
#include "import/workbook/workbook.h"

namespace debrief::import {

namespace {

constexpr std::size_t sample_rows = 200;
constexpr std::size_t most_columns = 16384;

/// A row in two pieces of memory that are used again: shared strings are pointed at, all else stands in `own`.
class SheetRow {
 public:
  std::int64_t number = 0;

  void clear(std::int64_t n) {
    number = n;
    own_.clear();
    cells_.clear();
  }
  bool empty() const { return cells_.empty(); }
  std::size_t size() const { return cells_.size(); }
  std::string_view cell(std::size_t c) const {
    const Cell& k = cells_[c];
    return k.shared != nullptr ? std::string_view(k.shared, k.size) : std::string_view(own_).substr(k.from, k.size);
  }
  CellIs kind(std::size_t c) const { return cells_[c].kind; }

  void put(std::size_t c, std::string_view value, CellIs kind) {
    Cell& k = at(c);
    k = {nullptr, own_.size(), value.size(), kind};
    own_ += value;
  }
  /// The text must outlive the row.
  void point_at(std::size_t c, std::string_view text) { at(c) = {text.data(), 0, text.size(), CellIs::text}; }

 private:
  struct Cell {
    const char* shared = nullptr;
    std::size_t from = 0;
    std::size_t size = 0;
    CellIs kind = CellIs::text;
  };
  Cell& at(std::size_t c) {
    if (cells_.size() <= c) cells_.resize(c + 1);
    return cells_[c];
  }
  std::string own_;
  std::vector<Cell> cells_;
};

/// What the type of a cell says its value is.
enum class ValueIs : std::uint8_t { number, shared, text, boolean, error, date };

ValueIs value_of_type(std::string_view type) {
  if (type == "s") return ValueIs::shared;
  if (type == "str" || type == "inlineStr") return ValueIs::text;
  if (type == "b") return ValueIs::boolean;
  if (type == "e") return ValueIs::error;
  if (type == "d") return ValueIs::date;
  return ValueIs::number;
}

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
    std::swap(row, ready_.front());
    spare_.push_back(std::move(ready_.front()));
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
    if (name == "c") {
      if (in_row_) begin_cell(attributes);
    } else if (name == "v" || name == "t") {
      collecting_ = name == "v" || phonetic_ == 0;
    } else if (name == "row") {
      const std::int64_t r = integer(attribute(attributes, "r"));
      // Rows that go back, which no spreadsheet program writes, are counted on.
      number_ = r > number_ ? r : number_ + 1;
      if (!spare_.empty()) {
        std::swap(row_, spare_.back());
        spare_.pop_back();
      }
      row_.clear(number_);
      column_ = -1;
      in_row_ = true;
    } else if (name == "is") {
      text_.clear();  // some programs write a number beside the text; the text is the cell
    } else if (name == "rPh") {
      ++phonetic_;
    }
  }

  void begin_cell(const char** attributes) {
    value_is_ = ValueIs::number;
    style_ = -1;
    int at = column_ + 1;
    for (std::size_t i = 0; attributes[i] != nullptr; i += 2) {
      const char* key = attributes[i];
      if (key[0] == '\0' || key[1] != '\0') continue;
      const std::string_view value(attributes[i + 1]);
      if (key[0] == 'r') {
        const int stated = value.empty() ? -1 : column_of(value);
        if (stated >= 0) at = stated;
      } else if (key[0] == 't') {
        value_is_ = value_of_type(value);
      } else if (key[0] == 's') {
        style_ = integer(value);
      }
    }
    column_ = at;
    text_.clear();
  }

  void end(std::string_view name) {
    if (name == "v" || name == "t") {
      collecting_ = false;
    } else if (name == "c") {
      if (in_row_) cell();
    } else if (name == "rPh") {
      --phonetic_;
    } else if (name == "row") {
      in_row_ = false;
      if (!row_.empty()) {
        ready_.push_back(std::move(row_));
        row_ = {};
      }
    }
  }

  void cell() {
    if (text_.empty() || column_ >= static_cast<int>(most_columns)) return;
    const auto c = static_cast<std::size_t>(column_);
    switch (value_is_) {
      case ValueIs::shared: {
        const std::int64_t n = integer(text_);
        const std::string_view text = n < 0 ? std::string_view() : workbook_.strings().at(static_cast<std::size_t>(n));
        if (!text.empty()) row_.point_at(c, text);
        break;
      }
      case ValueIs::text:
        if (text_.find("_x") == std::string::npos) {
          row_.put(c, text_, CellIs::text);
        } else if (const std::string plain = unescaped_x(text_); !plain.empty()) {
          row_.put(c, plain, CellIs::text);
        }
        break;
      case ValueIs::boolean:
        row_.put(c, text_ == "1" || text_ == "true" ? "TRUE" : "FALSE", CellIs::boolean);
        break;
      case ValueIs::error:
        row_.put(c, text_, CellIs::error);
        break;
      case ValueIs::date:
        row_.put(c, text_, CellIs::text);
        break;
      case ValueIs::number:
        row_.put(c, text_, style_ >= 0 ? workbook_.style(static_cast<std::size_t>(style_)) : CellIs::number);
        break;
    }
  }

  const Workbook& workbook_;
  SheetRow row_;
  std::deque<SheetRow> ready_;
  std::vector<SheetRow> spare_;
  std::int64_t number_ = 0;
  int column_ = -1;
  ValueIs value_is_ = ValueIs::number;
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
    part_ = 0;
    spans_.clear();
    rows_above_ = parts_[0].rows_above;
    rows_ = std::make_unique<SheetRows>(workbook_, *parts_[0].sheet, source_.name());
    held_.clear();
    waiting_.clear();
    rows_done_ = 0;
    before_ = 0;
    last_ = 0;
  }

  std::vector<base::Issue> late_findings() override {
    if (parts_.size() < 2) return {};
    std::vector<std::string> spans;
    for (const auto& [sheet, before] : spans_)
      spans.push_back(fmt::format("{} from row {} on", base::quoted(sheet), before + 1));
    return {warning("sheets-joined",
                    fmt::format("{} sheets of the same headings were read as one table; rows are counted on from sheet to "
                                "sheet: {}",
                                parts_.size(), base::cut(base::joined(spans, ", "), 600)),
                    {}, place_of(source_.name()))};
  }

  bool next(Row& row) override {
    row.clear();
    while (waiting_.empty()) {
      if (!rows_->next(current_)) {
        // What was held back stood at the end: footnotes, where there are rows to tell them from.
        if (held_.empty() || rows_done_ >= fewest_rows_with_footnotes) {
          held_.clear();
          if (!next_part()) return false;
          continue;
        }
        waiting_.swap(held_);
        break;
      }
      last_ = current_.number;
      if (current_.number <= rows_above_) continue;
      views_.clear();
      bool blank = true;
      for (std::size_t c = 0; c < current_.size(); ++c) {
        views_.push_back(current_.cell(c));
        blank = blank && base::trimmed(views_.back()).empty();
      }
      if (blank) continue;
      const bool foot = may_be_footnote(views_, table_.columns.size());
      if (!foot && held_.empty()) {
        hand_over(row);
        return true;
      }
      held_.push_back(std::move(current_));
      current_ = {};
      if (!foot || held_.size() > longest_footnote) waiting_.swap(held_);
    }
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    hand_over(row);
    return true;
  }

 private:
  /// On to the next sheet of the same headings; false when there is none.
  bool next_part() {
    if (parts_.size() > 1) spans_.emplace_back(parts_[part_].sheet->name, before_);
    if (part_ + 1 >= parts_.size()) return false;
    ++part_;
    before_ += last_;
    last_ = 0;
    rows_above_ = parts_[part_].rows_above;
    rows_ = std::make_unique<SheetRows>(workbook_, *parts_[part_].sheet, source_.name());
    return true;
  }

  void hand_over(Row& row) {
    ++rows_done_;
    row.number = before_ + current_.number;
    row.sheet = parts_.size() > 1 ? std::string_view(parts_[part_].sheet->name) : std::string_view();
    row.sheet_row = current_.number;
    const std::size_t width = table_.columns.size();
    for (std::size_t c = width; c < current_.size(); ++c) {
      if (base::trimmed(current_.cell(c)).empty()) continue;
      row.remarks.push_back(warning("cells-extra", "cells to the right of the table belong to no column",
                                    base::cut(current_.cell(c), 80), place_of(source_.name(), row.number)));
      break;
    }
    const std::size_t filled = std::min(width, current_.size());
    for (std::size_t c = 0; c < filled; ++c) {
      row.cells.push_back(current_.cell(c));
      row.kinds.push_back(current_.kind(c));
    }
    row.cells.resize(width);
    row.kinds.resize(width, CellIs::text);
  }

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
      SampleRow s{row.number, {}, {}};
      for (std::size_t c = 0; c < row.size(); ++c) {
        s.cells.emplace_back(row.cell(c));
        s.typed.push_back(row.kind(c) != CellIs::text && row.kind(c) != CellIs::error);
      }
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
    const bool every = options_.sheet == "*";
    if (!options_.sheet.empty() && !every) {
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
    leave_out_copies(tables);
    const Looked& chosen = every ? first_log(tables) : options_.sheet.empty() ? clearest(tables) : tables[0];
    parts_.push_back({chosen.sheet, chosen.rows_above});
    table_.sheet = chosen.sheet->name;
    if (every) join_parts(tables, chosen);
    table_.columns = chosen.heading.columns;
    for (auto& c : table_.columns) c = std::string(base::trimmed(c));
    table_.above = chosen.heading.above;
    table_.header_row = chosen.header_row;
    table_.sniff = {header_verdict(chosen.heading, chosen.header_row, options_.no_header)};
    if (!chosen.sheet->visible && (options_.sheet.empty() || every)) {
      if (options_.ask_sheet) {
        throw base::Error(
            base::Status::usage, "sheet-hidden",
            fmt::format("{}: only a hidden sheet, {}, holds a table", source_.name(), base::quoted(table_.sheet)),
            fmt::format("say --sheet {} if it is the log", base::quoted(table_.sheet)));
      }
      table_.findings.push_back(
          warning("sheet-hidden", "this sheet is hidden in the workbook", table_.sheet, place_of(source_.name())));
    }
    std::vector<std::string> others;
    for (const Looked& t : tables) {
      const bool taken = std::any_of(parts_.begin(), parts_.end(), [&](const Part& p) { return p.sheet == t.sheet; });
      if (!taken) others.push_back(t.sheet->name);
    }
    if (!others.empty()) {
      table_.findings.push_back(
          warning("sheet-assumed",
                  fmt::format("{} was read; {} hold other tables (say --sheet NAME to read one of them)",
                              base::quoted(table_.sheet), base::cut(base::joined(others, ", "), 200)),
                  table_.sheet, place_of(source_.name())));
    }
  }

  static bool is_log(const Looked& t) {
    return std::count_if(t.heading.columns.begin(), t.heading.columns.end(), is_known_heading) >= 2;
  }

  static const Looked& first_log(const std::vector<Looked>& tables) {
    const auto log = std::find_if(tables.begin(), tables.end(), is_log);
    return log == tables.end() ? tables[0] : *log;
  }

  static bool same_headings(const Looked& a, const Looked& b) {
    return a.header_row > 0 && b.header_row > 0 &&
           std::equal(a.heading.columns.begin(), a.heading.columns.end(), b.heading.columns.begin(),
                      b.heading.columns.end(), [](const std::string& x, const std::string& y) {
                        return base::heading_key(x) == base::heading_key(y);
                      });
  }

  /// Every sheet with the headings of the chosen one, in the order of the workbook.
  void join_parts(const std::vector<Looked>& tables, const Looked& chosen) {
    for (const Looked& t : tables) {
      if (&t != &chosen && same_headings(t, chosen)) parts_.push_back({t.sheet, t.rows_above});
    }
    table_.sheets = parts_.size() > 1;
    if (table_.sheets) table_.sheet = "*";
  }

  /// The one sheet that has headings of a log; where several have, or none, a person must say.
  const Looked& clearest(const std::vector<Looked>& tables) const {
    const Looked* log = nullptr;
    std::vector<std::string> logs;
    std::vector<std::string> all;
    bool alike = false;
    for (const Looked& t : tables) {
      all.push_back(base::quoted(t.sheet->name));
      if (!is_log(t)) continue;
      if (log == nullptr) log = &t;
      alike = alike || (log != &t && same_headings(*log, t));
      logs.push_back(base::quoted(t.sheet->name));
    }
    if (tables.size() == 1 || logs.size() == 1) return log != nullptr ? *log : tables[0];
    if (!options_.ask_sheet) return log != nullptr ? *log : tables[0];
    const auto& names = logs.empty() ? all : logs;
    throw base::Error(
        base::Status::usage, "sheet-unclear",
        fmt::format("{}: {} sheets hold records: {}", source_.name(), names.size(), base::joined(names, ", ")),
        fmt::format("say which with --sheet, such as --sheet {}{}", names[0],
                    alike ? "; --sheet '*' reads all that have the same headings as one log" : ""));
  }

  /// Sheets whose rows are those of an earlier one are left out, and told.
  void leave_out_copies(std::vector<Looked>& tables) {
    if (tables.size() < 2) return;
    std::vector<std::pair<std::size_t, std::string>> prints;
    for (std::size_t k = 0; k < tables.size();) {
      const Looked& t = tables[k];
      std::size_t print = 0;
      SheetRows rows(workbook_, *t.sheet, source_.name());
      SheetRow row;
      while (rows.next(row)) {
        if (row.number < t.header_row) continue;
        for (std::size_t c = 0; c < row.size(); ++c)
          print = (print ^ std::hash<std::string_view>{}(row.cell(c))) * 1'099'511'628'211U + c + 1;
      }
      const auto same = std::find_if(prints.begin(), prints.end(), [&](const auto& p) { return p.first == print; });
      if (same == prints.end()) {
        prints.emplace_back(print, t.sheet->name);
        ++k;
        continue;
      }
      table_.findings.push_back(
          warning("sheet-repeated",
                  fmt::format("the sheet holds the same rows as {}; they are read once", base::quoted(same->second)),
                  t.sheet->name, place_of(source_.name())));
      tables.erase(tables.begin() + static_cast<std::ptrdiff_t>(k));
    }
  }

  const Source& source_;
  const Options options_;
  Workbook workbook_;
  Table table_;
  struct Part {
    const Sheet* sheet = nullptr;
    std::int64_t rows_above = 0;
  };
  std::vector<Part> parts_;
  std::size_t part_ = 0;
  std::int64_t before_ = 0;  // rows of the sheets before this one
  std::int64_t last_ = 0;    // the last row of this one so far
  std::vector<std::pair<std::string, std::int64_t>> spans_;
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
