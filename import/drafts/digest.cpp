// Fingerprints of rows.

#include "import/drafts/digest.h"

#include <array>
#include <cstring>
#include <string_view>

namespace debrief::import {

namespace {

/// Multiply and fold, eight bytes a step.
class Digest {
 public:
  void add(std::string_view s) {
    std::uint64_t word = 0;
    std::size_t i = 0;
    if (s.size() >= 64) {
      // Long texts in four lanes, which a processor works on side by side.
      std::array<std::uint64_t, 4> lane{state_, 0xA4093822299F31D0ULL, 0x082EFA98EC4E6C89ULL, 0x452821E638D01377ULL};
      for (; i + 32 <= s.size(); i += 32) {
        for (std::size_t k = 0; k < 4; ++k) {
          std::memcpy(&word, s.data() + i + 8 * k, 8);
          lane[k] = (lane[k] ^ word) * 0x9E3779B97F4A7C15ULL;
          lane[k] ^= lane[k] >> 29U;
        }
      }
      for (const std::uint64_t l : lane) mix(l);
    }
    for (; i + 8 <= s.size(); i += 8) {
      std::memcpy(&word, s.data() + i, 8);
      mix(word);
    }
    word = s.size();
    if (i < s.size()) {
      std::uint64_t rest = 0;
      std::memcpy(&rest, s.data() + i, s.size() - i);
      mix(rest);
    }
    mix(word ^ 0x1F00000000000000ULL);
  }
  std::uint64_t value() const { return state_ ^ (state_ >> 32U); }

 private:
  void mix(std::uint64_t word) {
    state_ = (state_ ^ word) * 0x9E3779B97F4A7C15ULL;
    state_ ^= state_ >> 29U;
  }
  std::uint64_t state_ = 0x243F6A8885A308D3ULL;
};

}  // namespace

std::uint64_t digest_of(const Row& row, bool by_content) {
  Digest d;
  if (row.raw.empty() || by_content) {
    for (const auto c : row.cells) d.add(c);
  } else {
    d.add(row.raw);
  }
  for (const auto& list : row.lists) {
    for (const auto& item : list.items) {
      for (const auto& [key, value] : item) d.add(value);
    }
  }
  return d.value();
}

}  // namespace debrief::import
