// The tripwire: new incidents of the kind an action had dealt with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "review/store.h"

namespace debrief::app {

/// One new incident that repeats what a closed or verified action was about.
///
/// band      certain | likely
/// reopened  the action was taken up again: a certain one that opened after the action was carried out
/// early     it opened before that, and says nothing against the action
struct TripwireHit {
  std::int64_t action = 0;
  std::string ref, source, title, of_ref, band, why;
  double chance = 0;
  bool reopened = false;
  bool early = false;
};
struct TripwireResult {
  std::int64_t watched = 0;  // actions looked after; 0: nothing was read
  std::vector<TripwireHit> hits;
};

/// Holds every incident with an id over `after` against the classes of closed and verified actions, notes what matches,
/// and reopens actions. Incidents that an earlier import brought without being looked at (it was stopped) are looked at
/// too. Without such actions it costs one question to the store.
TripwireResult watch_for_recurrences(review::Store& store, std::int64_t after);

/// Reopens the closed and verified actions of a review that were carried out before `opened`; ids of those reopened.
/// reason: what stands in their history.
std::vector<std::int64_t> reopen_actions_of(review::Store& store, std::int64_t review_id, base::Ms opened,
                                            const std::string& reason);

/// "2 new incidents repeat …" in one line; "" without a hit.
std::string tripwire_line(const TripwireResult& result);
nlohmann::ordered_json tripwire_shape(const TripwireResult& result);

}  // namespace debrief::app
