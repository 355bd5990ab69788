// Dialect detection.

#include "import/sniff/dialect.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "import/sniff/dates.h"
#include "import/sniff/types.h"

namespace debrief::import {

namespace {

/// A cell that looks like something: a number, a time, a word. Left-over quotes and delimiters do not.
bool looks_known(std::string_view cell) {
  cell = base::trimmed(cell);
  if (cell.empty() || is_placeholder(cell)) return true;
  if (cell.size() > 400) return cell.find('"') == std::string_view::npos;
  const char first = cell.front();
  if ((first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.') {
    if (read_number(cell).state == NumberRead::read) return true;
    if (read_time(cell, {}).state != TimeRead::not_a_time) return true;
  }
  if (first == '"' || cell.back() == '"' || (first == '\'' && cell.size() > 1)) return false;
  std::size_t odd = 0;
  for (const char c : cell) {
    if (c == '"' || c == ';' || c == '\t' || c == '|' || c == '^' || c == '~') return false;
    if (c == ',') ++odd;
  }
  // Prose has commas followed by blanks; a row not cut up has them without.
  for (std::size_t i = cell.find(','); i != std::string_view::npos; i = cell.find(',', i + 1)) {
    if (i + 1 < cell.size() && cell[i + 1] != ' ') return false;
  }
  return odd < 6;
}

struct Shape {
  double score = 0;
  std::size_t cells = 1;  // in the commonest row
  double agreeing = 0;    // share of rows with that many
};

Shape weigh(std::string_view sample, const Dialect& d) {
  bool given = false;
  Records records(d, [&](std::string& out) {
    if (given) return false;
    given = true;
    out.append(sample);
    return true;
  });
  Record r;
  std::map<std::size_t, std::size_t> patterns;
  std::size_t known = 0;
  std::size_t cells = 0;
  std::size_t rows = 0;
  double troubled = 0;
  bool expecting = false;
  while (rows < 200 && records.next(r)) {
    if (r.blank) continue;
    // From the first row of several cells on, a quote that is never closed can be told.
    if (!expecting && r.cells.size() > 1) {
      records.expect(r.cells.size());
      expecting = true;
    }
    ++rows;
    ++patterns[r.cells.size()];
    // A quote inside a cell is a slip; one that is never closed is no dialect.
    troubled += r.state == RecordIs::fine ? 0 : r.state == RecordIs::mended ? 0.5 : 1;
    if (cells > 1500) continue;
    for (const auto c : r.cells) {
      ++cells;
      if (looks_known(c)) ++known;
    }
  }
  Shape shape;
  if (rows == 0) return shape;
  double pattern = 0;
  std::size_t most = 0;
  for (const auto& [length, n] : patterns) {
    const auto l = static_cast<double>(length);
    pattern += static_cast<double>(n) * std::max(l - 1, 0.001) / l;
    if (n > most || (n == most && length > shape.cells)) most = n, shape.cells = length;
  }
  pattern /= static_cast<double>(patterns.size());
  shape.agreeing = static_cast<double>(most) / static_cast<double>(rows);
  const double type = (static_cast<double>(known) + 0.001) / (static_cast<double>(cells) + 0.001);
  const double trouble = troubled / static_cast<double>(rows);
  // Counting kinds of rows punishes a preamble too hard; the share of agreeing rows is the gentler half.
  const double even =
      static_cast<double>(most) * (static_cast<double>(shape.cells) - 1 + 0.001) / static_cast<double>(shape.cells);
  shape.score = (0.5 * pattern + 0.5 * even * shape.agreeing) * type * (1 - 0.5 * trouble);
  return shape;
}

/// True when most lines are one time each: what stands between hours and minutes parts no cells.
bool one_time_a_line(std::string_view sample) {
  std::size_t lines = 0;
  std::size_t times = 0;
  for (std::size_t from = 0; from < sample.size() && lines < 100;) {
    const std::size_t end = std::min(sample.find_first_of("\r\n", from), sample.size());
    const std::string_view line = base::trimmed(sample.substr(from, end - from));
    from = end + 1;
    if (line.empty()) continue;
    ++lines;
    if (line.size() < 48 && read_time(line, {}).state != TimeRead::not_a_time) ++times;
  }
  return times > 0 && times * 2 >= lines;
}

/// The sample without lines that start with #, where they are but some of the lines.
std::string without_comments(std::string_view sample) {
  std::string out;
  std::size_t comments = 0;
  std::size_t lines = 0;
  for (std::size_t from = 0; from < sample.size();) {
    const std::size_t end = std::min(sample.find('\n', from), sample.size() - 1) + 1;
    const std::string_view line = sample.substr(from, end - from);
    from = end;
    if (!base::trimmed(line).empty()) ++lines;
    if (base::trimmed(line).starts_with('#')) {
      ++comments;
    } else {
      out += line;
    }
  }
  // With one such line it may be the heading: "# Ticket,Opened".
  return comments == 0 || lines < comments + 2 ? std::string(sample) : out;
}

/// "a, b, c": the blank belongs to the delimiter when it follows nearly every one outside quotes.
bool blank_follows(std::string_view sample, char delimiter, char quote) {
  if (delimiter == ' ' || delimiter == '\t') return false;
  std::size_t all = 0;
  std::size_t followed = 0;
  bool inside = false;
  for (std::size_t i = 0; i + 1 < sample.size(); ++i) {
    if (quote != '\0' && sample[i] == quote) inside = !inside;
    if (inside || sample[i] != delimiter) continue;
    ++all;
    if (sample[i + 1] == ' ') ++followed;
  }
  return all > 0 && followed * 100 >= all * 97;
}

/// True when the character occurs, and only in pairs.
bool all_doubled(std::string_view sample, char c) {
  std::size_t n = 0;
  for (std::size_t i = sample.find(c); i != std::string_view::npos; i = sample.find(c, i)) {
    if (i + 1 >= sample.size() || sample[i + 1] != c) return false;
    i += 2;
    ++n;
  }
  return n > 0;
}

bool stands_at_cell_start(std::string_view sample, char quote, char delimiter) {
  std::size_t n = 0;
  for (std::size_t i = sample.find(quote); i != std::string_view::npos; i = sample.find(quote, i + 1)) {
    const char before = i == 0 ? '\n' : sample[i - 1];
    if (before == '\n' || before == '\r' || before == delimiter ||
        (before == ' ' && i > 1 && sample[i - 2] == delimiter))
      ++n;
  }
  return n > 0;
}

/// True when lines end in LF, and a CR alone outside quotes ends rows as well: both sides of it have the cells of the
/// first line.
bool ends_in_cr_too(std::string_view sample, const Dialect& d) {
  if (d.bare_cr || d.cr_first || sample.find('\n') == std::string_view::npos) return false;
  std::size_t width = 0;  // delimiters of the first line
  std::size_t so_far = 0;
  std::size_t ends = 0;  // CRs alone behind a full row, and others
  std::size_t others = 0;
  bool behind_cr = false;
  bool quoted = false;
  bool first = true;
  for (std::size_t i = 0; i < sample.size(); ++i) {
    const char c = sample[i];
    if (c == d.quote && c != '\0') quoted = !quoted;
    if (quoted) continue;
    if (c == d.delimiter) ++so_far;
    const bool bare = c == '\r' && (i + 1 >= sample.size() || sample[i + 1] != '\n');
    if (c != '\n' && !bare) continue;
    if (first) {
      if (bare && i + 1 >= sample.size()) return false;
      width = so_far;
      first = false;
    } else if (bare || behind_cr) {
      (so_far == width ? ends : others) += 1;
    }
    behind_cr = bare;
    so_far = 0;
  }
  return width > 0 && ends >= 1 && ends >= 4 * others;
}

}  // namespace

char one_character(std::string_view text, std::string_view option) {
  if (text.empty() || text == "none") return '\0';
  if (text == "tab" || text == "\\t") return '\t';
  if (text == "space") return ' ';
  if (text == "comma") return ',';
  if (text == "semicolon") return ';';
  if (text.size() == 1) return text[0];
  throw base::Error(base::Status::usage, "bad-option",
                    fmt::format("--{} takes one character, not {}", option, base::quoted(text)),
                    "write for instance --delimiter ';' or --delimiter tab");
}

DialectFound dialect_of(std::string_view sample, const DialectAsked& asked) {
  DialectFound found;
  const auto newline_count = std::count(sample.begin(), sample.end(), '\n');
  found.dialect.bare_cr = newline_count == 0 && sample.find('\r') != std::string_view::npos && !sample.ends_with("\r");
  if (newline_count == 0 && std::count(sample.begin(), sample.end(), '\r') > 1) found.dialect.bare_cr = true;

  std::int64_t before_cr = 0;
  for (auto i = sample.find("\n\r"); i != std::string_view::npos; i = sample.find("\n\r", i + 2)) {
    if (i == 0 || sample[i - 1] != '\r') ++before_cr;
  }
  found.dialect.cr_first = newline_count > 1 && before_cr + 1 >= newline_count;

  if (sample.size() > 5 && base::equal_ascii_nocase(sample.substr(0, 4), "sep=") &&
      (sample[5] == '\r' || sample[5] == '\n')) {
    found.sep_line = true;
    found.dialect.delimiter = sample[4];
    sample.remove_prefix(sample[5] == '\r' && sample.size() > 6 && sample[6] == '\n' ? 7 : 6);
  }
  std::vector<char> delimiters{',', ';', '\t', '|', ':', '^', '~', ' '};
  const std::string rows = without_comments(sample);
  sample = rows;
  if (one_time_a_line(sample)) delimiters = {',', ';', '\t', '|'};
  if (found.sep_line) delimiters = {found.dialect.delimiter};
  // ", " is a delimiter with a blank behind it.
  const bool with_blank = asked.delimiter.size() == 2 && asked.delimiter[1] == ' ';
  if (!asked.delimiter.empty())
    delimiters = {one_character(with_blank ? asked.delimiter.substr(0, 1) : asked.delimiter, "delimiter")};
  std::vector<char> quotes{'"', '\''};
  if (!asked.quote.empty()) quotes = {one_character(asked.quote, "quote")};
  std::vector<char> escapes{'\0'};
  if (!asked.escape.empty()) {
    const char e = one_character(asked.escape, "escape");
    escapes = {quotes.size() == 1 && e == quotes[0] ? '\0' : e};
  }

  double best = -1;
  double next_best = 0;  // with another delimiter
  char next_delimiter = '\0';
  Shape best_shape;
  for (const char delimiter : delimiters) {
    if (delimiters.size() > 1 && sample.find(delimiter) == std::string_view::npos) continue;
    for (const char quote : quotes) {
      if (quote == '\'' && quotes.size() > 1 && !stands_at_cell_start(sample, quote, delimiter)) continue;
      std::vector<char> with = escapes;
      const std::string backslashed{'\\', quote};
      if (asked.escape.empty() && quote == '\'' && all_doubled(sample, '"')) {
        // Cells in single quotes whose double quotes all stand in pairs: the pairs are one quote each.
        with.push_back('"');
      } else if (asked.escape.empty() && quote != '\0' && sample.find(backslashed) != std::string_view::npos) {
        with.push_back('\\');
      }
      for (const char escape : with) {
        Dialect d = found.dialect;
        d.delimiter = delimiter;
        d.quote = quote;
        d.escape = escape;
        d.blank_after = with_blank || blank_follows(sample, delimiter, quote);
        Shape shape = weigh(sample, d);
        // Blanks, colons and carets occur in prose and times; they must win clearly. Sentences in one column are cut by
        // blanks into any number of cells, its heading mostly not at all.
        const bool heading_whole = sample.substr(0, sample.find('\n')).find(delimiter) == std::string_view::npos;
        if (delimiters.size() > 1 && (delimiter == ' ' || delimiter == ':') &&
            shape.agreeing < (heading_whole ? 0.7 : 0.4)) {
          continue;
        }
        if (delimiter == ' ' || delimiter == ':') shape.score *= 0.7;
        if (delimiter == '^' || delimiter == '~') shape.score *= 0.9;
        if (quote == '\'') shape.score *= 0.999;
        if (escape != '\0' && asked.escape.empty()) shape.score *= 1.0001;
        if (shape.score > best && best >= 0 && found.dialect.delimiter != delimiter) {
          next_best = best;
          next_delimiter = found.dialect.delimiter;
        } else if (shape.score <= best && shape.score > next_best && found.dialect.delimiter != delimiter) {
          next_best = shape.score;
          next_delimiter = delimiter;
        }
        if (shape.score > best) {
          best = shape.score;
          best_shape = shape;
          found.dialect = d;
        }
      }
    }
  }
  found.dialect.cr_too = ends_in_cr_too(sample, found.dialect);
  if (best < 0 || best_shape.cells < 2) {
    found.sure = !asked.delimiter.empty() || found.sep_line;
    if (!found.sure) found.dialect.delimiter = ',';
    if (asked.quote.empty() && best < 0) found.dialect.quote = '"';
  } else if (best_shape.agreeing < 0.5) {
    found.sure = false;
  }

  if (!asked.delimiter.empty()) {
    found.evidence = "as asked for";
  } else if (found.sep_line) {
    found.evidence = "the first line names it";
  } else if (best_shape.cells < 2) {
    found.confidence = 0.6;
    found.evidence = "no delimiter cuts the rows evenly; each is one cell";
  } else {
    found.confidence = std::clamp(best_shape.agreeing * (1 - 0.5 * next_best / std::max(best, 1e-9)), 0.05, 0.99);
    found.evidence =
        fmt::format("{:.0f} % of the rows looked at have {} cells", best_shape.agreeing * 100, best_shape.cells);
    if (next_delimiter != '\0')
      found.evidence += fmt::format("; next best is {}, at {:.0f} % of its score",
                                    base::quoted(std::string_view(&next_delimiter, 1)), 100 * next_best / best);
  }
  return found;
}

}  // namespace debrief::import
