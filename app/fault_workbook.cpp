// Writing and reading back the fault workbook.

#include "app/fault_workbook.h"

#include <charconv>
#include <fstream>

#include <fmt/format.h>

#include "app/rejects_file.h"
#include "app/temporary_folder.h"
#include "base/error.h"
#include "base/json.h"
#include "base/text.h"
#include "import/table.h"
#include "reports/faults/faults.h"

namespace debrief::app {

namespace {

using base::Json;

/// Remarks that no correction of a cell would answer.
bool to_correct(const base::Issue& issue) {
  static const std::set<std::string, std::less<>> remarks{"placeholder-value", "encoded-twice", "duplicate-row",
                                                          "key-repeated",      "bulk-update",   "time-repeated",
                                                          "time-skipped"};
  return issue.place.row > 0 && remarks.count(issue.code) == 0;
}

std::string_view to_do(std::string_view code) {
  static const std::map<std::string_view, std::string_view> words{
      {"key-missing", "write the reference the source shows for this record"},
      {"time-missing", "write the time, in the form the rows around it use"},
      {"date-impossible", "write a date that exists, in the form the rows around it use"},
      {"time-unreadable", "write a date with a time, in the form the rows around it use"},
      {"day-month-swap", "swap day and month back if the source shows them the other way round"},
      {"number-unreadable", "write a plain number, or empty the cell"},
      {"damaged-number", "write the number as the source shows it, without separators"},
      {"duration-unreadable", "write a length of time such as 2:15:00 or 90 min, or empty the cell"},
      {"sla-flag-against-dates", "look the record up, and correct the flag or the time that is wrong"},
      {"duration-against-timestamps", "look the record up, and correct the duration or the time that is wrong"},
      {"rating-on-unanswered", "empty the rating, or correct whether the contact was answered"},
      {"maybe-truncated", "write the whole text, or leave it as it is"},
      {"cells-missing", "put each value under its own heading; a separator was lost"},
      {"cells-extra", "put each value under its own heading; there is a separator too many"},
  };
  if (const auto it = words.find(code); it != words.end()) return it->second;
  if (code.find("-before-") != std::string_view::npos) return "look the record up, and correct the time that is wrong";
  return "correct the cell as the source shows it";
}

std::string comment_on(const base::Issue& issue) {
  return fmt::format("{}\n\nTo do: {}. [{}]", issue.detail, to_do(issue.code), issue.code);
}

/// Place of the column an issue is about; -1 where no column of the file is called so. Of several of one name the one
/// whose cell the issue quotes, else one that has a meaning.
int column_of(const review::FileReading& file, const base::Issue& issue, const std::vector<std::string>& cells) {
  int best = -1;
  int score = 0;
  for (std::size_t c = 0; c < file.columns.size(); ++c) {
    if (issue.place.column.empty() || file.columns[c].name != issue.place.column) continue;
    const bool quoted = c < cells.size() && !issue.value.empty() && base::trimmed(cells[c]) == issue.value;
    const int here = 1 + (quoted ? 2 : 0) + (file.columns[c].role.empty() ? 0 : 1);
    if (here > score) score = here, best = static_cast<int>(c);
  }
  return best;
}

/// How the file was read, to be read the same way again.
import::Options as_read(const review::FileReading& file) {
  import::Options o;
  o.format = file.format;
  o.encoding = file.encoding;
  o.delimiter = file.delimiter;
  if (file.format == "csv") o.quote = file.quote.empty() ? "none" : file.quote;
  o.sheet = file.sheet;
  o.no_header = file.header_row == 0 && file.format == "csv";
  return o;
}

/// The row number at the head of a printed row; 0 for the line of headings.
std::int64_t row_of(std::string_view line) {
  constexpr std::string_view head = "{\"row\":";
  std::int64_t row = 0;
  if (line.starts_with(head)) std::from_chars(line.data() + head.size(), line.data() + line.size(), row);
  return row;
}

}  // namespace

std::string key_heading(const review::ImportSummary& summary) {
  const review::Receipt receipt = receipt_from(base::parse_json(summary.receipt).maybe().value_or(Json::object()));
  return fmt::format("debrief import {} {} row", summary.id, receipt.file.sha256.substr(0, 8));
}

std::optional<FixKey> fix_key(const review::FileReading& reading) {
  for (const auto& column : reading.columns) {
    const auto words = base::split(column.name, ' ');
    if (words.size() != 5 || words[0] != "debrief" || words[1] != "import" || words[4] != "row") continue;
    FixKey key{0, words[3], column.name};
    const auto [end, error] = std::from_chars(words[2].data(), words[2].data() + words[2].size(), key.import_id);
    if (error == std::errc() && end == words[2].data() + words[2].size() && words[3].size() == 8) return key;
  }
  return std::nullopt;
}

FaultFile fault_file(review::Store& store, std::int64_t import_id) {
  const review::ImportSummary summary = review::import_by_id(store, import_id);
  const review::Receipt receipt = receipt_from(base::parse_json(summary.receipt).maybe().value_or(Json::object()));
  std::set<std::int64_t> mended;
  for (const auto& m : review::mended_rows(store, import_id)) mended.insert(m.row);

  reports::FaultTable table;
  table.key_heading = key_heading(summary);
  std::map<std::int64_t, std::vector<std::string>> rows;
  std::set<std::pair<std::int64_t, std::string>> told;
  const auto add = [&](const base::Issue& issue, const std::vector<std::string>& cells) {
    if (mended.count(issue.place.row) > 0) return;
    rows.try_emplace(issue.place.row);
    if (told.insert({issue.place.row, issue.place.column + "\n" + issue.code}).second) {
      table.faults.push_back({issue.place.row, issue.place.column, comment_on(issue),
                              column_of(receipt.file, issue, cells)});
    }
  };
  for (const review::Reject& r : review::rejects_of(store, import_id)) {
    base::Issue issue{r.code, r.detail, r.value, {}, base::Severity::error};
    issue.place.row = r.row;
    issue.place.column = r.column;
    add(issue, r.cells);
    if (const auto it = rows.find(r.row); it != rows.end()) it->second = r.cells;
  }
  for (const base::Issue& issue : receipt.issues) {
    if (to_correct(issue)) add(issue, {});
  }
  if (rows.empty()) {
    throw base::Error(base::Status::refused, "no-faults",
                      fmt::format("import {} has no row left to correct", import_id),
                      "debrief import show shows its receipt");
  }
  FaultFile out;
  out.rows = rows.size();
  out.cells = table.faults.size();

  const TemporaryFolder folder;
  const base::Path kept = folder.path() / base::Path(receipt.file.file).filename();
  {
    std::ofstream file(kept, std::ios::binary);
    review::stream_source(store, import_id, [&](std::string_view piece) {
      file.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    });
  }
  if (receipt.file.format == "xlsx") {
    auto bytes = reports::marked_workbook(base::read_file(kept), receipt.file.sheet, receipt.file.header_row,
                                          table.key_heading, table.faults);
    if (bytes) {
      out.bytes = std::move(*bytes);
      out.own_workbook = true;
      return out;
    }
  }
  const auto source = import::Source::open(kept.string());
  import::print_table(source, as_read(receipt.file), [&](std::string_view line) {
    const std::int64_t row = row_of(line);
    const auto wanted = rows.find(row);
    if (row > 0 && (wanted == rows.end() || !wanted->second.empty())) return;
    const auto parsed = base::parse_json(line);
    DEBRIEF_CHECK(parsed.ok(), "a printed row is JSON");
    if (row > 0) {
      wanted->second = (*parsed)["cells"].get<std::vector<std::string>>();
    } else if (parsed->contains("columns")) {
      table.columns = (*parsed)["columns"].get<std::vector<std::string>>();
    }
  });
  for (auto& [row, cells] : rows) {
    if (table.columns.size() < cells.size()) {
      for (std::size_t c = table.columns.size(); c < cells.size(); ++c)
        table.columns.push_back(fmt::format("column {}", c + 1));
    }
    table.rows.push_back({row, std::move(cells)});
  }
  out.bytes = reports::fault_workbook(table);
  return out;
}

Fix fix_for(review::Store& store, const FixKey& key, const import::Source& source, const import::Options& options,
            const base::Path& folder) {
  const auto other = [&] {
    return base::Error(base::Status::refused, "other-workspace",
                       fmt::format("{} holds rows of an import that this workspace does not know", source.name()),
                       "name the workspace it was written from with --workspace");
  };
  std::optional<review::ImportSummary> summary;
  try {
    summary = review::import_by_id(store, key.import_id);
  } catch (const base::Error&) {
    throw other();
  }
  const review::Receipt receipt = receipt_from(base::parse_json(summary->receipt).maybe().value_or(Json::object()));
  if (receipt.file.sha256.substr(0, 8) != key.digest) throw other();

  Fix fix{key, options, {}};
  if (fix.options.source.empty()) fix.options.source = receipt.file.source;
  if (fix.options.zone.empty() && receipt.file.zone_from != "file") fix.options.zone = receipt.file.zone;
  if (fix.options.map.empty()) {
    Json columns = Json::object();
    std::string day_order;
    for (const auto& column : receipt.file.columns) {
      const bool clock = column.role.ends_with("_time");   // found again beside its date
      if (!clock) columns[column.name] = column.role.empty() ? Json() : Json(column.role);
      if (!column.day_order.empty() && column.day_order != "ymd") day_order = column.day_order;
    }
    columns[key.heading] = nullptr;
    Json mapping{{"columns", columns}};
    if (!day_order.empty()) mapping["day_order"] = day_order;
    const base::Path file = folder / "mapping.json";
    base::write_file(file, base::dumped(mapping));
    fix.options.map = file.string();
  }
  std::size_t at = 0;
  import::print_table(source, options, [&](std::string_view line) {
    const auto parsed = base::parse_json(line);
    DEBRIEF_CHECK(parsed.ok(), "a printed row is JSON");
    if (parsed->contains("columns")) {
      const auto columns = (*parsed)["columns"].get<std::vector<std::string>>();
      at = static_cast<std::size_t>(std::find(columns.begin(), columns.end(), key.heading) - columns.begin());
      return;
    }
    const Json& cells = (*parsed)["cells"];
    if (at >= cells.size()) return;
    const std::string text(base::trimmed(cells[at].get<std::string>()));
    std::int64_t original = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), original);
    if (error == std::errc() && original > 0) fix.original_row[row_of(line)] = original;
  });
  return fix;
}

