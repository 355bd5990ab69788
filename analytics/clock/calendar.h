// Business time: which instants a calendar is open at, and how long a clock that stops with it has run.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/issue.h"
#include "base/time.h"

namespace debrief::analytics {

/// From and until on the wall clock, in minutes after midnight, [from, until). An until at or before from lies on the
/// next day: 22:00-06:00.
struct Hours {
  int from = 0;
  int until = 24 * 60;
};

/// Weekly hours on a zone's wall clock, and dates without any. Hours over midnight belong to the date they start on,
/// for the weekday and for holidays.
struct BusinessCalendar {
  base::Zone zone;
  std::vector<Hours> week[7];          // Monday first
  std::vector<std::int64_t> holidays;  // days since 1970-01-01, ascending
};

/// "09:00-17:00"; "24:00" ends a day. The issue has code hours-unreadable.
base::Parsed<Hours> parse_hours(std::string_view text);
/// "2024-12-25" as days since 1970-01-01; nullopt when it is no date.
std::optional<std::int64_t> parse_day(std::string_view text);

/// Instants [from, until); no `until`: for ever.
struct Stop {
  base::Ms from = 0;
  std::optional<base::Ms> until;
};

/// Answers for one calendar. Opening hours are worked out as wanted and kept; safe to use from several threads.
///
/// Skipped wall-clock times never happen, repeated ones count each time: a night of 22:00-06:00 lasts 7 hours in spring
/// and 9 in autumn, and hours that lie in the repeated hour come twice.
class BusinessClock {
 public:
  explicit BusinessClock(BusinessCalendar calendar);

  bool open(base::Ms at) const;
  /// Open time in [from, until) without `stops`, which may overlap; 0 when until is not after from.
  base::Ms between(base::Ms from, base::Ms until, std::span<const Stop> stops = {}) const;
  /// First instant at which `target` has run since `from`; nullopt when it never will (a stop without end, a calendar
  /// without hours in the next ten years). A target of 0 or less is due at once.
  std::optional<base::Ms> due(base::Ms from, base::Ms target, std::span<const Stop> stops = {}) const;

 private:
  struct Span {
    base::Ms from, until;
  };
  /// Open spans that touch [from, until), ascending, apart.
  std::vector<Span> spans(base::Ms from, base::Ms until) const;
  /// Those of one block of 64 days.
  const std::vector<Span>& block(std::int64_t index) const;
  std::vector<Span> worked_out(base::Ms from, base::Ms until) const;

  BusinessCalendar calendar_;
  mutable std::mutex mutex_;
  mutable std::vector<std::pair<std::int64_t, std::vector<Span>>> blocks_;  // ascending by index
};

/// A target that changes with the priority of a case.
struct TargetChange {
  base::Ms at = 0;
  base::Ms target = 0;
};
/// at_opening  the one in force when the case began
/// strictest   the shortest there ever was by `until`
/// latest      the one in force at `until`
enum class TargetRule : std::uint8_t { at_opening, strictest, latest };
/// The target in force; nullopt when there is none yet. changes: any order; the first holds from the beginning.
std::optional<base::Ms> target_by(TargetRule rule, std::span<const TargetChange> changes, base::Ms until);

}  // namespace debrief::analytics
