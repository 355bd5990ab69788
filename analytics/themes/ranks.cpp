// Ranks of counts, resampled.

#include "analytics/themes/ranks.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <tuple>
#include <utility>

#include "analytics/numbers/random.h"

namespace debrief::analytics {

namespace {

constexpr std::size_t draws = 1000;
constexpr double too_many_to_multiply = 400;  // from here on a normal number is as good

std::int64_t drawn(Random& random, double mean) {
  if (mean < too_many_to_multiply) return random.poisson(mean);
  return std::max<std::int64_t>(0, std::llround(mean + std::sqrt(mean) * random.normal()));
}

/// Place of each: one more than those that are larger, and half of the others that are equal.
std::vector<double> places(const std::vector<std::int64_t>& counts) {
  std::vector<std::int64_t> sorted = counts;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  std::vector<double> out;
  for (const std::int64_t c : counts) {
    const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), c, std::greater<>());
    out.push_back(1 + static_cast<double>(first - sorted.begin()) + static_cast<double>(last - first - 1) / 2);
  }
  return out;
}

/// The fewest counts that make up `share`, and what they hold.
std::pair<std::size_t, double> fewest(std::vector<std::int64_t> counts, double share) {
  std::sort(counts.begin(), counts.end(), std::greater<>());
  const auto all = static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::int64_t{0}));
  if (all <= 0) return {0, 0};
  double held = 0;
  std::size_t few = 0;
  while (few < counts.size() && held < share * all - 1e-9) held += static_cast<double>(counts[few++]);
  return {few, held / all};
}

}  // namespace

VitalFew vital_few(std::span<const std::int64_t> counts, std::uint64_t seed, double share) {
  VitalFew out;
  const std::vector<std::int64_t> seen(counts.begin(), counts.end());
  std::tie(out.few, out.held) = fewest(seen, share);
  const std::vector<double> here = places(seen);
  Random random(seed);
  std::vector<std::vector<double>> drawn_places(counts.size());
  std::vector<std::size_t> drawn_few;
  std::vector<std::int64_t> again(counts.size());
  for (std::size_t d = 0; d < draws; ++d) {
    for (std::size_t i = 0; i < counts.size(); ++i) again[i] = drawn(random, static_cast<double>(counts[i]));
    const std::vector<double> place = places(again);
    for (std::size_t i = 0; i < counts.size(); ++i) drawn_places[i].push_back(place[i]);
    drawn_few.push_back(fewest(again, share).first);
  }
  constexpr std::size_t low = draws * 25 / 1000;
  constexpr std::size_t high = draws - 1 - low;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::sort(drawn_places[i].begin(), drawn_places[i].end());
    RankInterval r;
    r.rank = static_cast<std::size_t>(std::floor(here[i]));
    r.low = std::min(r.rank, static_cast<std::size_t>(std::floor(drawn_places[i][low])));
    r.high = std::max(r.rank, static_cast<std::size_t>(std::ceil(drawn_places[i][high])));
    out.ranks.push_back(r);
  }
  std::sort(drawn_few.begin(), drawn_few.end());
  out.few_low = std::min(out.few, drawn_few[low]);
  out.few_high = std::max(out.few, drawn_few[high]);
  return out;
}

}  // namespace debrief::analytics
