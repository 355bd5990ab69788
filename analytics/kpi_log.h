// Service-desk figures from a small log of tickets and calls: outcome per ticket, then the figures over them.
//
// This is the reading of a log whose clock has pauses and whose targets go by priority. The clock runs round the clock;
// a pause stops it, and pauses that overlap count once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analytics/numbers/interval.h"
#include "analytics/numbers/quantile.h"
#include "analytics/numbers/survival.h"
#include "base/time.h"

namespace debrief::analytics {

/// until absent: still paused.
struct Pause {
  base::Ms from = 0;
  std::optional<base::Ms> until;
};

/// final_resolved is absent while a reopened ticket is open. contacts: how often the caller was spoken to.
struct LogTicket {
  std::string id;
  std::string priority;
  base::Ms opened = 0;
  std::optional<base::Ms> acknowledged, first_resolved, final_resolved, reopened;
  std::vector<Pause> pauses;
  int contacts = 0;
  std::string group;
  std::optional<double> csat;
  std::string caller;
  std::string category;
};

struct LogCall {
  double wait_s = 0;
  bool answered = false;
};

struct Targets {
  double acknowledge_s = 0;
  double resolve_s = 0;
};

/// Tickets opened in [from, until) count for durations and SLA; those first resolved in [from, as_of) for the rest.
///
/// first_line  the group whose tickets may count as solved at first contact
struct LogPolicy {
  base::Ms from = 0;
  base::Ms until = 0;
  base::Ms as_of = 0;
  base::Ms reopen_window = 14 * base::day_ms;
  base::Ms repeat_window = 7 * base::day_ms;
  std::map<std::string, Targets> targets;
  std::vector<double> csat_top_box{4, 5};
  double answer_threshold_s = 20;
  double short_abandon_s = 5;
  std::string first_line = "L1";
};

/// An open ticket past its target is breached; one not yet due is pending.
enum class SlaState : std::uint8_t { met, breached, pending, missing, invalid, no_target };
std::string_view name(SlaState state);

/// A time that has ended, or has run so far; neither when it cannot be said.
struct Elapsed {
  std::optional<double> seconds;
  std::optional<double> censored_at;
};

struct TicketOutcome {
  std::string id;
  bool in_period = false;
  bool valid = true;  // false: resolved before it was opened
  Elapsed acknowledge, first_resolve, total_resolve;
  SlaState sla_acknowledge = SlaState::pending;
  SlaState sla_resolve = SlaState::pending;
};

struct LogShare {
  std::int64_t numerator = 0;
  std::int64_t denominator = 0;
  std::optional<double> value() const;
  std::optional<Interval95> interval() const { return wilson(numerator, denominator); }
};

struct SlaShare : LogShare {
  std::int64_t pending = 0, missing = 0, invalid = 0, no_target = 0;
};

/// geometric_mean is absent when a duration is 0.
struct LogDurations {
  std::vector<double> ended;
  std::int64_t censored = 0;
  std::optional<Summary> summary;
  std::optional<double> geometric_mean;
  std::vector<SurvivalStep> curve;
  std::optional<double> km_median;
};

/// Counts by UTC day, "2024-03-01", from the start of the period to the day before as_of.
struct LogBacklog {
  std::vector<std::string> ids;
  std::vector<std::pair<std::string, double>> age_days;
  std::vector<std::pair<std::string, std::int64_t>> end_of_day;
  std::vector<std::pair<std::string, std::int64_t>> arrivals;
};

/// Shares of calls answered within the threshold, by what they are divided by, and of calls given up. Absent
/// without calls.
struct LogCalls {
  std::int64_t offered = 0, answered = 0, abandoned = 0, short_abandons = 0, answered_within = 0;
  std::optional<double> asa_s;
  std::optional<double> level_of_answered, level_of_offered, level_of_offered_less_short, level_with_abandons_within;
  std::optional<double> abandoned_of_offered, long_abandoned_of_offered_less_short;
};

struct KpiLog {
  std::vector<TicketOutcome> tickets;
  std::vector<std::pair<std::string, std::string>> data_quality;  // ticket, finding
  LogDurations acknowledge;
  std::vector<std::string> acknowledge_missing;
  LogDurations first_resolve;
  SlaShare sla_acknowledge, sla_resolve;
  LogShare reopen_rate;
  std::vector<std::string> reopened, resolved;
  LogShare fcr_all, fcr_mature;
  std::vector<std::string> fcr;
  std::vector<std::pair<std::string, std::string>> repeat_contacts;  // the later ticket, the one it repeats
  LogShare csat;
  std::optional<double> csat_mean, csat_response_rate;
  LogBacklog backlog;
  LogCalls calls;
};

/// Pure. Nothing after `policy.as_of` may stand in the log.
KpiLog kpi_log(const std::vector<LogTicket>& tickets, const std::vector<LogCall>& calls, const LogPolicy& policy);

}  // namespace debrief::analytics
