// The story of the demo: what the people of an invented centre make of their own log.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "review/store.h"

namespace debrief::app {

/// The review of the demo's largest major incident, with findings, passages, actions and a lesson; two learners, and
/// evidence for them.
struct DemoRecords {
  std::int64_t review_id = 0;
  std::string incident;  // ref
  std::vector<std::int64_t> learners;
};

/// Writes the story into a workspace that holds the demo log. Findings are tied to rows by words that stand in them.
DemoRecords write_demo_story(review::Store& store);

}  // namespace debrief::app
