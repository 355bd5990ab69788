// UTF-8 text: checking, folding, cutting, comparing.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace debrief::base {

/// Offset of the first byte that is not well-formed UTF-8 (no overlongs, surrogates or values over U+10FFFF);
/// npos when all is well.
std::size_t bad_utf8(std::string_view text);

/// Each ill-formed byte becomes U+FFFD.
std::string repaired_utf8(std::string_view text);

/// Without white space at both ends; U+00A0 and U+FEFF count as white space.
std::string_view trimmed(std::string_view text);

/// Runs of white space as one blank, trimmed.
std::string squeezed(std::string_view text);

/// Full Unicode case folding, NFKC, for comparing; not for showing.
std::string folded(std::string_view text);

/// ASCII only, byte by byte.
std::string ascii_lower(std::string_view text);
bool equal_ascii_nocase(std::string_view a, std::string_view b);

/// Number of code points of well-formed UTF-8.
std::size_t code_points(std::string_view text);

/// At most `n` code points, with an ellipsis in place of what was cut.
std::string cut(std::string_view text, std::size_t n);

/// For a message: in double quotes, cut at 40 code points, control characters as \x07.
std::string quoted(std::string_view text, std::size_t n = 40);

/// Lower case letters and digits of any script in runs, joined by one blank; what headings are compared by.
/// "Opened At", "opened_at" and "openedAt" all give "opened at".
std::string heading_key(std::string_view text);

std::vector<std::string> split(std::string_view text, char separator);
std::string joined(std::span<const std::string> parts, std::string_view separator);

/// Edits (insert, delete, replace, swap neighbours) from a to b, by code unit.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, "" when none is within a third of its length.
std::string nearest(std::string_view word, std::span<const std::string> candidates);

/// "1,204".
std::string grouped(long long n);

/// "1 row", "2 rows"; `plural` defaults to singular + "s".
std::string counted(long long n, std::string_view singular, std::string_view plural = {});

}  // namespace debrief::base
