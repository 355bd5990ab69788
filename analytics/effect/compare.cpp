// Two stretches of time compared: counts, shares, durations.

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "analytics/effect/check.h"
#include "analytics/numbers/distribution.h"
#include "analytics/numbers/lifetimes.h"
#include "analytics/numbers/rates.h"

namespace debrief::analytics {

namespace {

const double z95 = normal_quantile(0.975);
constexpr double month_days = 365.0 / 12;
constexpr std::size_t months_before = 12;
constexpr std::size_t months_after = 8;
constexpr std::int64_t events_for_series = 10;
constexpr std::int64_t least_of_share = 8;
constexpr std::int64_t least_ended = 20;
constexpr std::int64_t still_seen = 5;
/// From here on the exact test and its power are the normal approximation's to three digits, and cost too much.
constexpr std::int64_t many_events = 5'000;
constexpr double wanted_power = 0.8;
constexpr double no_trend_p = 0.05;
constexpr int longest_wait_days = 365;
constexpr base::Ms week = 7 * base::day_ms;

double days_of(Window w) { return static_cast<double>(w.until - w.from) / static_cast<double>(base::day_ms); }

/// Verdict where growth is what was wanted: by the ratio the other way round.
Verdict verdict_wanted(const EffectComparison& c, double cut, bool more) {
  if (!c.ratio) return Verdict::cannot_tell_yet;
  if (!more) return verdict_of(*c.ratio, c.low.value_or(0), c.high, cut);
  if (*c.ratio <= 0) return Verdict::cannot_tell_yet;
  const std::optional<double> high = c.low && *c.low > 0 ? std::optional(1 / *c.low) : std::nullopt;
  return verdict_of(1 / *c.ratio, c.high ? 1 / *c.high : 0, high, cut);
}

double power_of_counts(double rate, double before, double after, double cut, bool more, double spread) {
  if (!(rate > 0) || !(before > 0) || !(after > 0)) return 0;
  const double changed = more ? rate / (1 - cut) : rate * (1 - cut);
  if (spread > 1 || rate * before > static_cast<double>(many_events)) {
    const double se = std::sqrt(spread * (1 / (rate * before) + 1 / (changed * after)));
    return normal_cdf(-std::log(1 - cut) / se - z95);
  }
  // A growth from rate to rate / (1 - cut) is a cut of the higher rate, seen from after.
  return more ? power_of_cut(changed, after, before, cut) : power_of_cut(rate, before, after, cut);
}

/// Pearson's chi-squared over df of weekly counts, each side about its own rate; 1 where chance explains it, or where
/// there are under 12 whole weeks.
double spread_of(std::span<const base::Ms> before_events, std::span<const base::Ms> after_events,
                 const ExposureOf& exposure, Window before, Window after) {
  double chi2 = 0;
  double df = 0;
  const auto side = [&](std::span<const base::Ms> events, Window w) {
    std::vector<std::pair<double, double>> weeks;  // count, exposure
    double count = 0;
    double exposed = 0;
    for (base::Ms from = w.from; from + week <= w.until; from += week) {
      const auto first = std::lower_bound(events.begin(), events.end(), from);
      const auto last = std::lower_bound(first, events.end(), from + week);
      weeks.emplace_back(static_cast<double>(last - first), exposure({from, from + week}));
      count += weeks.back().first;
      exposed += weeks.back().second;
    }
    if (count <= 0 || exposed <= 0) return;
    df -= 1;
    for (const auto& [n, e] : weeks) {
      const double expected = count / exposed * e;
      if (expected <= 0) continue;
      chi2 += (n - expected) * (n - expected) / expected;
      df += 1;
    }
  };
  side(before_events, before);
  side(after_events, after);
  if (df < 10 || chi_squared_upper(chi2, df) >= 0.01) return 1;
  return std::max(1.0, chi2 / df);
}

/// By months counted back from the end of `before` and on from the start of `after`; months between them count for
/// neither.
std::optional<SeriesAnswer> by_months(const EffectSample& b, const EffectSample& a, const ExposureOf& exposure,
                                      Window before, Window after, double cut) {
  const auto length = static_cast<base::Ms>(month_days * static_cast<double>(base::day_ms));
  const auto nb = static_cast<std::size_t>((before.until - before.from) / length);
  const auto na = static_cast<std::size_t>((after.until - after.from) / length);
  if (nb < months_before || na < months_after || std::ssize(b.events) < events_for_series) return std::nullopt;
  std::vector<double> counts, exposed;
  const auto take = [&](const std::vector<base::Ms>& events, base::Ms from) {
    const auto first = std::lower_bound(events.begin(), events.end(), from);
    const auto last = std::lower_bound(first, events.end(), from + length);
    counts.push_back(static_cast<double>(last - first));
    exposed.push_back(exposure({from, from + length}));
  };
  for (std::size_t i = nb; i > 0; --i) take(b.events, before.until - static_cast<base::Ms>(i) * length);
  const auto between = static_cast<std::size_t>(std::max<base::Ms>(0, after.from - before.until + length / 2) / length);
  for (std::size_t i = 0; i < between; ++i) {
    counts.push_back(0);
    exposed.push_back(0);
  }
  const std::size_t first_after = counts.size();
  for (std::size_t i = 0; i < na; ++i) take(a.events, after.from + static_cast<base::Ms>(i) * length);
  const SeriesAnswer answer =
      judge(EffectSeries{counts, exposed, first_after, 0, 12}, {.worthwhile_cut = cut, .window = 1e-9});
  if (!answer.by_regression) return std::nullopt;
  return answer;
}

/// The series in place of the exact test in `c`, or beside it where the exact verdict stands (see compare).
void take_series(const SeriesAnswer& series, double cut, bool more, EffectComparison& c) {
  const EffectAnswer& s = series.answer;
  c.trend_p = series.trend_p;
  EffectComparison by_series = c;
  by_series.method = EffectMethod::series;
  by_series.ratio = s.ratio;
  by_series.low = s.low;
  by_series.high = s.high;
  by_series.p = s.p;
  by_series.power = s.power;
  if (s.ratio && *s.ratio > 0 && s.high && s.low > 0) by_series.log_se = std::log(*s.high / s.low) / (2 * z95);
  by_series.verdict = verdict_wanted(by_series, cut, more);
  const bool alike =
      c.ratio && s.high && *c.ratio >= s.low && *c.ratio <= *s.high && c.trend_p.value_or(0) > no_trend_p;
  const bool stands = alike && by_series.verdict == Verdict::cannot_tell_yet &&
                      (c.verdict == Verdict::no_relevant_change || c.verdict == Verdict::worse);
  const auto beside = [](const EffectComparison& o) {
    return OtherMethod{o.method, o.verdict, o.ratio, o.low, o.high};
  };
  if (stands) {
    c.other = beside(by_series);
  } else {
    by_series.other = beside(c);
    c = std::move(by_series);
  }
}

EffectComparison compare_events(const EffectMeasure& m, const ExposureOf& exposure, Window before, Window after,
                                double cut) {
  const EffectSample b = m.sample(before);
  const EffectSample a = m.sample(after);
  EffectComparison c;
  c.cases_before = std::ssize(b.events);
  c.cases_after = std::ssize(a.events);
  c.exposure_before = exposure(before);
  c.exposure_after = exposure(after);
  if (!(c.exposure_before > 0) || !(c.exposure_after > 0)) return c;
  c.value_before = static_cast<double>(c.cases_before) / c.exposure_before;
  c.value_after = static_cast<double>(c.cases_after) / c.exposure_after;
  c.spread = spread_of(b.events, a.events, exposure, before, after);
  c.power = power_of_counts(*c.value_before, c.exposure_before, c.exposure_after, cut, m.more_is_better, c.spread);
  if (c.cases_after == 0) c.upper_rate = -std::log(0.05) / c.exposure_after;
  const double half_before =
      static_cast<double>(c.cases_before) + (c.cases_before == 0 || c.cases_after == 0 ? 0.5 : 0);
  const double half_after = static_cast<double>(c.cases_after) + (c.cases_before == 0 || c.cases_after == 0 ? 0.5 : 0);
  c.log_se = std::sqrt(1 / half_before + 1 / half_after);
  *c.log_se *= std::sqrt(c.spread);
  const bool many = c.cases_before + c.cases_after > many_events;
  if (c.cases_before > 0 && c.cases_after > 0 && (c.spread > 1 || many)) {
    c.method = c.spread > 1 ? EffectMethod::exact_widened : EffectMethod::exact;
    c.ratio = *c.value_after / *c.value_before;
    c.low = *c.ratio * std::exp(-z95 * *c.log_se);
    c.high = *c.ratio * std::exp(z95 * *c.log_se);
    c.p = 2 * normal_upper(std::fabs(std::log(*c.ratio)) / *c.log_se);
  } else {
    const RateComparison r = compare_rates(c.cases_after, c.exposure_after, c.cases_before, c.exposure_before);
    c.ratio = r.ratio;
    c.low = r.low;
    c.high = r.high;
    c.p = r.p;
  }
  c.verdict = verdict_wanted(c, cut, m.more_is_better);
  // Nothing before gives no ratio; it may still be plain that there is more now.
  if (!c.ratio && c.low.value_or(0) > 1) c.verdict = m.more_is_better ? Verdict::worked : Verdict::worse;
  if (const auto series = by_months(b, a, exposure, before, after, cut)) take_series(*series, cut, m.more_is_better, c);
  return c;
}

double share_power(double p, double before, double after, double cut) {
  if (!(p > 0) || !(before > 0) || !(after > 0)) return 0;
  const double q = p * (1 - cut);
  const double se = std::sqrt(p * (1 - p) / before + q * (1 - q) / after);
  return se > 0 ? normal_cdf((p - q) / se - z95) : 1;
}

EffectComparison compare_shares(const EffectMeasure& m, const ExposureOf& exposure, Window before, Window after,
                                double cut) {
  const EffectSample b = m.sample(before);
  const EffectSample a = m.sample(after);
  EffectComparison c;
  c.method = EffectMethod::share_difference;
  c.cases_before = b.n;
  c.cases_after = a.n;
  c.bad_before = b.bad;
  c.bad_after = a.bad;
  c.exposure_before = exposure(before);
  c.exposure_after = exposure(after);
  const auto difference = newcombe(a.bad, a.n, b.bad, b.n);
  if (!difference) return c;
  const double pb = static_cast<double>(b.bad) / static_cast<double>(b.n);
  const double pa = static_cast<double>(a.bad) / static_cast<double>(a.n);
  c.value_before = pb;
  c.value_after = pa;
  c.difference = difference->difference;
  c.difference_low = difference->interval.low;
  c.difference_high = difference->interval.high;
  c.power = share_power(pb, static_cast<double>(b.n), static_cast<double>(a.n), cut);
  const double add = b.bad == 0 || a.bad == 0 ? 0.5 : 0;
  const double xb = static_cast<double>(b.bad) + add;
  const double xa = static_cast<double>(a.bad) + add;
  c.log_se = std::sqrt(
      std::max(0.0, 1 / xb - 1 / (static_cast<double>(b.n) + add) + 1 / xa - 1 / (static_cast<double>(a.n) + add)));
  if (pb > 0) {
    c.ratio = pa / pb;
    if (pa > 0) {
      c.low = *c.ratio * std::exp(-z95 * *c.log_se);
      c.high = *c.ratio * std::exp(z95 * *c.log_se);
    } else {
      c.low = 0;
      c.high = std::max(0.0, 1 + *c.difference_high / pb);
    }
  }
  const double pooled = static_cast<double>(a.bad + b.bad) / static_cast<double>(a.n + b.n);
  const double se = std::sqrt(pooled * (1 - pooled) * (1 / static_cast<double>(a.n) + 1 / static_cast<double>(b.n)));
  c.p = se > 0 ? 2 * normal_upper(std::fabs(pa - pb) / se) : 1;
  if (b.n < least_of_share || a.n < least_of_share) return c;
  // The interval of the difference decides; what counts as relevant is a share of the level before.
  if (*c.difference_high < 0) {
    c.verdict = pa <= pb * (1 - cut) ? Verdict::worked : Verdict::worked_in_part;
  } else if (*c.difference_low > 0) {
    c.verdict = Verdict::worse;
  } else if (pb > 0 && *c.difference_low >= -0.2 * pb && *c.difference_high <= 0.25 * pb) {
    c.verdict = Verdict::no_relevant_change;
  }
  return c;
}

/// Latest time at which 5 are still seen, 0 with fewer.
double horizon_of(std::span<const Lifetime> spans) {
  if (std::ssize(spans) < still_seen) return 0;
  std::vector<double> t;
  for (const Lifetime& s : spans) t.push_back(s.t);
  std::nth_element(t.begin(), t.end() - still_seen, t.end());
  return t[t.size() - still_seen];
}

std::int64_t ended_of(std::span<const Lifetime> spans) {
  return std::count_if(spans.begin(), spans.end(), [](const Lifetime& s) { return s.ended; });
}

EffectComparison compare_durations(const EffectMeasure& m, const ExposureOf& exposure, Window before, Window after,
                                   double cut) {
  const EffectSample b = m.sample(before);
  const EffectSample a = m.sample(after);
  EffectComparison c;
  c.method = EffectMethod::restricted_mean;
  c.cases_before = std::ssize(b.spans);
  c.cases_after = std::ssize(a.spans);
  c.exposure_before = exposure(before);
  c.exposure_after = exposure(after);
  const double tau = std::min(horizon_of(b.spans), horizon_of(a.spans));
  if (!(tau > 0)) return c;
  c.horizon = tau;
  const RestrictedMean mb = restricted_mean(kaplan_meier(b.spans), tau);
  const RestrictedMean ma = restricted_mean(kaplan_meier(a.spans), tau);
  c.value_before = mb.mean;
  c.value_after = ma.mean;
  c.difference = ma.mean - mb.mean;
  const double se = std::hypot(ma.se, mb.se);
  c.difference_low = *c.difference - z95 * se;
  c.difference_high = *c.difference + z95 * se;
  const std::array<std::vector<Lifetime>, 2> groups{b.spans, a.spans};
  c.p = log_rank(groups).p;
  if (!(mb.mean > 0) || !(ma.mean > 0)) return c;
  c.ratio = ma.mean / mb.mean;
  c.log_se = std::hypot(ma.se / ma.mean, mb.se / mb.mean);
  c.low = *c.ratio * std::exp(-z95 * *c.log_se);
  c.high = *c.ratio * std::exp(z95 * *c.log_se);
  c.power = *c.log_se > 0 ? normal_cdf(-std::log(1 - cut) / *c.log_se - z95) : 1;
  if (ended_of(b.spans) < least_ended || ended_of(a.spans) < least_ended) return c;
  c.verdict = verdict_wanted(c, cut, m.more_is_better);
  return c;
}

}  // namespace

std::string_view name(EffectMethod method) {
  static constexpr std::array<std::string_view, 5> names{"exact", "exact-widened", "interrupted-series", "newcombe",
                                                         "restricted-mean"};
  return names[static_cast<std::size_t>(method)];
}

EffectComparison compare(const EffectMeasure& measure, const ExposureOf& exposure, Window before, Window after,
                         double cut) {
  if (before.until <= before.from || after.until <= after.from) {
    // Nothing lies in an empty stretch; what the other one holds is still worth knowing.
    EffectComparison c;
    const Window held = before.until > before.from ? before : after;
    if (held.until <= held.from) return c;
    const EffectSample s = measure.sample(held);
    const std::int64_t cases = measure.kind == EffectKind::events  ? std::ssize(s.events)
                               : measure.kind == EffectKind::share ? s.n
                                                                   : std::ssize(s.spans);
    if (before.until > before.from) {
      c.cases_before = cases;
      c.exposure_before = exposure(before);
      if (measure.kind == EffectKind::events && c.exposure_before > 0)
        c.value_before = static_cast<double>(cases) / c.exposure_before;
    } else {
      c.cases_after = cases;
      c.exposure_after = exposure(after);
    }
    if (measure.kind == EffectKind::share) c.method = EffectMethod::share_difference;
    if (measure.kind == EffectKind::duration) c.method = EffectMethod::restricted_mean;
    return c;
  }
  switch (measure.kind) {
    case EffectKind::events:
      return compare_events(measure, exposure, before, after, cut);
    case EffectKind::share:
      return compare_shares(measure, exposure, before, after, cut);
    case EffectKind::duration:
      return compare_durations(measure, exposure, before, after, cut);
  }
  return {};
}

namespace {

/// Power to find the cut within a number of days, by what the stretch before held.
std::function<double(double)> power_by_days(const EffectMeasure& m, const ExposureOf& exposure, Window before,
                                            double cut, Promise& held) {
  const EffectSample b = m.sample(before);
  const double days = days_of(before);
  held.exposure = exposure(before);
  if (m.kind == EffectKind::events) {
    held.cases = std::ssize(b.events);
    if (!(held.exposure > 0)) return {};
    held.value = static_cast<double>(held.cases) / held.exposure;
    if (held.cases == 0) return {};
    const double per_day = held.exposure / days;
    const double spread = spread_of(b.events, {}, exposure, before, {before.until, before.until});
    return [=, rate = *held.value, all = held.exposure, more = m.more_is_better](double d) {
      return power_of_counts(rate, all, per_day * d, cut, more, spread);
    };
  }
  if (m.kind == EffectKind::share) {
    held.cases = b.n;
    if (b.n == 0) return {};
    held.value = static_cast<double>(b.bad) / static_cast<double>(b.n);
    if (b.bad == 0) return {};
    const auto n = static_cast<double>(b.n);
    return [=, p = *held.value](double d) {
      return n * d / days < least_of_share ? 0 : share_power(p, n, n * d / days, cut);
    };
  }
  held.cases = std::ssize(b.spans);
  const double tau = horizon_of(b.spans);
  if (!(tau > 0) || ended_of(b.spans) < least_ended) return {};
  const RestrictedMean mean = restricted_mean(kaplan_meier(b.spans), tau);
  if (!(mean.mean > 0)) return {};
  held.value = mean.mean;
  const double relative = mean.se / mean.mean;
  const auto n = static_cast<double>(held.cases);
  return [=](double d) {
    const double after = n * d / days;
    if (after < static_cast<double>(least_ended)) return 0.0;
    const double se = relative * std::sqrt(1 + n / after);
    return se > 0 ? normal_cdf(-std::log(1 - cut) / se - z95) : 1.0;
  };
}

}  // namespace

Promise promise(const EffectMeasure& measure, const ExposureOf& exposure, Window before, double cut) {
  Promise p;
  if (before.until <= before.from) return p;
  const auto power = power_by_days(measure, exposure, before, cut, p);
  if (!power || power(longest_wait_days) < wanted_power) return p;
  int low = 0;                           // weeks with too little
  int high = longest_wait_days / 7 + 1;  // weeks with enough
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    (power(std::min(7 * middle, longest_wait_days)) >= wanted_power ? high : low) = middle;
  }
  p.window_days = std::min(7 * high, longest_wait_days);
  return p;
}

std::optional<double> power_within(const EffectMeasure& measure, const ExposureOf& exposure, Window before, double cut,
                                   double days) {
  Promise p;
  if (before.until <= before.from) return std::nullopt;
  const auto power = power_by_days(measure, exposure, before, cut, p);
  if (!power) return std::nullopt;
  return power(days);
}

}  // namespace debrief::analytics
