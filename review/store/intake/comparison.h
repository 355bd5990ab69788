// Incidents that were stored before against what the file says of them now.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/sqlite.h"
#include "review/store/fold.h"
#include "review/store/intake/incoming.h"
#include "review/store/intake/issues.h"
#include "review/store/intake/records.h"

namespace debrief::review {

/// Writes what differs, with its history, and counts what is unchanged and what changed.
class Comparison {
 public:
  Comparison(ImportRun& run, IntakeIssues& issues, IntakeRecords& records);

  /// The complete fold of an incident. The caller has counted it as unchanged.
  void settle(const Pending& p);
  /// The very rows an earlier import folded.
  void same_again(const Progress& p, const StoredKey& stored);
  /// An export without times of the last update may be the older all the same: most of its records are open again. Told
  /// once, after the last incident.
  void tell_lost_resolutions();

 private:
  bool is_older(const Incident& was, const Pending& p);
  bool corrected_since(const Pending& p);
  void say_again(std::int64_t id, const std::string& field, const std::optional<std::string>& value);
  void say_fields_again(std::int64_t id, const Incident& was, const Incident& said,
                        const std::vector<Difference>& changes);
  void note_changes(const Pending& p, const std::vector<Difference>& changes);

  ImportRun& run_;
  IntakeIssues& issues_;
  IntakeRecords& records_;
  base::Statement said_again_;
  std::int64_t were_over_ = 0;        // records that came again and had a resolution
  std::int64_t lose_resolution_ = 0;  // of these, those that lose it
};

}  // namespace debrief::review
