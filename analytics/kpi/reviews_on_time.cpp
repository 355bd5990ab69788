// Reviews on time: post-incident reviews signed by the day they were due.

#include "analytics/contacts.h"
#include "analytics/follow_through.h"

namespace debrief::analytics {

namespace {

Sample compute(const Question& q) {
  const review::ReviewColumns& r = q.incidents.reviews;
  if (q.contact_group != nullptr) return share_of(0, 0, 0);
  const base::Ms until = looks_until(q);
  std::int64_t in_time = 0;
  std::int64_t due = 0;
  std::int64_t missing = 0;
  std::int64_t open = 0;
  for (std::size_t row = 0; row < r.size(); ++row) {
    const base::Ms signed_at = r.signed_at[row];
    if (r.due[row] == review::no_time) {
      ++missing;
    } else if (r.due[row] >= until && (signed_at == review::no_time || signed_at >= until)) {
      ++open;
    } else if (r.due[row] >= q.window.from) {
      ++due;
      if (signed_at != review::no_time && signed_at <= r.due[row]) ++in_time;
    }
  }
  Sample s = share_of(in_time, due, missing);
  s.open = open;
  return s;
}

}  // namespace

extern const Kpi reviews_on_time{
    .id = "reviews_on_time",
    .title = "Reviews on time",
    .unit = Unit::share,
    .better = Better::higher,
    .definition =
        "Reviews signed by the end of the day they were due / reviews due in the period, or signed ahead of a later "
        "due "
        "date. Not yet due and not signed: open. Without a due date: missing.",
    .source = "ITIL 4, problem management practice",
    .compute = compute,
    .per_period = false,
    .reads = {},
};

}  // namespace debrief::analytics
