// Checking an action's effect: the same question of counts, shares and durations, and the same again where the action
// had no part.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analytics/effect/verdict.h"
#include "analytics/kpi.h"
#include "analytics/numbers/survival.h"

namespace debrief::analytics {

enum class EffectKind : std::uint8_t { events, share, duration };

/// What one stretch of time holds.
///
/// events  their times, ascending                                    (events)
/// bad, n  cases that went as the action means to prevent, of n       (share)
/// spans   seconds; those still running are censored                  (duration)
struct EffectSample {
  std::vector<base::Ms> events;
  std::int64_t bad = 0;
  std::int64_t n = 0;
  std::vector<Lifetime> spans;
};

/// What is measured, for any stretch of time. more_is_better: of events or durations; a share is always asked for what
/// should become rarer.
struct EffectMeasure {
  EffectKind kind = EffectKind::events;
  bool more_is_better = false;
  std::function<EffectSample(Window)> sample;
};

/// Exposure of a stretch of time: days, or contacts. 0 where nothing was exposed.
using ExposureOf = std::function<double(Window)>;

enum class EffectMethod : std::uint8_t { exact, exact_widened, series, share_difference, restricted_mean };
/// "exact", "exact-widened", "interrupted-series", "newcombe", "restricted-mean"
std::string_view name(EffectMethod method);

/// What the method not used would have said, where two are known.
struct OtherMethod {
  EffectMethod method = EffectMethod::exact;
  Verdict verdict = Verdict::cannot_tell_yet;
  std::optional<double> ratio, low, high;
};

/// One comparison of two stretches. Absent numbers are nullopt.
///
/// verdict         by the interval alone
/// cases_*         events, cases of a share, or spans
/// bad_*           of a share
/// value_*         rate per unit of exposure, share of bad cases, or mean seconds within `horizon`
/// ratio           value after over value before, with its 95 % interval
/// difference      of shares, or of mean seconds, after less before, with its 95 % interval
/// p               two-sided, of the test named by `method`; durations: log-rank
/// power           chance to find the worthwhile cut in these stretches, by the method used
/// spread          of weekly counts, as a multiple of chance's; over 1 the interval is wider for it
/// log_se          standard error of the logarithm of the ratio
/// upper_rate      with no event after: the highest rate that 1 time in 20 gives none (3 / exposure)
/// other           events with a series only; trend_p: two-sided p of the series' trend
struct EffectComparison {
  EffectMethod method = EffectMethod::exact;
  Verdict verdict = Verdict::cannot_tell_yet;
  std::int64_t cases_before = 0, cases_after = 0, bad_before = 0, bad_after = 0;
  double exposure_before = 0, exposure_after = 0;
  std::optional<double> value_before, value_after, ratio, low, high, difference, difference_low, difference_high;
  std::optional<double> p, power, log_se, upper_rate, horizon;
  double spread = 1;
  std::optional<OtherMethod> other;
  std::optional<double> trend_p;
};

/// Events: the interrupted series where there are 12 months before and 8 after, else the exact conditional test; where
/// weekly counts vary more than chance would (chi-squared, p < 0.01) the interval is wider by the root of the spread.
/// The series pays for its trend with an interval two or three times as wide. Where it cannot tell, shows no trend
/// (p > 0.05) and agrees with the exact test on the ratio (its interval holds that of the exact test), a verdict of
/// the exact test stands: else an action would lose its answer on the day the eighth month is full, and by no new
/// evidence. A change for the better is exempt: it always needs the series' interval, too.
/// Shares: Newcombe's interval of the difference, with the ratio by Katz's logarithm; 8 cases or more either side.
/// Durations: means restricted to the time that 5 of both sides are still seen at, their ratio by the logarithm (delta
/// method), and the log-rank test; 20 ended cases or more either side.
///
/// cut  smallest change worth it; with more_is_better the rate is to grow to 1 / (1 - cut)
///
/// Sources: verdict.h; Newcombe 1998; Katz, Baptista, Azen and Pike 1978; Royston and Parmar 2013; Mantel 1966.
EffectComparison compare(const EffectMeasure& measure, const ExposureOf& exposure, Window before, Window after,
                         double cut);

/// What a plan can promise, from the stretch before.
///
/// value        rate, share of bad cases or restricted mean
/// window_days  shortest in weeks with 80 % power for the cut; nullopt: not within 365 days
struct Promise {
  std::int64_t cases = 0;
  double exposure = 0;
  std::optional<double> value;
  std::optional<std::int64_t> window_days;
};
Promise promise(const EffectMeasure& measure, const ExposureOf& exposure, Window before, double cut);
/// nullopt without a case before.
std::optional<double> power_within(const EffectMeasure& measure, const ExposureOf& exposure, Window before, double cut,
                                   double days);

/// The same question where the action had no part: another group (untouched), everything else (the rest), or another
/// date before it (date).
///
/// alike  it moved as the action's own measure did: the rest and dates count against the action
struct Placebo {
  enum class Kind : std::uint8_t { untouched, rest, date };
  Kind kind = Kind::untouched;
  std::string name;  // of the group
  base::Ms at = 0;   // of the date
  EffectComparison found;
  bool alike = false;
};
std::string_view name(Placebo::Kind kind);

/// remarks: "action-ahead" (carried out after the log ends), "no-exposure", "no-case-before", "window-not-over",
/// "not-provable", "few-cases", "silence" (no event after), "methods-differ" (the exact test and the series do not say
/// the same), "log-behind" (the window is over, but the log ends before it is), "no-date" (more of the same will not
/// settle it).
///
/// next_look  always after now. Window over: when the interval of the method used would be narrow enough at the present
///            ratio and rate, 4 weeks away or more; nullopt with "no-date" where that is never, or over 5 years away
struct EffectFinding {
  Verdict verdict = Verdict::cannot_tell_yet;
  Verdict by_interval = Verdict::cannot_tell_yet;
  bool window_over = false;
  bool general_trend = false;
  Window before, after;
  EffectComparison found;
  std::optional<base::Ms> next_look;
  std::vector<Placebo> placebos;
  std::vector<std::string> remarks;
};

struct NamedMeasure {
  std::string name;
  EffectMeasure measure;
};

/// rest         everything the action did not touch; nullopt where there is nothing else
/// untouched    parts of it
/// before       the baseline
/// done         when the action was carried out; data_until: the last moment the log knows
/// now          of the question; before data_until: that
/// window_days  of the plan; nullopt: not provable, and no verdict comes of it
struct EffectQuestion {
  EffectMeasure measure;
  std::optional<EffectMeasure> rest;
  std::vector<NamedMeasure> untouched;
  ExposureOf exposure;
  Window before;
  base::Ms done = 0;
  std::int64_t wash_in_days = 14;
  std::optional<std::int64_t> window_days;
  double cut = 0.5;
  base::Ms data_until = 0;
  base::Ms now = 0;
};

/// The answer: never before the window is over, never without exposure. What the rest shared, or what had begun before
/// the action, is a general trend: a change for the better is then no verdict, and `by_interval` says what it would
/// have been.
///
/// The rest shares an effect when it fell too (its interval is under 1) and the action's own measure did not fall
/// significantly more (interval of the ratio of ratios). A date before the action shares it when there was a change
/// for the better there, at 1 % over all dates tried together.
EffectFinding check_effect(const EffectQuestion& question);

}  // namespace debrief::analytics
