// Scales.

#include "import/scales.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "import/issues.h"

namespace debrief::import {

namespace {

constexpr std::size_t most_levels = 64;
constexpr std::size_t most_spots = 20'000;  // of one text: 320 KB
constexpr int highest = 5;

}  // namespace

int level_number(std::string_view text) {
  const std::string key = base::folded(base::trimmed(text));
  std::string_view rest = key;
  for (const std::string_view prefix : {"priority", "prio", "severity", "sev", "level", "p", "s"}) {
    if (!rest.starts_with(prefix)) continue;
    rest.remove_prefix(prefix.size());
    break;
  }
  rest = base::trimmed(rest);
  std::size_t end = 0;
  int number = 0;
  while (end < rest.size() && end < 6 && rest[end] >= '0' && rest[end] <= '9') number = number * 10 + (rest[end++] - '0');
  // "24/7", "3rd party" and "2026-03" are no levels.
  if (end == 0 || end == 6) return -1;
  const bool ends = end == rest.size() || rest[end] == ' ' || (rest[end] == ':' && end + 1 < rest.size()) ||
                    (rest[end] == '-' && end + 1 < rest.size() && !(rest[end + 1] >= '0' && rest[end + 1] <= '9'));
  return ends ? number : -1;
}

void Scale::add(std::string_view text, std::int64_t row, std::int64_t line) {
  if (given_up_) return;
  auto it = std::find_if(levels_.begin(), levels_.end(), [&](const Level& l) { return l.text == text; });
  if (it == levels_.end()) {
    if (levels_.size() == most_levels) {
      levels_.clear();
      given_up_ = true;
      return;
    }
    it = levels_.insert(levels_.end(), Level{std::string(text), level_number(text), 0, {}});
  }
  ++it->n;
  const bool odd = it->number > highest || it->number < 0;
  // Where a text without a number is this frequent, it is a word of the scale.
  if (odd && it->spots.size() < most_spots) it->spots.push_back({row, line});
}

std::vector<base::Issue> Scale::outside(const std::string& file, const std::string& heading) const {
  std::int64_t within = 0;
  std::int64_t beyond = 0;
  std::int64_t wordy = 0;
  for (const Level& l : levels_) (l.number > highest ? beyond : l.number >= 0 ? within : wordy) += l.n;
  std::vector<base::Issue> out;
  const auto few = [](std::int64_t odd, std::int64_t all) {
    return odd > 0 && odd <= std::max<std::int64_t>(all / 10, all < 20 && all > 3 ? 2 : 0) && all - odd > odd;
  };
  const bool words_too = few(beyond + wordy, within + beyond + wordy);
  if (!words_too && !few(beyond, within + beyond)) return out;
  for (const Level& l : levels_) {
    if (l.number < 0 && !words_too) continue;
    for (const Spot& s : l.spots) {
      out.push_back(warning("priority-out-of-range",
                            fmt::format("{} is no level of the scale of 1 to 5 that the rest of the column keeps to; it "
                                        "was kept as it is",
                                        base::quoted(l.text)),
                            l.text, place_of(file, s.row, s.line, heading)));
    }
  }
  return out;
}

}  // namespace debrief::import
