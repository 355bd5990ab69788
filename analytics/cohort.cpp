// What KPIs share.

#include "analytics/cohort.h"

#include <algorithm>

#include <fmt/format.h>

#include "analytics/numbers/interval.h"
#include "analytics/numbers/lengths.h"
#include "analytics/numbers/lifetimes.h"
#include "analytics/numbers/quantile.h"
#include "analytics/numbers/survival.h"
#include "base/text.h"

namespace debrief::analytics {

BackgroundOf::BackgroundOf(const Question& q) : background_(q.background) {
  if (background_ != nullptr) return;
  own_ = background_of(q.incidents, q.rows);
  background_ = &own_;
}

void note(Sample& sample, std::int64_t n, std::string_view one, std::string_view many) {
  if (n != 0) sample.notes.push_back(fmt::format("{} {}", base::grouped(n), n == 1 ? one : many));
}

namespace {

void note_few(Sample& sample) {
  if (sample.n > 0 && sample.n < 5) sample.notes.emplace_back("fewer than 5 cases: look at them one by one");
}

/// Without a median, the restricted mean still says something: how long they ran within what was watched.
std::string restricted(std::span<const double> seconds, std::span<const double> running) {
  std::vector<Lifetime> all;
  double watched = 0;
  const auto take = [&](std::span<const double> times, bool ended) {
    for (const double t : times) {
      all.push_back({t, ended});
      watched = std::max(watched, t);
    }
  };
  take(seconds, true);
  take(running, false);
  const RestrictedMean m = restricted_mean(kaplan_meier(all), watched);
  const MeanLimits limits = restricted_mean_limits(m, watched);
  return fmt::format("of the first {} they ran {} on average ({} to {})", base::plain_duration(watched),
                     base::plain_duration(m.mean), base::plain_duration(limits.low), base::plain_duration(limits.high));
}

}  // namespace

Sample duration_from_opening(const Question& q, const std::vector<base::Ms>& end,
                             bool (*still_open)(const review::IncidentColumns&, const Background&, std::size_t),
                             const std::vector<base::Ms>* on_clock) {
  const review::IncidentColumns& t = q.incidents;
  const BackgroundOf background(q);
  Sample s;
  std::vector<base::Ms> lengths;
  std::vector<base::Ms> still_running;
  lengths.reserve(q.rows.size());
  if (q.list_rows) s.rows.reserve(q.rows.size());
  for (const std::uint32_t row : q.rows) {
    if (!opened_in(q, row)) continue;
    if (still_open(t, *background, row)) {
      ++s.open;
      if (t.as_of != review::no_time && t.as_of >= t.opened[row]) {
        still_running.push_back(on_clock != nullptr ? (*on_clock)[row] : t.as_of - t.opened[row]);
      }
    } else if (end[row] == review::no_time) {
      ++s.missing;
    } else if (end[row] < t.opened[row]) {
      ++s.invalid;
    } else {
      lengths.push_back(on_clock != nullptr ? (*on_clock)[row] : end[row] - t.opened[row]);
      if (q.list_rows) s.rows.push_back(row);
    }
  }
  // Sorted once: the median with its interval, the quartiles and the estimate with open cases all read off it.
  const std::vector<double> seconds = sorted_seconds(lengths);
  const std::vector<double> running = sorted_seconds(still_running);
  s.n = static_cast<std::int64_t>(seconds.size());
  if (!running.empty() && !seconds.empty()) {
    s.censored_median = median_survival_sorted(seconds, running);
    s.notes.push_back(
        s.censored_median
            ? fmt::format("with the {} open as still running (Kaplan-Meier) the median is {}", base::grouped(s.open),
                          base::plain_duration(*s.censored_median))
            : fmt::format("with the {} open as still running (Kaplan-Meier) the median is not reached; {}",
                          base::grouped(s.open), restricted(seconds, running)));
  }
  if (q.list_rows) {
    s.values.reserve(lengths.size());
    for (const base::Ms length : lengths) s.values.push_back(static_cast<double>(length) / 1000.0);
  }
  if (const auto figures = summary_sorted(seconds)) {
    s.value = s.median = figures->median;
    s.q1 = figures->q1;
    s.q3 = figures->q3;
    s.p90 = figures->p90;
    s.mean = figures->mean;
  }
  if (const auto interval = median_interval_sorted(seconds)) {
    s.ci_low = interval->low;
    s.ci_high = interval->high;
  }
  note(s, s.invalid, "incident ends before it begins and is set aside",
       "incidents end before they begin and are set aside");
  note_few(s);
  return s;
}

Sample ShareOf::sample() && {
  sample_.numerator = yes_;
  sample_.denominator = sample_.n;
  if (sample_.n > 0) sample_.value = static_cast<double>(yes_) / static_cast<double>(sample_.n);
  if (const auto interval = wilson(yes_, sample_.n)) {
    sample_.ci_low = interval->low;
    sample_.ci_high = interval->high;
  }
  note_few(sample_);
  return std::move(sample_);
}

}  // namespace debrief::analytics
