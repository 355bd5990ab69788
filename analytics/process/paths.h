// The way cases take: what follows what, who hands over to whom, what comes back.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace debrief::analytics {

/// Activity and resource are codes into lists of names the caller keeps; resource nullopt where nobody is named.
struct PathEvent {
  std::uint32_t activity = 0;
  std::optional<std::uint32_t> resource;
  base::Ms at = 0;
};

using Step = std::pair<std::uint32_t, std::uint32_t>;  // from, to

/// How often, and the seconds each took.
struct StepCount {
  std::int64_t n = 0;
  double mean_s = 0, median_s = 0, p90_s = 0;
};

/// One case. rework: activities done more than once, with how often. returns: hand-overs back to whoever had the case
/// before last, immediate repeats of one resource taken together ("ping-pong").
struct CasePath {
  double duration_s = 0;
  std::int64_t handovers = 0;
  std::int64_t returns = 0;
  std::map<std::uint32_t, std::int64_t> rework;
  std::vector<std::uint32_t> activities;  // in order of time
};

struct Paths {
  std::int64_t events = 0;
  std::map<Step, StepCount> follows;       // activities
  std::map<Step, std::int64_t> handovers;  // resources, different ones only
  std::map<std::uint32_t, std::int64_t> first, last;
  std::vector<CasePath> cases;  // as given
  std::map<std::vector<std::uint32_t>, std::int64_t> variants;
  std::optional<double> median_duration_s;
};

/// cases  events of each, in the order of the file, which decides between equal times. Cases without events are
/// counted with duration 0. Source: van der Aalst, Process Mining, 2016, chapters 5 and 9; the questions are those of
/// BPI Challenge 2013.
Paths paths(std::span<const std::vector<PathEvent>> cases);

}  // namespace debrief::analytics
