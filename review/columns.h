// All incidents as columns: one vector per field, one row per incident, for figures over many.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "review/incident.h"

namespace debrief::review {

/// Absent times in columns.
inline constexpr base::Ms no_time = std::numeric_limits<base::Ms>::min();

/// A column of few different texts: `codes[row]` indexes `values`; code 0 is "" and means absent.
/// Labels that differ only in case or blanks share a code; the first spelling is shown.
struct Labels {
  std::vector<std::uint32_t> codes;
  std::vector<std::string> values{""};
  std::string_view at(std::size_t row) const { return values[codes[row]]; }
};

/// One row per contact, in the order of their start. Flags are 0 or 1, lengths seconds; NaN unknown.
struct ContactColumns {
  std::vector<base::Ms> started;
  std::vector<double> answered, abandoned, queue_wait, talk, hold, acw, fcr;
  Labels team, channel, category, source;

  std::size_t size() const { return started.size(); }
};

/// One row per interval of a queue report. Counts, averages in seconds, shares 0 to 1; NaN unknown.
struct IntervalColumns {
  std::vector<base::Ms> from;
  std::vector<double> offered, answered, abandoned, within_threshold, service_level, asa, aht, talk, hold, acw, fcr;
  Labels team, source;

  std::size_t size() const { return from.size(); }
  /// What the report leaves out follows from the other two counts; NaN where it does not.
  double offered_in(std::size_t row) const {
    return std::isnan(offered[row]) ? answered[row] + abandoned[row] : offered[row];
  }
  double answered_or_rest(std::size_t row) const {
    return std::isnan(answered[row]) ? offered[row] - abandoned[row] : answered[row];
  }
  double abandoned_in(std::size_t row) const {
    return std::isnan(abandoned[row]) ? offered[row] - answered[row] : abandoned[row];
  }
};

/// One row per action. Times absent are no_time.
///
/// over     carried out, or rejected, deferred or closed, whichever came first
/// dropped  rejected or deferred: it will not be carried out
/// watched_until  end of the time in which its effect is watched; `done` where none was set
/// judged   its effect has a verdict other than "cannot tell yet"
struct ActionColumns {
  std::vector<std::int64_t> id;
  std::vector<base::Ms> created, due, done, over, watched_until;
  std::vector<std::uint8_t> dropped, judged;
  Labels team;

  std::size_t size() const { return id.size(); }
};

/// One row per review. signed_at is that of the version at hand.
struct ReviewColumns {
  std::vector<std::int64_t> id;
  std::vector<base::Ms> due, signed_at;

  std::size_t size() const { return id.size(); }
};

/// One row per incident, in the order of opened, then ref. Every vector has `size()` entries.
/// Numbers absent are NaN, times absent are no_time.
struct IncidentColumns {
  std::vector<std::int64_t> id;
  std::vector<std::string> ref;
  std::vector<Kind> kind;
  std::vector<base::Ms> occurred, opened, acknowledged, resolved, closed, updated, sla_due;
  std::vector<base::Ms> first_reopened;  // from events; no_time where none
  std::vector<base::Ms> first_resolved;  // first resolution by events, else `resolved`
  std::vector<base::Ms> escalated;       // first escalation
  std::vector<double> reopen_count, csat, sla_met, completeness, major, first_contact;
  Labels priority, category, subcategory, channel, team, source, closure_code, caller, parent, status;
  std::vector<std::string> title, description;  // filled only when asked for
  ContactColumns contacts;                      // overlays: rows of their own
  IntervalColumns intervals;
  ActionColumns actions;  // of the improvement work, whatever incidents there are
  ReviewColumns reviews;
  /// The moment the columns were read: what actions and reviews are late by. no_time where neither was read.
  base::Ms now = no_time;
  /// Latest instant the export knows of: nothing after it exists.
  base::Ms as_of = no_time;

  std::size_t size() const { return id.size(); }
};

}  // namespace debrief::review
