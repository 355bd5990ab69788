// How a delimited file is written: delimiter, quote, escape, and what stands above the table.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "import/csv/records.h"

namespace debrief::import {

/// What a person said; empty where it is to be found out. "tab", "space", "none", "\t" and single characters.
struct DialectAsked {
  std::string delimiter;
  std::string quote;
  std::string escape;
};

/// sep_line  the first line only names the delimiter (`sep=;`); spreadsheets do not show it
/// confidence  0 to 1: how many rows agree, less what the next best delimiter reaches; 1 where it was told
/// evidence    for a person
/// sure      the delimiter gives rows of equal length, or was told
struct DialectFound {
  Dialect dialect;
  bool sep_line = false;
  bool sure = true;
  double confidence = 1;
  std::string evidence;
};

/// Weighs every delimiter, quote and escape on the start of a file: rows of equal length with cells that look like
/// something win (after van den Burg, Nazábal and Sutton, Wrangling Messy CSV Files, 2019).
///
/// sample  well-formed UTF-8, best cut at a line end
/// Throws base::Error bad-option (status 2) for an option that is no single character.
DialectFound dialect_of(std::string_view sample, const DialectAsked& asked);

/// '\0' for "none" and ""; throws base::Error bad-option.
char one_character(std::string_view text, std::string_view option);

}  // namespace debrief::import
