// Cells of one row at a time, read as what their column says they are: a value, or an issue.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/mapping.h"
#include "import/readers/reader.h"
#include "import/sink.h"
#include "import/stamps.h"

namespace debrief::import {

/// How often something was met in one column, told once at the end, with where it was met first.
struct Tally {
  std::int64_t n = 0;
  std::int64_t row = 0;
  std::int64_t line = 0;
  std::string value;
};

/// A time of the row at hand that the clocks showed twice, and its later reading.
struct Repeat {
  std::size_t column = 0;
  base::Ms later = 0;
};

/// Which words stand for a missing value in a column.
enum class Missing : std::uint8_t { signs, words, words_and_nobody };

/// Reads cells of `row`, which `look_at` sets. Faults go to the sink, but one that costs the row stays in `why`.
class Cells {
 public:
  Cells(const Mapping& m, std::string f, Sink& s);

  /// The row whose cells are asked for next.
  void look_at(Row& r);
  const ColumnPlan& plan(std::size_t c) const { return mapping.columns[c]; }
  base::Place place(std::size_t c) const;
  /// Adds one to the tally.
  void count(Tally& tally, std::string_view value) const;

  /// The cell without blanks at its ends; "" for a stand-in, which is counted.
  std::string_view cell(std::size_t c);
  /// Text as it is kept: no NUL, the source's codes spelled out.
  std::optional<std::string> words(std::size_t c);
  /// costs  the row cannot do without this time
  std::optional<base::Stamp> time(std::size_t c, bool costs);
  std::optional<double> duration(std::size_t c);
  std::optional<bool> flag(std::size_t c);
  /// Takes a text that is no longer wanted: its memory serves the next one.
  void give_back(std::optional<std::string>& text);
  /// 0 to 1, from "94.01%", "94,01" or "0.9401"; what the column holds decides whether bare numbers are percent.
  std::optional<double> share(std::size_t c);
  /// scale  set where the cell says out of how many ("4/5")
  std::optional<double> number(std::size_t c, double* scale = nullptr);

  /// Stand-ins and text encoded twice, one warning a column.
  void tell_tallies();

  const Mapping& mapping;
  const std::string file;
  Sink& sink;
  StampReader stamps;
  Row* row = nullptr;
  std::vector<Repeat> repeats;
  base::Issue why;
  bool lost = false;

 private:
  CellIs kind(std::size_t c) const { return c < row->kinds.size() ? row->kinds[c] : CellIs::text; }
  /// A time of day whose date stands in another column.
  std::optional<base::Stamp> time_of_date(std::size_t c);
  void tell_unread_clock(std::size_t c, std::string_view text, bool date_kept);
  void damaged(std::size_t c, std::string_view text);
  void tell_cut(std::size_t c);

  bool odd_bytes_ = true;  // the row may hold NUL, or text encoded twice
  std::vector<std::string> spare_;
  std::vector<Missing> missing_;
  std::vector<Tally> placeholders_;
  std::vector<Tally> twice_encoded_;
};

}  // namespace debrief::import
