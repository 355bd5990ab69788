// Heading detection.

#include "import/sniff/header.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "import/sniff/dates.h"
#include "import/sniff/types.h"

namespace debrief::import {

namespace {

std::size_t filled(const SampleRow& row) {
  return static_cast<std::size_t>(std::count_if(row.cells.begin(), row.cells.end(),
                                                [](const std::string& c) { return !base::trimmed(c).empty(); }));
}

/// A number, a time, a flag, a stand-in: what data has and headings hardly ever.
bool typed(const SampleRow& row, std::size_t column) {
  if (column < row.typed.size() && row.typed[column]) return true;
  if (column >= row.cells.size()) return false;
  const std::string_view cell = base::trimmed(row.cells[column]);
  if (cell.empty()) return false;
  if (read_number(cell).state != NumberRead::none) return true;
  if (read_time(cell, {.order = DayOrder::dmy}).state != TimeRead::not_a_time) return true;
  if ((cell[0] == '$' || cell.starts_with("€") || cell.starts_with("£")) && cell.size() < 20) {
    const auto digit = cell.find_first_of("0123456789");
    return digit != std::string_view::npos && read_number(cell.substr(digit)).state == NumberRead::read;
  }
  return read_flag(cell).has_value() && cell.size() > 1;
}

bool empty(const SampleRow& row, std::size_t column) {
  return column >= row.cells.size() || base::trimmed(row.cells[column]).empty() || is_placeholder(row.cells[column]);
}

/// Columns of which nearly all filled cells from row `from` on are typed.
std::vector<std::size_t> typed_columns(const std::vector<SampleRow>& rows, std::size_t from, std::size_t width) {
  std::vector<std::size_t> out;
  for (std::size_t c = 0; c < width; ++c) {
    std::size_t n = 0;
    std::size_t yes = 0;
    for (std::size_t r = from; r < rows.size(); ++r) {
      if (empty(rows[r], c)) continue;
      ++n;
      if (typed(rows[r], c)) ++yes;
    }
    if (n > 0 && yes * 10 >= n * 9) out.push_back(c);
  }
  return out;
}

std::size_t usual_width(const std::vector<SampleRow>& rows) {
  std::vector<std::size_t> widths;
  for (const auto& r : rows) {
    const std::size_t n = filled(r);
    if (n > 0) widths.push_back(n);
  }
  if (widths.empty()) return 0;
  // The upper quartile: sparse rows are common, rows with more cells than columns are not.
  const auto at = widths.begin() + static_cast<std::ptrdiff_t>(widths.size() * 3 / 4);
  std::nth_element(widths.begin(), at, widths.end());
  return *at;
}

/// Data whose cells stand under other names, as one cell too many makes it: words come to stand above figures, but the
/// figures and times are still there.
bool is_pushed_data(const SampleRow& row, std::size_t columns) {
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    const bool time = read_time(base::trimmed(row.cells[c]), {.order = DayOrder::dmy}).state == TimeRead::read;
    if (time || (row.cells.size() > columns && typed(row, c))) return true;
  }
  return false;
}

struct Judged {
  bool yes = false;
  double confidence = 0;
  const char* why = "";
};

/// The rows before `end` as written, a workbook's days spelled out.
std::vector<std::vector<std::string>> titles(const std::vector<SampleRow>& rows, std::size_t end) {
  std::vector<std::vector<std::string>> out;
  for (std::size_t r = 0; r < end; ++r) {
    out.push_back(rows[r].cells);
    for (std::size_t c = 0; c < out.back().size(); ++c) {
      if (c >= rows[r].typed.size() || !rows[r].typed[c]) continue;
      const Number n = read_number(out.back()[c]);
      if (n.state != NumberRead::read || n.value < 30000 || n.value > 60000) continue;
      const WrittenTime t = read_time(out.back()[c], {.number = NumberIs::excel_serial});
      if (t.state == TimeRead::read)
        out.back()[c] = fmt::format("{:04}-{:02}-{:02}", t.civil.year, t.civil.month, t.civil.day);
    }
  }
  return out;
}

Judged is_heading(const std::vector<SampleRow>& rows, std::size_t h, std::size_t width) {
  const SampleRow& row = rows[h];
  std::size_t known = 0;
  std::size_t of_type = 0;
  std::size_t longest = 0;
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    if (empty(row, c)) continue;
    if (typed(row, c)) ++of_type;
    longest = std::max(longest, base::code_points(row.cells[c]));
    if (is_known_heading(row.cells[c])) ++known;
  }
  const std::size_t n = filled(row);
  if (n == 0) return {false, 1, "the row is empty"};
  if (known >= 2 && of_type * 3 <= n) return {true, 0.99, "its cells are names of columns logs have"};
  const auto below = typed_columns(rows, h + 1, width);
  std::size_t differ = 0;
  std::size_t same = 0;
  for (const std::size_t c : below) {
    if (empty(row, c)) continue;
    (typed(row, c) ? same : differ) += 1;
  }
  if (differ > 0 || same > 0) {
    const double share = static_cast<double>(std::max(differ, same)) / static_cast<double>(differ + same);
    return {differ > same, 0.95 * share,
            differ > same ? "words stand above figures and dates" : "its cells are of the same kind as those below"};
  }
  if (of_type * 2 > n) return {false, 0.8, "it holds figures"};
  if (h + 1 >= rows.size()) return {of_type == 0, 0.5, "it is the only row"};
  // Text everywhere: names of columns are short and do not come again as values.
  if (longest > 80) return {false, 0.6, "its texts are too long for names"};
  for (std::size_t c = 0; c < row.cells.size(); ++c) {
    if (empty(row, c)) continue;
    for (std::size_t r = h + 1; r < rows.size(); ++r) {
      if (c < rows[r].cells.size() && rows[r].cells[c] == row.cells[c] && known == 0)
        return {false, 0.6, "its texts come again further down"};
    }
  }
  return {true, 0.6, "all is text; names are short and come once"};
}

