// The service clock: when a desk is open, what it promises, and when its clock stands.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/clock/calendar.h"
#include "base/issue.h"
#include "review/columns.h"
#include "review/event_columns.h"

namespace debrief::analytics {

/// Time on the service clock from opening; nullopt: nothing promised.
struct ServiceTargets {
  std::optional<base::Ms> acknowledge, resolve;
};

/// A calendar as somebody wrote it down.
///
/// targets   by priority as written; a level ("1", "P1") also holds for other words of that level
/// pauses    statuses in which the clock stands, folded
/// rule      which target holds when the priority changes
/// json      the same again, canonical: what is stored and what a version is told by
struct ServiceCalendar {
  std::string title;
  BusinessCalendar hours;
  std::map<std::string, ServiceTargets> targets;
  std::vector<std::string> pauses;
  TargetRule rule = TargetRule::at_opening;
  std::string json;

  /// nullptr where nothing is promised for that priority.
  const ServiceTargets* targets_for(std::string_view priority) const;
  bool pauses_in(std::string_view status) const;
};

/// Reads
///   {"title": "Desk", "zone": "Europe/London", "hours": {"mon-fri": ["08:00-18:00"], "sat": ["09:00-13:00"]},
///    "holidays": ["2026-12-25"], "targets": {"P1": {"acknowledge": "15 min", "resolve": "4 h"}},
///    "pause_statuses": ["Awaiting User Info"], "target_rule": "at_opening"}
/// Without hours every hour counts. Lengths are "30 s", "15 min", "4 h" or "1 h 30 min" of open time; a day is refused,
/// as it has as many hours as the desk is open. The issue has code calendar-unreadable and says which key.
base::Parsed<ServiceCalendar> service_calendar_from(std::string_view json);

/// "at_opening", "strictest", "latest".
std::string_view name(TargetRule rule);

/// What the service clock says of each incident; one entry per row of the columns.
///
/// acknowledge, resolve  ms of open time from opening to the first response and to the last resolution, or for those
///                       that have neither yet to `as_of`; 0 where the opening is not known
/// due                   when the time to resolve runs out; no_time without a target, or where it never does
/// met                   ended within the target; counts what has ended
enum class ServiceState : std::uint8_t { met, breached, pending, missing, without_target };

/// Pauses end where the status changes to another, or at `as_of`. The status before the first change is the one since
/// opening, where the log says it. `events` nullptr: a log without history, whose clock never stands.
class ServiceTimes {
 public:
  ServiceTimes(const review::IncidentColumns& incidents, const review::EventColumns* events, ServiceCalendar calendar);

  const ServiceCalendar& calendar() const { return calendar_; }
  std::vector<base::Ms> acknowledge, resolve, due;
  std::vector<ServiceState> met;
  /// Open time between two instants, every hour within the calendar, no pauses.
  base::Ms between(base::Ms from, base::Ms until) const { return clock_.between(from, until); }
  /// Incidents with at least one pause, and with a changed priority.
  std::int64_t paused = 0, reprioritised = 0;

 private:
  ServiceCalendar calendar_;
  BusinessClock clock_;
};

}  // namespace debrief::analytics
