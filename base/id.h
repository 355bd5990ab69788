// Row numbers that know what they number: Id<Incident> does not compare with Id<Review>.
#pragma once

#include <compare>
#include <cstdint>

namespace debrief::base {

/// value  a positive row number; 0 means "not stored yet"
template <typename T>
struct Id {
  std::int64_t value = 0;
  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

}  // namespace debrief::base
