// What every reader gives: a table's heading, then its rows, one by one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.h"
#include "import/importer.h"
#include "import/source.h"

namespace debrief::import {

/// What a cell is by its container; text files know text only. `date`, `time` and `duration` are workbook numbers
/// shown as such.
enum class CellIs : std::uint8_t { text, number, boolean, date, time, duration, error };

/// An object of a list inside a record: keys (dotted where nested) and texts.
using NestedItem = std::vector<std::pair<std::string, std::string>>;

/// A list of objects inside a record, such as `updates`.
struct NestedList {
  std::string name;
  std::vector<NestedItem> items;
};

/// One data row. Views are valid until the next call of the reader.
///
/// number     as a spreadsheet shows it (heading is row 1); of a JSON file the n-th record
/// line       physical line, 0 in a workbook
/// raw        the row's own bytes, where the reader has them in one piece
/// kinds      one a cell, or empty when all are text
/// set_aside  why the row cannot be used; its cells are what could be made out
/// remarks    faults that do not cost the row
/// heading    the heading over again, no data
/// sheet, sheet_row  of a table that goes on over several sheets: where the row stands; `number` counts on
struct Row {
  std::int64_t number = 0;
  std::int64_t line = 0;
  std::string_view raw;
  std::vector<std::string_view> cells;
  std::vector<CellIs> kinds;
  std::vector<NestedList> lists;
  std::optional<base::Issue> set_aside;
  std::vector<base::Issue> remarks;
  bool heading = false;
  std::string_view sheet;
  std::int64_t sheet_row = 0;

  void clear() {
    raw = {};
    cells.clear();
    kinds.clear();
    lists.clear();
    set_aside.reset();
    remarks.clear();
    heading = false;
  }
};

/// What is known of a table before its rows.
///
/// columns    as written, repeated names kept; names made up ("column 3") where there is no heading
/// above      cells of the rows above the heading, as far as they were looked at
/// lists      names of lists inside records
/// sheets     the table goes on over several sheets of the same headings
/// findings   what a person should hear about the file as a whole
struct Table {
  std::string format;
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> above;
  std::vector<std::string> lists;
  std::int64_t header_row = 0;  // 0 none
  std::string encoding;
  std::string delimiter;
  std::string quote;
  std::string escape;
  std::string sheet;
  bool sheets = false;
  bool epoch_1904 = false;
  std::vector<review::PhaseVerdict> sniff;  // of the phases the reader goes through
  std::vector<base::Issue> findings;
};

class Reader {
 public:
  virtual ~Reader() = default;
  virtual const Table& table() const = 0;
  /// False after the last row. Throws base::Error (status 5) where the syntax allows no going on.
  virtual bool next(Row& row) = 0;
  /// What was found out about the file as a whole while its rows were read; empty before the end.
  virtual std::vector<base::Issue> late_findings() { return {}; }
  /// Back to the first data row.
  virtual void rewind() = 0;
  /// Bytes read since the start, of how many `Source::bytes` tells.
  virtual std::uint64_t bytes_done() const = 0;
};

/// A file syntax. The file in readers/ is the registration.
///
/// id          "csv"
/// formats     names `--format` and receipts use for it
/// likelihood  0 never to 100 surely, by the first bytes
struct ReaderKind {
  std::string_view id;
  std::string_view title;
  std::span<const std::string_view> formats;
  int (*likelihood)(const Source& source);
  std::unique_ptr<Reader> (*open)(const Source& source, const Options& options);
};
std::span<const ReaderKind* const> all_readers();

/// The likeliest reader, or the one `options.format` names. Throws unknown-format (status 2), not-a-table (5).
std::unique_ptr<Reader> open_reader(const Source& source, const Options& options);

}  // namespace debrief::import
