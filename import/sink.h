// Where an importer's findings go. The workspace's intake is one; a test's list is another.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/issue.h"
#include "review/incident.h"
#include "review/intake.h"

namespace debrief::import {

/// Takes what was read, in file order. Every data row ends in exactly one take, quarantine or pass_over.
class Sink {
 public:
  virtual ~Sink() = default;
  /// What the draft holds may be moved from.
  virtual void take(review::IncidentDraft&& draft) = 0;
  virtual void take(review::Contact contact, std::int64_t row) = 0;
  virtual void take(review::Interval interval, std::int64_t row) = 0;
  /// A row that cannot become a record; `cells` as read.
  virtual void quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) = 0;
  /// A row that repeats what other rows say: a total, a heading printed again.
  virtual void pass_over() = 0;
  /// A fault that does not cost the row.
  virtual void report(base::Issue issue) = 0;
};

}  // namespace debrief::import
