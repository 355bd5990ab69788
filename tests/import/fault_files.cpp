// Making the files. All chance comes from one number, so every file can be made again.

#include "tests/import/fault_files.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <random>

#include <fmt/format.h>
#include <unicode/ucnv.h>

#include "base/json.h"
#include "base/time.h"
#include "tests/import/collect.h"
#include "tests/import/fault_profiles.h"

namespace debrief::import::testing {

namespace {

using base::Ms;

constexpr Ms minute = 60'000;
constexpr Ms day = 1440 * minute;

enum class Format { csv, xlsx, json, ndjson };

/// How a priority is written: 1, P1, 1 - Critical.
enum class Scale { digit, letter, worded };

struct Cell {
  std::string text;
  std::optional<Ms> at;  // a time, until it is written
  bool number = false;
  bool error = false;  // Excel's kind of cell
};

struct Record {
  std::vector<Cell> cells;
  // Set by faults of the syntax, not of the content.
  int quote_opened = -1;   // this cell gets a quote that is never closed
  int quote_inside = -1;   // this quoted cell has a bare quote in it
  int bad_byte = -1;       // this cell gets a byte that is no UTF-8
  int missing = -1;        // this cell is not there
  int extra = -1;          // something stands before this cell
  bool cut = false;        // the file ends in the middle of this row
  bool key_twice = false;  // JSON: a key stands twice
  bool no_object = false;  // JSON: a text where a record should be
};

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : engine_(seed * 0x9E3779B97F4A7C15ULL + 0xD1B54A32D192ED03ULL) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(engine_() % n); }
  bool in(std::size_t n) { return below(n) == 0; }
  template <typename Range>
  decltype(auto) one_of(const Range& range) {
    return range[below(std::size(range))];
  }

 private:
  std::mt19937_64 engine_;
};

struct Making {
  Chance chance;
  const Profile& profile;
  Format format;
  Scale scale;
  Writes writes;
  bool seconds = false;
  char delimiter = ',';
  bool quote_all = false;
  std::string line_end = "\n";
  bool last_line_end = true;
  std::string encoding = "utf-8";
  bool mark = false;
  std::vector<std::string> preamble;
  std::vector<Holds> columns;
  std::vector<Record> records;
  FaultFile out;
  std::size_t bad = 0;                   // the row of the fault
  std::optional<std::size_t> kin;        // the row whose key it has

  explicit Making(std::uint64_t n)
      : chance(n), profile(profiles()[n % profiles().size()]), format(Format::csv), scale(), writes() {
    const std::size_t kind = chance.below(100);
    format = kind < 78 ? Format::csv : kind < 86 ? Format::xlsx : kind < 92 ? Format::json : Format::ndjson;
    scale = static_cast<Scale>(chance.below(3));
    writes = chance.one_of(profile.writes);
    seconds = chance.in(2);
    delimiter = profile.delimiters[chance.below(profile.delimiters.size())];
    quote_all = chance.in(3);
    line_end = chance.in(2) ? "\r\n" : "\n";
    last_line_end = !chance.in(3);
    if (format == Format::csv) {
      const std::size_t e = chance.below(10);
      if (e == 0) mark = true;
      if (e == 1) encoding = "utf-16le", mark = true;
      if (e >= 7 && !profile.legacy.empty()) encoding = std::string(profile.legacy);
      if (chance.in(6)) {
        preamble = {"Incident log, exported for review", ""};
        if (chance.in(2)) preamble.insert(preamble.begin() + 1, "Period: all");
      }
    }
    for (std::size_t c = 0; c < holds_count; ++c) {
      const auto holds = static_cast<Holds>(c);
      if (profile.headings[c].empty()) continue;
      const bool needed = holds == Holds::key || holds == Holds::title || holds == Holds::opened ||
                          holds == Holds::resolved || holds == Holds::priority;
      // Exports differ in what people chose to put in.
      if (!needed && chance.in(5)) continue;
      columns.push_back(holds);
    }
    // The key stays in front; the rest comes in any order.
    for (std::size_t c = columns.size() - 1; c > 1; --c) std::swap(columns[c], columns[1 + chance.below(c)]);
    const std::size_t rows = 5 + chance.below(36);
    Ms at = Ms{1'767'225'600'000} + static_cast<Ms>(chance.below(40)) * day;
    for (std::size_t r = 0; r < rows; ++r) {
      at += static_cast<Ms>(20 + chance.below(1400)) * minute;
      records.push_back(record(r, at));
    }
    bad = chance.below(rows);
  }

