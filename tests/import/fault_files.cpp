// Faults planted in made logs.

#include "tests/import/fault_files.h"

#include <utility>

#include "tests/import/fault_log.h"

namespace debrief::import::testing {

FaultFile fault_file(std::uint64_t n) {
  // The first kind of fault that such a file can have, from the n-th on, so that all kinds come up.
  for (std::size_t k = 0;; ++k) {
    FaultLog log(n);
    if (!plant(log, (n / profiles().size() + k) % kinds_of_fault)) continue;
    write(log);
    return std::move(log.out);
  }
}

FaultFile sound_file(std::uint64_t n) {
  FaultLog log(n);
  log.out.about = "nothing wrong";
  write(log);
  return std::move(log.out);
}

}  // namespace debrief::import::testing
