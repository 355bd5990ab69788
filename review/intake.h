// What an importer hands over, and what became of it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/file.h"
#include "base/issue.h"
#include "review/incident.h"

namespace debrief::review {

class Store;

enum class RowIs : std::uint8_t { incident, event, contact, interval };
std::string_view name(RowIs r);

/// One row of a source, read. `row` is as the spreadsheet shows it.
///
/// incident  fields found on this row; ref must be set (rows without one never get here)
/// events    what this row says happened: the row's own entry in an event log, updates nested in a record
/// line      physical line of a text file, 0 unknown
/// digest    a fixed fingerprint of the row's cells, for telling unchanged rows
struct IncidentDraft {
  std::int64_t row = 0;
  std::int64_t line = 0;
  Incident incident;
  std::vector<Event> events;
  std::uint64_t digest = 0;
};

/// How one column was understood; stands in the receipt.
struct ColumnReading {
  std::string name;
  std::string role;         // "" none
  double confidence = 0;    // 0 to 1
  std::string why;
  std::string day_order;    // dmy | mdy | ymd, "" where it does not apply
};

/// What one phase of looking at a file concluded: container, encoding, dialect, header, types, dates, zone, row, roles.
///
/// confidence  0 to 1; what a person said is 1
/// from_flag   a person said so; else it was found
struct PhaseVerdict {
  std::string phase;
  std::string verdict;
  std::string evidence;
  double confidence = 1;
  bool from_flag = false;
};

/// What was found out about a file before its rows; kept with the import.
struct FileReading {
  std::string file;         // name without folder
  std::string sha256;
  std::uint64_t bytes = 0;
  std::string format;       // csv | xlsx | json | ndjson | xml | xes
  std::string source;       // servicenow | jira | …
  std::string encoding;
  std::string delimiter;
  std::string quote;
  std::string sheet;        // "" none
  std::int64_t header_row = 0;   // 0 none
  std::string zone;
  std::string zone_from;    // default | flag | file | mapping
  RowIs row_is = RowIs::incident;
  std::vector<ColumnReading> columns;
  std::string headings;     // SHA-256 of the headings, in order
  std::string mapping;      // JSON a person gave for them, "" none; kept for the next file with these headings
  std::vector<PhaseVerdict> sniff;   // in the order of the phases
};

struct RowCounts {
  std::int64_t read = 0, added = 0, changed = 0, unchanged = 0, merged = 0, quarantined = 0;
};

/// The import's answer. read = added + changed + unchanged + merged + quarantined, always.
struct Receipt {
  std::int64_t import_id = 0;   // 0 on a dry run
  FileReading file;
  RowCounts rows;
  std::int64_t incidents = 0, events = 0, contacts = 0, intervals = 0;
  std::vector<base::Issue> issues;             // the first 1,000
  std::int64_t issues_total = 0;
  std::map<std::string, std::int64_t> issues_by_code;
  double seconds = 0;
  bool dry_run = false;
};

/// Enters an import into the audit trail; within the transaction that makes it.
void audit_import(Store& store, const Receipt& receipt);

/// Importing the bytes of the newest import again, read the same way, changes nothing: its answer, without reading them.
/// The import is entered, and every problem and row set aside is told as before. nullopt where the file must be read.
std::optional<Receipt> import_again(Store& store, const FileReading& file);

/// Takes drafts of one file into the workspace, in one transaction that `finish` commits and the destructor
/// rolls back. Same source + ref as stored: unchanged, changed (history kept), or, within this file, merged:
/// later rows win field by field where they say something.
class Intake {
 public:
  enum class Mode { real, dry_run };
  Intake(Store& store, const FileReading& file, Mode mode);
  ~Intake();
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;

  /// Rows of one incident need not be adjacent. What the draft held may be moved from.
  void take(IncidentDraft&& draft);
  void take(Contact contact, std::int64_t row);
  void take(Interval interval, std::int64_t row);
  /// A row that cannot become a record; `cells` as read, for handing back.
  void quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why);
  /// A row that repeats what other rows say (a total, a heading printed again): read, and merged into those.
  void pass_over();
  /// A fault that does not cost the row.
  void report(base::Issue issue);

  /// Keeps the source file (compressed), checks order of times and given durations, writes import, issues and
  /// audit, commits. On a dry run rolls back.
  Receipt finish(const base::Path& source_file);

 private:
  struct Working;
  std::unique_ptr<Working> working_;
};

}  // namespace debrief::review
