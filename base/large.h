// Memory for many numbers.
#pragma once

#include <cstddef>

namespace debrief::base {

/// Says that all of these bytes will soon be written, so that the system may hand them out in large pages: a tenth of
/// the interruptions for the same memory. Does nothing for less than a few megabytes, or where it cannot be done.
void will_be_filled(void* at, std::size_t bytes) noexcept;

/// The same of room that was reserved in a vector.
template <typename Values>
void will_be_filled(Values& values) noexcept {
  will_be_filled(values.data(), values.capacity() * sizeof(typename Values::value_type));
}

}  // namespace debrief::base
