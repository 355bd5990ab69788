// Issues of an import.

#include "review/store/intake/issues.h"

#include <algorithm>

#include <fmt/format.h>

#include "review/checks.h"
#include "review/duplicates.h"

namespace debrief::review {

namespace {

constexpr std::size_t issue_limit = 1000;

}  // namespace

IntakeIssues::IntakeIssues(ImportRun& run) : run_(run), placing_(run.file) {}

void IntakeIssues::report(base::Issue issue) {
  ++run_.receipt.issues_total;
  const bool first_of_code = ++run_.receipt.issues_by_code[issue.code] == 1;
  if (run_.receipt.issues.size() < issue_limit) {
    run_.receipt.issues.push_back(std::move(issue));
  } else if (first_of_code && late_codes_ < issue_limit) {
    // Every code shows at least one example, however many others came before it.
    run_.receipt.issues[issue_limit - ++late_codes_] = std::move(issue);
  }
}

void IntakeIssues::withdraw(const base::Issue& issue) {
  --run_.receipt.issues_total;
  const auto count = run_.receipt.issues_by_code.find(issue.code);
  if (--count->second == 0) run_.receipt.issues_by_code.erase(count);
  const auto same_one = [&](const base::Issue& i) {
    return i.code == issue.code && i.place.row == issue.place.row && i.detail == issue.detail;
  };
  const auto at = std::find_if(run_.receipt.issues.begin(), run_.receipt.issues.end(), same_one);
  if (at != run_.receipt.issues.end()) run_.receipt.issues.erase(at);
}

std::string IntakeIssues::heading_of(std::string_view role) const {
  for (const ColumnReading& c : run_.file.columns) {
    if (c.role == role) return c.name;
  }
  return std::string(role);
}

void IntakeIssues::key_again(const Progress& p, const IncidentDraft& draft) {
  const bool equal = p.rows == 1 && p.digest == chained(0, draft.digest);
  base::Issue i{.code = equal ? "duplicate-row" : "duplicate-key",
                .detail = equal ? "the same row stands in the file before; it adds nothing"
                                : fmt::format("row {} has this key too; they were merged, and where both say something "
                                              "the later row counts",
                                              p.first_row),
                .value = draft.incident.ref,
                .place = {}};
  i.place.file = run_.file.file;
  i.place.row = draft.row;
  i.place.column = heading_of("ref");
  i.severity = base::Severity::warning;
  ++repeats_total_;
  if (repeats_.size() < issue_limit) repeats_.push_back(std::move(i));
}

/// Rows under a key met before are faults where they are few; a file full of them keeps several rows an incident.
void IntakeIssues::tell_repeats() {
  if (repeats_total_ == 0) return;
  if (repeats_total_ <= std::max<std::int64_t>(5, run_.receipt.rows.read / 10)) {
    const std::int64_t untold = repeats_total_ - static_cast<std::int64_t>(repeats_.size());
    run_.receipt.issues_total += untold;
    run_.receipt.issues_by_code["duplicate-key"] += untold;
    for (auto& i : repeats_) report(std::move(i));
    if (run_.receipt.issues_by_code["duplicate-key"] == 0) run_.receipt.issues_by_code.erase("duplicate-key");
    return;
  }
  base::Issue i{.code = "several-rows-a-key",
                .detail = fmt::format("{} of {} rows have a key that an earlier row has; rows of one key were merged",
                                      repeats_total_, run_.receipt.rows.read),
                .value = {},
                .place = {}};
  i.place.file = run_.file.file;
  i.place.column = heading_of("ref");
  i.severity = base::Severity::warning;
  report(std::move(i));
}

void IntakeIssues::check(const Incident& incident, std::int64_t row) {
  whole_.see(incident, row);
  for (auto& issue : contradictions(incident, row)) report_placed(std::move(issue));
}

void IntakeIssues::uncheck(const Incident& incident, std::int64_t row) {
  for (const auto& issue : contradictions(incident, row)) withdraw(issue);
}

void IntakeIssues::report_placed(base::Issue issue) {
  placing_.settle(issue);
  report(std::move(issue));
}

void IntakeIssues::tell_whole(std::int64_t first_new_id) {
  tell_repeats();
  const auto placed = [&](std::vector<base::Issue> issues) {
    for (auto& issue : issues) report_placed(std::move(issue));
  };
  placed(whole_.faults(static_cast<std::size_t>(run_.receipt.incidents)));
  placed(cut_at_round_count(run_.receipt.rows.read));
  placed(clock_offsets(run_.store, run_.id, first_new_id, run_.file.source));
}

}  // namespace debrief::review
