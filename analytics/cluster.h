// Root-cause themes: groups of incidents whose words say the same.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace debrief::analytics {

/// One text per incident, in any order; the result does not depend on the order.
///
/// ref       the incident's key: ties and random draws go by text and ref, not by position
/// text      title and description
/// category  "" when not used
struct ClusterText {
  std::string ref;
  std::string title;
  std::string description;
  std::string category;
};

/// k     number of themes; nullopt: chosen by bootstrap stability
/// seed  of every random draw
struct ClusterOptions {
  std::optional<int> k;
  std::uint64_t seed = 1;
  /// Called with a share of the work done, 0 to 1; returning false stops with Error "interrupted".
  std::function<bool(double)> progress;
};

/// near_miss  index of the nearest text that is not a member, -1 none
/// examples   indices of the texts nearest the centre
/// stability  mean Jaccard over bootstrap samples, 0 to 1; under 0.6 the theme is tentative
struct Theme {
  std::string label;
  std::vector<std::string> terms;
  std::vector<std::uint32_t> members;
  std::vector<std::uint32_t> examples;
  std::int64_t near_miss = -1;
  double stability = 0;
};

/// theme_of  per text: index into themes, -1 unclustered
/// score     per text: cosine to its theme's centre, 0 for unclustered
struct ClusterRun {
  std::vector<Theme> themes;  // largest first, then by label
  std::vector<std::int32_t> theme_of;
  std::vector<double> score;
  std::string method;
  std::uint64_t seed = 0;
  double stability = 0;  // members' weighted mean
  std::vector<std::string> notes;
};

/// 0 texts give no themes; texts without words are unclustered.
ClusterRun cluster(std::span<const ClusterText> texts, const ClusterOptions& options);

}  // namespace debrief::analytics