/// A name over several columns stands in the first of them. It is a part of the others' names where those come again under
/// another: Opened over Date and Time, Closed over Date and Time.
void spread_names(std::vector<std::string>& above, const std::vector<std::string>& below) {
  std::string over;
  for (std::size_t c = 0; c < below.size() && c < above.size(); ++c) {
    const std::string name(base::trimmed(below[c]));
    if (!base::trimmed(above[c]).empty() || name.empty()) {
      over = name.empty() ? std::string() : above[c];
      continue;
    }
    const auto alike = std::count_if(below.begin(), below.end(), [&](const std::string& b) { return base::trimmed(b) == name; });
    if (alike > 1) above[c] = over;
  }
}

/// The heading of a log that begins below the table under heading `h`, behind a gap: it names more columns of a log and has
/// more rows. `h` itself where there is none.
std::size_t log_below(const std::vector<SampleRow>& rows, std::size_t h, std::size_t width) {
  const auto names = [&](std::size_t r) {
    return std::count_if(rows[r].cells.begin(), rows[r].cells.end(), [](const std::string& c) { return is_known_heading(c); });
  };
  const auto here = names(h);
  for (std::size_t r = h + 1; r + 1 < rows.size(); ++r) {
    const bool gap = rows[r].number > rows[r - 1].number + 1 || filled(rows[r - 1]) <= 1;
    if (!gap || filled(rows[r]) < 3 || rows.size() - r - 1 <= r - h - 1) continue;
    const auto there = names(r);
    if (there < 2 || there <= here || rows[r].cells == rows[h].cells) continue;
    bool words = true;
    for (std::size_t c = 0; c < rows[r].cells.size(); ++c) words = words && !typed(rows[r], c);
    if (words && is_heading(rows, r, width).yes) return r;
  }
  return h;
}

}  // namespace

