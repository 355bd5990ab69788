// The source file itself, kept once, in deflated pieces.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/file.h"

namespace debrief::review {

class Store;

/// Keeps the bytes of `path` under their hash, unless they are kept already. Returns the id in source_file.
std::int64_t keep_source(Store& store, const base::Path& path, std::string_view sha256);

/// Gives the bytes back in order.
void read_source(Store& store, std::int64_t file_id, const std::function<void(std::string_view)>& piece);

}  // namespace debrief::review
