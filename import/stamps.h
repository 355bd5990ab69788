// From a written time to a Stamp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"
#include "import/readers/reader.h"
#include "import/sniff/dates.h"

namespace debrief::import {

/// A zone that remembers the offset of days without a clock change.
class QuickZone {
 public:
  explicit QuickZone(base::Zone zone) : zone_(std::move(zone)) {}
  base::Resolved instant(const base::Civil& c);
  const base::Zone& zone() const { return zone_; }

 private:
  struct Day {
    base::Ms day = 1;  // no day starts at 1 ms
    base::Ms offset = 0;
    bool steady = false;
  };
  base::Zone zone_;
  std::array<Day, 1024> days_{};
};

/// How reading one time ended.
///
/// stamp     set when `state` is read
/// repeated  the wall clock showed this twice; the earlier was taken, `later` is the other
/// skipped   the wall clock never showed this; moved forward by the gap
/// clock_unread  the date was read, the time of day beside it was not
struct StampRead {
  TimeRead state = TimeRead::not_a_time;
  std::optional<base::Stamp> stamp;
  bool repeated = false;
  bool skipped = false;
  bool clock_unread = false;
  base::Ms later = 0;
};

/// The cell with the time of day of a date; empty where there is none.
struct ClockCell {
  std::string_view text;
  CellIs kind = CellIs::text;
};

/// Reads times of one file: those with a zone in it, those without in the file's zone.
class StampReader {
 public:
  explicit StampReader(const base::Zone& zone) : zone_(zone) {}

  /// days_later  the time of day is that of so many days after the date
  StampRead read(std::string_view text, TimeStyle style, ClockCell clock = {}, bool whole_days = false,
                 int days_later = 0);

 private:
  QuickZone& named(const std::string& zone);

  QuickZone zone_;
  std::unordered_map<std::string, QuickZone> others_;
};

}  // namespace debrief::import
