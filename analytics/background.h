// Facts about all incidents that several KPIs need: worked out once, read for every group and period.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "review/column_set.h"
#include "review/columns.h"

namespace debrief::analytics {

/// What an incident says about being a repeat of an earlier one.
enum class Recurrence : std::uint8_t {
  unknown,  // no class to compare by, or not opened at a known time
  first,    // none of its class ended in the 30 days before
  again,    // one did
};

/// has_*      some row says so at all; where none does, silence is not a "no"
/// csat_top   from this score on a reply counts as satisfied; csat_scale the highest score of the scale seen
struct Background {
  bool has_acknowledgements = false;
  bool has_closings = false;
  bool has_reopenings = false;  // times of reopening, from events
  bool has_escalations = false;
  bool has_major_flags = false;
  double csat_scale = 0;  // 0: no scores
  double csat_top = 0;
  std::vector<bool> most_urgent;       // per code of the priority column: level 1
  std::vector<std::uint8_t> open;      // per row of the columns: still open as far as the log knows (ended.h)
  std::vector<Recurrence> recurrence;  // per row of the columns; rows not asked for stay unknown
};

/// rows    ascending; the incidents that count at all
/// themes  one code per row of the columns, 0 = none; nullptr: classes are made of the incidents' own labels
/// repeats false: `recurrence` stays empty
/// used    what is made of other columns stays as if no row said anything
Background background_of(const review::IncidentColumns& incidents, std::span<const std::uint32_t> rows,
                         const review::Labels* themes = nullptr, bool repeats = true,
                         review::ColumnSet used = review::ColumnSet::all());

/// Score from which a reply counts as satisfied, on a scale seen to reach `highest`: the top two boxes of 1-5,
/// 1-7 and 1-10, thumbs up where 0 occurs and nothing is over 1, 80 and more of 100.
struct CsatScale {
  double highest = 0;
  double top = 0;
};
CsatScale csat_scale(double lowest, double highest);

}  // namespace debrief::analytics
