// Instants, zones and calendar dates. The only file pair that knows the time-zone library.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/issue.h"

namespace debrief::base {

/// Milliseconds since 1970-01-01T00:00:00Z.
using Ms = std::int64_t;

inline constexpr Ms second_ms = 1000;
inline constexpr Ms minute_ms = 60 * second_ms;
inline constexpr Ms hour_ms = 60 * minute_ms;
inline constexpr Ms day_ms = 24 * hour_ms;

/// A date and time on a wall clock, in no zone. month 1-12, day 1-31, hour 0-23 (24 only as 24:00:00).
struct Civil {
  int year = 1970;
  int month = 1;
  int day = 1;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int millisecond = 0;
  bool operator==(const Civil&) const = default;
};

enum class Precision : std::uint8_t { second, minute, day };

/// When something happened, as far as we know.
///
/// at    instant, ms since 1970 UTC
/// zone  as stated: an IANA name, an offset such as +01:00, or UTC
/// text  the source's own words, unchanged
struct Stamp {
  Ms at = 0;
  Precision precision = Precision::second;
  std::string zone;
  std::string text;
  bool operator==(const Stamp&) const = default;
};

/// True for a date of the Gregorian calendar with a time of day; 29 February only in leap years.
bool valid(const Civil& c);

/// The instant `c` would be if its clock showed UTC. `c` must be valid.
Ms civil_as_utc(const Civil& c);

/// Wall clock at `at` in UTC.
Civil utc_civil(Ms at);

/// Day of the week of a date, Monday = 0.
int weekday(const Civil& c);

enum class LocalTime { unique, skipped, repeated };

/// `at` of a wall-clock time in a zone. A time skipped in spring is moved forward by the gap, one that
/// happened twice in autumn takes the earlier; `kind` says so, for the caller to report.
struct Resolved {
  Ms at = 0;
  LocalTime kind = LocalTime::unique;
};

/// A time zone by IANA name ("Europe/London"), "UTC", or fixed offset ("+01:00"). Cheap to copy.
class Zone {
 public:
  /// UTC.
  Zone();
  /// nullopt when the name is not in the zone data.
  static std::optional<Zone> named(std::string_view name);
  /// The zone this computer is set to: TZ, then the system's setting; UTC when neither says.
  static Zone of_this_machine();

  const std::string& name() const { return name_; }
  Resolved instant(const Civil& c) const;
  Civil civil(Ms at) const;
  /// Offset from UTC at that instant, in minutes, and its abbreviation ("BST").
  int offset_minutes(Ms at) const;
  std::string abbreviation(Ms at) const;

 private:
  std::string name_;
  const void* zone_ = nullptr;   // nullptr: fixed offset
  int fixed_minutes_ = 0;
};

/// 2026-05-12T13:05:00Z; milliseconds only where they are not zero.
std::string rfc3339(Ms at);

/// RFC 3339 date-time, or a date, which means its midnight UTC. nullopt otherwise.
std::optional<Ms> parse_rfc3339(std::string_view text);

/// 2026-05-12 in that zone.
std::string iso_date(Ms at, const Zone& zone);

/// 2026-05-12 14:05:00 in that zone, cut to `precision`.
std::string iso_local(Ms at, const Zone& zone, Precision precision = Precision::second);

/// "12 May 2026", "12 May 2026, 14:05".
std::string plain_date(Ms at, const Zone& zone);
std::string plain_time(Ms at, const Zone& zone);

/// First instant of the day, ISO week (Monday), month or quarter that holds `at`, on that zone's clock.
enum class Period : std::uint8_t { day, week, month, quarter };
Ms period_start(Ms at, Period period, const Zone& zone);
/// First instant after that period.
Ms period_end(Ms at, Period period, const Zone& zone);

/// "2 h 15 min", "3 d 4 h", "45 s": two units at most. Negative gets a minus sign.
std::string plain_duration(double seconds);

/// Where the present comes from. Passed in, never global, so that a run can be repeated.
class Clock {
 public:
  /// The real clock.
  Clock() = default;
  /// A clock that stands still.
  explicit Clock(Ms fixed) : fixed_(fixed) {}
  Ms now() const;

 private:
  std::optional<Ms> fixed_;
};

}  // namespace debrief::base
