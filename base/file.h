// Files: whole reads, atomic writes, and what the system's refusals mean to a person.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.h"

namespace debrief::base {

using Path = std::filesystem::path;

/// The Error for a failed system call on `path`. code: no-such-file, is-a-directory, not-allowed, disk-full,
/// read-only, name-too-long, cannot-open. `doing` completes "cannot …", e.g. "open", "write to".
Error file_error(int errno_value, const Path& path, std::string_view doing);

/// Refuses what is not a readable file of bytes (missing, directory, no permission). Throws file_error.
void must_be_readable_file(const Path& path);

/// All bytes; throws file_error. Refuses files over `limit` bytes with code file-too-large.
std::string read_file(const Path& path, std::uint64_t limit = 1ULL << 31);

/// Writes beside the target, flushes to disk, renames: afterwards the file is the old one or the new one, whole.
/// Creates missing folders. Throws file_error (disk-full and so on) and leaves nothing behind.
void write_file(const Path& path, std::string_view bytes);

}  // namespace debrief::base
