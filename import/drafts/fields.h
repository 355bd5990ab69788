// The fields of an incident, and of an entry in its history, from the cells of a row.
#pragma once

#include <string>
#include <vector>

#include "import/cells.h"
#include "import/scales.h"
#include "review/intake.h"

namespace debrief::import {

/// What a row says of the entry it is.
///
/// type, state  in the log's own words, "" none
struct EntryRead {
  review::Event event;
  std::string type;
  std::string state;
};

/// Reads every column that has a role, but for the key.
class Fields {
 public:
  /// opened_sure  in a file of one row an incident, a row without a readable opening is lost
  Fields(Cells& cells, bool opened_sure);

  /// The row at hand, into an empty draft. `cells.lost` is set when the row cannot do without a time it has not.
  void read(review::IncidentDraft& draft, EntryRead& entry);
  /// Levels outside their scale, told once the file is read.
  void tell_scales();

 private:
  void field(review::IncidentDraft& draft, std::size_t c);
  void number_field(review::Incident& incident, std::size_t c);
  void kind_field(review::Incident& incident, std::size_t c);
  void entry_field(EntryRead& entry, std::size_t c);
  void note(review::IncidentDraft& draft, std::size_t c);
  bool comment_event(review::IncidentDraft& draft, std::size_t c, const std::string& text);
  void kind_by_value(review::Incident& incident) const;
  void times_from_given(review::Incident& incident) const;

  Cells& cells_;
  const bool costs_;  // a row without its opening is lost
  std::vector<std::size_t> used_;
  std::vector<Scale> scales_;  // by column; only those of graded columns fill
};

}  // namespace debrief::import
