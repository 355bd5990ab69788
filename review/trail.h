// What people wrote and decided, held against the trail of changes.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace debrief::review {

class Store;
struct Action;

/// Something that does not read as the trail says it was written.
///
/// subject  action/3, review/1
/// what     the field or passage: "status", "passage summary.cause version 2"
/// trail    what the trail says, present  what stands in the workspace; "" where there is none
struct TrailDifference {
  std::string subject, what, trail, present;
};
/// Passages, findings, actions, lessons and signatures against the entries that made them. Entries whose values were
/// erased say nothing. Records of an import are no part of it: they rest on the source file that is kept with them.
std::vector<TrailDifference> trail_differences(Store& store);

/// Each field of an action by the name it is updated under, as the trail writes it; "" where it is not set.
std::map<std::string, std::string> as_told(Store& store, const Action& action);

}  // namespace debrief::review
