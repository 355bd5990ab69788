// What an import finds wrong, as its receipt tells it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "review/intake.h"
#include "review/placing.h"
#include "review/store/intake/incoming.h"
#include "review/whole_file.h"

namespace debrief::review {

/// Keeps the first 1,000 issues, one of each code among them, and counts all.
class IntakeIssues {
 public:
  /// The import must outlive it; its receipt takes what is told.
  explicit IntakeIssues(ImportRun& run);

  void report(base::Issue issue);
  /// The same for a fault found on the record, not on the row: column and line are looked up.
  void report_placed(base::Issue issue);
  /// The physical line of a row, for `report_placed`.
  void row_at(std::int64_t row, std::int64_t line) { placing_.row_at(row, line); }
  /// The heading of the column that was read as `role`; the role itself where none was.
  std::string heading_of(std::string_view role) const;

  /// What the record says against itself, and its part in what the whole file says.
  void check(const Incident& incident, std::int64_t row);
  /// Takes back what `check` told of the record itself: more rows of the incident have come.
  void uncheck(const Incident& incident, std::int64_t row);
  /// A further row of an incident, in a file that has one row for each.
  void key_again(const Progress& p, const IncidentDraft& draft);
  /// Tells what only the whole file shows; once, after its last row.
  void tell_whole(std::int64_t first_new_id);

 private:
  void withdraw(const base::Issue& issue);
  void tell_repeats();

  ImportRun& run_;
  Placing placing_;
  WholeFile whole_;
  std::size_t late_codes_ = 0;        // met first when the list of issues was full
  std::vector<base::Issue> repeats_;  // rows under a key met before, in a file of one row an incident
  std::int64_t repeats_total_ = 0;
};

}  // namespace debrief::review
