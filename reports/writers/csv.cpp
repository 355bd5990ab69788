// CSV: the first visible sheet, or the one of figures as computed, in a form that spreadsheets open without asking and without running anything.

#include <cmath>

#include "base/time.h"
#include "reports/markup.h"
#include "reports/sheet_text.h"
#include "reports/writer.h"

namespace debrief::reports {

namespace {

using templates::Workbook;

/// Text that a spreadsheet would take for a formula gets an apostrophe before it.
std::string guarded(const std::string& text) {
  const bool formula = !text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos;
  return formula ? "'" + text : text;
}

std::string field(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos &&
      (text.empty() || (text.front() != ' ' && text.back() != ' ')))
    return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + "\"";
}

/// Who asks for CSV works on with it: numbers as they were computed come before those made for reading.
const templates::Sheet* sheet_for_csv(const Workbook& workbook) {
  const templates::Sheet* first = nullptr;
  for (const templates::Sheet& sheet : workbook.sheets) {
    if (sheet.hidden) continue;
    if (sheet.table == "Figures") return &sheet;
    if (first == nullptr) first = &sheet;
  }
  return first;
}

std::string write_csv(const Workbook& workbook) {
  std::string out = "\xEF\xBB\xBF";
  if (const templates::Sheet* chosen = sheet_for_csv(workbook)) {
    const templates::Sheet& sheet = *chosen;
    const auto line = [&](const auto& text_of) {
      bool first = true;
      for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
        if (sheet.columns[c].hidden && !sheet.columns[c].carried) continue;
        if (!first) out += ',';
        first = false;
        out += text_of(c);
      }
      out += "\r\n";
    };
    line([&](std::size_t c) { return field(guarded(clean(sheet.columns[c].header))); });
    for (const auto& row : sheet.rows) {
      line([&](std::size_t c) {
        if (c >= row.size()) return std::string();
        const bool text = std::holds_alternative<std::string>(row[c]);
        const std::string value = sheet_text(row[c], sheet.columns[c].type);
        return field(text ? guarded(value) : value);
      });
    }
  }
  return out;
}

}  // namespace

extern const Writer csv{.format = "csv", .title = "Comma-separated values", .extension = "csv", .workbook = write_csv};

}  // namespace debrief::reports
