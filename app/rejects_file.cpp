// Rows set aside, and kept receipts.

#include "app/rejects_file.h"

#include <fmt/format.h>

#include "app/csv.h"
#include "app/receipt_text.h"
#include "base/json.h"

namespace debrief::app {

namespace {

using base::Json;

std::string text_or_empty(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t number_or_zero(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number() ? found->get<std::int64_t>() : 0;
}

review::RowIs row_is_named(const std::string& text) {
  for (const auto row_is : {review::RowIs::event, review::RowIs::contact, review::RowIs::interval}) {
    if (text == review::name(row_is)) return row_is;
  }
  return review::RowIs::incident;
}

base::Issue issue_from(const Json& item) {
  base::Issue issue;
  issue.code = text_or_empty(item, "code");
  issue.detail = text_or_empty(item, "detail");
  issue.value = text_or_empty(item, "value");
  issue.place.column = text_or_empty(item, "column");
  issue.place.row = number_or_zero(item, "row");
  issue.place.line = number_or_zero(item, "line");
  issue.severity = text_or_empty(item, "severity") == "warning" ? base::Severity::warning : base::Severity::error;
  return issue;
}

}  // namespace

std::string rejects_csv(const review::ImportSummary& summary, const std::vector<review::Reject>& rejects) {
  const review::Receipt receipt = receipt_from(base::parse_json(summary.receipt).maybe().value_or(Json::object()));
  CsvText csv;
  std::vector<std::string> headings;
  for (const auto& column : receipt.file.columns) headings.push_back(column.name);
  std::size_t widest = headings.size();
  for (const auto& reject : rejects) widest = std::max(widest, reject.cells.size());
  if (receipt.file.header_row > 0) {
    headings.resize(widest);
    headings.emplace_back("Problem");
    csv.row(headings);
  }
  for (const auto& reject : rejects) {
    std::vector<std::string> cells = reject.cells;
    cells.resize(widest);
    cells.push_back(fmt::format("row {}: {} ({})", reject.row, reject.detail, reject.code));
    csv.row(cells);
  }
  return csv.text();
}

review::Receipt receipt_from(const Json& d) {
  review::Receipt r;
  r.import_id = number_or_zero(d, "import_id");
  r.file.file = text_or_empty(d, "file");
  r.file.sha256 = text_or_empty(d, "sha256");
  r.file.bytes = static_cast<std::uint64_t>(number_or_zero(d, "bytes"));
  r.file.format = text_or_empty(d, "format");
  r.file.source = text_or_empty(d, "source");
  r.file.encoding = text_or_empty(d, "encoding");
  r.file.delimiter = text_or_empty(d, "delimiter");
  r.file.quote = text_or_empty(d, "quote");
  r.file.sheet = text_or_empty(d, "sheet");
  r.file.header_row = number_or_zero(d, "header_row");
  r.file.zone = text_or_empty(d, "zone");
  r.file.zone_from = text_or_empty(d, "zone_from");
  r.file.row_is = row_is_named(text_or_empty(d, "row_is"));
  for (const Json& c : d.value("columns", Json::array())) {
    review::ColumnReading reading;
    reading.name = text_or_empty(c, "name");
    reading.role = text_or_empty(c, "role");
    reading.confidence = c.contains("confidence") && c["confidence"].is_number() ? c["confidence"].get<double>() : 0;
    reading.why = text_or_empty(c, "why");
    reading.day_order = text_or_empty(c, "day_order");
    r.file.columns.push_back(std::move(reading));
  }
  for (const Json& v : d.value("sniff", Json::array())) {
    r.file.sniff.push_back({text_or_empty(v, "phase"), text_or_empty(v, "verdict"), text_or_empty(v, "evidence"),
                            v.value("confidence", 1.0), text_or_empty(v, "from") == "flag"});
  }
  const Json rows = d.value("rows", Json::object());
  r.rows = {number_or_zero(rows, "read"),      number_or_zero(rows, "added"),  number_or_zero(rows, "changed"),
            number_or_zero(rows, "unchanged"), number_or_zero(rows, "merged"), number_or_zero(rows, "quarantined")};
  r.incidents = number_or_zero(d, "incidents");
  r.events = number_or_zero(d, "events");
  r.contacts = number_or_zero(d, "contacts");
  r.intervals = number_or_zero(d, "intervals");
  for (const Json& item : d.value("issues", Json::array())) r.issues.push_back(issue_from(item));
  r.issues_total = number_or_zero(d, "issues_total");
  const Json by_code = d.value("issues_by_code", Json::object());
  for (const auto& [code, count] : by_code.items()) {
    r.issues_by_code[code] = count.get<std::int64_t>();
  }
  return r;
}

std::string stored_receipt_text(const Session& session, const Json& document) {
  std::string out = receipt_text(session, receipt_from(document), false);
  const std::string at = text_or_empty(document, "at");
  const std::string undone = text_or_empty(document, "undone_at");
  out += fmt::format("Imported {}", at);
  out += undone.empty() ? "\n" : fmt::format(", undone {}\n", undone);
  return out;
}

}  // namespace debrief::app
