// Rows that are contacts or intervals of a report: what the cells say, field by field.
#pragma once

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "import/cells.h"
#include "review/incident.h"

namespace debrief::import {

/// Columns that tell by being filled; see SourceSpec.
///
/// by_talk  no column says whether a call was answered; its time of talk does
struct Telling {
  std::vector<std::size_t> answered, queued, ref_with;
  bool by_talk = false;

  explicit Telling(const Mapping& mapping);
};

/// The contact in the row at hand, but for its key. `cells.lost` is set when the row cannot do without a time it has
/// not.
review::Contact contact_of(Cells& cells, const Telling& telling);

/// Makes whole times of what rows of reports leave out: the day above the table, the date and the queue that stand in the
/// first row of a group only, the start of "08:00 - 08:30". Puts them into the row's cells; the texts live until the next
/// row.
class WholeTimes {
 public:
  void complete(Cells& cells);
  /// Length of the row's interval; 0 unknown.
  double seconds() const { return seconds_; }

 private:
  std::string_view kept(std::string text);

  std::deque<std::string> texts_;
  std::vector<std::string> carried_;
  double seconds_ = 0;
};

/// The interval in the row at hand, completed.
review::Interval interval_of(Cells& cells, const WholeTimes& times);

/// Tells the rows of an interval report that are no interval: totals, averages, titles between the pages.
class Totals {
 public:
  bool repeats_the_report(Cells& cells);

 private:
  double since_ = 0;  // offered, since the last total
  double all_ = 0;
  std::int64_t rows_ = 0;
  bool timed_ = false;
};

}  // namespace debrief::import
