// The record scanner. The fast path sees each byte once; all else is for files that break the rules.

#include "import/csv/records.h"

#include <algorithm>
#include <cstring>

namespace debrief::import {

namespace {

constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
// A cell longer than this inside quotes is taken for a quote nobody closed.
constexpr std::size_t longest_open_quote = 8U << 20U;

}  // namespace

void Records::prepare() {
  stop_[static_cast<unsigned char>(dialect_.delimiter)] = true;
  stop_[static_cast<unsigned char>('\n')] = true;
  stop_[static_cast<unsigned char>('\r')] = true;
  if (dialect_.quote != '\0') stop_[static_cast<unsigned char>(dialect_.quote)] = true;
  if (dialect_.escape != '\0') stop_[static_cast<unsigned char>(dialect_.escape)] = true;
}

bool Records::refill() {
  if (ended_) return false;
  if (at_ > 0) {
    buffer_.erase(0, at_);
    base_ += at_;
    at_ = 0;
  }
  // A long record is read in ever larger steps, or parsing it again each time would cost the square of its length.
  const std::size_t want = buffer_.size() * 2;
  do {
    if (!more_(buffer_)) {
      ended_ = true;
      break;
    }
  } while (buffer_.size() < want);
  return true;
}

std::size_t Records::line_end(std::size_t from) const {
  const char* p = static_cast<const char*>(
      std::memchr(buffer_.data() + from, dialect_.bare_cr ? '\r' : '\n', buffer_.size() - from));
  return p == nullptr ? buffer_.size() : static_cast<std::size_t>(p - buffer_.data());
}

std::size_t Records::after_line(std::size_t from) const { return std::min(line_end(from) + 1, buffer_.size()); }

/// Where the next line begins, both places counted from `at_`; reads on where the text ends within the line, or with
/// it.
std::size_t Records::behind_line(std::size_t ahead) {
  while (after_line(at_ + ahead) == buffer_.size() && buffer_.size() - at_ < longest_open_quote && refill()) {
  }
  return after_line(at_ + ahead) - at_;
}

std::int64_t Records::lines_in(std::size_t from, std::size_t to) const {
  // Records have few lines, so looking for the next is faster than looking at each byte.
  std::int64_t n = 0;
  for (std::size_t at = line_end(from); at < to; at = line_end(at + 1)) ++n;
  return n;
}

/// literal_at  a quote to be read as an ordinary character
/// patient     go on where a quoted cell over several lines looks broken
/// one_line    the text ends with this line
Records::Parse Records::parse(std::size_t start, std::size_t literal_at, bool patient, bool one_line) {
  const char* const s = buffer_.data();
  const std::size_t end = one_line ? std::min(line_end(start) + 1, buffer_.size()) : buffer_.size();
  const bool last = ended_ || one_line;
  const char delimiter = dialect_.delimiter;
  const char quote = dialect_.quote;
  const char escape = dialect_.escape;
  const char newline = dialect_.bare_cr ? '\r' : '\n';
  bool mended = false;
  fields_.clear();
  quote_inside_ = false;
  trouble_at_ = nowhere;
  std::size_t i = start;
  while (true) {
    if (dialect_.blank_after && i < end && s[i] == ' ' && i > start) ++i;
    Field field{i, i, false};
    if (quote != '\0' && i < end && s[i] == quote && i != literal_at) {
      const std::size_t opened = i;
      std::size_t j = i + 1;
      bool closed = false;
      while (!closed) {
        std::size_t k = nowhere;
        if (escape == '\0') {
          const void* p = j < end ? std::memchr(s + j, quote, end - j) : nullptr;
          if (p != nullptr) k = static_cast<std::size_t>(static_cast<const char*>(p) - s);
        } else {
          k = j;
          while (k < end && s[k] != quote && s[k] != escape) ++k;
          if (k >= end) k = nowhere;
        }
        if (k == nowhere) {
          if (!last && end - opened < longest_open_quote) return Parse::more;
          if (trouble_at_ == nowhere) trouble_at_ = opened, trouble_field_ = fields_.size();
          fields_.add({opened + 1, end, true});
          stop_at_ = end;
          return Parse::unclosed;
        }
        if (k + 1 >= end && !last) return Parse::more;
        if (escape != '\0' && s[k] == escape) {
          field.escaped = true;
          j = std::min(k + 2, end);
          continue;
        }
        const char next = k + 1 < end ? s[k + 1] : newline;
        if (next == quote && (escape == '\0' || k + 2 < end)) {
          // Doubled, also where another escape is the rule: both are met in one file.
          field.escaped = true;
          j = k + 2;
          continue;
        }
        std::size_t behind = k + 1;
        while (behind < end && s[behind] == ' ' && delimiter != ' ') ++behind;
        if (behind >= end && behind > k + 1 && !last) return Parse::more;
        const char then = behind < end ? s[behind] : newline;
        if (then == delimiter || then == '\n' || then == '\r' || behind >= end) {
          field.from = opened + 1;
          field.to = k;
          i = behind;
          closed = true;
          continue;
        }
        if (trouble_at_ == nowhere) trouble_at_ = opened, trouble_field_ = fields_.size();
        mended = true;
        if (!patient && expected_ > 1 && std::memchr(s + opened, newline, k - opened) != nullptr) {
          stop_at_ = k;
          return Parse::suspect;
        }
        field.escaped = true;  // holds a quote that is no end; unescape leaves single ones as they are
        j = k + 1;
      }
      fields_.add(field);
    } else {
      std::size_t j = i;
      while (true) {
        while (j < end && !stop_[static_cast<unsigned char>(s[j])]) ++j;
        if (j >= end) break;
        const char c = s[j];
        if (c == delimiter || c == newline) break;
        if (c == quote && quote != '\0') quote_inside_ = true;
        if (escape != '\0' && c == escape && c != delimiter) {
          field.escaped = true;
          j = std::min(j + 2, end);
          continue;
        }
        if (c == '\r' && !dialect_.bare_cr && (j + 1 < end ? s[j + 1] == '\n' : last)) break;
        if (c == '\r' && j + 1 >= end && !last) return Parse::more;
        if (c == '\r' && dialect_.cr_too && expected_ > 1 && fields_.size() + 1 == expected_) break;
        ++j;
      }
      if (j >= end && !last) return Parse::more;
      field.to = j;
      fields_.add(field);
      i = j;
    }
    if (i >= end) {
      stop_at_ = end;
      break;
    }
    if (s[i] == delimiter) {
      ++i;
      continue;
    }
    if (s[i] == '\r' && !dialect_.bare_cr) {
      if (i + 1 >= end && !last) return Parse::more;
      if (i + 1 < end && s[i + 1] == '\n') ++i;
    }
    stop_at_ = i + 1;
    break;
  }
  return mended ? Parse::mended : Parse::fine;
}

void Records::unescape(const Field& field, std::string_view& out) {
  const std::string_view raw = std::string_view(buffer_).substr(field.from, field.to - field.from);
  if (!field.escaped) {
    out = raw;
    return;
  }
  if (scratch_used_ == scratch_.size()) scratch_.emplace_back();
  std::string& text = scratch_[scratch_used_++];
  text.clear();
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const char c = raw[i];
    const char next = i + 1 < raw.size() ? raw[i + 1] : '\0';
    if (dialect_.escape != '\0' && c == dialect_.escape && next != '\0' &&
        (next == dialect_.quote || next == dialect_.escape || next == dialect_.delimiter || next == '\n')) {
      // Before anything else it is a character like others: C:\temp, 8\'9".
      text += next;
      ++i;
    } else if (c == dialect_.quote && c != '\0' && next == c) {
      text += c;
      ++i;
    } else {
      text += c;
    }
  }
  out = text;
}

