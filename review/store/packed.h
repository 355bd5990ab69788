// A stretch of a column as bytes: whole numbers in as few bytes as the widest needs, other numbers by a table.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::review {

/// Most values in one stretch.
inline constexpr std::size_t piece_rows = 65'536;

/// Whole numbers as multiples of a unit (a minute, a second, 1) above the least, in 0, 1, 2, 4 or 8 bytes each.
/// The least number of the type is what absent times are, and costs nothing of the range.
std::string packed(std::span<const std::int64_t> values);
/// Bit by bit the same again, NaN included. Up to 255 different ones take a byte each.
std::string packed(std::span<const double> values);
/// Texts one behind the other.
std::string packed(std::span<const std::string> values);

/// Appends what was packed to `out`. False, with `out` in any state, where these are not such bytes.
bool unpack(std::string_view bytes, std::vector<std::int64_t>& out);
bool unpack(std::string_view bytes, std::vector<double>& out);
bool unpack(std::string_view bytes, std::vector<std::string>& out);
/// Whole numbers into a narrower type; also false where one is not below `end`.
bool unpack(std::string_view bytes, std::vector<std::uint32_t>& out, std::uint64_t end);
bool unpack(std::string_view bytes, std::vector<std::uint8_t>& out, std::uint64_t end);

}  // namespace debrief::review
