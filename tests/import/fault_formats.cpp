// Made logs as CSV, XLSX and JSON, faults of syntax included.

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include "base/json.h"
#include "base/time.h"
#include "tests/import/collect.h"
#include "tests/import/fault_log.h"

namespace debrief::import::testing {

namespace {

class Writing {
 public:
  explicit Writing(FaultLog& log) : log_(log) {}

  void write() {
    write_times();
    log_.out.rows = static_cast<std::int64_t>(log_.records.size());
    switch (log_.format) {
      case Format::csv:
        csv();
        break;
      case Format::xlsx:
        xlsx();
        break;
      default:
        json();
    }
    log_.out.about +=
        fmt::format("; {}, {}, row {} of {}", log_.profile.name, log_.out.name, log_.bad + 1, log_.records.size());
    if (log_.format == Format::csv) log_.out.about += fmt::format(", {}", log_.encoding);
  }

 private:
  void write_times() {
    for (Record& r : log_.records) {
      for (Cell& cell : r.cells) {
        if (!cell.at || !cell.text.empty()) continue;
        if (log_.format == Format::xlsx && log_.scale != Scale::letter) {
          cell.text = fmt::format("{:.10f}", static_cast<double>(*cell.at) / static_cast<double>(day) + 25569);
        } else {
          cell.text = log_.written(base::utc_civil(*cell.at));
          cell.at.reset();
        }
      }
    }
  }

  std::string quoted(const std::string& text, bool always) const {
    if (!always && text.find_first_of(std::string("\"\r\n") + log_.delimiter) == std::string::npos) return text;
    std::string whole = "\"";
    for (const char c : text) whole += c == '"' ? "\"\"" : std::string(1, c);
    return whole + '"';
  }

  std::string csv_record(const Record& r) {
    std::string line;
    bool first = true;
    for (std::size_t c = 0; c < r.cells.size(); ++c) {
      const int k = static_cast<int>(c);
      if (k == r.missing) continue;
      if (!first) line += log_.delimiter;
      first = false;
      if (k == r.extra) line += quoted("second site", log_.quote_all) + log_.delimiter;
      std::string text = r.cells[c].text;
      if (k == r.bad_byte)
        text.insert(text.size() / 2 - (static_cast<unsigned char>(text[text.size() / 2]) >> 6U == 2), "\xFF");
      if (k == r.quote_opened) {
        line += '"' + text;
      } else if (k == r.quote_inside) {
        const std::size_t half = text.find(' ') == std::string::npos ? text.size() / 2 : text.find(' ');
        line += '"' + text.substr(0, half) + '"' + "x" + text.substr(half) + '"';
      } else {
        line += quoted(text, log_.quote_all);
      }
    }
    return line;
  }

  /// The start of the row, behind its key and before its last cell. In a quoted cell the quote is left open.
  std::string cut_off(const std::string& line) {
    const std::size_t from = line.find(log_.delimiter) + 1;
    const std::size_t to = line.rfind(log_.delimiter);
    std::string kept = line.substr(0, from + log_.chance.below(std::max<std::size_t>(1, to - from)));
    while (kept.back() == '"') kept.pop_back();
    bool inside = false;
    std::size_t cell = 0;
    for (const char c : kept) {
      if (c == '"') inside = !inside;
      if (c == log_.delimiter && !inside) ++cell;
    }
    log_.out.codes = {"cells-missing", "cells-moved"};
    if (inside) log_.out.codes = {"quote-not-closed"}, log_.out.column = log_.heading(cell);
    return kept;
  }

  void csv() {
    std::string text;
    std::int64_t row = 0;
    const auto add = [&](const std::string& line) { text += line + log_.line_end; };
    for (const auto& line : log_.preamble) add(line), ++row;
    std::string head;
    for (std::size_t c = 0; c < log_.columns.size(); ++c)
      head += (c == 0 ? "" : std::string(1, log_.delimiter)) + quoted(log_.heading(c), log_.quote_all);
    add(head), ++row;
    for (std::size_t r = 0; r < log_.records.size(); ++r) {
      ++row;
      if (r == log_.kin) log_.out.other = row;
      const std::string line = csv_record(log_.records[r]);
      if (r == log_.bad) {
        log_.out.row = row;
        const bool several_lines = line.find('\n') != std::string::npos;
        log_.out.line = several_lines ? 0 : 1 + std::count(text.begin(), text.end(), '\n');
      }
      if (log_.records[r].cut) {
        text += cut_off(line);
        log_.last_line_end = true;  // nothing to take off
        break;
      }
      add(line);
    }
    if (!log_.last_line_end) text.resize(text.size() - log_.line_end.size());
    if (log_.encoding != "utf-8") {
      UErrorCode status = U_ZERO_ERROR;
      std::string coded(text.size() * 2 + 16, '\0');
      const auto size = ucnv_convert(log_.encoding.c_str(), "utf-8", coded.data(), static_cast<int32_t>(coded.size()),
                                     text.data(), static_cast<int32_t>(text.size()), &status);
      coded.resize(static_cast<std::size_t>(size));
      text = std::move(coded);
      if (log_.mark) text.insert(0, "\xFF\xFE");
    } else if (log_.mark) {
      text.insert(0, "\xEF\xBB\xBF");
    }
    log_.out.bytes = std::move(text);
    log_.out.name = "log.csv";
  }

