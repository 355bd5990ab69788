// The faults, one by one.

#include <algorithm>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.h"
#include "tests/import/fault_log.h"

namespace debrief::import::testing {

namespace {

using base::Ms;

class Planting {
 public:
  explicit Planting(FaultLog& log) : log_(log) {}

  bool plant(std::size_t k) {
    const bool text_file = log_.format == Format::csv;
    const bool json_file = log_.format == Format::json || log_.format == Format::ndjson;
    const std::initializer_list<Holds> times{Holds::opened, Holds::acknowledged, Holds::resolved, Holds::closed};
    // How many customers a fault touched is kept as text: "about 200" is a good answer.
    const std::initializer_list<Holds> numbers{Holds::reopened, Holds::csat};
    const std::initializer_list<Holds> words{Holds::title, Holds::category, Holds::team, Holds::agent, Holds::channel};
    Record& record = log_.records[log_.bad];
    switch (k) {
      case 0:
        log_.out.about = "a time that never was";
        return spoil(times, {"date-impossible"}, [&](Cell& c) { c.text = no_such_time(); });
      case 1:
        log_.out.about = "words in place of a time";
        return spoil(times, {"time-unreadable"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"yesterday", "see notes", "Monday am", "about 10"};
          c.text = log_.chance.one_of(texts);
        });
      case 2:
        log_.out.about = "a zone nobody knows";
        return spoil(times, {"time-unreadable"}, [&](Cell& c) { c.text = "2026-03-05 14:07:33 Mars/Olympus"; });
      case 3:
        log_.out.about = "words in place of a number";
        return spoil(numbers, {"number-unreadable"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"several", "many (see notes)", "abc", "twenty"};
          c.text = log_.chance.one_of(texts), c.number = false;
        });
      case 4:
        log_.out.about = "a number a spreadsheet damaged";
        return spoil(numbers, {"damaged-number"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"1,23,45", "1.2.3.4", "12,34,5", "1.234.5"};
          c.text = log_.chance.one_of(texts), c.number = false;
        });
      case 5:
        log_.out.about = "no key";
        if (!spoil({Holds::key}, {"key-missing"}, [](Cell& c) { c.text.clear(); })) return false;
        log_.out.set_aside = 1;
        return true;
      case 6:
        log_.out.about = "no opening time";
        if (!spoil({Holds::opened}, {"time-missing"}, [](Cell& c) { c.at.reset(); })) return false;
        log_.out.set_aside = 1;
        return true;
      case 7:
        log_.out.about = "a priority there is not";
        return spoil({Holds::priority}, {"priority-out-of-range"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"9", "12", "7", "99"};
          c.text = (log_.scale == Scale::letter ? "P" : "") + std::string(log_.chance.one_of(texts));
        });
      case 8:
        log_.out.about = "resolved before opened";
        return earlier(Holds::opened, Holds::resolved, "resolved-before-opened");
      case 9:
        log_.out.about = "closed before opened";
        return earlier(Holds::opened, Holds::closed, "closed-before-opened");
      case 10:
        log_.out.about = "closed before resolved";
        return earlier(Holds::resolved, Holds::closed, "closed-before-resolved");
      case 11:
        log_.out.about = "acknowledged before opened";
        return earlier(Holds::opened, Holds::acknowledged, "acknowledged-before-opened");
      case 12:
        log_.out.about = "a stand-in";
        return spoil(words, {"placeholder-value"}, [&](Cell& c) {
          static constexpr std::string_view texts[] = {"?", "N/A", "null", "#N/A", "unknown", "---"};
          c.text = log_.chance.one_of(texts);
          c.error = log_.format == Format::xlsx && c.text == "#N/A";
        });
      case 13: {
        log_.out.about = "the key of another row";
        if (log_.bad == 0) log_.bad = log_.records.size() - 1;
        log_.kin = log_.chance.below(log_.bad);
        const std::string key = log_.records[*log_.kin].cells[0].text;
        if (!spoil({Holds::key}, {"duplicate-key"}, [&](Cell& c) { c.text = key; })) return false;
        log_.out.merged = 1;
        return true;
      }
      case 14: {
        log_.out.about = "a row twice";
        if (log_.bad == 0) log_.bad = log_.records.size() - 1;
        log_.records[log_.bad] = log_.records[log_.chance.below(log_.bad)];
        log_.out.codes = {"duplicate-row"};
        log_.out.column = log_.heading(0);
        log_.out.merged = 1;
        return true;
      }
      case 15:
        log_.out.about = "text encoded twice";
        if (log_.encoding != "utf-8") return false;
        return spoil(words, {"encoded-twice"}, [](Cell& c) { c.text = "caf\xC3\x83\xC2\xA9 au comptoir"; });
      case 16:
        log_.out.about = "a time the clocks jumped over";
        if (log_.writes == Writes::iso_t) return false;
        log_.out.options.zone = "Europe/London";
        return spoil(times, {"time-skipped"},
                     [&](Cell& c) {
                       c.text = log_.written({2026, 3, 29, 1, 10 + static_cast<int>(log_.chance.below(40)), 0, 0});
                     }) &&
               only_fault_of_order();
      case 17:
        log_.out.about = "a quote that is never closed";
        if (!text_file || log_.bad + 1 == log_.records.size()) return false;
        if (!spoil(words, {"quote-not-closed", "quote-misplaced"}, [](Cell& c) { plain(c); })) return false;
        record.quote_opened = column_index();
        log_.out.set_aside = -1;
        return true;
      case 18:
        log_.out.about = "a quote inside a quoted cell";
        if (!text_file) return false;
        if (!spoil(words, {"quote-misplaced"}, [](Cell& c) { plain(c); })) return false;
        record.quote_inside = column_index();
        return true;
      case 19: {
        log_.out.about = "a cell too few";
        if (!text_file) return false;
        record.missing = static_cast<int>(log_.chance.below(log_.columns.size()));
        log_.out.codes = {"cells-missing", "cells-moved"};
        log_.out.set_aside = -1;
        return true;
      }
      case 20:
        log_.out.about = "a cell too many";
        if (json_file) return false;
        record.extra = static_cast<int>(1 + log_.chance.below(log_.columns.size() - 1));
        log_.out.codes = {"cells-extra", "cells-moved"};
        log_.out.set_aside = -1;
        return true;
      case 21:
        log_.out.about = "a byte that is no UTF-8";
        if (log_.format == Format::xlsx || log_.encoding != "utf-8" || !accented()) return false;
        if (!spoil(words, {"bad-byte"}, [](Cell&) {})) return false;
        record.bad_byte = column_index();
        return true;
      case 22:
        log_.out.about = "a file that ends in the middle of a row";
        if (!text_file) return false;
        log_.bad = log_.records.size() - 1;
        for (Cell& c : log_.records[log_.bad].cells) plain(c);
        log_.records[log_.bad].cut = true;
        log_.out.set_aside = -1;
        return true;
      case 23:
        log_.out.about = "an object with a key twice";
        if (!json_file || empty(record.cells[1])) return false;
        record.key_twice = true;
        log_.out.codes = {"key-repeated"};
        log_.out.column = log_.heading(1);
        return true;
      case 24:
        log_.out.about = "a text where a record should be";
        if (log_.format != Format::json) return false;
        record.no_object = true;
        log_.out.codes = {"not-a-record"};
        log_.out.set_aside = 1;
        return true;
      case 25:
        log_.out.about = "JSON that breaks off";
        if (!json_file || log_.bad + 1 == log_.records.size()) return false;
        record.cut = true;
        log_.out.refused = "json-malformed";
        return true;
      default:
        return false;
    }
  }

 private:
  /// A column of such cells, and what of them is spoilt; no such column: false.
  bool spoil(std::initializer_list<Holds> wanted, std::vector<std::string> codes,
             const std::function<void(Cell&)>& work, bool filled_only = false) {
    auto found = log_.where(wanted);
    if (filled_only) {
      std::erase_if(found, [&](std::size_t c) { return empty(log_.records[log_.bad].cells[c]); });
    }
    if (found.empty()) return false;
    const std::size_t c = found[log_.chance.below(found.size())];
    Cell& cell = log_.records[log_.bad].cells[c];
    work(cell);
    if (cell.text != "" && !cell.number) cell.at.reset();
    log_.out.codes = std::move(codes);
    log_.out.column = log_.heading(c);
    if (log_.columns[c] == Holds::opened) log_.out.set_aside = 1;
    return true;
  }

  static bool empty(const Cell& cell) { return cell.text.empty() && !cell.at; }

  bool earlier(Holds first, Holds then, std::string code) {
    const auto a = log_.where({first});
    const auto b = log_.where({then});
    if (a.empty() || b.empty()) return false;
    const Cell& one = log_.records[log_.bad].cells[a[0]];
    Cell& other = log_.records[log_.bad].cells[b[0]];
    if (!one.at || !other.at) return false;
    other.at = *one.at - static_cast<Ms>(3 + log_.chance.below(2000)) * minute;
    // Nothing else may be out of order: what stands between goes too.
    for (const Holds between : {Holds::acknowledged, Holds::resolved, Holds::closed}) {
      if (between == first || between == then) continue;
      if (then == Holds::closed && first == Holds::resolved && between == Holds::acknowledged) continue;
      for (const std::size_t c : log_.where({between})) log_.records[log_.bad].cells[c].at.reset();
    }
    if (first == Holds::resolved) {
      // Closed before resolved, yet after it was opened.
      const auto o = log_.where({Holds::opened});
      const auto k = log_.where({Holds::acknowledged});
      const Ms from = *log_.records[log_.bad].cells[o[0]].at;
      other.at = from + (*one.at - from) / 2;
      if (*one.at - *other.at < 2 * minute) return false;
      (void)k;
    }
    log_.out.codes = {std::move(code)};
    log_.out.column = log_.heading(b[0]);
    return true;
  }

  std::string no_such_time() {
    base::Civil c = base::utc_civil(Ms{1'767'225'600'000} + static_cast<Ms>(log_.chance.below(300)) * day +
                                    static_cast<Ms>(log_.chance.below(1440)) * minute);
    switch (log_.chance.below(5)) {
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
    return log_.written(c);
  }

  static void plain(Cell& c) {
    for (char& letter : c.text) {
      if (letter == '\n' || letter == '"') letter = ' ';
    }
  }

  int column_index() const {
    for (std::size_t c = 0; c < log_.columns.size(); ++c) {
      if (log_.heading(c) == log_.out.column) return static_cast<int>(c);
    }
    return -1;
  }

  /// Where the file holds enough of UTF-8 that one odd byte is a fault and not another log_.encoding.
  bool accented() const {
    std::size_t n = log_.mark ? 3 : 0;
    for (const Record& r : log_.records) {
      for (const Cell& c : r.cells) {
        n += static_cast<std::size_t>(
            std::count_if(c.text.begin(), c.text.end(), [](char l) { return static_cast<unsigned char>(l) >= 0xC0; }));
      }
    }
    return n >= 3;
  }

  /// The other times of the log_.bad row would be before or after the planted one.
  bool only_fault_of_order() {
    for (std::size_t c = 0; c < log_.columns.size(); ++c) {
      Cell& cell = log_.records[log_.bad].cells[c];
      if (!cell.at) continue;
      if (log_.columns[c] == Holds::opened) {
        cell.at = Ms{1'767'225'600'000};
      } else {
        cell.at.reset();
      }
    }
    log_.out.set_aside = 0;
    return true;
  }

  FaultLog& log_;
};

}  // namespace

bool plant(FaultLog& log, std::size_t k) { return Planting(log).plant(k); }

}  // namespace debrief::import::testing
