// An action's effect, with what speaks against believing it.

#include "analytics/effect/check.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "analytics/numbers/distribution.h"

namespace debrief::analytics {

namespace {

constexpr std::int64_t least_events_of_placebo = 10;
constexpr base::Ms shortest_placebo_side = 60 * base::day_ms;

constexpr base::Ms soonest_look = 28 * base::day_ms;
constexpr base::Ms farthest_look = 5 * 365 * base::day_ms;

bool for_the_better(Verdict v) { return v == Verdict::worked || v == Verdict::worked_in_part; }

/// Logarithm of the ratio in the direction that was wanted: below 0 is better.
std::optional<double> wanted_log(const EffectComparison& c, bool more) {
  if (!c.log_se) return std::nullopt;
  double ratio = 0;
  if (c.ratio && *c.ratio > 0) {
    ratio = *c.ratio;
  } else if (c.cases_before > 0 && c.exposure_before > 0 && c.exposure_after > 0) {
    ratio = 0.5 / c.exposure_after / ((static_cast<double>(c.cases_before) + 0.5) / c.exposure_before);
  } else {
    return std::nullopt;
  }
  return more ? -std::log(ratio) : std::log(ratio);
}

void ask_the_rest(const EffectQuestion& q, EffectFinding& out) {
  const bool more = q.measure.more_is_better;
  const auto own = wanted_log(out.found, more);
  const auto ask = [&](Placebo::Kind kind, const std::string& what, const EffectMeasure& measure) {
    Placebo p;
    p.kind = kind;
    p.name = what;
    p.found = compare(measure, q.exposure, out.before, out.after, q.cut);
    if (p.found.cases_before < least_events_of_placebo) return;
    const auto theirs = wanted_log(p.found, more);
    if (own && theirs && for_the_better(p.found.verdict)) {
      const double apart = std::hypot(*out.found.log_se, *p.found.log_se);
      p.alike = *own - *theirs + normal_quantile(0.975) * apart >= 0;
    }
    out.placebos.push_back(std::move(p));
  };
  if (q.rest) ask(Placebo::Kind::rest, "", *q.rest);
  for (const NamedMeasure& m : q.untouched) ask(Placebo::Kind::untouched, m.name, m.measure);
}

void ask_earlier_dates(const EffectQuestion& q, EffectFinding& out) {
  const base::Ms length = out.before.until - out.before.from;
  std::vector<Placebo> dates;
  for (const int third : {2, 3, 4}) {  // one third, half and two thirds of the way
    Placebo p;
    p.kind = Placebo::Kind::date;
    p.at = out.before.from + length * third / 6;
    if (p.at - out.before.from < shortest_placebo_side || out.before.until - p.at < shortest_placebo_side) continue;
    p.found = compare(q.measure, q.exposure, {out.before.from, p.at}, {p.at, out.before.until}, q.cut);
    if (p.found.cases_before < least_events_of_placebo) continue;
    dates.push_back(std::move(p));
  }
  if (dates.empty()) return;
  // One false alarm in a hundred over all dates: at 5 % one real effect in thirty was held back.
  const double z = normal_quantile(1 - 0.005 / static_cast<double>(dates.size()));
  for (Placebo& p : dates) {
    const auto change = wanted_log(p.found, q.measure.more_is_better);
    p.alike = change && *change + z * *p.found.log_se < 0;
    out.placebos.push_back(std::move(p));
  }
}

/// How many times the exposure after would be needed for an interval that leaves one verdict, were the ratio to stay as
/// it is: clear of 1, or within 0.8 to 1.25. nullopt where it cannot be worked out; infinite where what came before is
/// too little for any.
std::optional<double> exposure_needed(const EffectComparison& c) {
  if (!c.ratio || *c.ratio <= 0 || !c.high || c.low.value_or(0) <= 0) return std::nullopt;
  const double off = std::fabs(std::log(*c.ratio));
  const double narrow = std::max(off, std::log(1.25) - off);
  const double half = std::log(*c.high / *c.low) / 2;
  const double squares = half * half / (narrow * narrow);
  if (c.method == EffectMethod::series) return squares;
  if (c.cases_before <= 0 || c.cases_after <= 0) return std::nullopt;
  // The variance is 1 / before + 1 / after, and only the second part shrinks.
  const auto before = static_cast<double>(c.cases_before);
  const auto after = static_cast<double>(c.cases_after);
  const double left = (1 / before + 1 / after) / squares - 1 / before;
  return left > 0 ? 1 / (left * after) : std::numeric_limits<double>::infinity();
}

/// Fills next_look or the remark why there is none; the window is over.
void look_again(const EffectQuestion& q, base::Ms now, base::Ms planned, EffectFinding& out) {
  const double waited = static_cast<double>(out.after.until - out.after.from);
  const auto times = exposure_needed(out.found);
  if (out.general_trend || (times && *times * waited > static_cast<double>(farthest_look))) {
    out.remarks.emplace_back("no-date");
    return;
  }
  base::Ms at = out.after.until + std::max(planned, base::Ms{30} * base::day_ms);
  if (times && *times > 1) at = out.after.from + static_cast<base::Ms>(std::ceil(*times * waited));
  if (!out.found.ratio && q.measure.kind != EffectKind::events) out.remarks.emplace_back("few-cases");
  out.next_look = std::max(at, now + soonest_look);
}

}  // namespace

std::string_view name(Placebo::Kind kind) {
  static constexpr std::array<std::string_view, 3> names{"untouched", "rest", "date"};
  return names[static_cast<std::size_t>(kind)];
}

EffectFinding check_effect(const EffectQuestion& q) {
  EffectFinding out;
  const auto remark = [&](const char* code) { out.remarks.emplace_back(code); };
  out.before = q.before;
  out.after.from = q.done + q.wash_in_days * base::day_ms;
  out.after.until = std::max(out.after.from, q.data_until);
  out.found = compare(q.measure, q.exposure, out.before, out.after, q.cut);
  out.by_interval = out.found.verdict;
  const base::Ms waited = out.after.until - out.after.from;
  const bool provable = q.window_days.has_value();
  const base::Ms planned = q.window_days.value_or(0) * base::day_ms;
  const base::Ms now = std::max(q.now, q.data_until);
  if (q.done > q.data_until) remark("action-ahead");
  if (out.found.cases_before == 0) remark("no-case-before");
  if (!provable) {
    remark("not-provable");
    return out;
  }
  out.window_over = waited >= planned;
  if (!out.window_over) {
    remark("window-not-over");
    out.next_look = out.after.from + planned;
    if (*out.next_look <= now) {
      remark("log-behind");
      out.next_look = now + soonest_look;
    }
    return out;
  }
  if (!(out.found.exposure_after > 0) || !(out.found.exposure_before > 0)) {
    remark("no-exposure");
    out.next_look = std::max(out.after.until + planned, now + soonest_look);
    return out;
  }
  if (out.found.cases_after == 0 && q.measure.kind == EffectKind::events) remark("silence");
  out.verdict = out.by_interval;
  if (out.found.other && out.found.other->verdict != out.by_interval) remark("methods-differ");
  ask_the_rest(q, out);
  if (out.found.method != EffectMethod::series) ask_earlier_dates(q, out);
  out.general_trend = for_the_better(out.by_interval) &&
                      std::any_of(out.placebos.begin(), out.placebos.end(),
                                  [](const Placebo& p) { return p.alike && p.kind != Placebo::Kind::untouched; });
  if (out.general_trend) out.verdict = Verdict::cannot_tell_yet;
  if (out.verdict == Verdict::cannot_tell_yet) look_again(q, now, planned, out);
  return out;
}

}  // namespace debrief::analytics
