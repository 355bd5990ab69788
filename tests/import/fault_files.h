// Small exports, each with one fault planted in it, and what a person would say about that fault.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "import/importer.h"

namespace debrief::import::testing {

/// One file and its truth.
///
/// name      of the file, whose ending is all that is left of its format
/// about     what was planted, and in what kind of file, for the one who reads a failure
/// codes     any of these says what is wrong
/// row       as a spreadsheet shows it; of JSON the n-th record
/// line      physical line, 0 where lines do not count
/// column    heading; "" where the fault belongs to the row, not to a cell
/// other     a row that may be blamed too, for what the two say against each other; 0 none
/// refused   the file as a whole is refused with this code, naming `line`
/// rows      data rows of the file, the bad one among them
/// set_aside, merged   rows that cannot become a record, or go into another; -1 either way is right
struct FaultFile {
  std::string name;
  std::string about;
  std::string bytes;
  Options options;
  std::vector<std::string> codes;
  std::int64_t row = 0;
  std::int64_t line = 0;
  std::string column;
  std::int64_t other = 0;
  std::string refused;
  std::int64_t rows = 0;
  std::int64_t set_aside = 0;
  std::int64_t merged = 0;
};

/// The n-th file; the same for ever, on every machine.
FaultFile fault_file(std::uint64_t n);

/// The n-th file before its fault: nothing is wrong with any row of it.
FaultFile sound_file(std::uint64_t n);

}  // namespace debrief::import::testing