Heading heading_of(const std::vector<SampleRow>& rows, bool none) {
  Heading heading;
  const std::size_t usual = usual_width(rows);
  std::size_t width = 0;
  for (const auto& r : rows) width = std::max(width, r.cells.size());

  std::size_t h = 0;
  const std::size_t enough = usual <= 2 ? 1 : std::max<std::size_t>(2, (usual + 1) / 2);
  while (h < rows.size() && filled(rows[h]) < enough) ++h;
  if (h == rows.size()) h = 0;
  while (h < rows.size() && filled(rows[h]) == 0) ++h;
  if (h >= rows.size()) return heading;

  // A row of fewer cells than the heading below it is a title: "more notes,..." above "number,text,date".
  while (h + 2 < rows.size() && rows[h].cells.size() < rows[h + 1].cells.size() &&
         rows[h + 1].cells.size() == rows[h + 2].cells.size() && filled(rows[h + 1]) == rows[h + 1].cells.size() &&
         rows[h].typed.empty() && is_heading(rows, h + 1, width).yes)
    ++h;

  const Judged judged = none ? Judged{false, 1, "as asked for"} : is_heading(rows, h, width);
  heading.confidence = judged.confidence;
  heading.evidence = judged.why;
  if (!judged.yes) {
    heading.data = h;
    std::size_t columns = 0;
    for (std::size_t r = h; r < rows.size(); ++r) {
      // A stray long row does not widen a table without heading; the usual rows say how wide it is.
      if (filled(rows[r]) <= usual || columns == 0) columns = std::max(columns, rows[r].cells.size());
    }
    for (std::size_t c = 0; c < columns; ++c) heading.columns.push_back(fmt::format("column {}", c + 1));
    return heading;
  }

  if (const std::size_t log = log_below(rows, h, width); log > h) {
    heading.passed = h;
    heading.other_above = true;
    h = log;
  }
  heading.first = static_cast<std::ptrdiff_t>(h);
  heading.above = titles(rows, h);
  heading.rows = 1;
  heading.columns = rows[h].cells;
  // Further heading rows: words in every column that holds figures below.
  while (h + heading.rows + 1 < rows.size() && heading.rows < 4) {
    const std::size_t next = h + heading.rows;
    const auto below = typed_columns(rows, next + 1, width);
    // A name over one row only stands in the first and leaves the second empty.
    const auto words =
        std::count_if(below.begin(), below.end(), [&](std::size_t c) { return !empty(rows[next], c); });
    const bool wordy = below.size() >= 2 && static_cast<std::size_t>(words) * 2 >= below.size() &&
                       std::all_of(below.begin(), below.end(), [&](std::size_t c) {
                         const bool named = c < heading.columns.size() && !base::trimmed(heading.columns[c]).empty();
                         return empty(rows[next], c) ? named : !typed(rows[next], c);
                       });
    if (!wordy || filled(rows[next]) < enough || is_pushed_data(rows[next], heading.columns.size())) break;
    // The right end of a merged cell is not there, its columns are.
    if (rows[next].cells.size() > heading.columns.size()) heading.columns.resize(rows[next].cells.size());
    spread_names(heading.columns, rows[next].cells);
    for (std::size_t c = 0; c < rows[next].cells.size(); ++c) {
      const std::string_view more = base::trimmed(rows[next].cells[c]);
      if (!more.empty()) heading.columns[c] += (heading.columns[c].empty() ? "" : " ") + std::string(more);
    }
    ++heading.rows;
  }
  heading.data = h + heading.rows;
  // Columns of data behind the last heading are columns too, if most rows have them.
  std::size_t wider = 0;
  std::size_t widest = heading.columns.size();
  for (std::size_t r = heading.data; r < rows.size(); ++r) {
    std::size_t n = rows[r].cells.size();
    while (n > 0 && base::trimmed(rows[r].cells[n - 1]).empty()) --n;
    if (n <= heading.columns.size()) continue;
    ++wider;
    widest = std::max(widest, n);
  }
  if (wider * 2 > rows.size() - heading.data) heading.columns.resize(widest);
  return heading;
}

}  // namespace debrief::import
