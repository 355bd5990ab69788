// From a written time to a Stamp.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/time.h"
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
struct StampRead {
  TimeRead state = TimeRead::not_a_time;
  std::optional<base::Stamp> stamp;
  bool repeated = false;
  bool skipped = false;
  base::Ms later = 0;
};

/// Reads times of one file: those with a zone in it, those without in the file's zone.
class StampReader {
 public:
  explicit StampReader(const base::Zone& zone) : zone_(zone) {}

  /// clock  text of a separate time of day, "" none
  StampRead read(std::string_view text, TimeStyle style, std::string_view clock = {}, bool whole_days = false);

 private:
  QuickZone& named(const std::string& zone);

  QuickZone zone_;
  std::unordered_map<std::string, QuickZone> others_;
};

}  // namespace debrief::import
