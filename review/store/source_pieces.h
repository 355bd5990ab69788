// The source file itself, kept once, in packed pieces.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "base/file.h"

namespace debrief::review {

class Store;

/// The id in source_file for bytes of that hash; `fresh` when they are not kept yet, which keep_source then does.
std::int64_t claim_source(Store& store, std::string_view sha256, bool& fresh);

/// Keeps the bytes of `path` under a claimed id.
void keep_source(Store& store, std::int64_t file_id, const base::Path& path);

/// Gives the bytes back in order.
void read_source(Store& store, std::int64_t file_id, const std::function<void(std::string_view)>& piece);

}  // namespace debrief::review
