// Random numbers that are the same on every machine: for resampling and simulation, never for secrets.
#pragma once

#include <cmath>
#include <cstdint>
#include <numbers>

namespace debrief::analytics {

/// SplitMix64 (Steele, Lea, Flood 2014). The standard library's distributions differ between compilers; these do not.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t bits() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  /// In (0, 1).
  double uniform() { return (static_cast<double>(bits() >> 11U) + 0.5) * 0x1.0p-53; }
  /// In [0, n); n from 1 to 2^32. The bias is under n / 2^32.
  std::uint64_t below(std::uint64_t n) { return ((bits() >> 32U) * n) >> 32U; }
  /// Standard normal (Box and Muller 1958).
  double normal() {
    if (has_spare_) {
      has_spare_ = false;
      return spare_;
    }
    const double r = std::sqrt(-2 * std::log(uniform()));
    const double angle = 2 * std::numbers::pi * uniform();
    spare_ = r * std::sin(angle);
    has_spare_ = true;
    return r * std::cos(angle);
  }
  /// Poisson by multiplication, in pieces of 30 (a sum of Poissons is Poisson).
  std::int64_t poisson(double mean) {
    std::int64_t count = 0;
    for (; mean > 30; mean -= 30) count += small_poisson(30);
    return count + small_poisson(mean);
  }

 private:
  std::int64_t small_poisson(double mean) {
    const double limit = std::exp(-mean);
    double product = uniform();
    std::int64_t count = 0;
    for (; product > limit; product *= uniform()) ++count;
    return count;
  }

  std::uint64_t state_;
  double spare_ = 0;
  bool has_spare_ = false;
};

}  // namespace debrief::analytics