std::size_t Records::column_at(std::uint64_t offset) const {
  std::size_t k = 0;
  while (k + 1 < fields_.size() && base_ + fields_[k].to < offset) ++k;
  return k;
}

/// True when the cell that this quote opens has another quote in it before it ends.
bool Records::quotes_a_word(std::size_t opened) const {
  const std::size_t end = line_end(opened);
  for (std::size_t i = opened + 1; i < end && buffer_[i] != dialect_.delimiter; ++i) {
    if (buffer_[i] == dialect_.quote) return true;
  }
  return false;
}

bool Records::stands_alone(std::size_t start) {
  if (start >= buffer_.size()) return false;
  Parse p = parse(start, nowhere, false, false);
  while (p == Parse::more && buffer_.size() - at_ < longest_open_quote) {
    const std::size_t ahead = start - at_;
    if (!refill()) break;
    start = at_ + ahead;
    p = parse(start, nowhere, false, false);
  }
  return p == Parse::fine && fields_.size() == expected_;
}

/// Something is odd about the quotes of the record at `at_`. Leaves fields_ and stop_at_ as they shall be read.
void Records::recover(Record& record, Parse outcome) {
  const std::size_t opened = trouble_at_;
  const std::size_t field = trouble_field_;
  const std::size_t ahead = opened - at_;
  record.trouble_column = field;
  record.trouble_offset = base_ + opened;
  record.trouble_line = line_ + lines_in(at_, opened);
  const bool several_lines = outcome != Parse::mended || lines_in(at_, std::max(at_, stop_at_ - 1)) > 0;
  if (!several_lines) {
    record.state = RecordIs::mended;
    if (expected_ == 0 || fields_.size() == expected_) return;
    // A quote too many at the start of a cell: as an ordinary character it may leave the cells as they should be.
    if (parse(at_, opened, true, true) != Parse::unclosed && fields_.size() == expected_) return;
    parse(at_, nowhere, true, true);
    return;
  }
  if (outcome == Parse::mended && expected_ > 1 && fields_.size() == expected_ &&
      lines_in(fields_[field].from, fields_[field].to) == 0) {
    // The line break stands in another cell, and that one is well quoted.
    record.state = RecordIs::mended;
    return;
  }
  if (expected_ > 1) {
    // From here on more text may be read, which moves what the buffer holds: places count from `at_`.
    std::size_t line = behind_line(ahead);
    if (line_end(at_ + ahead) - (at_ + ahead) <= 2) {
      // A lone quote at the end of a line: as an ordinary character it may leave the cells as they should be.
      if (parse(at_, at_ + ahead, true, true) != Parse::unclosed && fields_.size() == expected_) {
        record.state = RecordIs::mended;
        return;
      }
    }
    // A quote at the start of a cell that holds another, in a row that is whole if both are ordinary characters: "Fault 5" is.
    if (quotes_a_word(at_ + ahead) && (at_ + line >= buffer_.size() || stands_alone(at_ + line)) &&
        parse(at_, at_ + ahead, true, true) != Parse::unclosed && fields_.size() == expected_) {
      record.state = RecordIs::mended;
      return;
    }
    for (int tries = 0; tries < 1000 && at_ + line < buffer_.size(); ++tries) {
      if (stands_alone(at_ + line)) {
        record.state = RecordIs::set_aside;
        parse(at_, nowhere, true, true);
        stop_at_ = at_ + line;
        return;
      }
      const std::size_t next = behind_line(line);
      if (next <= line) break;
      line = next;
    }
  }
  Parse again = parse(at_, nowhere, true, false);
  while (again == Parse::more && refill()) again = parse(at_, nowhere, true, false);
  record.trouble_offset = base_ + at_ + ahead;
  record.state = again == Parse::unclosed ? RecordIs::set_aside
                 : again == Parse::mended ? RecordIs::mended
                                          : RecordIs::fine;
}

