// Dates among titles.

#include "import/sniff/report_day.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace debrief::import {

namespace {

/// A line about the making of the report, not about what it reports.
bool tells_of_making(const std::string& folded_line) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"generated", "printed", "created", "exported", "run on", "run date", "run time", "run at", "produced", "extracted", "downloaded",
       "erstellt", "gedruckt", "exportiert", "erzeugt", "généré", "imprimé", "édité", "créé", "exporté", "generado", "impreso", "creado",
       "exportado", "gerado", "impresso", "emitido", "criado", "generato", "stampato", "creato", "esportato", "gegenereerd", "aangemaakt",
       "afgedrukt", "geëxporteerd", "wygenerowan", "wydrukowan", "utworzon", "eksport", "сформирован", "создан", "напечатан", "выгружен",
       "as of", "last updated"});
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view w) { return folded_line.find(w) != std::string::npos; });
}

struct Found {
  WrittenTime time;
  std::string text;
};

/// Every date in a line, the longest run of words first.
void dates_in(std::string_view line, DayOrder order, std::vector<Found>& out) {
  std::string spaced;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    // Blanks around what divides two dates, and behind a label.
    const bool label = c == ':' && (i + 1 == line.size() || line[i + 1] < '0' || line[i + 1] > '9');
    if (c == '(' || c == ')' || c == '[' || c == ']' || c == ';' || c == '|' || label || c == '=') {
      spaced += ' ';
    } else {
      spaced += c;
    }
  }
  std::vector<std::string> words;
  for (auto& w : base::split(spaced, ' ')) {
    if (!w.empty()) words.push_back(std::move(w));
  }
  for (std::size_t at = 0; at < words.size();) {
    std::size_t taken = 0;
    for (std::size_t n = std::min<std::size_t>(6, words.size() - at); n > 0 && taken == 0; --n) {
      std::string run;
      for (std::size_t k = at; k < at + n; ++k) run += (run.empty() ? "" : " ") + words[k];
      while (!run.empty() && (run.back() == ',' || run.back() == '-')) run.pop_back();
      if (run.size() < 6) continue;
      WrittenTime t = read_time(run, {.order = order});
      if (t.state == TimeRead::impossible && t.order_matters) {
        t = read_time(run, {.order = order == DayOrder::mdy ? DayOrder::dmy : DayOrder::mdy});
      }
      if (t.state != TimeRead::read || t.civil.year < 1990 || t.civil.year > 2100) continue;
      out.push_back({t, run});
      taken = n;
    }
    if (taken == 0) {
      // "01.03.2026-31.03.2026" in one word.
      const auto dash = words[at].find_first_of("-\xE2", 8);
      if (dash != std::string::npos && dash + 6 < words[at].size()) {
        const auto behind = words[at].find_first_of("0123456789", dash);
        for (const auto& part : {words[at].substr(0, dash), behind == std::string::npos ? std::string() : words[at].substr(behind)}) {
          const WrittenTime t = read_time(part, {.order = order});
          if (t.state == TimeRead::read && t.civil.year >= 1990) out.push_back({t, part});
        }
      }
    }
    at += std::max<std::size_t>(taken, 1);
  }
}

base::Civil day_of(const base::Civil& c) { return {.year = c.year, .month = c.month, .day = c.day}; }

}  // namespace

std::optional<ReportDays> report_days(const std::vector<std::vector<std::string>>& above, DayOrder order) {
  const auto gather = [&](DayOrder o) {
    std::vector<Found> found;
    for (const auto& cells : above) {
      std::string line;
      for (const auto& c : cells) {
        if (!base::trimmed(c).empty()) line += (line.empty() ? "" : " ") + std::string(base::trimmed(c));
      }
      if (line.empty() || line.size() > 300 || tells_of_making(base::folded(line))) continue;
      dates_in(line, o, found);
    }
    return found;
  };
  DayOrder used = order == DayOrder::unknown ? DayOrder::dmy : order;
  std::vector<Found> found = gather(used);
  bool decided = order != DayOrder::unknown;
  bool matters = false;
  for (const auto& f : found) {
    if (!f.time.order_matters || f.time.dotted || f.time.first == f.time.second) continue;
    matters = true;
    if (f.time.first > 12) decided = true;
    if (f.time.second > 12 && !decided) {
      decided = true;
      used = DayOrder::mdy;
    }
  }
  if (used == DayOrder::mdy && order == DayOrder::unknown) found = gather(used);
  if (found.empty()) return std::nullopt;
  const auto earlier = [](const Found& a, const Found& b) {
    return base::civil_as_utc(a.time.civil) < base::civil_as_utc(b.time.civil);
  };
  const auto [first, last] = std::minmax_element(found.begin(), found.end(), earlier);
  ReportDays out{day_of(first->time.civil), day_of(last->time.civil), matters && !decided, first->text};
  // "until 02.03.2026 00:00" ends with the day before.
  if (last->time.precision != base::Precision::day && last->time.civil.hour == 0 && last->time.civil.minute == 0 &&
      base::civil_as_utc(out.to) > base::civil_as_utc(out.from)) {
    out.to = base::utc_civil(base::civil_as_utc(out.to) - base::day_ms);
  }
  return out;
}

}  // namespace debrief::import
