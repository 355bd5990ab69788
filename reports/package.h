// Zip packages in memory: written with fixed order and times, read with limits.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace debrief::reports {

/// A part of an Office file: its name ("word/document.xml") and its bytes.
using Part = std::pair<std::string, std::string>;

/// The parts as a zip, in the order given, each with the time 1980-01-01: same parts, same bytes.
/// Throws base::Error (cannot-pack).
std::string packed(const std::vector<Part>& parts);

/// Which parts of a package are read.
using WantedPart = std::function<bool(std::string_view)>;

/// All parts of a zip in its own order. Refuses with base::Error what is no zip (not-a-package), more than 4,000 parts,
/// or more than `limit` bytes when inflated (package-too-large).
/// wanted  parts it says no to are not read; `unread` gets their names
std::vector<Part> unpacked(std::string_view bytes, std::uint64_t limit = 256U << 20U, const WantedPart& wanted = {},
                           std::vector<std::string>* unread = nullptr);

/// A zip with some parts changed or added; all others are copied as they are packed. Same input, same bytes.
///
/// before, after  parts of `package` that were read, and what has become of them; none may be gone
std::string repacked(std::string_view package, const std::vector<Part>& before, const std::vector<Part>& after);

}  // namespace debrief::reports
