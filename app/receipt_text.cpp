// An import's receipt in words.

#include "app/receipt_text.h"

#include <algorithm>
#include <map>
#include <vector>

#include <fmt/format.h>

#include "app/terminal.h"
#include "app/text_table.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::counted;
using base::grouped;
using review::FileReading;
using review::Receipt;
using review::RowIs;

constexpr std::size_t examples_per_code = 3;

std::string bytes_text(std::uint64_t bytes) {
  if (bytes < 1000) return counted(static_cast<long long>(bytes), "byte");
  if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::string named(const std::string& text) {
  if (text == "\t") return "tab";
  if (text == " ") return "blank";
  return text;
}

std::string how(const FileReading& file) {
  std::vector<std::string> parts{file.format};
  if (!file.sheet.empty()) parts.push_back(fmt::format("sheet {}", base::quoted(file.sheet)));
  if (!file.encoding.empty()) parts.push_back(file.encoding);
  if (!file.delimiter.empty()) parts.push_back(fmt::format("columns apart by {}", named(file.delimiter)));
  if (!file.quote.empty()) parts.push_back(fmt::format("quoted by {}", file.quote));
  parts.push_back(file.header_row > 0 ? fmt::format("headings in row {}", file.header_row) : "no headings");
  return base::joined(parts, ", ");
}

std::string zone_text(const FileReading& file) {
  if (file.zone_from == "flag") return fmt::format("{} (as you said)", file.zone);
  if (file.zone_from == "file") return fmt::format("{} (the file says so)", file.zone);
  if (file.zone_from == "mapping") return fmt::format("{} (usual for {})", file.zone, file.source);
  return fmt::format("{} (assumed: this workspace's zone; --zone sets another)", file.zone);
}

std::string_view order_text(const std::string& order) {
  if (order == "dmy") return "day first";
  if (order == "mdy") return "month first";
  if (order == "ymd") return "year first";
  return {};
}

std::string_view row_text(RowIs row_is) {
  switch (row_is) {
    case RowIs::incident:
      return "each row is an incident";
    case RowIs::event:
      return "each row is an entry in an incident's history";
    case RowIs::contact:
      return "each row is a contact";
    case RowIs::interval:
      return "each row is an interval of a queue";
  }
  return {};
}

/// Phases of looking at the file that might have gone another way.
std::string doubts_text(const FileReading& file) {
  constexpr double sure_enough = 0.7;
  std::string out;
  for (const review::PhaseVerdict& v : file.sniff) {
    if (v.confidence >= sure_enough || v.phase == "roles" || v.phase == "zone") continue;
    out += fmt::format("  unsure  {}: {} ({:.0f} %; {})\n", v.phase, v.verdict, v.confidence * 100, v.evidence);
  }
  return out;
}

std::string columns_text(const Session& session, const FileReading& file) {
  TextTable table;
  table.column("Column");
  table.column("Taken as");
  table.column("Sure", Side::right);
  table.column("Why");
  for (const review::ColumnReading& c : file.columns) {
    const std::string order(order_text(c.day_order));
    table.row({c.name,
               c.role.empty()  ? "–"
               : order.empty() ? c.role
                               : fmt::format("{}, {}", c.role, order),
               c.role.empty() ? "" : fmt::format("{:.0f} %", c.confidence * 100), c.why});
  }
  return table.text(is_terminal(1) ? terminal_width(0) : 0, session.settings().colour);
}

std::string counts_text(const Receipt& r) {
  const auto& n = r.rows;
  const char* verb = r.dry_run ? "would be " : "";
  std::string out =
      fmt::format("{} read: {} {}added, {} {}changed, {} unchanged, {} merged into those, {} {}set aside\n",
                  counted(n.read, "row"), grouped(n.added), verb, grouped(n.changed), verb, grouped(n.unchanged),
                  grouped(n.merged), grouped(n.quarantined), verb);
  std::vector<std::string> kinds;
  if (r.incidents > 0) kinds.push_back(counted(r.incidents, "incident"));
  if (r.events > 0) kinds.push_back(counted(r.events, "event"));
  if (r.contacts > 0) kinds.push_back(counted(r.contacts, "contact"));
  if (r.intervals > 0) kinds.push_back(counted(r.intervals, "interval"));
  if (!kinds.empty()) out += base::joined(kinds, ", ") + "\n";
  return out;
}

std::string issues_text(const Session& session, const Receipt& r) {
  if (r.issues_total == 0) return "No problems found.\n";
  std::vector<std::pair<std::string, std::int64_t>> codes(r.issues_by_code.begin(), r.issues_by_code.end());
  std::stable_sort(codes.begin(), codes.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string out = session.strong(counted(r.issues_total, "problem")) + "\n";
  for (const auto& [code, count] : codes) {
    std::vector<const base::Issue*> first;
    for (const base::Issue& issue : r.issues) {
      if (issue.code == code && first.size() < examples_per_code) first.push_back(&issue);
    }
    out += fmt::format("  {} ({}{})\n", code, grouped(count),
                       !first.empty() && first.front()->severity == base::Severity::warning ? ", warning" : "");
    for (const base::Issue* issue : first) {
      const std::string place = place_text(r.file.file, issue->place, issue->value);
      out += fmt::format("    {}: {}\n", place, shown(issue->detail));
    }
    if (count > static_cast<std::int64_t>(first.size())) {
      out += fmt::format("    and {} more\n", grouped(count - static_cast<std::int64_t>(first.size())));
    }
  }
  return out;
}

std::string next_text(const Receipt& r, bool refused) {
  if (refused) {
    return "Nothing was changed, because --strict refuses a file with faults. Correct the rows above, or import "
           "without "
           "--strict to keep the good ones.\n";
  }
  if (r.dry_run) return "This was a trial: nothing was changed. Run it again without --dry-run to import.\n";
  std::string out;
  if (r.rows.quarantined > 0) {
    out += fmt::format("Get back the {} set aside: debrief import rejects {} --out rejects.xlsx\n",
                       counted(r.rows.quarantined, "row"), r.import_id);
  }
  out += fmt::format("See it again: debrief import show {}. Undo: debrief import undo {}\n", r.import_id, r.import_id);
  if (r.incidents > 0) out += "Next: debrief kpi, debrief review candidates\n";
  return out;
}

}  // namespace

std::string place_text(const std::string& file, const base::Place& place, const std::string& value) {
  std::string out = file;
  if (place.line > 0) out += fmt::format(":{}", place.line);
  if (place.row > 0) out += fmt::format(" (row {})", place.row);
  if (!place.column.empty()) out += fmt::format(", column {}", base::quoted(place.column));
  if (!value.empty()) out += fmt::format(", {}", base::quoted(value));
  return out;
}

std::string receipt_text(const Session& session, const Receipt& r, bool refused) {
  std::string out;
  const std::string head = r.dry_run || refused ? fmt::format("Trial import of {}", r.file.file)
                                                : fmt::format("Import {}: {}", r.import_id, r.file.file);
  out += session.strong(head) + "\n";
  out += fmt::format("  size    {}, SHA-256 {}\n", bytes_text(r.file.bytes), r.file.sha256.substr(0, 16) + "…");
  out += fmt::format("  read as {}\n", how(r.file));
  out += fmt::format("  source  {}; {}\n", r.file.source, row_text(r.file.row_is));
  out += fmt::format("  times   {}\n", zone_text(r.file));
  out += doubts_text(r.file) + "\n";
  out += columns_text(session, r.file) + "\n";
  out += counts_text(r) + "\n";
  out += issues_text(session, r) + "\n";
  out += next_text(r, refused);
  return out;
}

}  // namespace debrief::app
