// The way cases take.

#include "analytics/process/paths.h"

#include <algorithm>

#include "analytics/numbers/quantile.h"

namespace debrief::analytics {

namespace {

CasePath path_of(const std::vector<PathEvent>& events, Paths& all, std::map<Step, std::vector<double>>& seconds) {
  CasePath path;
  std::map<std::uint32_t, std::int64_t> times;
  std::vector<std::uint32_t> holders;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const PathEvent& e = events[i];
    path.activities.push_back(e.activity);
    ++times[e.activity];
    if (e.resource && (holders.empty() || holders.back() != *e.resource)) holders.push_back(*e.resource);
    if (i == 0) continue;
    const PathEvent& before = events[i - 1];
    seconds[{before.activity, e.activity}].push_back(static_cast<double>(e.at - before.at) / 1000);
    if (e.resource && before.resource && *e.resource != *before.resource) {
      ++all.handovers[{*before.resource, *e.resource}];
      ++path.handovers;
    }
  }
  for (std::size_t i = 2; i < holders.size(); ++i) path.returns += holders[i] == holders[i - 2] ? 1 : 0;
  for (const auto& [activity, n] : times) {
    if (n > 1) path.rework[activity] = n;
  }
  if (!events.empty()) {
    path.duration_s = static_cast<double>(events.back().at - events.front().at) / 1000;
    ++all.first[events.front().activity];
    ++all.last[events.back().activity];
  }
  return path;
}

}  // namespace

Paths paths(std::span<const std::vector<PathEvent>> cases) {
  Paths all;
  std::map<Step, std::vector<double>> seconds;
  std::vector<double> durations;
  for (std::vector<PathEvent> events : cases) {
    std::stable_sort(events.begin(), events.end(), [](const PathEvent& a, const PathEvent& b) { return a.at < b.at; });
    all.events += static_cast<std::int64_t>(events.size());
    all.cases.push_back(path_of(events, all, seconds));
    durations.push_back(all.cases.back().duration_s);
    ++all.variants[all.cases.back().activities];
  }
  for (auto& [step, took] : seconds) {
    const auto s = summary(took);
    all.follows[step] = {
        .n = static_cast<std::int64_t>(took.size()), .mean_s = s->mean, .median_s = s->median, .p90_s = s->p90};
  }
  if (const auto s = summary(durations)) all.median_duration_s = s->median;
  return all;
}

}  // namespace debrief::analytics
