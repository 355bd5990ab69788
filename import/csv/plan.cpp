// From the first 64 KiB: encoding, dialect, heading, and what the columns hold.

#include "import/csv/plan.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/csv/realign.h"
#include "import/issues.h"
#include "import/sniff/header.h"
#include "import/sniff/verdicts.h"

namespace debrief::import {

namespace {

constexpr std::size_t sample_rows = 200;
constexpr std::size_t sample_bytes = 64 * 1024;
constexpr std::size_t longest_line = 4 * 1024 * 1024;

std::string shown(char c) { return c == '\0' ? std::string() : std::string{c}; }

struct Sample {
  std::vector<SampleRow> rows;
  std::vector<std::string> raw;
};

/// How many cells most rows have; more cells win a tie.
std::size_t commonest_width(const std::vector<SampleRow>& rows) {
  std::map<std::size_t, std::size_t> n;
  for (const auto& r : rows) ++n[r.cells.size()];
  std::size_t width = 0;
  std::size_t most = 0;
  for (const auto& [cells, times] : n) {
    if (times >= most && cells > 1) width = cells, most = times;
  }
  return width;
}

/// A heading row that was cut by another delimiter, or has one too many, is put right: it stands above the first row
/// that fits, and read so it has a short name for each column.
void mend_heading(Sample& sample, const Dialect& dialect) {
  const std::size_t width = commonest_width(sample.rows);
  if (width < 3 || sample.rows.size() < 4) return;
  const auto fits = [&](const std::vector<std::string>& cells) {
    return cells.size() == width && std::all_of(cells.begin(), cells.end(), [](const std::string& c) {
             const auto t = base::trimmed(c);
             return !t.empty() && t.size() <= 60 && t.find_first_not_of("0123456789.,:/-") != std::string_view::npos;
           });
  };
  // A sentence above the table may have as many words as the table has columns.
  for (std::size_t r = 1; r < std::min<std::size_t>(8, sample.rows.size()); ++r) {
    const auto& cells = sample.rows[r].cells;
    if (fits(cells) && std::count_if(cells.begin(), cells.end(), is_known_heading) >= 2) return;
  }
  for (std::size_t r = 0; r < std::min<std::size_t>(3, sample.rows.size()); ++r) {
    auto& cells = sample.rows[r].cells;
    // Blanks behind the delimiter of this row alone leave quotes around its names.
    const bool quoted = std::any_of(cells.begin(), cells.end(), [&](const std::string& c) {
      return c.size() > 2 && c[0] == ' ' && c[1] == dialect.quote && c.back() == dialect.quote;
    });
    if (cells.size() == width && !quoted) return;
    for (auto& cut : cuts_of(sample.raw[r], dialect, width)) {
      if (!fits(cut)) continue;
      cells = std::move(cut);
      return;
    }
  }
}

/// What a person said is done; where the file speaks clearly against it, that is told.
void tell_clashes(const Source& source, const Options& options, std::string_view sample,
                  const std::vector<SampleRow>& rows, CsvPlan& plan) {
  const auto tell = [&](std::string detail) {
    plan.table.findings.push_back(warning("flag-against-file", std::move(detail), {}, place_of(source.name())));
  };
  if (!options.delimiter.empty()) {
    const DialectFound found = dialect_of(sample, {});
    if (found.dialect.delimiter != plan.found.dialect.delimiter && found.confidence >= 0.6 && found.sure &&
        found.evidence.find("cells") != std::string::npos) {
      tell(fmt::format("--delimiter {} was given, but {} looks right: {}", base::quoted(options.delimiter),
                       base::quoted(std::string{found.dialect.delimiter}), found.evidence));
    }
  }
  if (!options.encoding.empty()) {
    const Encoding found = encoding_of(source, "");
    const bool plain = source.census().well_formed == 0 && source.census().ill_formed == 0 && found.bom == 0;
    const bool certain = found.bom > 0 || (found.label == "utf-8" && !found.mixed) || found.label.starts_with("utf-16");
    if (!(plain && found.label == "utf-8") && certain && found.label != plan.encoding.label) {
      tell(fmt::format("--encoding {} was given, but the file is {}", base::quoted(options.encoding), found.label));
    }
  }
  if (options.no_header) {
    const Heading found = heading_of(rows, false);
    if (found.first >= 0 && found.confidence >= 0.9) {
      tell(fmt::format("--no-header was given, but row {} looks like headings: {}",
                       rows[static_cast<std::size_t>(found.first)].number, found.evidence));
    }
  }
}

}  // namespace

CsvPlan csv_plan(const Source& source, const Options& options) {
  CsvPlan plan;
  plan.encoding = encoding_of(source, options.encoding);
  // Enough of the file to judge by, cut at a line end where it goes on.
  std::string sample;
  TextStream stream(source.path(), plan.encoding);
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
  const std::size_t skip = options.skip > 0 ? static_cast<std::size_t>(options.skip) : 0;
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
  plan.found = dialect_of(dialect_sample, {options.delimiter, options.quote, options.escape});

  bool given = false;
  Records records(plan.found.dialect, [&](std::string& out) {
    if (given) return stream.read(out);
    given = true;
    out.append(sample);
    return !sample.empty();
  });
  if (plan.found.sep_line) records.skip_lines(1, false);
  records.skip_lines(skip, true);
  Sample looked;
  Record r;
  bool expecting = false;
  while (looked.rows.size() < sample_rows && records.next(r)) {
    if (r.blank || r.state == RecordIs::set_aside) continue;
    const bool remark = !r.raw.empty() && r.raw.front() == '#';
    if (!expecting && !remark && r.cells.size() > 1) {
      records.expect(r.cells.size());
      expecting = true;
    }
    // A second table would blur what the first one is.
    if (looked.rows.size() > 3 && repeats_heading(looked.rows.front().cells, r.cells)) break;
    SampleRow row{r.number, {}, {}};
    row.cells.assign(r.cells.begin(), r.cells.end());
    looked.rows.push_back(std::move(row));
    looked.raw.emplace_back(r.raw.substr(0, 4096));
  }
  // Lines that start with # are remarks, unless they are as wide as the rows: then it is a name of a column.
  const std::size_t usual = commonest_width(looked.rows);
  const auto is_remark = [&](const SampleRow& row) {
    return usual > 1 && row.cells.size() != usual && base::trimmed(row.cells.front()).starts_with('#');
  };
  plan.comments = std::any_of(looked.rows.begin(), looked.rows.end(), is_remark);
  for (std::size_t k = looked.rows.size(); plan.comments && k-- > 0;) {
    if (!is_remark(looked.rows[k]) || looked.rows.size() == 1) continue;
    looked.rows.erase(looked.rows.begin() + static_cast<std::ptrdiff_t>(k));
    looked.raw.erase(looked.raw.begin() + static_cast<std::ptrdiff_t>(k));
  }
  if (looked.rows.empty()) {
    throw base::Error(base::Status::refused, "no-rows",
                      fmt::format("{}: the file holds no rows, only blank lines", source.name()),
                      "export it again and check that it holds the log");
  }
  if (!options.no_header) mend_heading(looked, plan.found.dialect);
  const auto& rows = looked.rows;
  const Heading heading = heading_of(rows, options.no_header);
  plan.width = heading.columns.size();
  Table& table = plan.table;
  table.format = "csv";
  table.columns = heading.columns;
  for (auto& c : table.columns) c = std::string(base::trimmed(c));
  table.above = heading.above;
  table.header_row = heading.first < 0 ? 0 : rows[static_cast<std::size_t>(heading.first)].number;
  table.encoding = plan.encoding.label;
  const Dialect& dialect = plan.found.dialect;
  table.delimiter = shown(dialect.delimiter);
  table.quote = shown(dialect.quote);
  table.escape = shown(dialect.escape);
  if (heading.first >= 0) plan.heading = rows[static_cast<std::size_t>(heading.first)].cells;
  // Counted from above, so that a broken first row of data is not passed over with the heading.
  plan.rows_above = heading.data == 0 ? static_cast<std::int64_t>(skip) : rows[heading.data - 1].number;
  plan.shapes = ColumnShapes(dialect.delimiter);
  const auto holds_quote = [&](const SampleRow& row) {
    return std::any_of(row.cells.begin(), row.cells.end(),
                       [&](const std::string& c) { return c.find(dialect.quote) != std::string::npos; });
  };
  // A few rows with quotes in their cells are likely misread, and no model for others.
  const bool quotes_are_odd =
      dialect.quote != '\0' && std::count_if(rows.begin(), rows.end(), holds_quote) * 20 < std::ssize(rows);
  for (std::size_t k = heading.data; k < rows.size(); ++k) {
    if (rows[k].cells.size() != plan.width || (quotes_are_odd && holds_quote(rows[k]))) continue;
    const std::vector<std::string_view> cells(rows[k].cells.begin(), rows[k].cells.end());
    plan.shapes.learn(cells);
  }
  table.sniff = {encoding_verdict(plan.encoding, source.census(), !options.encoding.empty()),
                 dialect_verdict(plan.found, !options.delimiter.empty() || !options.quote.empty()),
                 header_verdict(heading, table.header_row, options.no_header)};
  tell_clashes(source, options, dialect_sample, rows, plan);
  if (heading.other_above)
    table.findings.push_back(table_above(rows[heading.passed].number, table.header_row, source.name()));
  if (dialect.cr_too) {
    table.findings.push_back(warning("line-ends-mixed",
                                     "some rows end in CR alone, others in LF or CRLF; each of them ends a row outside quotes", {},
                                     place_of(source.name())));
  }
  if (plan.encoding.mixed) {
    const std::uint64_t n = source.census().ill_formed;
    table.findings.push_back(warning(
        "bad-encoding",
        fmt::format("{} of the file {} not UTF-8 and {} read as Windows-1252",
                    base::counted(static_cast<long long>(n), "byte"), n == 1 ? "is" : "are", n == 1 ? "was" : "were"),
        {}, place_of(source.name())));
  }
  return plan;
}

}  // namespace debrief::import
