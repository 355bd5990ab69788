// Customer satisfaction: how many of those who answered were satisfied.

#include <cmath>

#include <fmt/format.h>

#include "analytics/cohort.h"
#include "analytics/ended.h"
#include "base/text.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const review::IncidentColumns& t = q.incidents;
  const BackgroundOf background(q);
  ShareOf share(q.rows.size());
  double sum = 0;
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, ended_or_opened(t, row))) continue;
    const double score = t.csat[row];
    if (std::isnan(score)) {
      share.add(row, Answer::missing);
      continue;
    }
    sum += score;
    share.add(row, score >= background->csat_top ? Answer::yes : Answer::no);
  }
  Sample s = std::move(share).sample();
  if (s.n == 0) return s;
  s.mean = sum / static_cast<double>(s.n);
  s.notes.push_back(fmt::format("scale to {}, satisfied from {}; {} of {} answered", background->csat_scale,
                                background->csat_top, base::grouped(s.n), base::grouped(s.n + s.missing)));
  return s;
}

}  // namespace

extern const Kpi csat{
    .id = "csat",
    .title = "Customer satisfaction",
    .unit = Unit::share,
    .better = Better::higher,
    .definition =
        "Answers in the top two boxes of the scale / answers, of the incidents resolved in the period; beside it "
        "the mean score. No answer is missing, not a bad score. The scale is the one the scores reach: 4 and 5 "
        "of 5, 9 and 10 of 10, 80 and more of 100.",
    .source = "ISO 10004; ISO 18295-1",
    .compute = compute,
    .cohort = Cohort::ended,
    .reads = {review::Column::csat},
};

}  // namespace debrief::analytics
