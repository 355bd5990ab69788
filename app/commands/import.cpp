// import: an export of an incident log into the workspace, and imports of the past.

#include <algorithm>

#include <fmt/format.h>

#include "app/command.h"
#include "app/fault_workbook.h"
#include "app/import_file.h"
#include "app/paths.h"
#include "app/reading_options.h"
#include "app/receipt_text.h"
#include "app/rejects_file.h"
#include "app/session.h"
#include "app/tripwire.h"
#include "base/json.h"
#include "base/text.h"
#include "review/effects.h"
#include "review/imports.h"

namespace debrief::app {

namespace {

using base::Error;
using base::Json;
using base::Status;

import::Options options_of(const Arguments& a){import::Options o = reading_options(a);
o.source = a.value("source");
o.map = a.value("map");
o.zone = a.value("zone");
o.day_order = a.value("day-order");
return o;
}  // namespace

/// An import, and what it brought back that an action had dealt with.
struct Imported {
  ImportOutcome outcome;
  TripwireResult tripwire;
};

Imported import_and_watch(Session& session, const std::string& file, const import::Options& options,
                          review::Intake::Mode mode, Faults faults) {
  const std::int64_t newest = session.has_workspace() ? review::newest_incident_id(session.reader()) : 0;
  Imported out{import_file(session, file, options, mode, faults), {}};
  const bool real = mode == review::Intake::Mode::real && !out.outcome.refused;
  if (real) out.tripwire = watch_for_recurrences(session.writer(), newest);
  if (!out.tripwire.hits.empty()) session.note(tripwire_line(out.tripwire));
  return out;
}

Json receipt_document(const Imported& imported, bool dry_run) {
  const ImportOutcome& outcome = imported.outcome;
  Json document = *base::parse_json(review::receipt_json(outcome.receipt));
  if (imported.tripwire.watched > 0) document["recurrences"] = tripwire_shape(imported.tripwire);
  if (outcome.refused) {
    // Nothing was written: what would have become a record stays out of the workspace, which is as it was.
    document["refused"] = true;
    Json& rows = document["rows"];
    for (const char* count : {"added", "changed", "merged"}) {
      rows["unchanged"] = rows["unchanged"].get<std::int64_t>() + rows[count].get<std::int64_t>();
      rows[count] = 0;
    }
    for (const char* count : {"incidents", "events", "contacts", "intervals"}) document[count] = 0;
    document["dry_run"] = dry_run;
  }
  if (outcome.mends > 0) document["mends"] = {{"import", outcome.mends}, {"rows", outcome.mended}};
  return document;
}

std::string mends_text(const ImportOutcome& outcome) {
  if (outcome.mends == 0) return {};
  return fmt::format("These were corrected rows of import {}; {} now stand{} as mended there: debrief import show {}\n",
                     outcome.mends, base::counted(outcome.mended, "row"), outcome.mended == 1 ? "s" : "",
                     outcome.mends);
}

Status status_of(const ImportOutcome& outcome) {
  if (outcome.refused) return Status::refused;
  return outcome.receipt.rows.quarantined > 0 ? Status::findings : Status::done;
}

/// The status that says most: a failure before findings before done.
Status graver(Status a, Status b) {
  if (a == Status::done) return b;
  if (b == Status::done) return a;
  return a == Status::findings ? b : a;
}

Json error_document(const std::string& file, const Error& error) {
  return {{"file", file},
          {"error",
           {{"code", error.code()},
            {"message", error.what()},
            {"hint", error.hint().empty() ? Json() : Json(error.hint())}}}};
}

/// One after the other; a file that cannot be imported does not keep the next from being.
Status import_several(Session& session, const Arguments& a, review::Intake::Mode mode, Faults faults) {
  const import::Options options = options_of(a);
  Json documents = Json::array();
  Status status = Status::done;
  for (const std::string& file : a.positional) {
    try {
      const Imported imported = import_and_watch(session, file, options, mode, faults);
      const ImportOutcome& outcome = imported.outcome;
      status = graver(status, status_of(outcome));
      if (session.json()) {
        documents.push_back(receipt_document(imported, a.has("dry-run")));
      } else if (!session.settings().quiet || status_of(outcome) != Status::done) {
        session.line(receipt_text(session, outcome.receipt, outcome.refused) + mends_text(outcome));
      }
    } catch (const Error& error) {
      if (error.status() == Status::interrupted || error.status() == Status::mistake) throw;
      status = graver(status, error.status());
      documents.push_back(error_document(file, error));
      session.flush();
      session.note(fmt::format("debrief: {} [{}]\n  {}", error.what(), error.code(), error.hint()));
    }
  }
  if (session.json()) session.answer(documents);
  return status;
}

Status run_import(Session& session, const Arguments& a) {
  const auto mode = a.has("dry-run") ? review::Intake::Mode::dry_run : review::Intake::Mode::real;
  const Faults faults = a.has("strict") ? Faults::refuse : Faults::set_aside;
  if (a.positional.size() > 1) return import_several(session, a, mode, faults);
  const Imported imported = import_and_watch(session, a.positional.front(), options_of(a), mode, faults);
  const ImportOutcome& outcome = imported.outcome;
  if (session.json()) {
    session.answer(receipt_document(imported, a.has("dry-run")));
  } else if (!session.settings().quiet || status_of(outcome) != Status::done) {
    session.out(receipt_text(session, outcome.receipt, outcome.refused) + mends_text(outcome));
  }
  return status_of(outcome);
}

Json summary_document(const review::ImportSummary& summary) {
  Json document = base::parse_json(summary.receipt).maybe().value_or(Json::object());
  document["import_id"] = summary.id;
  document["at"] = base::rfc3339(summary.at_ms);
  document["undone_at"] = summary.undone_ms == 0 ? Json() : Json(base::rfc3339(summary.undone_ms));
  return document;
}

Status run_list(Session& session, const Arguments&) {
  const auto imports = review::list_imports(session.reader());
  if (session.json()) {
    Json items = Json::array();
    for (const auto& summary : imports) {
      Json item = summary_document(summary);
      item.erase("issues");
      item.erase("columns");
      items.push_back(std::move(item));
    }
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  if (imports.empty()) {
    session.line("Nothing has been imported yet. Start with: debrief import FILE");
    return Status::done;
  }
  const base::Zone zone = session.reader().zone();
  TextTable table;
  table.column("Import", Side::right);
  table.column("When");
  table.column("File");
  table.column("Source");
  table.column("Rows", Side::right);
  table.column("Set aside", Side::right);
  table.column("State");
  for (const auto& summary : imports) {
    const Json receipt = summary_document(summary);
    const Json rows = receipt.value("rows", Json::object());
    table.row({std::to_string(summary.id), base::iso_local(summary.at_ms, zone, base::Precision::minute), summary.file,
               summary.source, base::grouped(rows.value("read", 0LL)), base::grouped(rows.value("quarantined", 0LL)),
               summary.undone_ms == 0 ? "stands" : "undone"});
  }
  session.table(table);
  return Status::done;
}

Status run_show(Session& session, const Arguments& a) {
  const auto summary = review::import_by_id(session.reader(), a.id());
  Json document = summary_document(summary);
  const auto mended = review::mended_rows(session.reader(), a.id());
  if (session.json()) {
    Json rows = Json::array();
    for (const auto& m : mended) rows.push_back({{"row", m.row}, {"by_import", m.by_import_id}});
    document["mended"] = std::move(rows);
    session.answer(document);
    return Status::done;
  }
  session.out(stored_receipt_text(session, document));
  if (!mended.empty()) {
    std::string rows;
    for (std::size_t i = 0; i < mended.size() && i < 20; ++i)
      rows += fmt::format("{}{}", i == 0 ? "" : ", ", mended[i].row);
    session.line(fmt::format("Mended since: {} ({}{}), latest by import {}",
                             base::counted(static_cast<long long>(mended.size()), "row"), rows,
                             mended.size() > 20 ? ", …" : "", mended.back().by_import_id));
  }
  return Status::done;
}

Status run_undo(Session& session, const Arguments& a) {
  const bool trial = a.has("dry-run");
  const auto result = review::undo_import(session.existing_writer(), a.id(),
                                          trial ? review::Intake::Mode::dry_run : review::Intake::Mode::real);
  if (session.json()) {
    Json conflicts = Json::array();
    for (const auto& c : result.conflicts) {
      conflicts.push_back({{"ref", c.ref}, {"field", c.field.empty() ? Json() : Json(c.field)}, {"why", c.why}});
    }
    session.answer({{"import_id", a.id()},
                    {"removed", result.removed},
                    {"restored", result.restored},
                    {"contacts_removed", result.contacts},
                    {"intervals_removed", result.intervals},
                    {"conflicts", conflicts},
                    {"dry_run", trial}});
    return result.conflicts.empty() ? Status::done : Status::findings;
  }
  std::string what = fmt::format("{} removed, {} put back as they were", base::counted(result.removed, "incident"),
                                 base::grouped(result.restored));
  if (result.contacts > 0) what += fmt::format(", {} removed", base::counted(result.contacts, "contact"));
  if (result.intervals > 0) what += fmt::format(", {} removed", base::counted(result.intervals, "interval"));
  session.line(trial ? fmt::format("Undoing import {} would mean: {}", a.id(), what)
                     : fmt::format("Import {} is undone: {}", a.id(), what));
  // One line a record and reason, its fields together.
  for (std::size_t i = 0; i < result.conflicts.size();) {
    const auto& c = result.conflicts[i];
    std::string fields = c.field;
    while (++i < result.conflicts.size() && result.conflicts[i].ref == c.ref && result.conflicts[i].why == c.why && !fields.empty())
      fields += ", " + result.conflicts[i].field;
    session.line(fmt::format("  {} {} left alone{}: {}", c.ref, trial ? "would be" : "was",
                             fields.empty() ? "" : ", " + fields, c.why));
  }
  session.line(trial ? "This was a trial: nothing was changed. Run it again without --dry-run to undo."
                     : fmt::format("The file is kept: debrief import show {}", a.id()));
  return result.conflicts.empty() ? Status::done : Status::findings;
}

Status write_fault_workbook(Session& session, std::int64_t id, const base::Path& out) {
  const FaultFile faults = fault_file(session.reader(), id);
  base::write_file(out, faults.bytes);
  if (session.json()) {
    session.answer({{"import_id", id},
                    {"rows", faults.rows},
                    {"cells", faults.cells},
                    {"own_workbook", faults.own_workbook},
                    {"file", out.string()}});
    return Status::done;
  }
  session.line(
      fmt::format("{} with {} marked written to {}{}. Correct the marked cells there and import that file: debrief "
                  "import {}",
                  base::counted(static_cast<long long>(faults.rows), "row"),
                  base::counted(static_cast<long long>(faults.cells), "fault"), out.string(),
                  faults.own_workbook ? ", a copy of your workbook" : "", out.string()));
  return Status::done;
}

Status run_rejects(Session& session, const Arguments& a) {
  if (!a.has("out")) {
    throw Error(Status::usage, "missing-argument", "debrief import rejects needs --out FILE",
                fmt::format("debrief import rejects {} --out rejects.xlsx", a.id()));
  }
  const auto summary = review::import_by_id(session.reader(), a.id());
  const auto rejects = review::rejects_of(session.reader(), a.id());
  const base::Path out = a.value("out");
  if (out != "-") must_have_folder(out);
  if (base::ascii_lower(out.extension().string()) == ".xlsx") return write_fault_workbook(session, a.id(), out);
  const std::string bytes = rejects_csv(summary, rejects);
  if (out == "-") {
    session.out(bytes);
    return Status::done;
  }
  base::write_file(out, bytes);
  if (session.json()) {
    session.answer({{"import_id", a.id()}, {"rows", rejects.size()}, {"file", out.string()}});
  } else {
    session.line(fmt::format("{} written to {}. Correct them there and import that file: debrief import {}",
                             base::counted(static_cast<long long>(rejects.size()), "row"), out.string(),
                             shell_word(out.string())));
  }
  return Status::done;
}

Status run_sources(Session& session, const Arguments&) {
  const auto sources = import::known_sources();
  if (session.json()) {
    Json items = Json::array();
    for (const auto& s : sources) {
      items.push_back(
          {{"id", s.id}, {"title", s.title}, {"zone", s.zone.empty() ? Json() : Json(s.zone)}, {"columns", s.columns}});
    }
    session.answer({{"items", items}, {"next", nullptr}});
    return Status::done;
  }
  TextTable table;
  table.column("Source");
  table.column("What it is");
  table.column("Headings known", Side::right);
  table.column("Zone of its times");
  for (const auto& s : sources) {
    table.row({s.id, s.title, std::to_string(s.columns), s.zone.empty() ? "as the file or --zone says" : s.zone});
  }
  session.table(table);
  session.line("Any other table is read by its headings and values; --map FILE settles what is left.");
  return Status::done;
}

}  // namespace debrief::app

extern const Command import_command{
    .name = "import",
    .title = "Bring in an export of an incident log",
    .group = "In",
    .verbs =
        {{"",
          "FILE…",
          "Reads CSV, Excel workbooks, JSON, JSON lines, XML and XES, packed with gzip or not; - is standard input.",
          {{"--source", "ID", "the system it comes from, when it is not recognised (import sources)"},
           {"--map", "FILE", "JSON that says what the columns are"},
           {"--sheet", "NAME", "sheet of a workbook; '*' for all with the same headings"},
           {"--zone", "ZONE", "zone of times that state none: Europe/London, +01:00"},
           {"--day-order", "ORDER", "dmy, mdy or ymd"},
           {"--format", "FORMAT", "csv, xlsx, json, ndjson, xml or xes"},
           {"--encoding", "NAME", "utf-8, windows-1252, …"},
           {"--delimiter", "CHAR", "what stands between columns; \"tab\" for a tab"},
           {"--quote", "CHAR", "what quotes a cell; \"none\" for nothing"},
           {"--escape", "CHAR", "what stands before a quote inside a cell"},
           {"--skip", "N", "lines above the headings"},
           {"--no-header", "", "the first row is data"},
           {"--dry-run", "", "says what would happen and changes nothing"},
           {"--strict", "", "changes nothing if any row has a fault (status 5)"}},
          run_import},
         {"list", "", "Lists the imports, newest first.", {}, run_list},
         {"show", "ID", "Shows the receipt of an import again.", {}, run_show},
         {"undo",
          "ID",
          "Takes an import back; what was changed since, or what reviews and evidence rest on, is left alone and "
          "named.",
          {{"--dry-run", "", "says what would happen and changes nothing"}},
          run_undo},
         {"rejects",
          "ID",
          "Writes the rows with faults, to be corrected and imported: FILE.xlsx marks and explains each cell, FILE.csv "
          "holds the rows set aside.",
          {{"--out,-o", "FILE", "where to; - is standard output, as CSV"}},
          run_rejects},
         {"sources", "", "Lists the systems whose exports are recognised.", {}, run_sources}},
};

}  // namespace debrief::app
