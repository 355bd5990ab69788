// Did an action work?

#include "analytics/effect/verdict.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analytics/effect/interrupted.h"
#include "analytics/numbers/distribution.h"
#include "analytics/numbers/rates.h"

namespace debrief::analytics {

namespace {

constexpr double wanted_power = 0.8;
constexpr double relevant_low = 0.8;
constexpr double relevant_high = 1.25;

/// Tails of 1e-9 do not matter to a chance of 80 %.
std::int64_t far_count(double mean) {
  return static_cast<std::int64_t>(std::ceil(mean + 7 * std::sqrt(mean + 1) + 10));
}

}  // namespace

Verdict verdict_of(double ratio, double low, std::optional<double> high, double cut) {
  if (high && *high < 1) return ratio <= 1 - cut ? Verdict::worked : Verdict::worked_in_part;
  if (low > 1) return Verdict::worse;
  if (high && low >= relevant_low && *high <= relevant_high) return Verdict::no_relevant_change;
  return Verdict::cannot_tell_yet;
}

std::optional<Verdict> verdict_named(std::string_view text) {
  for (const Verdict v : {Verdict::worked, Verdict::worked_in_part, Verdict::no_relevant_change, Verdict::worse,
                          Verdict::cannot_tell_yet}) {
    if (name(v) == text) return v;
  }
  return std::nullopt;
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::worked:
      return "worked";
    case Verdict::worked_in_part:
      return "worked-in-part";
    case Verdict::no_relevant_change:
      return "no-relevant-change";
    case Verdict::worse:
      return "worse";
    case Verdict::cannot_tell_yet:
      return "cannot-tell-yet";
  }
  return "";
}

double power_of_cut(double rate, double before, double after, double cut) {
  if (!(rate > 0) || !(before > 0) || !(after > 0)) return 0;
  const double mean_before = rate * before;
  const double mean_after = rate * after * (1 - cut);
  const double share = after / (before + after);
  const std::int64_t most_before = far_count(mean_before);
  const std::int64_t most_after = far_count(mean_after);
  // For each count after, the smallest count before with which the test finds the cut; it only grows.
  double power = 0;
  std::int64_t needed = 0;
  for (std::int64_t x = 0; x <= most_after; ++x) {
    while (needed <= most_before && binomial_at_most(x, x + needed, share) > 0.025) ++needed;
    if (needed > most_before) break;
    power += poisson_mass(x, mean_after) * (needed == 0 ? 1 : gamma_lower(static_cast<double>(needed), mean_before));
  }
  return std::min(1.0, power);
}

std::optional<double> window_for(double rate, double before, double cut, double power) {
  const auto enough = [&](int steps) { return power_of_cut(rate, before, before * steps / 12, cut) >= power; };
  int high = 24;
  if (!enough(high)) return std::nullopt;
  int low = 0;
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (enough(middle) ? high : low) = middle;
  }
  return before * high / 12;
}

EffectAnswer judge(const BeforeAfter& data, const EffectPlan& plan) {
  EffectAnswer a;
  if (!(data.exposure_before > 0)) return a;
  const double rate = static_cast<double>(data.events_before) / data.exposure_before;
  a.window = plan.window ? plan.window : window_for(rate, data.exposure_before, plan.worthwhile_cut, wanted_power);
  if (data.exposure_after > 0) {
    const RateComparison c =
        compare_rates(data.events_after, data.exposure_after, data.events_before, data.exposure_before);
    a.ratio = c.ratio;
    a.low = c.low;
    a.high = c.high;
    a.p = c.p;
    a.power = power_of_cut(rate, data.exposure_before, data.exposure_after, plan.worthwhile_cut);
  }
  if (!a.window) return a;
  // Looking early and often would find effects that are not there: nothing is said before the time agreed.
  if (data.exposure_after < *a.window * (1 - 1e-9)) {
    a.next_look = *a.window - data.exposure_after;
    return a;
  }
  if (a.ratio) a.verdict = verdict_of(*a.ratio, a.low, a.high, plan.worthwhile_cut);
  if (a.verdict == Verdict::cannot_tell_yet) {
    // The next look: when the power would be there, or as long again.
    const auto enough = window_for(rate, data.exposure_before, plan.worthwhile_cut, wanted_power);
    a.next_look = enough && *enough > data.exposure_after ? *enough - data.exposure_after : data.exposure_after;
  }
  return a;
}

SeriesAnswer judge(const EffectSeries& series, const EffectPlan& plan) {
  SeriesAnswer out;
  BeforeAfter sums;
  InterruptedData data;
  std::size_t before = 0;
  std::size_t after = 0;
  for (std::size_t i = 0; i < series.counts.size(); ++i) {
    const double exposure = series.exposure.empty() ? 1 : series.exposure[i];
    if (!(exposure > 0)) continue;
    if (i >= series.action && i < series.action + series.washed_in) continue;
    const bool later = i >= series.action;
    ++(later ? after : before);
    (later ? sums.events_after : sums.events_before) += std::llround(series.counts[i]);
    (later ? sums.exposure_after : sums.exposure_before) += exposure;
    data.counts.push_back(series.counts[i]);
    data.exposure.push_back(exposure);
    data.step.push_back(later ? 1 : 0);
    data.time.push_back(static_cast<double>(i + 1));
    data.season.push_back(series.period > 0 ? static_cast<double>(i % series.period) : 0);
  }
  out.answer = judge(sums, plan);
  const bool early = !out.answer.window || sums.exposure_after < *out.answer.window * (1 - 1e-9);
  if (early || before < 12 || after < 8 || sums.events_before < 10) return out;
  const bool seasonal = series.period >= 4 && data.counts.size() >= 24 && data.counts.size() >= 2 * series.period;
  const auto fit = interrupted(data, {.trend = true,
                                      .slope = false,
                                      .quasi = true,
                                      .harmonics = seasonal ? (series.period >= 6 ? 2U : 1U) : 0U,
                                      .period = static_cast<double>(std::max<std::size_t>(1, series.period))});
  if (!fit || !fit->regression.converged || fit->regression.df < 4) return out;
  out.by_regression = true;
  EffectAnswer& a = out.answer;
  // Less spread than chance gives is chance, too: never under 1.
  const double se = fit->regression.se[1] * std::sqrt(std::max(1.0, fit->regression.dispersion));
  const double t = student_quantile(0.975, static_cast<double>(fit->regression.df));
  const double step = fit->regression.coefficients[1];
  a.ratio = std::exp(step);
  a.low = std::exp(step - t * se);
  a.high = std::exp(step + t * se);
  a.p = 2 * student_upper(std::fabs(step) / se, static_cast<double>(fit->regression.df));
  a.power = normal_cdf(-std::log(1 - plan.worthwhile_cut) / se - t);
  const double trend_se = fit->regression.se[2] * std::sqrt(std::max(1.0, fit->regression.dispersion));
  out.trend_p =
      2 * student_upper(std::fabs(fit->regression.coefficients[2]) / trend_se, static_cast<double>(fit->regression.df));
  a.verdict = verdict_of(*a.ratio, a.low, a.high, plan.worthwhile_cut);
  a.next_look.reset();
  if (a.verdict == Verdict::cannot_tell_yet) a.next_look = sums.exposure_after;
  return out;
}

}  // namespace debrief::analytics
