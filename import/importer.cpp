// The import of one file: look, decide, read.

#include "import/importer.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.h"
#include "base/hash.h"
#include "import/catalogue.h"
#include "import/drafting.h"
#include "import/gather.h"
#include "import/issues.h"
#include "import/mapping.h"
#include "import/readers/reader.h"
#include "import/sniff/verdicts.h"

namespace debrief::import {

namespace {

constexpr std::size_t surveyed_rows = 1000;

struct Looked {
  std::unique_ptr<Reader> reader;
  Mapping mapping;
  review::FileReading reading;
};

void survey_row(const Row& row, std::vector<Survey>& surveys) {
  if (row.set_aside) return;
  for (std::size_t c = 0; c < surveys.size() && c < row.cells.size(); ++c) {
    surveys[c].add(row.cells[c], c < row.kinds.size() ? row.kinds[c] : CellIs::text);
  }
}

review::FileReading reading_of(const Source& source, const Table& table, const Mapping& m) {
  for (std::size_t c = 0; c < surveys.size(); ++c) {
    surveys[c].calls.add(c < row.cells.size() ? row.cells[c] : std::string_view(),
                         c < row.kinds.size() ? row.kinds[c] : CellIs::text);
  }
  review::FileReading r;
  r.file = source.name();
  r.sha256 = source.sha256();
  r.bytes = source.bytes();
  r.format = table.format;
  r.source = m.source;
  r.encoding = table.encoding;
  r.delimiter = table.delimiter;
  r.quote = table.quote;
  r.sheet = table.sheet;
  r.header_row = table.header_row;
  r.zone = m.zone_name;
  r.zone_from = m.zone_from;
  r.row_is = m.row_is;
  for (const auto& plan : m.columns) {
    r.columns.push_back({plan.heading, plan.shown_role, plan.confidence, plan.why,
                         plan.shows_order ? std::string(name(plan.style.order)) : std::string()});
  }
  return r;
}

Looked look_at(const Source& source, const Options& options, const Progress& progress) {
  AskedMapping asked = read_asked_mapping(options.map);
  Looked looked;
  looked.reader = with_gathered(open_reader(source, options), options);
  Reader& reader = *looked.reader;
  const Table& table = reader.table();
  base::Sha256 headings;
  for (const auto& c : table.columns) headings.add(c + "\n");
  const std::string fingerprint = headings.hex();
  if (options.map.empty() && options.remembered) {
    if (const auto kept = options.remembered(fingerprint)) {
      asked = asked_mapping_of(*kept, "the mapping kept for these headings");
      asked.text.clear();
      asked.from = "the mapping kept from an earlier import";
    }
  }
  std::vector<Survey> surveys(table.columns.size());
  Row row;
  std::size_t rows = 0;
  bool more = true;
  while (rows < surveyed_rows && (more = reader.next(row))) {
    if (row.heading) continue;
    survey_row(row, surveys);
    ++rows;
  }
  if (rows == 0) {
    throw base::Error(base::Status::refused, "no-rows",
                      fmt::format("{}: there is a heading, but no row below it", source.name()),
                      "export it again with the rows, or name another sheet");
  }
  looked.mapping = mapping_of(table, surveys, options, asked, source.name());
  // The day order is a property of the whole column, so the rest of the file is read for the columns that need it.
  std::vector<std::size_t> dated;
  for (std::size_t c = 0; c < surveys.size(); ++c) {
    const Role* role = looked.mapping.columns[c].role;
    const bool time = role != nullptr && role->wants == Wants::time;
    if (surveys[c].wants_whole_column() && (time || surveys[c].share(surveys[c].times) > 0.5)) dated.push_back(c);
  }
  if (more && !dated.empty()) {
    std::size_t n = 0;
    while (reader.next(row)) {
      if (row.set_aside || row.heading) continue;
      for (const std::size_t c : dated) {
        if (c < row.cells.size()) surveys[c].add_date(row.cells[c]);
      }
      if (progress && ++n % 4096 == 0) progress(reader.bytes_done() / 2, source.bytes());
    }
  }
  settle_times(looked.mapping, table, surveys, options, asked, source.name());
  looked.reading = reading_of(source, table, looked.mapping);
  looked.reading.headings = fingerprint;
  looked.reading.mapping = asked.text;
  auto& sniff = looked.reading.sniff;
  sniff.push_back(container_verdict(source));
  sniff.insert(sniff.end(), table.sniff.begin(), table.sniff.end());
  for (auto& verdict : mapping_verdicts(looked.mapping, surveys, options)) sniff.push_back(std::move(verdict));
  return looked;
}

}  // namespace

void read_into(const Source& source, const Options& options, const Begin& begin, const Progress& progress) {
  Looked looked = look_at(source, options, progress);
  Reader& reader = *looked.reader;
  reader.rewind();
  Sink* const taker = begin(looked.reading);
  if (taker == nullptr) return;
  Sink& sink = *taker;
  for (const auto& issue : reader.table().findings) sink.report(issue);
  for (const auto& issue : looked.mapping.findings) sink.report(issue);
  Drafting drafting(looked.mapping, source.name(), sink);
  Row row;
  std::size_t n = 0;
  while (reader.next(row)) {
    drafting.add(row);
    if (progress && ++n % 4096 == 0) progress(reader.bytes_done(), source.bytes());
  }
  for (const auto& issue : reader.late_findings()) sink.report(issue);
  drafting.finish();
  if (progress) progress(source.bytes(), source.bytes());
}

review::FileReading look(const Source& source, const Options& options) { return look_at(source, options, {}).reading; }

std::vector<KnownSource> known_sources() {
  std::vector<KnownSource> out;
  for (const auto& s : all_sources()) {
    const auto used =
        std::count_if(s.columns.begin(), s.columns.end(), [](const auto& c) { return c.second.role != nullptr; });
    out.push_back({s.id, s.title, s.zone, static_cast<std::size_t>(used)});
  }
  out.push_back({"generic", "any other log, by headings in nine languages and by content", "", 0});
  return out;
}

}  // namespace debrief::import