void FixSink::take(review::IncidentDraft&& draft) {
  if (!wanted(draft.row)) return;
  taken_.insert(draft.row);
  sink_.take(std::move(draft));
}

void FixSink::take(review::Contact contact, std::int64_t row) {
  if (!wanted(row)) return;
  taken_.insert(row);
  sink_.take(std::move(contact), row);
}

void FixSink::take(review::Interval interval, std::int64_t row) {
  if (!wanted(row)) return;
  taken_.insert(row);
  sink_.take(std::move(interval), row);
}

void FixSink::quarantine(std::int64_t row, std::vector<std::string> cells, base::Issue why) {
  if (wanted(row)) sink_.quarantine(row, std::move(cells), std::move(why));
}

void FixSink::report(base::Issue issue) {
  if (issue.place.row == 0 || wanted(issue.place.row)) sink_.report(std::move(issue));
}

std::vector<std::int64_t> FixSink::mended(const review::Receipt& receipt) const {
  std::set<std::int64_t> faulty;
  for (const base::Issue& issue : receipt.issues) {
    if (to_correct(issue)) faulty.insert(issue.place.row);
  }
  std::vector<std::int64_t> out;
  for (const std::int64_t row : taken_) {
    if (faulty.count(row) == 0) out.push_back(fix_.original_row.at(row));
  }
  return out;
}

}  // namespace debrief::app
