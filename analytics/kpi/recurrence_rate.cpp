// Recurrence rate: how often the same kind of incident happens again.

#include "analytics/cohort.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const BackgroundOf background(q);
  ShareOf share(q.rows.size());
  for (const std::uint32_t row : q.rows) {
    if (!in(q.window, q.incidents.opened[row])) continue;
    switch (background->recurrence[row]) {
      case Recurrence::unknown:
        share.add(row, Answer::missing);
        break;
      case Recurrence::first:
        share.add(row, Answer::no);
        break;
      case Recurrence::again:
        share.add(row, Answer::yes);
        break;
    }
  }
  return std::move(share).sample();
}

}  // namespace

extern const Kpi recurrence_rate{
    .id = "recurrence_rate",
    .title = "Recurrence rate",
    .unit = Unit::share,
    .better = Better::lower,
    .definition =
        "Incidents that repeat an earlier one / incidents that can be compared, opened in the period. Repeats: "
        "in the 30 days before it opened, another of the same kind had ended, not being a child of the same "
        "parent. Same kind: the same theme where themes are given, else the same category, subcategory and "
        "closure code, of any team. Without a category, with nothing but a category, or still open where closure codes "
        "tell the kind: missing.",
    .source = "ITIL 4, problem management practice; the 30 days are the house's",
    .compute = compute,
    .cohort = Cohort::opened,
    .repeats = true,
    .reads = {review::Column::category, review::Column::subcategory, review::Column::closure_code,
              review::Column::parent},
};

}  // namespace debrief::analytics