bool Records::next(Record& record) {
  record.cells.clear();
  record.state = RecordIs::fine;
  scratch_used_ = 0;
  Parse p = Parse::more;
  const auto pass_cr = [&] {
    if (dialect_.cr_first && at_ < buffer_.size() && buffer_[at_] == '\r') ++at_;
  };
  pass_cr();
  if (at_ < buffer_.size()) p = parse(at_, nowhere, false, false);
  while (p == Parse::more) {
    const bool fresh = at_ >= buffer_.size();
    if (!refill() && at_ >= buffer_.size()) return false;
    if (fresh) pass_cr();
    if (at_ >= buffer_.size()) return false;
    p = parse(at_, nowhere, false, false);
  }
  if (p != Parse::fine) recover(record, p);
  record.quote_inside = quote_inside_;
  record.number = ++number_;
  record.line = line_;
  record.offset = base_ + at_;
  record.end = base_ + stop_at_;
  record.raw = std::string_view(buffer_).substr(at_, stop_at_ - at_);
  if (!record.raw.empty() && record.raw.back() == (dialect_.bare_cr ? '\r' : '\n')) record.raw.remove_suffix(1);
  if (!record.raw.empty() && record.raw.back() == '\r') record.raw.remove_suffix(1);
  record.blank = fields_.size() == 1 && fields_[0].from == fields_[0].to && !fields_[0].escaped;
  if (scratch_.size() < fields_.size()) scratch_.reserve(fields_.size());
  record.cells.resize(fields_.size());
  for (std::size_t k = 0; k < fields_.size(); ++k) unescape(fields_[k], record.cells[k]);
  line_ += lines_in(at_, stop_at_);
  if (dialect_.cr_too && stop_at_ > at_ && buffer_[stop_at_ - 1] == '\r') ++line_;
  at_ = stop_at_;
  return true;
}

void Records::skip_lines(std::size_t n, bool count_rows) {
  for (std::size_t k = 0; k < n; ++k) {
    while (line_end(at_) == buffer_.size() && refill()) {
    }
    const std::size_t next = after_line(at_);
    if (next == at_) return;
    line_ += lines_in(at_, next);
    at_ = next;
    if (count_rows) ++number_;
  }
}

}  // namespace debrief::import
