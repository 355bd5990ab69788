// The import of one file: look, decide, read.

#include "import/importer.h"

#include <algorithm>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "base/error.h"
#include "base/hash.h"
#include "base/text.h"
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
  for (std::size_t c = 0; c < surveys.size(); ++c) {
    surveys[c].calls.add(c < row.cells.size() ? row.cells[c] : std::string_view(),
                         c < row.kinds.size() ? row.kinds[c] : CellIs::text);
  }
}

/// Which values of a column come again in a later sheet of a table that goes on over several.
class AcrossSheets {
 public:
  explicit AcrossSheets(std::size_t columns) : columns_(columns) {}

  void add(const Row& row) {
    if (names_.empty() || names_.back() != row.sheet) names_.emplace_back(row.sheet);
    const std::size_t part = names_.size() - 1;
    for (std::size_t c = 0; c < columns_.size() && c < row.cells.size(); ++c) {
      const std::string_view cell = base::trimmed(row.cells[c]);
      if (cell.empty()) continue;
      Column& column = columns_[c];
      const auto [first, fresh] = column.first.try_emplace(std::string(cell), part);
      if (part > 0) ++column.later;
      if (!fresh && first->second != part) ++column.again;
    }
  }

  /// True where at least half of the later sheets' keys stand in an earlier one: they are numbered anew.
  bool begin_again(int column) const {
    if (column < 0) return false;
    const Column& k = columns_[static_cast<std::size_t>(column)];
    return k.again > 0 && k.again * 2 >= k.later;
  }

 private:
  struct Column {
    std::unordered_map<std::string, std::size_t> first;
    std::int64_t later = 0;
    std::int64_t again = 0;
  };
  std::vector<Column> columns_;
  std::vector<std::string> names_;
};

/// Names the sheet and its row where a fault is told, for a table that goes on over several sheets.
class BySheet final : public Sink {
 public:
  BySheet(Sink& sink, const Row& row) : sink_(sink), row_(row) {}

  void take(review::IncidentDraft&& draft) override { sink_.take(std::move(draft)); }
  void take(review::Contact contact, std::int64_t row) override { sink_.take(std::move(contact), row); }
  void take(review::Interval interval, std::int64_t row) override { sink_.take(std::move(interval), row); }
  void quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) override {
    sink_.quarantine(row, std::move(cells), named(std::move(why)));
  }
  void pass_over() override { sink_.pass_over(); }
  void report(base::Issue issue) override { sink_.report(named(std::move(issue))); }

 private:
  base::Issue named(base::Issue issue) const {
    if (issue.place.row == row_.number && !row_.sheet.empty())
      issue.detail += fmt::format(" (sheet {}, row {})", base::quoted(row_.sheet), row_.sheet_row);
    return issue;
  }

  Sink& sink_;
  const Row& row_;
};

review::FileReading reading_of(const Source& source, const Table& table, const Mapping& m) {
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
  std::optional<AcrossSheets> across;
  if (table.sheets) across.emplace(table.columns.size());
  std::string first_sheet;
  while (rows < surveyed_rows && (more = reader.next(row))) {
    if (row.heading) continue;
    if (across) across->add(row);
    if (rows == 0) first_sheet = std::string(row.sheet);
    // What a key looks like is told by one sheet: the next may number anew.
    if (row.sheet != first_sheet) break;
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
  if (more && (!dated.empty() || across)) {
    std::size_t n = 0;
    while (reader.next(row)) {
      if (row.set_aside || row.heading) continue;
      if (across) across->add(row);
      for (const std::size_t c : dated) {
        if (c < row.cells.size()) surveys[c].add_date(row.cells[c], c < row.kinds.size() ? row.kinds[c] : CellIs::text);
      }
      if (progress && ++n % 4096 == 0) progress(reader.bytes_done() / 2, source.bytes());
    }
  }
  if (across && across->begin_again(looked.mapping.column_of("ref"))) {
    looked.mapping.keys_by_sheet = true;
    const auto c = static_cast<std::size_t>(looked.mapping.column_of("ref"));
    looked.mapping.findings.push_back(
        warning("keys-by-sheet",
                fmt::format("the keys begin again in each sheet, so each is read with its sheet's name before it, as {}",
                            base::quoted(first_sheet + " 1")),
                {}, place_of(source.name(), 0, 0, table.columns[c])));
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
  Row row;
  std::optional<BySheet> by_sheet;
  if (reader.table().sheets) by_sheet.emplace(sink, row);
  Drafting drafting(looked.mapping, source.name(), by_sheet ? static_cast<Sink&>(*by_sheet) : sink);
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
