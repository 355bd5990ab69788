// Records of delimited text (RFC 4180 and what people send instead), with exact places.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::import {

/// How a delimited file is written.
///
/// quote, escape  '\0' none; a quote inside quotes is doubled, or follows `escape`
/// blank_after    one blank after each delimiter is part of the delimiter
/// bare_cr        lines end in CR alone
/// cr_too         some rows end in CR alone, others in LF or CRLF: a CR outside quotes ends a row that is complete
/// cr_first       lines end in LF CR: a CR at the start of a line belongs to the end of the one before
struct Dialect {
  char delimiter = ',';
  char quote = '"';
  char escape = '\0';
  bool blank_after = false;
  bool bare_cr = false;
  bool cr_first = false;
  bool cr_too = false;
};

/// fine         as the rules say
/// mended       quotes stand where they should not; read as the likeliest meaning
/// set_aside    a quote was opened and never closed; reading goes on at the next line that makes a row by itself
enum class RecordIs : std::uint8_t { fine, mended, set_aside };

/// Views are valid until the next record. `column` and `byte` place the quote that caused trouble.
struct Record {
  RecordIs state = RecordIs::fine;
  std::vector<std::string_view> cells;
  std::string_view raw;      // as it stands in the text, without its line end
  std::int64_t number = 0;   // rows before it plus one; blank lines count, as in a spreadsheet
  std::int64_t line = 0;     // physical, from 1
  std::uint64_t offset = 0;  // in the text
  std::uint64_t end = 0;
  std::size_t trouble_column = 0;
  std::uint64_t trouble_offset = 0;
  std::int64_t trouble_line = 0;
  bool blank = false;         // an empty line
  bool quote_inside = false;  // a cell that is not quoted holds a quote, or may
};

/// Reads records from text that comes in pieces, holding one record (at most 8 MiB of it when a quote stays open).
class Records {
 public:
  /// Appends more text; false when there is no more.
  using More = std::function<bool(std::string&)>;

  Records(Dialect dialect, More more) : dialect_(dialect), more_(std::move(more)) { prepare(); }

  /// How many cells a row should have; 0 while unknown. Needed to tell a broken quote from a long cell.
  void expect(std::size_t cells) { expected_ = cells; }
  bool next(Record& record);
  /// Passes over physical lines; `count_rows` says whether a spreadsheet would show them.
  void skip_lines(std::size_t n, bool count_rows);
  const Dialect& dialect() const { return dialect_; }
  /// Which cell of the record just given holds that place of the text; the last one for places behind it.
  std::size_t column_at(std::uint64_t offset) const;

 private:
  enum class Parse : std::uint8_t { fine, mended, unclosed, suspect, more };
  struct Field {
    std::size_t from = 0;
    std::size_t to = 0;
    bool escaped = false;
  };
  /// The fields of a record. Grows and never gives back, so that adding one is a store and a count.
  class Fields {
   public:
    void clear() { n_ = 0; }
    std::size_t size() const { return n_; }
    const Field& operator[](std::size_t k) const { return fields_[k]; }
    void add(const Field& field) {
      if (n_ == fields_.size()) fields_.resize(2 * n_ + 32);
      fields_[n_++] = field;
    }

   private:
    std::vector<Field> fields_;
    std::size_t n_ = 0;
  };

  void prepare();
  bool refill();
  Parse parse(std::size_t start, std::size_t literal_at, bool patient, bool one_line);
  void unescape(const Field& field, std::string_view& out);
  std::size_t line_end(std::size_t from) const;
  std::size_t after_line(std::size_t from) const;
  std::size_t behind_line(std::size_t ahead);
  std::int64_t lines_in(std::size_t from, std::size_t to) const;
  bool quotes_a_word(std::size_t opened) const;
  bool stands_alone(std::size_t start);
  void recover(Record& record, Parse outcome);

  Dialect dialect_;
  More more_;
  std::size_t expected_ = 0;
  std::string buffer_;
  std::size_t at_ = 0;
  std::uint64_t base_ = 0;
  std::int64_t line_ = 1;
  std::int64_t number_ = 0;
  bool ended_ = false;
  bool stop_[256] = {};
  bool quote_inside_ = false;

  Fields fields_;
  std::size_t stop_at_ = 0;     // end of the record just parsed, behind its line end
  std::size_t trouble_at_ = 0;  // the quote that opened the troubled field
  std::size_t trouble_field_ = 0;
  std::vector<std::string> scratch_;
  std::size_t scratch_used_ = 0;
};

}  // namespace debrief::import
