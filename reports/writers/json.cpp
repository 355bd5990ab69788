// JSON: the visible sheets of a workbook, each row an object by heading.

#include "base/json.h"

#include <cmath>

#include "base/time.h"
#include "reports/markup.h"
#include "reports/sheet_text.h"
#include "reports/writer.h"

namespace debrief::reports {

namespace {

using base::Json;
using templates::Workbook;

Json value_of(const templates::SheetValue& value, templates::SheetType type) {
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  if (const auto* number = std::get_if<double>(&value)) {
    if (!std::isfinite(*number)) return nullptr;
    // A count is a count: 3, not 3.0.
    if (std::floor(*number) == *number && std::fabs(*number) < 9e15) return static_cast<std::int64_t>(*number);
    return *number;
  }
  return sheet_text(value, type);
}

std::string write_json(const Workbook& workbook) {
  Json out;
  out["title"] = clean(workbook.title);
  out["subject"] = clean(workbook.subject);
  out["author"] = clean(workbook.author);
  out["created_at"] = base::rfc3339(workbook.created_ms);
  out["sheets"] = Json::array();
  for (const templates::Sheet& sheet : workbook.sheets) {
    if (sheet.hidden) continue;
    Json s;
    s["name"] = clean(sheet.name);
    s["title"] = clean(sheet.title);
    s["notes"] = Json::array();
    for (const std::string& note : sheet.notes) s["notes"].push_back(clean(note));
    s["columns"] = Json::array();
    for (const auto& column : sheet.columns) s["columns"].push_back(clean(column.header));
    s["rows"] = Json::array();
    for (const auto& row : sheet.rows) {
      Json object = Json::object();
      for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
        object[clean(sheet.columns[c].header)] =
            c < row.size() ? value_of(row[c], sheet.columns[c].type) : Json(nullptr);
      }
      s["rows"].push_back(std::move(object));
    }
    out["sheets"].push_back(std::move(s));
  }
  return base::dumped(out, 2) + "\n";
}

}  // namespace

extern const Writer json{.format = "json", .title = "JSON", .extension = "json", .workbook = write_json};

}  // namespace debrief::reports
