// Weighing both readings of a file's dates.

#include "import/sniff/order_evidence.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace debrief::import {

namespace {

using Way = double Survey::BothWays::*;

struct Steps {
  std::size_t up = 0;
  std::size_t down = 0;
  std::size_t n() const { return up + down; }
  bool ordered() const { return n() >= 5 && std::min(up, down) == 0; }
  bool to_and_fro() const { return std::min(up, down) * 5 >= n() && std::min(up, down) >= 2; }
};

Steps steps(const Survey& s, Way way) {
  Steps out;
  double last = std::nan("");
  for (const auto& both : s.both_ways) {
    const double at = both.*way;
    if (std::isnan(at)) continue;
    if (at > last) ++out.up;
    if (at < last) ++out.down;
    last = at;
  }
  return out;
}

/// Lengths from start to end: how many are those of daily work, and how many are not.
struct Lengths {
  std::size_t usual = 0;
  std::size_t odd = 0;
};

Lengths lengths(const Survey& start, const Survey& end, Way way) {
  constexpr double day = 86'400'000;
  Lengths out;
  const std::size_t rows = std::min(start.both_ways.size(), end.both_ways.size());
  for (std::size_t r = 0; r < rows; ++r) {
    const double took = end.both_ways[r].*way - start.both_ways[r].*way;
    if (std::isnan(took)) continue;
    if (took >= 0 && took <= 14 * day) ++out.usual;
    if (took < 0 || took > 25 * day) ++out.odd;
  }
  return out;
}

bool speaks_for(const Lengths& a, const Lengths& b) {
  return a.usual >= 4 && a.odd * 10 <= a.usual && b.odd >= 2 && b.odd * 5 >= a.usual;
}

}  // namespace

OrderEvidence order_by_rows(const std::vector<Survey>& surveys, int opened, const std::vector<std::size_t>& ends) {
  if (opened < 0) return {};
  constexpr Way day_first = &Survey::BothWays::day_first;
  constexpr Way month_first = &Survey::BothWays::month_first;
  const Survey& start = surveys[static_cast<std::size_t>(opened)];
  Lengths as_dmy;
  Lengths as_mdy;
  for (const std::size_t c : ends) {
    for (const Way way : {day_first, month_first}) {
      const Lengths l = lengths(start, surveys[c], way);
      Lengths& sum = way == day_first ? as_dmy : as_mdy;
      sum.usual += l.usual;
      sum.odd += l.odd;
    }
  }
  const Steps dmy = steps(start, day_first);
  const Steps mdy = steps(start, month_first);
  const bool rows_dmy = dmy.ordered() && mdy.to_and_fro();
  const bool rows_mdy = mdy.ordered() && dmy.to_and_fro();
  const bool lengths_dmy = speaks_for(as_dmy, as_mdy);
  const bool lengths_mdy = speaks_for(as_mdy, as_dmy);
  if ((rows_dmy || lengths_dmy) == (rows_mdy || lengths_mdy)) return {};
  const bool month = rows_mdy || lengths_mdy;
  const char* first = month ? "month" : "day";
  if (rows_dmy || rows_mdy)
    return {month ? DayOrder::mdy : DayOrder::dmy, fmt::format("the rows are in order of time with the {} first, and not otherwise", first)};
  const std::size_t odd = month ? as_dmy.odd : as_mdy.odd;
  return {month ? DayOrder::mdy : DayOrder::dmy,
          fmt::format("with the {} first records last hours or days; the other way {} would end before they start, or weeks later",
                      first, odd)};
}

}  // namespace debrief::import
