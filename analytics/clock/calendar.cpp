// Business time.

#include "analytics/clock/calendar.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace debrief::analytics {

namespace {

using base::day_ms;
using base::minute_ms;
using base::Ms;

constexpr Ms block_ms = 64 * day_ms;
constexpr int most_blocks = 58;  // ten years

std::int64_t floor_div(Ms a, Ms b) { return a / b - (a % b < 0 ? 1 : 0); }

std::optional<int> minutes_of(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.size() - colon != 3 || colon == 0 || colon > 2) return std::nullopt;
  int hour = 0;
  int minute = 0;
  const auto whole = [](std::string_view part, int& into) {
    const auto [end, failed] = std::from_chars(part.data(), part.data() + part.size(), into);
    return failed == std::errc{} && end == part.data() + part.size();
  };
  if (!whole(text.substr(0, colon), hour) || !whole(text.substr(colon + 1), minute)) return std::nullopt;
  if (hour < 0 || minute < 0 || minute > 59 || hour > 24 || (hour == 24 && minute > 0)) return std::nullopt;
  return hour * 60 + minute;
}

}  // namespace

base::Parsed<Hours> parse_hours(std::string_view text) {
  const std::string_view trimmed = base::trimmed(text);
  const auto dash = trimmed.find('-');
  if (dash != std::string_view::npos) {
    const auto from = minutes_of(base::trimmed(trimmed.substr(0, dash)));
    const auto until = minutes_of(base::trimmed(trimmed.substr(dash + 1)));
    if (from && until && *from < 24 * 60) return Hours{*from, *until};
  }
  base::Issue issue;
  issue.code = "hours-unreadable";
  issue.detail = base::quoted(text) + " are no hours such as 09:00-17:00";
  issue.value = std::string(text);
  return issue;
}

std::optional<std::int64_t> parse_day(std::string_view text) {
  const std::string_view day = base::trimmed(text);
  if (day.size() != 10) return std::nullopt;
  const auto at = base::parse_rfc3339(day);
  if (!at) return std::nullopt;
  return floor_div(*at, day_ms);
}

BusinessClock::BusinessClock(BusinessCalendar calendar) : calendar_(std::move(calendar)) {
  std::sort(calendar_.holidays.begin(), calendar_.holidays.end());
}