  Record record(std::size_t r, Ms opened) {
    // The first rows show which number is the day.
    if (r < 3) opened = opened - opened % (28 * day) + 13 * day + static_cast<Ms>(r) * day + opened % day;
    while (base::utc_civil(opened).day < 13 && r < 3) opened += day;
    const Ms seen = opened + static_cast<Ms>(1 + chance.below(50)) * minute;
    const Ms resolved = seen + static_cast<Ms>(5 + chance.below(2000)) * minute;
    const Ms closed = resolved + static_cast<Ms>(chance.below(3000)) * minute;
    const bool open = r > 3 && chance.in(6);
    Record made;
    for (const Holds holds : columns) {
      Cell cell;
      switch (holds) {
        case Holds::key:
          cell.text = fmt::format("{}{}", profile.key, 10421 + r * 3 + chance.below(3));
          break;
        case Holds::title:
          cell.text = chance.one_of(profile.titles);
          if (chance.in(12) && format == Format::csv) cell.text += delimiter + std::string(" \"bis\"\nsecond line");
          break;
        case Holds::priority: {
          const std::size_t p = 1 + chance.below(4);
          static constexpr std::string_view words[] = {"Critical", "High", "Moderate", "Low"};
          cell.text = scale == Scale::digit    ? fmt::format("{}", p)
                      : scale == Scale::letter ? fmt::format("P{}", p)
                                               : fmt::format("{} - {}", p, words[p - 1]);
          break;
        }
        case Holds::status:
          cell.text = chance.one_of(profile.statuses);
          break;
        case Holds::category:
          cell.text = chance.one_of(profile.categories);
          break;
        case Holds::team:
          cell.text = chance.one_of(profile.teams);
          break;
        case Holds::agent:
          cell.text = chance.one_of(profile.agents);
          break;
        case Holds::channel:
          cell.text = chance.one_of(profile.channels);
          break;
        case Holds::opened:
          cell.at = opened;
          break;
        case Holds::acknowledged:
          cell.at = seen;
          break;
        case Holds::resolved:
          if (!open) cell.at = resolved;
          break;
        case Holds::closed:
          if (!open) cell.at = closed;
          break;
        case Holds::customers:
          cell.text = fmt::format("{}", chance.below(900));
          cell.number = true;
          break;
        case Holds::reopened:
          cell.text = fmt::format("{}", chance.in(8) ? 1 + chance.below(2) : 0);
          cell.number = true;
          break;
        case Holds::csat:
          cell.text = fmt::format("{}", 1 + chance.below(5));
          cell.number = true;
          break;
      }
      made.cells.push_back(std::move(cell));
    }
    return made;
  }

  std::string written(const base::Civil& c) const {
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::string clock = seconds ? fmt::format("{:02}:{:02}:{:02}", c.hour, c.minute, c.second)
                                      : fmt::format("{:02}:{:02}", c.hour, c.minute);
    const std::string half = fmt::format("{}:{:02} {}", c.hour % 12 == 0 ? 12 : c.hour % 12, c.minute,
                                         c.hour < 12 ? "AM" : "PM");
    const std::string_view month = months[(c.month - 1) % 12];
    switch (writes) {
      case Writes::iso:
        return fmt::format("{:04}-{:02}-{:02} {}", c.year, c.month, c.day, clock);
      case Writes::iso_t:
        return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", c.year, c.month, c.day, c.hour, c.minute, c.second);
      case Writes::dmy:
        return fmt::format("{:02}/{:02}/{:04} {}", c.day, c.month, c.year, clock);
      case Writes::dotted:
        return fmt::format("{:02}.{:02}.{:04} {}", c.day, c.month, c.year, clock);
      case Writes::mdy:
        return fmt::format("{}/{}/{:04} {}", c.month, c.day, c.year, c.hour > 23 ? clock : half);
      case Writes::named:
        return fmt::format("{:02}-{}-{:04} {}", c.day, month, c.year, clock);
      case Writes::jira:
        return fmt::format("{:02}/{}/{:02} {}", c.day, month, c.year % 100, c.hour > 23 ? clock : half);
    }
    return {};
  }

  void write_times() {
    for (Record& r : records) {
      for (Cell& cell : r.cells) {
        if (!cell.at || !cell.text.empty()) continue;
        if (format == Format::xlsx && scale != Scale::letter) {
          cell.text = fmt::format("{:.10f}", static_cast<double>(*cell.at) / static_cast<double>(day) + 25569);
        } else {
          cell.text = written(base::utc_civil(*cell.at));
          cell.at.reset();
        }
      }
    }
  }

