// What entries in the history of a record mean for the record.
#pragma once

#include <string>

#include "import/cells.h"
#include "import/fold.h"
#include "review/intake.h"

namespace debrief::import {

/// Follows records from entry to entry where no column says when they were acknowledged, resolved or closed.
class Course {
 public:
  Course(Cells& cells, Fold& fold) : cells_(cells), fold_(fold) {}

  /// Acknowledged at the first entry that says so, resolved and closed at the last; work after a completion means it
  /// was opened again. type, state  in the log's words
  void by_entry(review::Incident& incident, review::Event& event, const std::string& type, const std::string& state);
  /// The same where a status tells it.
  void by_status(review::Incident& incident, const review::Event& event);
  /// What a field became, as an entry; of a status also what it means for the record.
  void by_field(review::Incident& incident, review::Event& event, const std::string& field, const std::string& value);

 private:
  std::string value_before() const;
  void status_became(review::Incident& incident, review::Event& event, const std::string& value, bool first);

  Cells& cells_;
  Fold& fold_;
};

}  // namespace debrief::import
