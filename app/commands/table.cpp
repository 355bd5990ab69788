// table: what the readers parsed, before any role is given.

#include "import/table.h"

#include <fmt/format.h>

#include "app/command.h"
#include "app/interrupt.h"
#include "app/reading_options.h"
#include "app/receipt_text.h"
#include "app/session.h"
#include "base/json.h"
#include "base/text.h"

namespace debrief::app {

namespace {

using base::Json;
using base::Status;

constexpr std::size_t preview_rows = 20;

Json issue_document(const base::Issue& issue) {
  return {{"code", issue.code},
          {"row", issue.place.row > 0 ? Json(issue.place.row) : Json()},
          {"line", issue.place.line > 0 ? Json(issue.place.line) : Json()},
          {"column", issue.place.column.empty() ? Json() : Json(issue.place.column)},
          {"value", issue.value.empty() ? Json() : Json(issue.value)},
          {"detail", issue.detail}};
}

/// The first rows as a table for a person.
class Preview {
 public:
  void take(const Json& line) {
    if (line.contains("columns")) {
      head_ = line;
      return;
    }
    ++rows_;
    if (kept_.size() < preview_rows) kept_.push_back(line);
  }

  void print(Session& session) const {
    TextTable table;
    table.column("Row", Side::right);
    std::size_t widest = 0;
    for (const Json& line : kept_) widest = std::max(widest, line["cells"].size());
    const Json columns = head_.value("columns", Json::array());
    widest = std::max(widest, columns.size());
    for (std::size_t i = 0; i < widest; ++i) {
      table.column(i < columns.size() && columns[i].is_string() ? shown(columns[i].get<std::string>()) : "");
    }
    for (const Json& line : kept_) {
      std::vector<std::string> cells{std::to_string(line["row"].get<long long>())};
      for (const Json& cell : line["cells"]) cells.push_back(cell.is_string() ? cell.get<std::string>() : "");
      cells.resize(widest + 1);
      table.row(std::move(cells));
    }
    session.table(table);
    if (rows_ > kept_.size()) {
      session.line(fmt::format("{} of {} shown; --json-lines gives them all", preview_rows,
                               base::counted(static_cast<long long>(rows_), "row")));
    }
  }

 private:
  Json head_ = Json::object();
  std::vector<Json> kept_;
  std::size_t rows_ = 0;
};

Status run(Session& session, const Arguments& a) {
  const import::Source source = import::Source::open(a.positional.front());
  Json faults = Json::array();
  std::size_t fault_count = 0;
  const auto fault = [&](const base::Issue& issue) {
    ++fault_count;
    if (session.settings().json && !session.json_lines()) faults.push_back(issue_document(issue));
    session.note(
        fmt::format("{}: {} [{}]", place_text(source.name(), issue.place, issue.value), issue.detail, issue.code));
  };
  if (session.json_lines()) {
    import::print_table(source, reading_options(a), [&](std::string_view line) {
      stop_if_interrupted();
    session.line(line);
  }, fault);
}
else {
  Json document = Json::object();
  Json rows = Json::array();
  Preview preview;
    import::print_table(source, reading_options(a), [&](std::string_view line) {
      stop_if_interrupted();
    Json parsed = *base::parse_json(line);
    if (!session.json()) {
      preview.take(parsed);
    } else if (parsed.contains("columns")) {
      document = std::move(parsed);
    } else {
      rows.push_back(std::move(parsed));
    }
}, fault);
if (session.json()) {
  document["rows"] = std::move(rows);
  document["issues"] = std::move(faults);
  session.answer(document);
} else {
  preview.print(session);
}
}  // namespace
return fault_count > 0 ? Status::findings : Status::done;
}  // namespace debrief::app

}  // namespace

extern const Command table_command{
    .name = "table",
    .title = "Show what is in a file, before anything is made of it",
    .group = "In",
    .verbs = {{"",
               "FILE",
               "Prints the rows of a table as they were read; - is standard input.",
               {{"--sheet", "NAME", "sheet of a workbook; '*' for all with the same headings"},
                {"--no-header", "", "the first row is data"},
                {"--delimiter", "CHAR", "what stands between columns; \"tab\" for a tab"},
                {"--quote", "CHAR", "what quotes a cell; \"none\" for nothing"},
                {"--escape", "CHAR", "what stands before a quote inside a cell"},
                {"--skip", "N", "lines above the headings"},
                {"--encoding", "NAME", "utf-8, windows-1252, …"},
                {"--format", "FORMAT", "csv, xlsx, json, ndjson, xml or xes"}},
               run}},
};

}  // namespace debrief::app
