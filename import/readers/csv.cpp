// Delimited text: CSV, TSV, semicolons, and whatever else lines and a delimiter make.

#include <algorithm>
#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/csv/plan.h"
#include "import/csv/realign.h"
#include "import/csv/records.h"
#include "import/footnotes.h"
#include "import/issues.h"
#include "import/readers/reader.h"

namespace debrief::import {

namespace {

constexpr std::size_t opening_rows = 20;

/// Empty cells at the end do not count.
std::size_t print_of(const std::vector<std::string_view>& cells) {
  std::size_t h = 0;
  std::size_t n = cells.size();
  while (n > 0 && base::trimmed(cells[n - 1]).empty()) --n;
  for (std::size_t k = 0; k < n; ++k) h = (h ^ std::hash<std::string_view>{}(cells[k])) * 1'099'511'628'211U + 1;
  return h;
}

class CsvReader final : public Reader {
 public:
  CsvReader(const Source& source, const Options& options)
      : source_(source), plan_(csv_plan(source, options)), table_(plan_.table), width_(plan_.width), options_(options) {
    start();
  }

  const Table& table() const override { return table_; }
  void rewind() override { start(); }
  std::uint64_t bytes_done() const override { return stream_ ? stream_->bytes_read() : 0; }
  std::vector<base::Issue> late_findings() override { return std::exchange(late_, {}); }

  bool next(Row& row) override {
    row.clear();
    while (true) {
      if (!waiting_.empty()) {
        current_ = std::move(waiting_.front());
        waiting_.pop_front();
        hand_over(row, current_);
        return true;
      }
      if (finished_ || !next_record()) {
        // What was held back stood at the end: footnotes, no rows, where there are rows to tell them from.
        if (full_rows_ < fewest_rows_with_footnotes && !finished_ && !held_.empty()) {
          std::erase_if(held_, [](const Kept& k) {
            return std::all_of(k.cells.begin(), k.cells.end(), [](const auto& c) { return base::trimmed(c).empty(); });
          });
          waiting_.swap(held_);
          full_rows_ = fewest_rows_with_footnotes;
          continue;
        }
        if (held_.size() == 1 && may_be_cut_row(held_[0].cells[0], a_key_)) {
          waiting_.swap(held_);
          continue;
        }
        held_.clear();
        return false;
      }
      if (repeats_heading(plan_.heading, record_.cells)) {
        heading_again();
        continue;
      }
      if (record_.state != RecordIs::set_aside && may_be_footnote(record_.cells, width_)) {
        held_.push_back(owned());
        if (held_.size() < longest_footnote) continue;
        waiting_.swap(held_);
        continue;
      }
      if (!held_.empty()) {
        waiting_.swap(held_);
        waiting_.push_back(owned());
        continue;
      }
      fill(row);
      if (full_rows_ < 4 && !row.cells.empty()) a_key_ = row.cells[0];
      ++full_rows_;
      return true;
    }
  }

 private:
  /// A row kept while it is not clear what it is.
  struct Kept {
    std::int64_t number = 0;
    std::int64_t line = 0;
    std::vector<std::string> cells;
    std::optional<base::Issue> set_aside;
    std::vector<base::Issue> remarks;
    bool heading = false;
  };

  /// The next record that is a row, its cells in their columns; false at the end.
  bool next_record() {
    do {
      if (!records_->next(record_)) return false;
    } while ((record_.blank && width_ != 1) || is_remark());
    moved_.reset();
    pushed_ = false;
    if (record_.state != RecordIs::set_aside) fit();
    if (opening_.size() < opening_rows && held_.empty() && !repeats_heading(plan_.heading, record_.cells))
      opening_.push_back(print_of(record_.cells));
    return true;
  }

  bool is_remark() const {
    return plan_.comments && record_.cells.size() != width_ && base::trimmed(record_.raw).starts_with('#');
  }

  /// Signs, cheap to see, that a row of the right width is not cut at the right places.
  bool looks_misread() const {
    const auto& cells = record_.cells;
    if (cells.size() > 1 && !cells[1].empty() && cells[1].front() == ' ' && plan_.shapes.seldom_blank_first(1))
      return true;
    if (!cells.empty() && cells[0].size() > 2 * plan_.shapes.longest(0) + 16) return true;
    const char quote = plan_.found.dialect.quote;
    if (!record_.quote_inside) return false;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string_view cell = cells[c];
      const bool unquoted = !cell.empty() && cell.data() > record_.raw.data() &&
                            cell.data() < record_.raw.data() + record_.raw.size() && cell.data()[-1] != quote;
      if (unquoted && cell.find(quote) != std::string_view::npos && plan_.shapes.seldom_quotes(c)) return true;
    }
    return false;
  }

