// Mean time between failures: how long things work between two major incidents.

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "analytics/major.h"
#include "analytics/numbers/interval.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

/// Outages that touch or overlap are one failure: the second did not interrupt anything that worked.
struct Outages {
  std::int64_t failures = 0;
  base::Ms down = 0;
  bool swallowed = false;  // one without an end covers others that began after it
};

Outages united(std::vector<Window>& outages, base::Ms until) {
  std::sort(outages.begin(), outages.end(), [](const Window& a, const Window& b) { return a.from < b.from; });
  Outages sum;
  for (std::size_t i = 0; i < outages.size();) {
    Window whole = outages[i];
    for (++i; i < outages.size() && outages[i].from <= whole.until; ++i) {
      sum.swallowed = sum.swallowed || whole.until >= until;
      whole.until = std::max(whole.until, outages[i].until);
    }
    ++sum.failures;
    sum.down += whole.until - whole.from;
  }
  return sum;
}

Sample compute(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const BackgroundOf background(q);
  Sample s;
  const base::Ms until = t.as_of == review::no_time ? q.window.until : std::min(q.window.until, t.as_of);
  std::vector<Window> outages;
  std::int64_t judged = 0;
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, t.opened[row])) continue;
    const std::optional<bool> major = is_major(t, *background, row);
    if (!major) {
      ++s.missing;
      continue;
    }
    ++judged;
    if (!*major) continue;
    const base::Ms end = last_ended(t, row);
    if (is_open(t, *background, row)) {
      ++s.open;
      outages.push_back({t.opened[row], std::max(until, t.opened[row])});
    } else if (end == review::no_time) {
      ++s.missing;
      continue;
    } else if (end < t.opened[row]) {
      ++s.invalid;
      continue;
    } else {
      outages.push_back({t.opened[row], std::max(t.opened[row], std::min(end, until))});
    }
    s.rows.push_back(row);
  }
  const Outages sum = united(outages, until);
  s.n = sum.failures;
  if (judged == 0 || until <= q.window.from) return s;
  const double working = std::max(0.0, static_cast<double>(until - q.window.from - sum.down) / 1000.0);
  const Interval95 failures = poisson_interval(sum.failures);
  if (sum.failures == 0) {
    // One-sided: the true figure is above this with 95 % confidence.
    s.ci_low = working / -std::log(0.05);
    s.notes.emplace_back("no major incident in the period: only a lower bound can be given");
    return s;
  }
  const auto majors = static_cast<std::int64_t>(s.rows.size());
  if (s.open > 0 && sum.swallowed) {
    s.notes.push_back(
        fmt::format("{} no recorded end and cover later ones, so the time between failures cannot be told",
                    base::counted(s.open, "major incident has", "major incidents have")));
    return s;
  }
  if (sum.failures * 2 < majors || working <= 0) {
    s.notes.push_back(fmt::format("{} overlap into {}: there is hardly a time in the period without one",
                                  base::counted(majors, "major incident"), base::counted(sum.failures, "failure")));
    return s;
  }
  s.value = working / static_cast<double>(sum.failures);
  s.ci_low = working / failures.high;
  s.ci_high = working / failures.low;
  if (std::cmp_less(sum.failures, s.rows.size()))
    s.notes.emplace_back("major incidents that overlap count as one failure");
  return s;
}

}  // namespace

extern const Kpi mtbf{
    .id = "mtbf",
    .title = "Mean time between failures",
    .unit = Unit::seconds,
    .better = Better::higher,
    .definition =
        "Time of the period outside major incidents / number of major incidents opened in it; overlapping ones "
        "are one failure. Without any, only a lower bound; none where most overlap or one without an end covers "
        "others.",
    .source = "NIST/SEMATECH e-Handbook 8.4.5; MIL-HDBK-189",
    .compute = compute,
    .per_period = false,
    .cohort = Cohort::opened,
    .reads = {review::Column::major, review::Column::priority},
};

}  // namespace debrief::analytics
