// Times that the clocks showed twice, as one hour a year where they are put back.
#pragma once

#include <string>
#include <unordered_map>

#include "import/cells.h"
#include "import/fold.h"

namespace debrief::import {

/// Chooses the other reading of such a time when the order of the log or the opening time proves it. What was decided
/// for an incident's time holds wherever that time stands again.
class ShownTwice {
 public:
  /// entry_at  column of the times of entries, -1 none
  ShownTwice(Cells& cells, int entry_at) : cells_(cells), entry_at_(entry_at) {}

  /// Settles `cells.repeats`, of which none is left; the earlier reading, where nothing proves the later, is told.
  void settle(review::Incident& incident, review::Event& event, const Fold& fold);

 private:
  Cells& cells_;
  const int entry_at_;
  std::unordered_map<std::string, base::Ms> decided_;  // by incident, and time as written
};

}  // namespace debrief::import
