// Did an action work? One of five answers, with the interval and the power behind it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace debrief::analytics {

enum class Verdict : std::uint8_t { worked, worked_in_part, no_relevant_change, worse, cannot_tell_yet };
/// "worked", "worked-in-part", "no-relevant-change", "worse", "cannot-tell-yet"
std::string_view name(Verdict verdict);
std::optional<Verdict> verdict_named(std::string_view text);

/// By a 95 % interval of the ratio, after over before, of what should become rarer: upper end under 1 and the cut
/// worthwhile: worked; upper end under 1: in part; lower end over 1: worse; all of it within 0.8 to 1.25: no relevant
/// change; else cannot tell yet. high: nullopt without an upper limit.
Verdict verdict_of(double ratio, double low, std::optional<double> high, double cut);

/// What was agreed before the action.
///
/// worthwhile_cut  smallest cut of the rate that would be worth it, 0 to 1
/// window          exposure after the action that was to be waited for, in the unit of exposure; nullopt: the smallest
///                 with 80 % power for the worthwhile cut, from the rate before
struct EffectPlan {
  double worthwhile_cut = 0.5;
  std::optional<double> window;
};

/// Events and exposure (days, months, calls) before and after; wash-in and the outage itself left out by the caller.
struct BeforeAfter {
  std::int64_t events_before = 0;
  double exposure_before = 0;
  std::int64_t events_after = 0;
  double exposure_after = 0;
};

/// ratio      rate after over rate before; nullopt without an event before
/// low, high  95 %, exact; high nullopt: no upper limit
/// power      chance to find a worthwhile cut in the exposure there is, at the rate before
/// window     exposure after the action that the plan waits for; nullopt: not provable within twice the exposure
///            before
/// next_look  exposure still to come until a verdict may be had; nullopt when there is one, or none can be had
struct EffectAnswer {
  Verdict verdict = Verdict::cannot_tell_yet;
  std::optional<double> ratio;
  double low = 0;
  std::optional<double> high;
  double p = 1;
  double power = 0;
  std::optional<double> window;
  std::optional<double> next_look;
};

/// By the 95 % interval of the rate ratio, and never before the planned window is over: upper end under 1 and the cut
/// worthwhile: worked; upper end under 1: in part; lower end over 1: worse; all of it within 0.8 to 1.25: no relevant
/// change; else cannot tell yet.
///
/// Exact conditional test (Przyborowski and Wilenski 1940): at most 2.5 % of actions without effect "work".
EffectAnswer judge(const BeforeAfter& data, const EffectPlan& plan);

/// Chance that the exact test at 2.5 % one-sided finds a cut: `rate` events per unit before, over `before` and `after`
/// units of exposure.
double power_of_cut(double rate, double before, double after, double cut);

/// Smallest exposure after the action, in steps of 1/12 of `before`, with that power; nullopt when even twice `before`
/// is not enough.
std::optional<double> window_for(double rate, double before, double cut, double power = 0.8);

/// The same by periods. With 12 or more before and 8 or more after the action, and 10 or more events before, a
/// quasi-Poisson regression with step and trend (season from 24 periods, where `period` says how many make a cycle)
/// gives the interval, by Student's t and never narrower than chance. Else
/// the exact test alone. The window is the exact test's; the power is that of the method used, for the regression by
/// its standard error: the chance that the logarithm of a worthwhile cut lies beyond the critical value.
///
/// trend_p  two-sided p of the trend's term; nullopt without regression
///
/// action  index of the first period after it; washed_in  periods from there that count for neither side
struct EffectSeries {
  std::span<const double> counts, exposure;
  std::size_t action = 0;
  std::size_t washed_in = 0;
  std::size_t period = 0;
};
struct SeriesAnswer {
  EffectAnswer answer;
  bool by_regression = false;
  std::optional<double> trend_p;
};
SeriesAnswer judge(const EffectSeries& series, const EffectPlan& plan);

}  // namespace debrief::analytics
