// Faults that no single record shows, only many together.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/issue.h"
#include "review/incident.h"

namespace debrief::review {

/// True when records look selected by when they ended, so that the slow ones among the latest openings are missing:
/// (nearly) all have ended, and some were opened before the first end while almost none ended after the last opening.
/// At least 30 records, and 8 opened before the first end.
///
/// opened  of each record, ascending
/// ends    of those that have ended, in any order; those before their opening left out
bool selected_by_end(std::span<const base::Ms> opened, std::vector<base::Ms> ends);

/// Takes the records of one file, 24 bytes each, and then says what is wrong with them as a whole:
///   date-outlier              a time years apart from nearly all openings, as 2062 for 2026
///   bulk-update               many old records got one time in one stroke; `row` is the first of them
///   selected-by-closing-date  see selected_by_end; about the file, no row
/// Columns of the places are keys of fields ("resolved_at").
class WholeFile {
 public:
  /// row  first row of the record; seen again, the later sight holds
  void see(const Incident& incident, std::int64_t row);
  /// records  how many the file has; where fewer than 9 in 10 were seen, nothing is said about their selection
  std::vector<base::Issue> faults(std::size_t records);

 private:
  static constexpr std::size_t ends = 4;
  /// Seconds since 1970, 0 where there is no time or only a date.
  struct Record {
    std::uint32_t opened = 0;
    std::uint32_t row = 0;
    std::array<std::uint32_t, ends> at{};
  };
  std::vector<std::uint32_t> full_minutes(std::size_t field) const;
  void outliers(std::vector<base::Issue>& out) const;
  void bursts(std::size_t field, std::vector<base::Issue>& out) const;

  std::vector<Record> records_;
};

/// A warning `maybe-truncated` when a file has exactly as many rows as exports are cut at: 1, 2 or 5 times a power of
/// ten from 1,000 on, or a worksheet's limits. Empty otherwise.
std::vector<base::Issue> cut_at_round_count(std::int64_t rows);

}  // namespace debrief::review