  /// Cells that do not fit their columns are moved where that is beyond doubt.
  void fit() {
    auto& cells = record_.cells;
    while (cells.size() > width_ && base::trimmed(cells.back()).empty() && cells.size() > width_ + 1) cells.pop_back();
    if (cells.size() == width_ && !looks_misread()) return;
    if (cells.size() == 1 && may_be_footnote(cells, width_) && cells[0].size() > 64 * 1024) return;
    moved_ = realigned(record_.raw, cells, plan_.found.dialect, plan_.shapes);
    if (moved_) {
      cells.assign(moved_->cells.begin(), moved_->cells.end());
    } else if (cells.size() == width_ + 1 && base::trimmed(cells.back()).empty()) {
      // A delimiter at the end of every row is a habit; in one row among many it shows that its cells were pushed on.
      pushed_ = trailing_rows_++ * 10 + 3 < plan_.shapes.rows();
      cells.pop_back();
    }
  }

  /// One export follows another in the file. The same table goes on; a copy of it, or another table, is left out.
  void heading_again() {
    held_.clear();
    if (other_table()) return;
    const base::Place at = place();
    waiting_.push_back(owned());
    waiting_.back().heading = true;
    const std::vector<std::size_t> first = opening_;
    std::size_t again = 0;
    std::size_t compared = 0;
    while (compared < first.size() && next_record()) {
      if (repeats_heading(plan_.heading, record_.cells)) {
        if (other_table()) return;
        waiting_.push_back(owned());
        waiting_.back().heading = true;
        break;
      }
      again += print_of(record_.cells) == first[compared] ? 1 : 0;
      waiting_.push_back(owned());
      if (++compared == 4 && again == 0) break;
    }
    // A few rows may differ in how quotes were written.
    if (!first.empty() && compared == first.size() && again * 5 >= first.size() * 4) {
      waiting_.clear();
      finished_ = true;
      late_.push_back(warning("second-table", "the same table stands here once more; it was read once", {}, at));
    }
  }

  /// Whether the heading at hand differs from the first; then reading ends.
  bool other_table() {
    if (record_.cells.size() == plan_.heading.size() &&
        std::equal(record_.cells.begin(), record_.cells.end(), plan_.heading.begin()))
      return false;
    finished_ = true;
    late_.push_back(warning("second-table",
                            fmt::format("another table starts here, with other columns; it was left out: import it by "
                                        "itself, with --skip {}",
                                        record_.line - 1),
                            {}, place()));
    return true;
  }

  void start() {
    stream_.emplace(source_.path(), plan_.encoding);
    records_.emplace(plan_.found.dialect, [this](std::string& out) { return stream_->read(out); });
    held_.clear();
    waiting_.clear();
    repairs_.clear();
    late_.clear();
    opening_.clear();
    finished_ = false;
    full_rows_ = 0;
    trailing_rows_ = 0;
    if (plan_.found.sep_line) records_->skip_lines(1, false);
    if (options_.skip > 0) records_->skip_lines(static_cast<std::size_t>(options_.skip), true);
    records_->expect(width_);
    Record r;
    std::int64_t number = options_.skip > 0 ? options_.skip : 0;
    while (number < plan_.rows_above && records_->next(r)) number = r.number;
  }

  base::Place place() const { return place_of(source_.name(), record_.number, record_.line); }

