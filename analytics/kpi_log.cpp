// Service-desk figures from a small log of tickets and calls.

#include "analytics/kpi_log.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace debrief::analytics {

namespace {

double seconds(base::Ms from, base::Ms until) { return static_cast<double>(until - from) / 1000.0; }

/// Time on the clock between two instants: without the pauses, which are united first.
double on_clock(base::Ms from, base::Ms until, std::vector<Pause> pauses, base::Ms as_of) {
  std::sort(pauses.begin(), pauses.end(), [](const Pause& a, const Pause& b) { return a.from < b.from; });
  base::Ms paused = 0;
  base::Ms counted_to = from;
  for (const Pause& p : pauses) {
    const base::Ms begin = std::max(p.from, counted_to);
    const base::Ms end = std::min(p.until.value_or(as_of), until);
    if (end <= begin) continue;
    paused += end - begin;
    counted_to = end;
  }
  return seconds(from, until - paused);
}

Elapsed elapsed(const LogTicket& t, std::optional<base::Ms> end, base::Ms as_of) {
  if (end) return {.seconds = on_clock(t.opened, *end, t.pauses, as_of), .censored_at = std::nullopt};
  return {.seconds = std::nullopt, .censored_at = on_clock(t.opened, as_of, t.pauses, as_of)};
}

/// target nullptr: none is set for the priority.
SlaState judged(const Elapsed& e, const double* target) {
  if (target == nullptr) return SlaState::no_target;
  if (e.seconds) return *e.seconds <= *target ? SlaState::met : SlaState::breached;
  if (e.censored_at) return *e.censored_at > *target ? SlaState::breached : SlaState::pending;
  return SlaState::missing;
}

TicketOutcome outcome_of(const LogTicket& t, const LogPolicy& policy, KpiLog& log) {
  TicketOutcome o{.id = t.id,
                  .in_period = t.opened >= policy.from && t.opened < policy.until,
                  .valid = !t.first_resolved || *t.first_resolved >= t.opened,
                  .acknowledge = {},
                  .first_resolve = {},
                  .total_resolve = {}};
  const auto found = policy.targets.find(t.priority);
  const Targets* targets = found != policy.targets.end() ? &found->second : nullptr;

  if (t.acknowledged && *t.acknowledged < t.opened) {
    log.data_quality.emplace_back(t.id, "ack_before_open");
    o.sla_acknowledge = SlaState::invalid;
  } else if (!t.acknowledged && t.first_resolved) {
    log.data_quality.emplace_back(t.id, "resolved_without_ack");
    o.sla_acknowledge = SlaState::missing;
  } else {
    o.acknowledge = elapsed(t, t.acknowledged, policy.as_of);
    o.sla_acknowledge = judged(o.acknowledge, targets ? &targets->acknowledge_s : nullptr);
  }

  if (!o.valid) {
    log.data_quality.emplace_back(t.id, "resolved_before_open");
    o.sla_resolve = SlaState::invalid;
    return o;
  }
  o.first_resolve = elapsed(t, t.first_resolved, policy.as_of);
  o.total_resolve = elapsed(t, t.final_resolved, policy.as_of);
  o.sla_resolve = judged(o.first_resolve, targets ? &targets->resolve_s : nullptr);
  return o;
}

void add(SlaShare& share, SlaState state) {
  switch (state) {
    case SlaState::met:
      ++share.numerator;
      ++share.denominator;
      break;
    case SlaState::breached:
      ++share.denominator;
      break;
    case SlaState::pending:
      ++share.pending;
      break;
    case SlaState::missing:
      ++share.missing;
      break;
    case SlaState::invalid:
      ++share.invalid;
      break;
    case SlaState::no_target:
      ++share.no_target;
      break;
  }
}

void add(LogDurations& durations, std::vector<Lifetime>& lifetimes, const Elapsed& e) {
  if (e.seconds) {
    durations.ended.push_back(*e.seconds);
    lifetimes.push_back({.t = *e.seconds, .ended = true});
  } else if (e.censored_at) {
    ++durations.censored;
    lifetimes.push_back({.t = *e.censored_at, .ended = false});
  }
}

void finish(LogDurations& durations, const std::vector<Lifetime>& lifetimes) {
  std::vector<double> values = durations.ended;
  durations.summary = summary(values);
  durations.curve = kaplan_meier(lifetimes);
  durations.km_median = median_survival(durations.curve);
  double logs = 0;
  for (const double v : durations.ended) logs += v > 0 ? std::log(v) : -std::numeric_limits<double>::infinity();
  if (!durations.ended.empty() && std::isfinite(logs)) {
    durations.geometric_mean = std::exp(logs / static_cast<double>(durations.ended.size()));
  }
}

bool was_reopened(const LogTicket& t, const LogPolicy& policy) {
  return t.reopened && t.first_resolved && *t.reopened >= *t.first_resolved &&
         *t.reopened - *t.first_resolved <= policy.reopen_window;
}

/// Later tickets of the same caller about the same thing, soon after this one was resolved.
bool was_repeated(const LogTicket& t, const std::vector<LogTicket>& all, const LogPolicy& policy, KpiLog& log) {
  bool any = false;
  for (const LogTicket& later : all) {
    if (later.id == t.id || t.caller.empty() || later.caller != t.caller || later.category != t.category) continue;
    if (later.opened < *t.first_resolved || later.opened - *t.first_resolved > policy.repeat_window) continue;
    log.repeat_contacts.emplace_back(later.id, t.id);
    any = true;
  }
  return any;
}

void count_resolved(const std::vector<LogTicket>& tickets, const LogPolicy& policy, KpiLog& log) {
  double scores = 0;
  for (const LogTicket& t : tickets) {
    if (!t.first_resolved || *t.first_resolved < t.opened) continue;
    if (*t.first_resolved < policy.from || *t.first_resolved >= policy.as_of) continue;
    log.resolved.push_back(t.id);
    const bool reopened = was_reopened(t, policy);
    if (reopened) log.reopened.push_back(t.id);
    const bool repeated = was_repeated(t, tickets, policy, log);
    const bool first_contact = t.contacts == 1 && t.group == policy.first_line && !reopened && !repeated;
    if (first_contact) log.fcr.push_back(t.id);
    if (policy.as_of - *t.first_resolved >= policy.repeat_window) {
      ++log.fcr_mature.denominator;
      if (first_contact) ++log.fcr_mature.numerator;
    }
    if (t.csat) {
      ++log.csat.denominator;
      scores += *t.csat;
      const auto& top = policy.csat_top_box;
      if (std::find(top.begin(), top.end(), *t.csat) != top.end()) ++log.csat.numerator;
    }
  }
  const auto resolved = static_cast<std::int64_t>(log.resolved.size());
  log.reopen_rate = {.numerator = static_cast<std::int64_t>(log.reopened.size()), .denominator = resolved};
  log.fcr_all = {.numerator = static_cast<std::int64_t>(log.fcr.size()), .denominator = resolved};
  if (log.csat.denominator > 0) log.csat_mean = scores / static_cast<double>(log.csat.denominator);
  log.csat_response_rate = LogShare{.numerator = log.csat.denominator, .denominator = resolved}.value();
}

bool stands_open(const LogTicket& t, base::Ms at) {
  if (t.opened > at || (t.first_resolved && *t.first_resolved < t.opened)) return false;
  if (!t.first_resolved || at < *t.first_resolved) return true;
  if (!t.reopened || at < *t.reopened) return false;
  return !t.final_resolved || at < *t.final_resolved;
}

LogBacklog backlog_of(const std::vector<LogTicket>& tickets, const LogPolicy& policy) {
  LogBacklog b;
  for (const LogTicket& t : tickets) {
    if (!stands_open(t, policy.as_of)) continue;
    b.ids.push_back(t.id);
    b.age_days.emplace_back(t.id, seconds(t.opened, policy.as_of) / 86400.0);
  }
  const base::Zone utc;
  for (base::Ms day = base::period_start(policy.from, base::Period::day, utc); day < policy.as_of;
       day += base::day_ms) {
    const base::Ms end = day + base::day_ms;
    const std::string date = base::iso_date(day, utc);
    b.end_of_day.emplace_back(date, std::count_if(tickets.begin(), tickets.end(), [&](const LogTicket& t) {
                                return stands_open(t, std::min(end, policy.as_of));
                              }));
    b.arrivals.emplace_back(date, std::count_if(tickets.begin(), tickets.end(),
                                                [&](const LogTicket& t) { return t.opened >= day && t.opened < end; }));
  }
  return b;
}

LogCalls calls_of(const std::vector<LogCall>& calls, const LogPolicy& policy) {
  LogCalls c;
  double waited = 0;
  std::int64_t abandons_within = 0;
  for (const LogCall& call : calls) {
    ++c.offered;
    if (call.answered) {
      ++c.answered;
      waited += call.wait_s;
      if (call.wait_s <= policy.answer_threshold_s) ++c.answered_within;
    } else {
      ++c.abandoned;
      if (call.wait_s <= policy.short_abandon_s) ++c.short_abandons;
      if (call.wait_s <= policy.answer_threshold_s) ++abandons_within;
    }
  }
  const auto share = [](std::int64_t part, std::int64_t whole) {
    return LogShare{.numerator = part, .denominator = whole}.value();
  };
  const std::int64_t lasting = c.offered - c.short_abandons;
  if (c.answered > 0) c.asa_s = waited / static_cast<double>(c.answered);
  c.level_of_answered = share(c.answered_within, c.answered);
  c.level_of_offered = share(c.answered_within, c.offered);
  c.level_of_offered_less_short = share(c.answered_within, lasting);
  c.level_with_abandons_within = share(c.answered_within + abandons_within, c.offered);
  c.abandoned_of_offered = share(c.abandoned, c.offered);
  c.long_abandoned_of_offered_less_short = share(c.abandoned - c.short_abandons, lasting);
  return c;
}

}  // namespace

