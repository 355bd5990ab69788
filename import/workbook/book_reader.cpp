// One sheet of a workbook, or all that have the same headings, as a table.

#include "import/workbook/book_reader.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/footnotes.h"
#include "import/issues.h"
#include "import/sniff/header.h"
#include "import/sniff/verdicts.h"

namespace debrief::import {

namespace {

constexpr std::size_t sample_rows = 200;

class BookReader final : public Reader {
 public:
  BookReader(const Source& source, const Options& options, std::unique_ptr<Book> book)
      : source_(source), options_(options), book_(std::move(book)) {
    table_.format = book_->format();
    table_.epoch_1904 = book_->epoch_1904();
    choose_sheet();
    rewind();
  }

  const Table& table() const override { return table_; }
  std::uint64_t bytes_done() const override { return rows_done_ == 0 ? 0 : source_.bytes() / 2; }

  void rewind() override {
    part_ = 0;
    spans_.clear();
    open_part();
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
    return {
        warning("sheets-joined",
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
      spread_merged();
      const std::size_t end = side_ > 0 ? std::min(side_, current_.size()) : current_.size();
      for (std::size_t c = 0; c < end; ++c) {
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
    open_part();
    return true;
  }

  /// What stands in a cell that spans several rows of the table holds for each of them.
  void spread_merged() {
    for (Spread& s : merges_) {
      if (current_.number < s.merge.first || current_.number > s.merge.last || s.merge.first <= rows_above_) continue;
      const bool there = s.merge.column < current_.size() && !current_.cell(s.merge.column).empty();
      if (current_.number == s.merge.first && there) {
        s.value = std::string(current_.cell(s.merge.column));
        s.kind = current_.kind(s.merge.column);
      } else if (!there && !s.value.empty()) {
        current_.put(s.merge.column, s.value, s.kind);
      }
    }
  }

  void open_part() {
    rows_above_ = parts_[part_].rows_above;
    rows_ = book_->rows(*parts_[part_].sheet);
    merges_.clear();
    for (const MergedCells& m : parts_[part_].merges) merges_.push_back({m, {}, CellIs::text});
  }

  void hand_over(Row& row) {
    ++rows_done_;
    row.number = before_ + current_.number;
    row.sheet = parts_.size() > 1 ? std::string_view(parts_[part_].sheet->name) : std::string_view();
    row.sheet_row = current_.number;
    const std::size_t width = table_.columns.size();
    for (std::size_t c = width; c < current_.size() && side_ == 0; ++c) {
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
    std::int64_t other_above = 0;  // first row of another table above
    std::size_t side = 0;          // the empty column behind which another table stands
    std::size_t side_from = 0;     // its first column
  };

  Looked look_at(const Sheet& sheet) const {
    const auto rows = book_->rows(sheet);
    std::vector<SampleRow> sample;
    SheetRow row;
    while (sample.size() < sample_rows && rows->next(row)) {
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
    if (h.other_above) looked.other_above = sample[h.passed].number;
    leave_out_side_table(looked, sample);
    return looked;
  }

  static bool filled(const SampleRow& row, std::size_t c) {
    return c < row.cells.size() && !base::trimmed(row.cells[c]).empty();
  }

  /// A small table right of the log, behind a column that is empty throughout: its rows are no part of the log's.
  static void leave_out_side_table(Looked& looked, const std::vector<SampleRow>& sample) {
    auto& columns = looked.heading.columns;
    const std::size_t data = looked.heading.data;
    if (looked.heading.first < 0 || data >= sample.size()) return;
    // A table beside the log stands right of two headings of the log at least.
    std::size_t known = 0;
    std::size_t log_from = 0;
    while (log_from < columns.size() && known < 2) known += is_known_heading(columns[log_from++]) ? 1 : 0;
    if (known < 2) return;
    bool before_empty = false;
    int gaps = 0;
    for (std::size_t gap = std::max<std::size_t>(2, log_from); gap + 1 < columns.size(); ++gap) {
      const bool empty = base::trimmed(columns[gap]).empty() &&
                         std::none_of(sample.begin() + static_cast<std::ptrdiff_t>(data), sample.end(),
                                      [&](const SampleRow& r) { return filled(r, gap); });
      const bool first_of_gap = empty && !before_empty;
      before_empty = empty;
      if (!first_of_gap) continue;
      if (++gaps > 16) return;  // a table full of holes is one table
      std::size_t left = 0;
      std::size_t right = 0;
      bool ended = false;
      bool goes_on = false;
      for (std::size_t r = data; r < sample.size(); ++r) {
        bool here = false;
        bool log = false;
        for (std::size_t c = 0; c < columns.size(); ++c) (c < gap ? log : here) |= filled(sample[r], c);
        left += log ? 1 : 0;
        right += here ? 1 : 0;
        ended = ended || !here;
        goes_on = goes_on || (here && ended);
      }
      // Remarks beside some rows are a part of the log; a table of its own is filled from the top and then ends, or
      // goes on below the log.
      if (right == 0 || goes_on || (right >= left && !(right > left))) continue;
      looked.side = gap;
      looked.side_from = gap + 1;
      const auto anything = [&](std::size_t c) {
        return std::any_of(sample.begin() + static_cast<std::ptrdiff_t>(data) - 1, sample.end(),
                           [&](const SampleRow& r) { return filled(r, c); });
      };
      while (looked.side_from + 1 < columns.size() && !anything(looked.side_from)) ++looked.side_from;
      columns.resize(gap);
      while (!columns.empty() && base::trimmed(columns.back()).empty()) columns.pop_back();
      return;
    }
  }

  void choose_sheet() {
    std::vector<Looked> tables;
    std::vector<std::string> names;
    for (const Sheet& s : book_->sheets()) names.push_back(s.name);
    const bool every = options_.sheet == "*";
    if (!options_.sheet.empty() && !every) {
      const auto& sheets = book_->sheets();
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
        for (const Sheet& s : book_->sheets()) {
          if (s.visible != visible) continue;
          Looked looked = look_at(s);
          if (looked.rows > 0 && looked.heading.columns.size() > 1) tables.push_back(std::move(looked));
        }
        if (!tables.empty()) break;
      }
      if (tables.empty() && !book_->sheets().empty()) {
        for (const Sheet& s : book_->sheets()) {
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
    for (Part& part : parts_) part.merges = book_->merged_down(*part.sheet);
    table_.columns = chosen.heading.columns;
    for (auto& c : table_.columns) c = std::string(base::trimmed(c));
    table_.above = chosen.heading.above;
    table_.header_row = chosen.header_row;
    side_ = chosen.side;
    if (chosen.other_above > 0)
      table_.findings.push_back(table_above(chosen.other_above, chosen.header_row, source_.name()));
    if (side_ > 0) {
      table_.findings.push_back(warning(
          "side-table",
          fmt::format(
              "another table stands right of the log, behind an empty column, from column {} on; it was left out",
              chosen.side_from + 1),
          {}, place_of(source_.name(), chosen.header_row)));
    }
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
           std::equal(
               a.heading.columns.begin(), a.heading.columns.end(), b.heading.columns.begin(), b.heading.columns.end(),
               [](const std::string& x, const std::string& y) { return base::heading_key(x) == base::heading_key(y); });
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
      const auto rows = book_->rows(*t.sheet);
      SheetRow row;
      while (rows->next(row)) {
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
  std::unique_ptr<Book> book_;
  Table table_;
  struct Part {
    const Sheet* sheet = nullptr;
    std::int64_t rows_above = 0;
    std::vector<MergedCells> merges = {};
  };
  struct Spread {
    MergedCells merge;
    std::string value;
    CellIs kind = CellIs::text;
  };
  std::vector<Spread> merges_;
  std::size_t side_ = 0;
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

}  // namespace

std::unique_ptr<Reader> book_reader(const Source& source, const Options& options, std::unique_ptr<Book> book) {
  return std::make_unique<BookReader>(source, options, std::move(book));
}

}  // namespace debrief::import