  static std::string xml(const std::string& text) {
    std::string escaped;
    for (const char c : text) {
      escaped += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '"' ? "&quot;" : std::string(1, c);
    }
    return escaped;
  }

  void xlsx() {
    std::string rows;
    const auto cell = [&](std::size_t c, std::int64_t row, const Cell& v) {
      if (v.text.empty()) return std::string();
      const std::string at = fmt::format("{}{}", static_cast<char>('A' + c), row);
      if (v.error) return fmt::format(R"(<c r="{}" t="e"><v>{}</v></c>)", at, v.text);
      if (v.at) return fmt::format(R"(<c r="{}" s="1"><v>{}</v></c>)", at, v.text);
      if (v.number) return fmt::format(R"(<c r="{}"><v>{}</v></c>)", at, v.text);
      return fmt::format(R"(<c r="{}" t="inlineStr"><is><t>{}</t></is></c>)", at, xml(v.text));
    };
    std::int64_t row = 1;
    rows += "<row r=\"1\">";
    for (std::size_t c = 0; c < log_.columns.size(); ++c) rows += cell(c, row, Cell{log_.heading(c), {}, false, false});
    rows += "</row>";
    for (std::size_t r = 0; r < log_.records.size(); ++r) {
      ++row;
      if (r == log_.kin) log_.out.other = row;
      if (r == log_.bad) log_.out.row = row;
      rows += fmt::format("<row r=\"{}\">", row);
      for (std::size_t c = 0; c < log_.columns.size(); ++c) rows += cell(c, row, log_.records[r].cells[c]);
      if (log_.records[r].extra >= 0) rows += cell(log_.columns.size() + 1, row, Cell{"second site", {}, false, false});
      rows += "</row>";
    }
    log_.out.bytes = workbook({{"Log", rows, ""}});
    log_.out.name = "log.xlsx";
  }

  void json() {
    const bool lines = log_.format == Format::ndjson;
    std::string text = lines ? "" : log_.chance.in(2) ? "{\"result\":[" : "[";
    const std::string tail = lines ? "" : text[0] == '{' ? "]}" : "]";
    if (!lines) text += "\n";
    for (std::size_t r = 0; r < log_.records.size(); ++r) {
      const Record& record = log_.records[r];
      if (r == log_.kin) log_.out.other = static_cast<std::int64_t>(r) + 1;
      if (r == log_.bad) {
        log_.out.row = static_cast<std::int64_t>(r) + 1;
        log_.out.line = 1 + std::count(text.begin(), text.end(), '\n');
      }
      std::string object = "{";
      for (std::size_t c = 0; c < log_.columns.size(); ++c) {
        const Cell& v = record.cells[c];
        const int k = static_cast<int>(c);
        if (k == record.missing) continue;
        if (v.text.empty() && log_.chance.in(2)) continue;
        std::string value = v.text.empty() ? "null" : v.number ? v.text : base::dumped(base::Json(v.text));
        if (k == record.bad_byte) value.insert(1, "\xFF");
        if (object.size() > 1) object += ", ";
        object += base::dumped(base::Json(log_.heading(c))) + ": " + value;
        if (record.key_twice && c == 1) object += ", " + base::dumped(base::Json(log_.heading(c))) + ": " + value;
      }
      object += "}";
      if (record.no_object) object = "\"no record\"";
      if (record.cut) object.resize(object.size() - 1 - log_.chance.below(object.size() / 2));
      text += object + (lines || r + 1 == log_.records.size() ? "\n" : ",\n");
    }
    log_.out.bytes = text + tail;
    log_.out.name = lines ? "log.jsonl" : "log.json";
  }

  FaultLog& log_;
};

}  // namespace

void write(FaultLog& log) { Writing(log).write(); }

}  // namespace debrief::import::testing