std::string_view name(SlaState state) {
  switch (state) {
    case SlaState::met:
      return "met";
    case SlaState::breached:
      return "breached";
    case SlaState::pending:
      return "pending";
    case SlaState::missing:
      return "missing";
    case SlaState::invalid:
      return "invalid";
    case SlaState::no_target:
      return "no_target";
  }
  return "";
}

std::optional<double> LogShare::value() const {
  if (denominator <= 0) return std::nullopt;
  return static_cast<double>(numerator) / static_cast<double>(denominator);
}

KpiLog kpi_log(const std::vector<LogTicket>& tickets, const std::vector<LogCall>& calls, const LogPolicy& policy) {
  KpiLog log;
  std::vector<Lifetime> to_acknowledge;
  std::vector<Lifetime> to_resolve;
  for (const LogTicket& t : tickets) {
    const TicketOutcome& o = log.tickets.emplace_back(outcome_of(t, policy, log));
    if (!o.in_period) continue;
    add(log.sla_acknowledge, o.sla_acknowledge);
    add(log.sla_resolve, o.sla_resolve);
    add(log.acknowledge, to_acknowledge, o.acknowledge);
    if (!o.acknowledge.seconds && !o.acknowledge.censored_at) log.acknowledge_missing.push_back(t.id);
    add(log.first_resolve, to_resolve, o.first_resolve);
  }
  finish(log.acknowledge, to_acknowledge);
  finish(log.first_resolve, to_resolve);
  count_resolved(tickets, policy, log);
  log.backlog = backlog_of(tickets, policy);
  log.calls = calls_of(calls, policy);
  return log;
}

}  // namespace debrief::analytics
