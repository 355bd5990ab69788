// What each row of an event log adds to the rows of its incident before it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "import/words.h"
#include "review/incident.h"

namespace debrief::import {

/// Keeps, per incident, numbers only: which value each watched field had last (values are kept once for the file).
class Fold {
 public:
  /// What a row brought.
  ///
  /// kind       told from how the fields changed; only meant where the log has no type of entry
  /// changes    "priority: P2 -> P1", one per line
  /// duplicate  the very row was there already
  /// last_at    time of the incident's row before, if any
  struct Step {
    bool first = false;
    bool duplicate = false;
    review::EventKind kind = review::EventKind::updated;
    std::string changes;
    std::optional<base::Ms> last_at;
  };

  /// at  time of the row, if it has one
  Step add(const review::Incident& row, std::optional<base::Ms> at, std::uint64_t digest);
  /// What an entry of that kind means after those before it, in logs without a status: the first acknowledgement, or
  /// work on what was over.
  struct Turn {
    bool acknowledged_first = false;
    bool reopened = false;
    double reopenings = 0;
  };
  Turn turn(const std::string& ref, review::EventKind kind);
  /// True where no row of that incident had an earlier time; remembers it.
  bool earliest(const std::string& ref, base::Ms at);
  /// Time of the latest row of that incident so far.
  std::optional<base::Ms> last_at(const std::string& ref) const;

 private:
  static constexpr std::size_t watched = 12;
  struct State {
    std::array<std::uint32_t, watched> values{};
    std::array<std::uint64_t, 3> digests{};
    base::Ms last_at = 0;
    base::Ms first_at = 0;
    bool begun = false;
    bool timed = false;
    bool acknowledged = false;
    bool over = false;      // by its entries
    bool taken_up = false;  // by its entries
    Phase phase = Phase::fresh;
    double reopened = 0;
    std::uint8_t next_digest = 0;
  };

  std::uint32_t number_of(std::string_view value);

  std::unordered_map<std::string, State> states_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<std::uint32_t, const std::string*> values_;
};

}  // namespace debrief::import
