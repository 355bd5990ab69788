// Delimited text: CSV, TSV, semicolons, and whatever else lines and a delimiter make.

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/csv/records.h"
#include "import/footnotes.h"
#include "import/issues.h"
#include "import/readers/reader.h"
#include "import/sniff/dialect.h"
#include "import/sniff/encoding.h"
#include "import/sniff/header.h"

namespace debrief::import {

namespace {

constexpr std::size_t sample_rows = 200;
constexpr std::size_t sample_bytes = 64 * 1024;
constexpr std::size_t longest_line = 4 * 1024 * 1024;

std::string shown(char c) {
  if (c == '\0') return "";
  if (c == '\t') return "\t";
  return {c};
}

class CsvReader final : public Reader {
 public:
  CsvReader(const Source& source, const Options& options)
      : source_(source), options_(options), encoding_(encoding_of(source, options.encoding)) {
    sniff();
    start();
  }

  const Table& table() const override { return table_; }
  void rewind() override { start(); }
  std::uint64_t bytes_done() const override { return stream_ ? stream_->bytes_read() : 0; }

  bool next(Row& row) override {
    row.clear();
    if (!waiting_.empty()) {
      current_ = std::move(waiting_.front());
      waiting_.pop_front();
      hand_over(row, current_);
      return true;
    }
    while (true) {
      if (!records_->next(record_)) {
        // What was held back stood at the end: footnotes, no rows.
        held_.clear();
        return false;
      }
      if (record_.blank && width_ != 1) continue;
      if (record_.state != RecordIs::set_aside && may_be_footnote(record_.cells, width_)) {
        held_.push_back(owned());
        if (held_.size() < longest_footnote) continue;
        waiting_.swap(held_);
        return next(row);
      }
      if (!held_.empty()) {
        waiting_.swap(held_);
        waiting_.push_back(owned());
        return next(row);
      }
      fill(row);
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
  };

  void sniff() {
    // Enough of the file to judge by, cut at a line end where it goes on.
    std::string sample;
    TextStream stream(source_.path(), encoding_);
    while (sample.size() < sample_bytes && stream.read(sample)) {
    }
    // A line longer than the sample (thousands of columns) is read to its end.
    while (sample.find_first_of("\n\r") == std::string::npos && sample.size() < longest_line && stream.read(sample)) {
    }
    std::string_view judged(sample);
    if (judged.size() > sample_bytes) {
      auto cut = judged.substr(0, sample_bytes).find_last_of("\n\r");
      if (cut == std::string_view::npos) cut = judged.find_first_of("\n\r");
      if (cut != std::string_view::npos) judged = judged.substr(0, cut + 1);
    }
    const std::size_t skip = options_.skip > 0 ? static_cast<std::size_t>(options_.skip) : 0;
    std::size_t from = 0;
    for (std::size_t k = 0; k < skip; ++k) {
      const auto end = judged.find('\n', from);
      if (end == std::string_view::npos) break;
      from = end + 1;
    }
    std::string_view dialect_sample = judged.substr(from);
    if (dialect_sample.size() > 32 * 1024) {
      const auto cut = dialect_sample.rfind('\n', 32 * 1024);
      if (cut != std::string_view::npos && cut > 1024) dialect_sample = dialect_sample.substr(0, cut + 1);
    }
    found_ = dialect_of(dialect_sample, {options_.delimiter, options_.quote, options_.escape});

    bool given = false;
    Records records(found_.dialect, [&](std::string& out) {
      if (given) return stream.read(out);
      given = true;
      out.append(sample);
      return !sample.empty();
    });
    if (found_.sep_line) records.skip_lines(1, false);
    records.skip_lines(skip, true);
    std::vector<SampleRow> rows;
    std::vector<std::int64_t> numbers;
    Record r;
    bool expecting = false;
    while (rows.size() < sample_rows && records.next(r)) {
      if (r.blank || r.state == RecordIs::set_aside) continue;
      if (!expecting && r.cells.size() > 1) {
        records.expect(r.cells.size());
        expecting = true;
      }
      SampleRow row{r.number, {}, {}};
      row.cells.reserve(r.cells.size());
      for (const auto c : r.cells) row.cells.emplace_back(c);
      rows.push_back(std::move(row));
    }
    if (rows.empty()) {
      throw base::Error(base::Status::refused, "no-rows",
                        fmt::format("{}: the file holds no rows, only blank lines", source_.name()),
                        "export it again and check that it holds the log");
    }
    const Heading heading = heading_of(rows, options_.no_header);
    width_ = heading.columns.size();
    table_.format = "csv";
    table_.columns = heading.columns;
    for (auto& c : table_.columns) c = std::string(base::trimmed(c));
    table_.header_row = heading.first < 0 ? 0 : rows[static_cast<std::size_t>(heading.first)].number;
    table_.encoding = encoding_.label;
    table_.delimiter = shown(found_.dialect.delimiter);
    table_.quote = shown(found_.dialect.quote);
    table_.escape = shown(found_.dialect.escape);
    // Counted from above, so that a broken first row of data is not passed over with the heading.
    rows_above_ = heading.data == 0 ? static_cast<std::int64_t>(skip) : rows[heading.data - 1].number;
    if (encoding_.mixed) {
      const std::uint64_t n = source_.census().ill_formed;
      table_.findings.push_back(warning(
          "bad-encoding",
          fmt::format("{} of the file {} not UTF-8 and {} read as Windows-1252",
                      base::counted(static_cast<long long>(n), "byte"), n == 1 ? "is" : "are", n == 1 ? "was" : "were"),
          {}, place_of(source_.name())));
    }
  }

  void start() {
    stream_.emplace(source_.path(), encoding_);
    records_.emplace(found_.dialect, [this](std::string& out) { return stream_->read(out); });
    held_.clear();
    waiting_.clear();
    repairs_.clear();
    if (found_.sep_line) records_->skip_lines(1, false);
    if (options_.skip > 0) records_->skip_lines(static_cast<std::size_t>(options_.skip), true);
    records_->expect(width_);
    Record r;
    std::int64_t number = options_.skip > 0 ? options_.skip : 0;
    while (number < rows_above_ && records_->next(r)) number = r.number;
  }

  base::Place place() const { return place_of(source_.name(), record_.number, record_.line); }

  void faults(std::optional<base::Issue>& set_aside, std::vector<base::Issue>& remarks) {
    if (record_.state != RecordIs::fine) {
      base::Issue issue;
      issue.place = place();
      issue.place.line = record_.trouble_line;
      if (record_.trouble_column < table_.columns.size()) issue.place.column = table_.columns[record_.trouble_column];
      if (stream_->keeps_offsets())
        issue.place.byte = static_cast<std::int64_t>(record_.trouble_offset + encoding_.bom);
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
    if (encoding_.mixed) {
      for (const auto at : stream_->take_repairs()) repairs_.push_back(at);
      while (!repairs_.empty() && repairs_.front() < record_.end) {
        if (repairs_.front() >= record_.offset) {
          if (remarks.empty() || remarks.back().code != "bad-byte") {
            remarks.push_back(warning("bad-byte", "a byte is not UTF-8; it was read as Windows-1252", {}, place()));
          }
        }
        repairs_.pop_front();
      }
    }
    if (record_.state == RecordIs::set_aside) return;
    if (record_.cells.size() < width_) {
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
    row.cells.assign(kept.cells.begin(), kept.cells.end());
  }

  const Source& source_;
  const Options options_;
  Encoding encoding_;
  DialectFound found_;
  Table table_;
  std::size_t width_ = 0;
  std::int64_t rows_above_ = 0;
  std::optional<TextStream> stream_;
  std::optional<Records> records_;
  Record record_;
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
