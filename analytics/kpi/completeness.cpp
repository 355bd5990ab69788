// Completeness: how much of what a log should hold it does hold.

#include <algorithm>
#include <cmath>

#include "analytics/cohort.h"
#include "analytics/numbers/quantile.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  Sample s;
  std::vector<double> shares;
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, q.incidents.opened[row])) continue;
    if (std::isnan(q.incidents.completeness[row])) {
      ++s.missing;
      continue;
    }
    s.rows.push_back(row);
    shares.push_back(q.incidents.completeness[row]);
  }
  s.n = static_cast<std::int64_t>(shares.size());
  const auto figures = summary(shares);
  if (!figures) return s;
  s.value = s.mean = figures->mean;
  s.q1 = figures->q1;
  s.median = figures->median;
  s.q3 = figures->q3;
  if (s.n >= 2) {
    double squares = 0;
    for (const double v : shares) squares += (v - figures->mean) * (v - figures->mean);
    const double n = static_cast<double>(s.n);
    const double half = 1.959963984540054 * std::sqrt(squares / (n - 1) / n);
    s.ci_low = std::max(0.0, figures->mean - half);
    s.ci_high = std::min(1.0, figures->mean + half);
  }
  return s;
}

}  // namespace

extern const Kpi completeness{
    .id = "completeness",
    .title = "Completeness of the log",
    .unit = Unit::share,
    .better = Better::higher,
    .definition =
        "Mean share of the fields a complete log holds (time, caller, nature, category, priority, channel, "
        "handler, actions taken, resolution once closed) that are filled, of the incidents opened in the period.",
    .source = "house definition after the requirements for an incident log",
    .compute = compute,
    .cohort = Cohort::opened,
    .reads = {review::Column::completeness},
};

}  // namespace debrief::analytics
