// A made log of incidents, before it is written as a file.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "base/time.h"
#include "tests/import/fault_files.h"
#include "tests/import/fault_profiles.h"

namespace debrief::import::testing {

inline constexpr base::Ms minute = 60'000;
inline constexpr base::Ms day = 1440 * minute;

enum class Format { csv, xlsx, json, ndjson };

/// How a priority is written: 1, P1, 1 - Critical.
enum class Scale { digit, letter, worded };

struct Cell {
  std::string text;
  std::optional<base::Ms> at;  // a time, until it is written
  bool number = false;
  bool error = false;  // Excel's kind of cell
};

struct Record {
  std::vector<Cell> cells;
  // Set by faults of the syntax, not of the content.
  int quote_opened = -1;   // this cell gets a quote that is never closed
  int quote_inside = -1;   // this quoted cell has a bare quote in it
  int bad_byte = -1;       // this cell gets a byte that is no UTF-8
  int missing = -1;        // this cell is not there
  int extra = -1;          // something stands before this cell
  bool cut = false;        // the file ends in the middle of this row
  bool key_twice = false;  // JSON: a key stands twice
  bool no_object = false;  // JSON: a text where a record should be
};

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15ULL + 0xD1B54A32D192ED03ULL) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  bool in(std::size_t n) { return below(n) == 0; }
  template <typename Range>
  decltype(auto) one_of(const Range& range) {
    return range[below(std::size(range))];
  }

 private:
  std::mt19937_64 engine_;
};

/// Five to forty incidents as one of the profiles writes them. All chance comes from one number, so every log can be
/// made again.
///
/// bad  the row of the fault
/// kin  the row whose key it has
struct FaultLog {
  Chance chance;
  const Profile& profile;
  Format format;
  Scale scale;
  Writes writes;
  bool seconds = false;
  char delimiter = ',';
  bool quote_all = false;
  std::string line_end = "\n";
  bool last_line_end = true;
  std::string encoding = "utf-8";
  bool mark = false;
  std::vector<std::string> preamble;
  std::vector<Holds> columns;
  std::vector<Record> records;
  FaultFile out;
  std::size_t bad = 0;
  std::optional<std::size_t> kin;

  explicit FaultLog(std::uint64_t n);

  std::string heading(std::size_t c) const;
  /// The columns that hold one of these.
  std::vector<std::size_t> where(std::initializer_list<Holds> wanted) const;
  /// A time as this log writes it.
  std::string written(const base::Civil& c) const;

 private:
  Record record(std::size_t r, base::Ms opened);
};

/// Writes the log into its `out`, in its format: what stands where, and what was planted.
void write(FaultLog& log);

inline constexpr std::size_t kinds_of_fault = 26;
/// Plants fault number `k`; false where such a log cannot have it, and then it is not to be used.
bool plant(FaultLog& log, std::size_t k);

}  // namespace debrief::import::testing
