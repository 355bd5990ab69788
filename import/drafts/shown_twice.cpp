// Which of two readings.

#include "import/drafts/shown_twice.h"

#include <algorithm>

#include <fmt/format.h>

#include "import/issues.h"
#include "review/stamps.h"

namespace debrief::import {

using review::TimeField;

void ShownTwice::settle(review::Incident& incident, review::Event& event, const Fold& fold) {
  std::sort(cells_.repeats.begin(), cells_.repeats.end(), [&](const Repeat& a, const Repeat& b) {
    return static_cast<int>(a.column) == entry_at_ && static_cast<int>(b.column) != entry_at_;
  });
  for (const Repeat& r : cells_.repeats) {
    const Role& role = *cells_.plan(r.column).role;
    const bool of_entry = role.slot == Slot::entry;
    auto& stamp = of_entry ? event.at : incident[static_cast<TimeField>(role.field)];
    if (!stamp) continue;
    const auto [known, fresh] = decided_.try_emplace(incident.ref + '\n' + review::words(*stamp), stamp->at);
    if (!fresh) {
      stamp->at = known->second;
      continue;
    }
    const auto& opened = incident[TimeField::opened];
    const auto last = fold.last_at(incident.ref);
    const bool is_opened = !of_entry && static_cast<TimeField>(role.field) == TimeField::opened;
    const bool after_last = static_cast<int>(r.column) == entry_at_ && last && *last > stamp->at && *last <= r.later;
    const bool after_opening = !is_opened && opened && opened->at > stamp->at && opened->at <= r.later;
    if (after_last || after_opening) {
      stamp->at = known->second = r.later;
    } else {
      cells_.sink.report(warning(
          "time-repeated",
          fmt::format("the clocks in {} showed this time twice; the earlier was taken", cells_.mapping.zone_name),
          review::words(*stamp), cells_.place(r.column)));
    }
  }
  cells_.repeats.clear();
}

}  // namespace debrief::import