  void faults(std::optional<base::Issue>& set_aside, std::vector<base::Issue>& remarks) {
    if (record_.state != RecordIs::fine) {
      base::Issue issue;
      issue.place = place();
      issue.place.line = record_.trouble_line;
      if (record_.trouble_column < table_.columns.size()) issue.place.column = table_.columns[record_.trouble_column];
      if (stream_->keeps_offsets())
        issue.place.byte = static_cast<std::int64_t>(record_.trouble_offset + plan_.encoding.bom);
      if (record_.trouble_column < record_.cells.size())
        issue.value = base::cut(record_.cells[record_.trouble_column], 80);
      if (record_.state == RecordIs::set_aside) {
        issue.code = "quote-not-closed";
        issue.detail =
            "a quote is opened here and never closed; the row was set aside and reading went on at the next whole row";
        set_aside = std::move(issue);
      } else {
        issue.code = "quote-misplaced";
        issue.detail = "a quote stands inside a cell; it was read as part of the text";
        issue.severity = base::Severity::warning;
        remarks.push_back(std::move(issue));
      }
    }
    if (plan_.encoding.mixed) {
      for (const auto at : stream_->take_repairs()) repairs_.push_back(at);
      std::size_t told = static_cast<std::size_t>(-1);
      for (; !repairs_.empty() && repairs_.front() < record_.end; repairs_.pop_front()) {
        if (repairs_.front() < record_.offset) continue;
        const std::size_t column = records_->column_at(repairs_.front());
        if (column == told) continue;
        told = column;
        base::Place at = place();
        if (!moved_ && column < table_.columns.size()) at.column = table_.columns[column];
        remarks.push_back(
            warning("bad-byte", "a byte is not UTF-8; it was read as Windows-1252", {}, std::move(at)));
      }
    }
    if (record_.state == RecordIs::set_aside) return;
    if (moved_) {
      remarks.push_back(warning("cells-moved",
                                fmt::format("the row does not fit the columns as it stands; {}", moved_->what),
                                base::cut(record_.raw, 80), place()));
      return;
    }
    if (pushed_) {
      remarks.push_back(warning("cells-extra",
                                fmt::format("the row has {} cells where the heading has {}; the last is empty, so cells "
                                            "may stand a column too far on",
                                            width_ + 1, width_),
                                {}, place()));
    } else if (record_.cells.size() < width_) {
      remarks.push_back(
          warning("cells-missing",
                  fmt::format("the row has {} where the heading has {}; the last ones are taken as empty",
                              base::counted(static_cast<long long>(record_.cells.size()), "cell"), width_),
                  {}, place()));
    } else if (std::any_of(record_.cells.begin() + static_cast<std::ptrdiff_t>(width_), record_.cells.end(),
                           [](std::string_view c) { return !base::trimmed(c).empty(); })) {
      remarks.push_back(
          warning("cells-extra",
                  fmt::format("the row has {} where the heading has {}; those behind belong to no column",
                              base::counted(static_cast<long long>(record_.cells.size()), "cell"), width_),
                  base::cut(record_.cells[width_], 80), place()));
    }
  }

  void fill(Row& row) {
    row.number = record_.number;
    row.line = record_.line;
    faults(row.set_aside, row.remarks);
    row.raw = record_.raw;
    row.cells.assign(record_.cells.begin(), record_.cells.end());
  }

  Kept owned() {
    Kept k;
    k.number = record_.number;
    k.line = record_.line;
    faults(k.set_aside, k.remarks);
    k.cells.assign(record_.cells.begin(), record_.cells.end());
    return k;
  }

  static void hand_over(Row& row, Kept& kept) {
    row.number = kept.number;
    row.line = kept.line;
    row.set_aside = std::move(kept.set_aside);
    row.remarks = std::move(kept.remarks);
    row.heading = kept.heading;
    row.cells.assign(kept.cells.begin(), kept.cells.end());
  }

  const Source& source_;
  const CsvPlan plan_;
  const Table& table_;
  const std::size_t width_;
  const Options options_;
  std::optional<TextStream> stream_;
  std::optional<Records> records_;
  Record record_;
  std::optional<Realigned> moved_;
  std::vector<std::size_t> opening_;  // prints of the first rows
  std::size_t full_rows_ = 0;
  std::size_t trailing_rows_ = 0;  // with an empty cell too many
  bool pushed_ = false;
  std::string a_key_;      // first cell of one of the first rows
  bool finished_ = false;  // another table follows
  std::vector<base::Issue> late_;
  std::deque<Kept> held_;
  std::deque<Kept> waiting_;
  Kept current_;
  std::deque<std::uint64_t> repairs_;
};

int likelihood(const Source& source) { return source.container() == Container::workbook ? 0 : 30; }

std::unique_ptr<Reader> open(const Source& source, const Options& options) {
  return std::make_unique<CsvReader>(source, options);
}

constexpr std::array<std::string_view, 2> formats{"csv", "tsv"};

}  // namespace

extern const ReaderKind csv{
    .id = "csv",
    .title = "delimited text (CSV, TSV)",
    .formats = formats,
    .likelihood = likelihood,
    .open = open,
};

}  // namespace debrief::import
