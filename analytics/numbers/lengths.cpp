// Lengths in order: by digits, which for the lengths of incidents is two or three passes.

#include "analytics/numbers/lengths.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <limits>

namespace debrief::analytics {

namespace {

/// Under so many, comparing is as quick.
constexpr std::size_t few = 200;
constexpr unsigned widest_digit = 11;  // bits: the counts of one pass stay in the nearest cache

template <typename Key>
void sort_keys(std::vector<Key>& keys) {
  if (keys.size() < few) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  Key together = 0;
  for (const Key k : keys) together |= k;
  const auto bits = static_cast<unsigned>(std::bit_width(together));
  const unsigned passes = (bits + widest_digit - 1) / widest_digit;
  if (passes == 0) return;
  const unsigned digit = (bits + passes - 1) / passes;
  const Key mask = (Key{1} << digit) - 1;
  std::vector<Key> other(keys.size());
  std::array<std::uint32_t, std::size_t{1} << widest_digit> next;
  for (unsigned pass = 0; pass < passes; ++pass) {
    const unsigned shift = pass * digit;
    const auto counts = std::span(next).first(static_cast<std::size_t>(mask) + 1);
    std::fill(counts.begin(), counts.end(), 0U);
    for (const Key k : keys) ++next[static_cast<std::size_t>((k >> shift) & mask)];
    std::uint32_t at = 0;
    for (std::uint32_t& count : counts) {
      const std::uint32_t here = count;
      count = at;
      at += here;
    }
    for (const Key k : keys) other[next[static_cast<std::size_t>((k >> shift) & mask)]++] = k;
    keys.swap(other);
  }
}

}  // namespace

std::vector<double> sorted_seconds(std::span<const base::Ms> lengths) {
  std::vector<double> seconds(lengths.size());
  // Most logs know no less than a second: half the digits, and half the bytes of each.
  std::vector<std::uint32_t> whole(lengths.size());
  std::uint64_t rest = 0;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    const auto ms = static_cast<std::uint64_t>(lengths[i]);
    const std::uint64_t s = ms / 1000;
    rest |= (ms - s * 1000) | (s >> 32U);
    whole[i] = static_cast<std::uint32_t>(s);
  }
  if (rest == 0) {
    sort_keys(whole);
    std::transform(whole.begin(), whole.end(), seconds.begin(), [](std::uint32_t s) { return static_cast<double>(s); });
    return seconds;
  }
  std::vector<std::uint64_t> ms(lengths.begin(), lengths.end());
  sort_keys(ms);
  std::transform(ms.begin(), ms.end(), seconds.begin(),
                 [](std::uint64_t v) { return static_cast<double>(v) / 1000.0; });
  return seconds;
}

}  // namespace debrief::analytics