  std::string heading(std::size_t c) const { return std::string(profile.headings[static_cast<std::size_t>(columns[c])]); }

  std::string quoted(const std::string& text, bool always) const {
    if (!always && text.find_first_of(std::string("\"\r\n") + delimiter) == std::string::npos) return text;
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
      if (!first) line += delimiter;
      first = false;
      if (k == r.extra) line += quoted("second site", quote_all) + delimiter;
      std::string text = r.cells[c].text;
      if (k == r.bad_byte) text.insert(text.size() / 2 - (static_cast<unsigned char>(text[text.size() / 2]) >> 6U == 2), "\xFF");
      if (k == r.quote_opened) {
        line += '"' + text;
      } else if (k == r.quote_inside) {
        const std::size_t half = text.find(' ') == std::string::npos ? text.size() / 2 : text.find(' ');
        line += '"' + text.substr(0, half) + '"' + "x" + text.substr(half) + '"';
      } else {
        line += quoted(text, quote_all);
      }
    }
    return line;
  }

  /// The start of the row, behind its key and before its last cell. In a quoted cell the quote is left open.
  std::string cut_off(const std::string& line) {
    const std::size_t from = line.find(delimiter) + 1;
    const std::size_t to = line.rfind(delimiter);
    std::string kept = line.substr(0, from + chance.below(std::max<std::size_t>(1, to - from)));
    while (kept.back() == '"') kept.pop_back();
    bool inside = false;
    std::size_t cell = 0;
    for (const char c : kept) {
      if (c == '"') inside = !inside;
      if (c == delimiter && !inside) ++cell;
    }
    out.codes = {"cells-missing", "cells-moved"};
    if (inside) out.codes = {"quote-not-closed"}, out.column = heading(cell);
    return kept;
  }

  void csv() {
    std::string text;
    std::int64_t row = 0;
    const auto add = [&](const std::string& line) { text += line + line_end; };
    for (const auto& line : preamble) add(line), ++row;
    std::string head;
    for (std::size_t c = 0; c < columns.size(); ++c)
      head += (c == 0 ? "" : std::string(1, delimiter)) + quoted(heading(c), quote_all);
    add(head), ++row;
    for (std::size_t r = 0; r < records.size(); ++r) {
      ++row;
      if (r == kin) out.other = row;
      const std::string line = csv_record(records[r]);
      if (r == bad) {
        out.row = row;
        const bool several_lines = line.find('\n') != std::string::npos;
        out.line = several_lines ? 0 : 1 + std::count(text.begin(), text.end(), '\n');
      }
      if (records[r].cut) {
        text += cut_off(line);
        last_line_end = true;  // nothing to take off
        break;
      }
      add(line);
    }
    if (!last_line_end) text.resize(text.size() - line_end.size());
    if (encoding != "utf-8") {
      UErrorCode status = U_ZERO_ERROR;
      std::string coded(text.size() * 2 + 16, '\0');
      const auto size = ucnv_convert(encoding.c_str(), "utf-8", coded.data(), static_cast<int32_t>(coded.size()),
                                     text.data(), static_cast<int32_t>(text.size()), &status);
      coded.resize(static_cast<std::size_t>(size));
      text = std::move(coded);
      if (mark) text.insert(0, "\xFF\xFE");
    } else if (mark) {
      text.insert(0, "\xEF\xBB\xBF");
    }
    out.bytes = std::move(text);
    out.name = "log.csv";
  }

  static std::string xml(const std::string& text) {
    std::string out;
    for (const char c : text) {
      out += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '"' ? "&quot;" : std::string(1, c);
    }
    return out;
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
    for (std::size_t c = 0; c < columns.size(); ++c) rows += cell(c, row, Cell{heading(c), {}, false, false});
    rows += "</row>";
    for (std::size_t r = 0; r < records.size(); ++r) {
      ++row;
      if (r == kin) out.other = row;
      if (r == bad) out.row = row;
      rows += fmt::format("<row r=\"{}\">", row);
      for (std::size_t c = 0; c < columns.size(); ++c) rows += cell(c, row, records[r].cells[c]);
      if (records[r].extra >= 0) rows += cell(columns.size() + 1, row, Cell{"second site", {}, false, false});
      rows += "</row>";
    }
    out.bytes = workbook({{"Log", rows, ""}});
    out.name = "log.xlsx";
  }

  void json() {
    const bool lines = format == Format::ndjson;
    std::string text = lines ? "" : chance.in(2) ? "{\"result\":[" : "[";
    const std::string tail = lines ? "" : text[0] == '{' ? "]}" : "]";
    if (!lines) text += "\n";
    for (std::size_t r = 0; r < records.size(); ++r) {
      const Record& record = records[r];
      if (r == kin) out.other = static_cast<std::int64_t>(r) + 1;
      if (r == bad) {
        out.row = static_cast<std::int64_t>(r) + 1;
        out.line = 1 + std::count(text.begin(), text.end(), '\n');
      }
      std::string object = "{";
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const Cell& v = record.cells[c];
        const int k = static_cast<int>(c);
        if (k == record.missing) continue;
        if (v.text.empty() && chance.in(2)) continue;
        std::string value = v.text.empty() ? "null" : v.number ? v.text : base::dumped(base::Json(v.text));
        if (k == record.bad_byte) value.insert(1, "\xFF");
        if (object.size() > 1) object += ", ";
        object += base::dumped(base::Json(heading(c))) + ": " + value;
        if (record.key_twice && c == 1) object += ", " + base::dumped(base::Json(heading(c))) + ": " + value;
      }
      object += "}";
      if (record.no_object) object = "\"no record\"";
      if (record.cut) object.resize(object.size() - 1 - chance.below(object.size() / 2));
      text += object + (lines || r + 1 == records.size() ? "\n" : ",\n");
    }
    out.bytes = text + tail;
    out.name = lines ? "log.jsonl" : "log.json";
  }

  void write() {
    write_times();
    out.rows = static_cast<std::int64_t>(records.size());
    switch (format) {
      case Format::csv:
        csv();
        break;
      case Format::xlsx:
        xlsx();
        break;
      default:
        json();
    }
    out.about += fmt::format("; {}, {}, row {} of {}", profile.name, out.name, bad + 1, records.size());
    if (format == Format::csv) out.about += fmt::format(", {}", encoding);
  }

  std::vector<std::size_t> where(std::initializer_list<Holds> wanted) const {
    std::vector<std::size_t> found;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (std::find(wanted.begin(), wanted.end(), columns[c]) != wanted.end()) found.push_back(c);
    }
    return found;
  }

  /// A column of such cells, and what of them is spoilt; no such column: false.
  bool spoil(std::initializer_list<Holds> wanted, std::vector<std::string> codes,
             const std::function<void(Cell&)>& work, bool filled_only = false) {
    auto found = where(wanted);
    if (filled_only) {
      std::erase_if(found, [&](std::size_t c) { return empty(records[bad].cells[c]); });
    }
    if (found.empty()) return false;
    const std::size_t c = found[chance.below(found.size())];
    Cell& cell = records[bad].cells[c];
    work(cell);
    if (cell.text != "" && !cell.number) cell.at.reset();
    out.codes = std::move(codes);
    out.column = heading(c);
    if (columns[c] == Holds::opened) out.set_aside = 1;
    return true;
  }

  static bool empty(const Cell& cell) { return cell.text.empty() && !cell.at; }

  bool earlier(Holds first, Holds then, std::string code) {
    const auto a = where({first});
    const auto b = where({then});
    if (a.empty() || b.empty()) return false;
    const Cell& one = records[bad].cells[a[0]];
    Cell& other = records[bad].cells[b[0]];
    if (!one.at || !other.at) return false;
    other.at = *one.at - static_cast<Ms>(3 + chance.below(2000)) * minute;
    // Nothing else may be out of order: what stands between goes too.
    for (const Holds between : {Holds::acknowledged, Holds::resolved, Holds::closed}) {
      if (between == first || between == then) continue;
      if (then == Holds::closed && first == Holds::resolved && between == Holds::acknowledged) continue;
      for (const std::size_t c : where({between})) records[bad].cells[c].at.reset();
    }
    if (first == Holds::resolved) {
      // Closed before resolved, yet after it was opened.
      const auto o = where({Holds::opened});
      const auto k = where({Holds::acknowledged});
      const Ms from = *records[bad].cells[o[0]].at;
      other.at = from + (*one.at - from) / 2;
      if (*one.at - *other.at < 2 * minute) return false;
      (void)k;
    }
    out.codes = {std::move(code)};
    out.column = heading(b[0]);
    return true;
  }

  std::string no_such_time() {
    base::Civil c = base::utc_civil(Ms{1'767'225'600'000} + static_cast<Ms>(chance.below(300)) * day +
                                    static_cast<Ms>(chance.below(1440)) * minute);
    switch (chance.below(5)) {
      case 0:
        c.month = 2, c.day = 30;
        break;
      case 1:
        c.month = 4, c.day = 31;
        break;
      case 2:
        c.year = 2025, c.month = 2, c.day = 29;
        break;
      case 3:
        c.hour = 25;
        break;
      default:
        c.month = 11, c.day = 31;
    }
    return written(c);
  }

  /// Plants fault number `k`; false where such a file cannot have it.
  bool plant(std::size_t k) {
    const bool text_file = format == Format::csv;
    const bool json_file = format == Format::json || format == Format::ndjson;
    const std::initializer_list<Holds> times{Holds::opened, Holds::acknowledged, Holds::resolved, Holds::closed};
    // How many customers a fault touched is kept as text: "about 200" is a good answer.
    const std::initializer_list<Holds> numbers{Holds::reopened, Holds::csat};
    const std::initializer_list<Holds> words{Holds::title, Holds::category, Holds::team, Holds::agent, Holds::channel};
    Record& record = records[bad];
    switch (k) {
      case 0:
        out.about = "a time that never was";
        return spoil(times, {"date-impossible"}, [&](Cell& c) { c.text = no_such_time(); });
      case 1:
        out.about = "words in place of a time";
        return spoil(times, {"time-unreadable"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"yesterday", "see notes", "Monday am", "about 10"};
          c.text = chance.one_of(texts);
        });
      case 2:
        out.about = "a zone nobody knows";
        return spoil(times, {"time-unreadable"}, [&](Cell& c) { c.text = "2026-03-05 14:07:33 Mars/Olympus"; });
      case 3:
        out.about = "words in place of a number";
        return spoil(numbers, {"number-unreadable"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"several", "many (see notes)", "abc", "twenty"};
          c.text = chance.one_of(texts), c.number = false;
        });
      case 4:
        out.about = "a number a spreadsheet damaged";
        return spoil(numbers, {"damaged-number"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"1,23,45", "1.2.3.4", "12,34,5", "1.234.5"};
          c.text = chance.one_of(texts), c.number = false;
        });
      case 5:
        out.about = "no key";
        if (!spoil({Holds::key}, {"key-missing"}, [](Cell& c) { c.text.clear(); })) return false;
        out.set_aside = 1;
        return true;
      case 6:
        out.about = "no opening time";
        if (!spoil({Holds::opened}, {"time-missing"}, [](Cell& c) { c.at.reset(); })) return false;
        out.set_aside = 1;
        return true;
      case 7:
        out.about = "a priority there is not";
        return spoil({Holds::priority}, {"priority-out-of-range"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"9", "12", "7", "99"};
          c.text = (scale == Scale::letter ? "P" : "") + std::string(chance.one_of(texts));
        });
      case 8:
        out.about = "resolved before opened";
        return earlier(Holds::opened, Holds::resolved, "resolved-before-opened");
      case 9:
        out.about = "closed before opened";
        return earlier(Holds::opened, Holds::closed, "closed-before-opened");
      case 10:
        out.about = "closed before resolved";
        return earlier(Holds::resolved, Holds::closed, "closed-before-resolved");
      case 11:
        out.about = "acknowledged before opened";
        return earlier(Holds::opened, Holds::acknowledged, "acknowledged-before-opened");
      case 12:
        out.about = "a stand-in";
        return spoil(words, {"placeholder-value"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"?", "N/A", "null", "#N/A", "unknown", "---"};
          c.text = chance.one_of(texts);
          c.error = format == Format::xlsx && c.text == "#N/A";
        });
      case 13: {
        out.about = "the key of another row";
        if (bad == 0) bad = records.size() - 1;
        kin = chance.below(bad);
        const std::string key = records[*kin].cells[0].text;
        if (!spoil({Holds::key}, {"duplicate-key"}, [&](Cell& c) { c.text = key; })) return false;
        out.merged = 1;
        return true;
      }
      case 14: {
        out.about = "a row twice";
        if (bad == 0) bad = records.size() - 1;
        records[bad] = records[chance.below(bad)];
        out.codes = {"duplicate-row"};
        out.column = heading(0);
        out.merged = 1;
        return true;
      }
      case 15:
        out.about = "text encoded twice";
        if (encoding != "utf-8") return false;
        return spoil(words, {"encoded-twice"}, [](Cell& c) { c.text = "caf\xC3\x83\xC2\xA9 au comptoir"; });
      case 16:
        out.about = "a time the clocks jumped over";
        if (writes == Writes::iso_t) return false;
        out.options.zone = "Europe/London";
        return spoil(times, {"time-skipped"}, [&](Cell& c) {
                 c.text = written({2026, 3, 29, 1, 10 + static_cast<int>(chance.below(40)), 0, 0});
               }) &&
               only_fault_of_order();
      case 17:
        out.about = "a quote that is never closed";
        if (!text_file || bad + 1 == records.size()) return false;
        if (!spoil(words, {"quote-not-closed", "quote-misplaced"}, [](Cell& c) { plain(c); })) return false;
        record.quote_opened = column_index();
        out.set_aside = -1;
        return true;
      case 18:
        out.about = "a quote inside a quoted cell";
        if (!text_file) return false;
        if (!spoil(words, {"quote-misplaced"}, [](Cell& c) { plain(c); })) return false;
        record.quote_inside = column_index();
        return true;
      case 19: {
        out.about = "a cell too few";
        if (!text_file) return false;
        record.missing = static_cast<int>(chance.below(columns.size()));
        out.codes = {"cells-missing", "cells-moved"};
        out.set_aside = -1;
        return true;
      }
      case 20:
        out.about = "a cell too many";
        if (json_file) return false;
        record.extra = static_cast<int>(1 + chance.below(columns.size() - 1));
        out.codes = {"cells-extra", "cells-moved"};
        out.set_aside = -1;
        return true;
      case 21:
        out.about = "a byte that is no UTF-8";
        if (format == Format::xlsx || encoding != "utf-8" || !accented()) return false;
        if (!spoil(words, {"bad-byte"}, [](Cell&) {})) return false;
        record.bad_byte = column_index();
        return true;
      case 22:
        out.about = "a file that ends in the middle of a row";
        if (!text_file) return false;
        bad = records.size() - 1;
        for (Cell& c : records[bad].cells) plain(c);
        records[bad].cut = true;
        out.set_aside = -1;
        return true;
      case 23:
        out.about = "an object with a key twice";
        if (!json_file || empty(record.cells[1])) return false;
        record.key_twice = true;
        out.codes = {"key-repeated"};
        out.column = heading(1);
        return true;
      case 24:
        out.about = "a text where a record should be";
        if (format != Format::json) return false;
        record.no_object = true;
        out.codes = {"not-a-record"};
        out.set_aside = 1;
        return true;
      case 25:
        out.about = "JSON that breaks off";
        if (!json_file || bad + 1 == records.size()) return false;
        record.cut = true;
        out.refused = "json-malformed";
        return true;
      default:
        return false;
    }
  }

  static void plain(Cell& c) {
    for (char& letter : c.text) {
      if (letter == '\n' || letter == '"') letter = ' ';
    }
  }

  int column_index() const {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (heading(c) == out.column) return static_cast<int>(c);
    }
    return -1;
  }

  /// Where the file holds enough of UTF-8 that one odd byte is a fault and not another encoding.
  bool accented() const {
    std::size_t n = mark ? 3 : 0;
    for (const Record& r : records) {
      for (const Cell& c : r.cells) {
        n += static_cast<std::size_t>(
            std::count_if(c.text.begin(), c.text.end(), [](char l) { return static_cast<unsigned char>(l) >= 0xC0; }));
      }
    }
    return n >= 3;
  }

  /// The other times of the bad row would be before or after the planted one.
  bool only_fault_of_order() {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      Cell& cell = records[bad].cells[c];
      if (!cell.at) continue;
      if (columns[c] == Holds::opened) {
        cell.at = Ms{1'767'225'600'000};
      } else {
        cell.at.reset();
      }
    }
    out.set_aside = 0;
    return true;
  }
};

constexpr std::size_t kinds_of_fault = 26;

}  // namespace

FaultFile fault_file(std::uint64_t n) {
  // The first kind of fault that such a file can have, from the n-th on, so that all kinds come up.
  for (std::size_t k = 0;; ++k) {
    Making making(n);
    if (!making.plant((n / profiles().size() + k) % kinds_of_fault)) continue;
    making.write();
    return std::move(making.out);
  }
}

FaultFile sound_file(std::uint64_t n) {
  Making making(n);
  making.out.about = "nothing wrong";
  making.write();
  return std::move(making.out);
}

}  // namespace debrief::import::testing
