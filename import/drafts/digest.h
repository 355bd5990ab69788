// A fixed fingerprint of a row.
#pragma once

#include <cstdint>

#include "import/readers/reader.h"

namespace debrief::import {

/// 64 bits of the row as it stands and of the lists in it; not for security, and the same for ever: the store compares
/// it with that of earlier imports.
///
/// by_content  the row's content is its key, so how its cells were quoted must not matter
std::uint64_t digest_of(const Row& row, bool by_content);

}  // namespace debrief::import
