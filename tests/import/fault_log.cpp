// Making up incidents.

#include "tests/import/fault_log.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace debrief::import::testing {

using base::Ms;

FaultLog::FaultLog(std::uint64_t n)
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

Record FaultLog::record(std::size_t r, Ms opened) {
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

std::string FaultLog::written(const base::Civil& c) const {
  static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::string clock = seconds ? fmt::format("{:02}:{:02}:{:02}", c.hour, c.minute, c.second)
                                    : fmt::format("{:02}:{:02}", c.hour, c.minute);
  const std::string half =
      fmt::format("{}:{:02} {}", c.hour % 12 == 0 ? 12 : c.hour % 12, c.minute, c.hour < 12 ? "AM" : "PM");
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

std::string FaultLog::heading(std::size_t c) const {
  return std::string(profile.headings[static_cast<std::size_t>(columns[c])]);
}

std::vector<std::size_t> FaultLog::where(std::initializer_list<Holds> wanted) const {
  std::vector<std::size_t> found;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (std::find(wanted.begin(), wanted.end(), columns[c]) != wanted.end()) found.push_back(c);
  }
  return found;
}

}  // namespace debrief::import::testing