std::vector<BusinessClock::Span> BusinessClock::worked_out(Ms from, Ms until) const {
  // The wall clock as a line of its own: between two changes of the offset it is the line of instants, moved.
  struct Piece {
    Ms from, until, offset;
  };
  std::vector<Piece> pieces;
  const auto offset_at = [&](Ms at) { return static_cast<Ms>(calendar_.zone.offset_minutes(at)) * minute_ms; };
  Ms begun = from;
  Ms offset = offset_at(from);
  for (Ms at = from; at < until;) {
    const Ms next = std::min(until, at + day_ms / 2);
    const Ms later = next < until ? offset_at(next) : offset_at(until - 1);
    if (later != offset) {
      Ms low = at;
      Ms high = next < until ? next : until - 1;
      while (high - low > 1) {
        const Ms middle = low + (high - low) / 2;
        (offset_at(middle) == offset ? low : high) = middle;
      }
      pieces.push_back({begun, high, offset});
      begun = high;
      offset = offset_at(high);
      at = high;
      continue;
    }
    at = next;
  }
  pieces.push_back({begun, until, offset});

  std::vector<Span> open;
  for (const Piece& piece : pieces) {
    const Ms wall_from = piece.from + piece.offset;
    const Ms wall_until = piece.until + piece.offset;
    // A day earlier: its hours may run over midnight.
    for (std::int64_t day = floor_div(wall_from, day_ms) - 1; day * day_ms < wall_until; ++day) {
      if (std::binary_search(calendar_.holidays.begin(), calendar_.holidays.end(), day)) continue;
      const auto weekday = static_cast<std::size_t>(((day + 3) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
      for (const Hours& hours : calendar_.week[weekday]) {
        const Ms start = day * day_ms + hours.from * minute_ms;
        const Ms end = day * day_ms + hours.until * minute_ms + (hours.until <= hours.from ? day_ms : 0);
        const Ms low = std::max(start, wall_from) - piece.offset;
        const Ms high = std::min(end, wall_until) - piece.offset;
        if (low < high) open.push_back({low, high});
      }
    }
  }
  std::sort(open.begin(), open.end(), [](const Span& a, const Span& b) { return a.from < b.from; });
  std::vector<Span> apart;
  for (const Span& s : open) {
    if (!apart.empty() && s.from <= apart.back().until) {
      apart.back().until = std::max(apart.back().until, s.until);
    } else {
      apart.push_back(s);
    }
  }
  return apart;
}

const std::vector<BusinessClock::Span>& BusinessClock::block(std::int64_t index) const {
  const auto place = std::lower_bound(blocks_.begin(), blocks_.end(), index,
                                      [](const auto& b, std::int64_t i) { return b.first < i; });
  if (place != blocks_.end() && place->first == index) return place->second;
  return blocks_.insert(place, {index, worked_out(index * block_ms, (index + 1) * block_ms)})->second;
}

std::vector<BusinessClock::Span> BusinessClock::spans(Ms from, Ms until) const {
  std::vector<Span> out;
  const std::lock_guard lock(mutex_);
  for (std::int64_t index = floor_div(from, block_ms); index * block_ms < until; ++index) {
    const std::vector<Span>& all = block(index);
    auto s = std::upper_bound(all.begin(), all.end(), from, [](Ms at, const Span& x) { return at < x.until; });
    for (; s != all.end() && s->from < until; ++s) out.push_back({std::max(s->from, from), std::min(s->until, until)});
  }
  return out;
}

bool BusinessClock::open(Ms at) const { return !spans(at, at + 1).empty(); }

namespace {

/// Stops as spans apart, ascending; one without end runs to `for_ever`.
std::vector<std::pair<Ms, Ms>> united(std::span<const Stop> stops, Ms for_ever) {
  std::vector<std::pair<Ms, Ms>> all;
  for (const Stop& s : stops) {
    const Ms until = s.until.value_or(for_ever);
    if (until > s.from) all.emplace_back(s.from, until);
  }
  std::sort(all.begin(), all.end());
  std::vector<std::pair<Ms, Ms>> out;
  for (const auto& s : all) {
    if (!out.empty() && s.first <= out.back().second) {
      out.back().second = std::max(out.back().second, s.second);
    } else {
      out.push_back(s);
    }
  }
  return out;
}

}  // namespace

Ms BusinessClock::between(Ms from, Ms until, std::span<const Stop> stops) const {
  if (until <= from) return 0;
  const auto pauses = united(stops, until);
  Ms total = 0;
  auto pause = pauses.begin();
  for (const Span& s : spans(from, until)) {
    total += s.until - s.from;
    while (pause != pauses.end() && pause->second <= s.from) ++pause;
    for (auto p = pause; p != pauses.end() && p->first < s.until; ++p) {
      total -= std::min(p->second, s.until) - std::max(p->first, s.from);
    }
  }
  return total;
}

std::optional<Ms> BusinessClock::due(Ms from, Ms target, std::span<const Stop> stops) const {
  if (target <= 0) return from;
  constexpr Ms for_ever = std::int64_t{1} << 60;
  const auto pauses = united(stops, for_ever);
  Ms left = target;
  Ms at = from;
  for (int b = 0; b < most_blocks; ++b) {
    const Ms until = (floor_div(at, block_ms) + 1) * block_ms;
    for (const Span& s : spans(at, until)) {
      Ms cursor = s.from;
      for (const auto& p : pauses) {
        if (p.second <= cursor) continue;
        if (p.first >= s.until) break;
        const Ms run = std::max<Ms>(0, p.first - cursor);
        if (run >= left) return cursor + left;
        left -= run;
        cursor = std::max(cursor, p.second);
        if (cursor >= s.until) break;
      }
      if (cursor < s.until) {
        if (s.until - cursor >= left) return cursor + left;
        left -= s.until - cursor;
      }
      if (cursor >= for_ever) return std::nullopt;
    }
    at = until;
  }
  return std::nullopt;
}

std::optional<Ms> target_by(TargetRule rule, std::span<const TargetChange> changes, Ms until) {
  if (changes.empty()) return std::nullopt;
  std::vector<TargetChange> sorted(changes.begin(), changes.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  Ms target = sorted.front().target;
  if (rule == TargetRule::at_opening) return target;
  for (const TargetChange& c : sorted) {
    if (c.at >= until && &c != &sorted.front()) break;
    target = rule == TargetRule::strictest ? std::min(target, c.target) : c.target;
  }
  return target;
}

}  // namespace debrief::analytics
