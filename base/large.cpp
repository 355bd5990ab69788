// Large pages, where the system gives them to those that ask.

#include "base/large.h"

#include <cstdint>

#include <sys/mman.h>

namespace debrief::base {

void will_be_filled(void* at, std::size_t bytes) noexcept {
  constexpr std::uintptr_t page = std::uintptr_t{2} << 20U;
  const auto from = (reinterpret_cast<std::uintptr_t>(at) + page - 1) / page * page;
  const auto until = (reinterpret_cast<std::uintptr_t>(at) + bytes) / page * page;
  // Only advice: a system without large pages refuses, and nothing is lost.
  if (until > from) ::madvise(reinterpret_cast<void*>(from), until - from, MADV_HUGEPAGE);
}

}  // namespace debrief::base
