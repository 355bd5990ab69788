// The front door: a foreign file becomes drafts and issues.
//
//   const auto source = import::Source::open("incident.csv");
//   import::Options options;
//   options.source = "servicenow";
//   std::optional<review::Intake> intake;
//   std::optional<IntakeSink> sink;                      // a few lines in app: passes each call on to the Intake
//   import::read_into(source, options, [&](const review::FileReading& reading) -> import::Sink* {
//     intake.emplace(store, reading, review::Intake::Mode::real);
//     return sink.emplace(*intake);
//   });
//   const review::Receipt receipt = intake->finish(source.original());
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "import/sink.h"
#include "import/source.h"
#include "review/intake.h"

namespace debrief::import {

/// What a person said about the file. Whatever is empty is found out; a clash between the two is a warning.
///
/// source     id of a known source ("servicenow"); unknown ids are taken as the records' source name
/// map        a file {"columns": {"Heading": "role" or null}, "zone": …, "day_order": …, "source": …, "kind": …}
/// sheet      name of a workbook's sheet; "*" for all that have the headings of the first log among them, as one table
/// zone       IANA name or offset for times without one
/// day_order  dmy | mdy | ymd
/// format     csv | xlsx | json | ndjson | xml | xes, whatever the bytes look like
/// encoding   an IANA or ICU name
/// delimiter, quote, escape  one character each; "tab", "space", "none" and "\t" are understood
/// skip       lines (workbook: rows) above the heading row that are left out; -1 to find out
/// ask_sheet  refuse (status 2, sheet-unclear) where several sheets hold records and none was named; else the first is
///            taken with a warning
/// default_zone  for times without a zone where neither flag nor file nor mapping tells
struct Options {
  std::string source;
  std::string map;
  std::string sheet;
  std::string zone;
  std::string day_order;
  std::string format;
  std::string encoding;
  std::string delimiter;
  std::string quote;
  std::string escape;
  int skip = -1;
  bool ask_sheet = true;
  bool no_header = false;
  std::string default_zone = "UTC";
  /// Gives the mapping kept for a heading (FileReading::headings), if there is one. Asked only when `map` is empty.
  std::function<std::optional<std::string>(const std::string& headings)> remembered;
};

/// Called now and then with bytes read and bytes in all, 0 when unknown. May throw to stop the import.
using Progress = std::function<void(std::uint64_t done, std::uint64_t total)>;

/// Called once, before the first row, with what was found out; gives the sink for the rows, nullptr for not reading them.
using Begin = std::function<Sink*(const review::FileReading&)>;

/// Looks at the file (and reads it once through where a column's day order needs it), calls `begin`, then feeds
/// every row, in order, in constant memory. Throws base::Error: status 5 for content (no-rows, json-malformed,
/// zip-damaged, …), 2 for options that make no sense (unknown-zone, sheet-missing, unknown-role, …), 3 for the world.
void read_into(const Source& source, const Options& options, const Begin& begin, const Progress& progress = {});

/// Only the looking: what `read_into` would tell `begin`.
review::FileReading look(const Source& source, const Options& options);

/// A source system this build knows, for `import sources`.
struct KnownSource {
  std::string id;
  std::string title;
  std::string zone;         // of its stored times; "" when the file does not tell
  std::size_t columns = 0;  // headings known
};
std::vector<KnownSource> known_sources();

}  // namespace debrief::import
