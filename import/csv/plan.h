// What is decided about a delimited file before its rows are read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "import/csv/shapes.h"
#include "import/readers/reader.h"
#include "import/sniff/dialect.h"
#include "import/sniff/encoding.h"

namespace debrief::import {

/// table       heading and findings, as readers give them
/// width       columns
/// rows_above  rows before the first data row, those a flag skips among them
/// heading     the cells of the first heading row as written; empty where there is none
/// comments    lines that start with # and fit no row are remarks
/// shapes      what rows that fit hold, column by column
struct CsvPlan {
  Encoding encoding;
  DialectFound found;
  Table table;
  std::size_t width = 0;
  std::int64_t rows_above = 0;
  std::vector<std::string> heading;
  bool comments = false;
  ColumnShapes shapes;
};

/// Judges by the start of the file. Throws base::Error no-rows, bad-option, unknown-encoding.
CsvPlan csv_plan(const Source& source, const Options& options);

/// True when the cells are the heading over again, as where one export follows another in a file: the first name and
/// most of the others stand in their places.
template <typename Cells>
bool repeats_heading(const std::vector<std::string>& heading, const Cells& cells) {
  if (heading.size() < 2 || cells.size() < 2 || heading.front().empty() || cells.front() != heading.front())
    return false;
  const std::size_t common = heading.size() < cells.size() ? heading.size() : cells.size();
  std::size_t same = 0;
  for (std::size_t c = 0; c < common; ++c) same += cells[c] == heading[c] ? 1 : 0;
  return same >= 2 && same * 5 >= common * 4;
}

}  // namespace debrief::import
