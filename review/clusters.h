// Runs of root-cause clustering as stored. How they are found is analytics' business.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace debrief::review {

class Store;

/// number   the same for the same theme in every run; of a first run from 1, largest first
/// decided  a person had a hand in what it holds or in its name
/// group    number of its group, 0 none
/// overlap  of the theme as found with itself in the run before; nullopt where it was not there, or was made by hand
struct StoredTheme {
  std::int64_t number = 0;
  std::string label;
  std::vector<std::string> terms, examples;
  std::string near_miss;     // ref, "" none
  double stability = 0;
  std::int64_t size = 0;     // filled when read
  bool decided = false;
  std::int64_t group = 0;
  std::optional<double> overlap;
};
/// Themes that say much the same, by number from 1.
struct StoredThemeGroup {
  std::int64_t number = 0;
  std::string label;
};
struct StoredMember {
  std::int64_t incident_id = 0;
  std::int64_t number = 0;   // 0 unclustered
  double score = 0;
};
struct StoredClusterRun {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string method;
  std::uint64_t seed = 0;
  std::int64_t n = 0, outliers = 0;
  double stability = 0;
  std::vector<std::string> notes;
  std::vector<std::string> unapplied;   // decisions it could not follow, as sentences
  std::vector<StoredTheme> themes;      // most incidents first, then by number
  std::vector<StoredThemeGroup> groups;
};

/// Keeps a run as it was found; it is shown so until decisions are applied to it (review/themes.h).
std::int64_t save_cluster_run(Store& store, const StoredClusterRun& run, const std::vector<StoredMember>& members);
/// The newest run; nullopt before the first.
std::optional<StoredClusterRun> newest_cluster_run(Store& store);
/// The run before that one; nullopt for the first.
std::optional<std::int64_t> run_before(Store& store, std::int64_t run_id);
/// Members of a run in order of opened; of one theme when `number` is given (0 = unclustered).
struct MemberRow {
  std::string ref;
  std::int64_t incident_id = 0;
  std::int64_t number = 0;
  double score = 0;
};
std::vector<MemberRow> cluster_members(Store& store, std::int64_t run_id, std::optional<std::int64_t> number = {});

}  // namespace debrief::review
