// Which column means what, and how its cells are read.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "import/catalogue.h"
#include "import/importer.h"
#include "import/readers/reader.h"
#include "import/roles.h"
#include "import/sniff/survey.h"
#include "review/intake.h"

namespace debrief::import {

/// One column, decided.
///
/// role          nullptr: not used
/// shown_role    for the receipt; the same but for "opened_time" of a clock column
/// clock_column  of a time: the column with its time of day, -1 none
/// date_column   of a time of day that is a time of its own: the column with its date, -1 none
/// after_start   such a time is of the next day where it lies before the start of its row
/// unit_stated   the heading or the source names the unit
/// clock_scale   what a workbook's times of day are multiplied by as lengths
/// percent       of a share: its bare numbers go to 100
/// day_above     a column of times of day alone: their day, which stands above the table ("2026-03-16")
/// ranges        its cells say from when to when
/// hours         its cells are whole hours of the day
/// total         a sum of lengths over the calls of an interval
/// whole_days    every time of day in it is midnight: the column knows days only
/// dots_group    "1.234" is a count of over a thousand
/// line          numbers of telephones
struct ColumnPlan {
  std::string heading;
  std::string key;
  const Role* role = nullptr;
  std::string shown_role;
  double confidence = 0;
  std::string why;
  TimeStyle style;
  bool shows_order = false;
  int clock_column = -1;
  int date_column = -1;
  bool after_start = false;
  std::string day_above;
  bool ranges = false;
  bool hours = false;
  bool total = false;
  bool whole_days = false;
  bool dots_group = false;
  bool line = false;
  double unit_seconds = 1;
  bool unit_stated = false;
  double clock_scale = 1;
  bool percent = false;
  const std::unordered_map<std::string, std::optional<std::string>>* words = nullptr;
};

/// What a person's own mapping file says. Keys of `columns` are headings as written.
struct AskedMapping {
  std::map<std::string, std::optional<std::string>> columns;
  std::string source;
  std::string zone;
  std::string day_order;
  std::optional<review::Kind> kind;
  std::string text;  // the JSON itself
  std::string from = "the mapping file";
};
/// Throws base::Error: file_error's codes, json-malformed (5), unknown-role, bad-mapping (2).
AskedMapping read_asked_mapping(const std::string& path);
/// The same from its text; `name` is for messages.
AskedMapping asked_mapping_of(const std::string& text, const std::string& name);

/// What only a table of intervals has.
///
/// end      column that says where an interval ends, -1 none
/// day, seconds  of a report whose rows have no time at all: its first day, and how long it covers
/// grouped  columns that say something only where it changes: the rows below belong to it
struct IntervalPlan {
  int end = -1;
  std::string day;
  double seconds = 0;
  std::vector<std::size_t> grouped;
};

/// The plan for a whole file. `spec` is nullptr for a source this build does not know.
struct Mapping {
  const SourceSpec* spec = nullptr;
  std::string source;
  review::RowIs row_is = review::RowIs::incident;
  std::vector<ColumnPlan> columns;
  base::Zone zone;
  std::string zone_name;
  std::string zone_from;
  review::Kind kind = review::Kind::incident;
  bool epoch_1904 = false;
  bool keys_by_sheet = false;   // the keys begin again in each sheet, so the sheet is a part of them
  bool opened_by_entry = false;  // the opening differs among the rows of one record: the earliest counts
  int value_before = -1;         // of a field history: the column of what the field was, -1 none
  bool field_history = false;    // a row says what one field of a record became
  bool ends_by_length = false;  // no time of an end; opened and the given length tell it
  bool in_1970 = false;  // the log is of that year, so its first day is no stand-in for "never"
  IntervalPlan interval;
  std::vector<base::Issue> findings;

  /// First column of that role, -1 none.
  int column_of(std::string_view role) const;
  bool has(std::string_view role) const { return column_of(role) >= 0; }
};

/// Roles by heading (the source's own, then synonyms in nine languages) and by what the cells hold, given to the
/// columns jointly: no role twice but notes. Day order and zone are left to `settle_times`.
///
/// repeats  ids come again within the sample
Mapping mapping_of(const Table& table, const std::vector<Survey>& surveys, const Options& options,
                   const AskedMapping& asked, const std::string& file);

/// Day order column by column and the file's zone, once the surveys have seen the whole of the columns that need it.
void settle_times(Mapping& mapping, const Table& table, const std::vector<Survey>& surveys, const Options& options,
                  const AskedMapping& asked, const std::string& file);

/// A column a warehouse loader adds (_fivetran_synced, _airbyte_extracted_at, _sdc_batched_at): no field of a record.
bool of_loader(std::string_view heading_key);

/// The source whose signs the headings carry; nullptr when none does.
const SourceSpec* recognised_source(const Table& table);

}  // namespace debrief::import
